/** `as: table`: who holds the roles, one row for each person. */

import { escapeMarkdown, linkTarget } from "../../../shared/markdown.ts";
import { joinList } from "../../../shared/people.ts";
import { singular } from "../../../shared/singular.ts";
import { type ListedPerson, listedPeople } from "../listed-people.ts";
import type { Format } from "../publication.ts";
import type { Column } from "../publish-key.ts";
import { COMES_FROM } from "./comes-from.ts";

const HEADINGS: Readonly<Record<Column, string>> = {
  name: "Name",
  login: "GitHub",
  role: "Role",
  areas: "Areas",
  affiliation: "Affiliation",
  since: "Since",
};

export const table: Format = {
  kind: "part",
  lines({ roles, columns }, { registry, webUrl }) {
    const people = listedPeople(registry, roles);
    const said = roles.length === 0 ? ["roles"] : roles.map(escapeMarkdown);
    if (people.length === 0)
      return [
        COMES_FROM,
        "",
        `Nobody holds ${said.length === 1 && roles.length === 0 ? "a role" : joinList(said, "or")} yet.`,
        "",
      ];
    return [
      COMES_FROM,
      "",
      rowOf(columns.map((column) => HEADINGS[column])),
      rowOf(columns.map(() => "---")),
      ...people.map((person) => rowOf(columns.map((column) => cell(person, column, webUrl)))),
      "",
    ];
  },
};

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function cell(person: ListedPerson, column: Column, webUrl: string): string {
  const { kind, login, name, role, areas, affiliation, since } = person;
  switch (column) {
    case "name":
      return escapeMarkdown(name);
    case "login":
      return `[${escapeMarkdown(login)}](${linkTarget(`${webUrl}/${kind === "team" ? teamPath(login) : login}`)})`;
    case "role":
      return escapeMarkdown(singular(role));
    case "areas":
      return areas.length === 0 ? "all" : areas.map(escapeMarkdown).join(", ");
    case "affiliation":
      return escapeMarkdown(affiliation ?? "");
    case "since":
      return since ?? "";
  }
}

function teamPath(team: string): string {
  const [organisation = "", slug = ""] = team.split("/");
  return `orgs/${organisation}/teams/${slug}`;
}
