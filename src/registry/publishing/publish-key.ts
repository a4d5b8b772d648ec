/** How `publish` and `affiliations` are written in roles.yaml, and the form in which a registry holds them. */

import { z } from "zod";
import { naming, optional, roleName, text, within } from "../schema-pieces.ts";
import { type NamedRole, setting } from "../setting.ts";
import { publishedPathFault } from "./published-path.ts";

export const FORMATS = [
  "table",
  "ladder",
  "codeowners",
  "owners",
  "cncf-project",
  "security-insights",
  "decisions",
] as const;
export type FormatName = (typeof FORMATS)[number];

export const COLUMNS = ["name", "login", "role", "areas", "affiliation", "since"] as const;
export type Column = (typeof COLUMNS)[number];
const USUAL_COLUMNS: readonly Column[] = ["name", "login", "areas", "affiliation"];

/** One list that follows the registry. */
export interface PublishEntry {
  readonly file: string;
  readonly as: FormatName;
  /** Names without owner; empty: the repository of the registry that writes the entry. */
  readonly repos: readonly string[];
  /** For tables and ladders; empty: every role. */
  readonly roles: readonly string[];
  readonly columns: readonly Column[];
  /** What CODEOWNERS names: people listed by name and the teams that hold roles, or only these teams. */
  readonly owners: "people" | "teams";
  /** The project's id at the CNCF. */
  readonly project: string | null;
  /** The CNCF's team → the role that fills it. */
  readonly teams: Readonly<Record<string, string>>;
  readonly coreTeam: string | null;
  /** What happens to a pull request that edits the published part: it is told, or its check fails. */
  readonly drift: "tell" | "fail";
  /** The registry may be private and the repository public. */
  readonly public: boolean;
}

const repository = text(within(140, "the repository"), "A repository's name without its owner.");

const entryShape = z.strictObject({
  file: text(publishedPathFault, "The file, from the top of the repository."),
  as: z.enum(FORMATS).meta({ description: "What it is published as." }),
  repo: naming(repository),
  repos: naming(
    z.array(repository).min(1, "an empty list of repositories names none; name one or leave the key out"),
  ).meta({ description: "The repositories, of the same owner; without any the registry's own." }),
  roles: naming(z.array(roleName).min(1, "an empty list of roles lists nobody; name one or leave the key out")).meta({
    description: "The roles that are listed, in this order; without any all.",
  }),
  columns: naming(z.array(z.enum(COLUMNS)).min(1, "a table has a column; name one or leave the key out")).meta({
    description: "The table's columns, in this order.",
  }),
  owners: optional(z.enum(["people", "teams"])).meta({ description: "Whom CODEOWNERS names." }),
  project: naming(text(projectFault, "The project's id, as in its project.yaml.")),
  teams: naming(
    z
      .record(text(within(100, "the team"), "A team of the CNCF's file."), roleName)
      .refine(
        (teams) => Object.keys(teams).length > 0,
        "no team is named; write one, as in { project-maintainers: maintainers }",
      ),
  ).meta({ description: "Which role fills which team of the file." }),
  "core-team": naming(roleName),
  drift: optional(z.enum(["tell", "fail"])).meta({
    description: "fail: the check fails where a pull request edits what is published.",
  }),
  public: optional(z.boolean()).meta({
    description: "A private registry may be published into this, where the repository is public.",
  }),
});

export type WrittenEntry = z.output<typeof entryShape>;

function projectFault(id: string): string | null {
  return /^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/.test(id)
    ? null
    : `${JSON.stringify(id.slice(0, 60))} is no project's id: those have small letters, digits and hyphens, as in project.yaml`;
}

export function reposOf({ repo, repos }: Pick<WrittenEntry, "repo" | "repos">): readonly string[] {
  const named = [...(repo === undefined ? [] : [repo]), ...(repos ?? [])];
  return [...new Map(named.map((name) => [name.toLowerCase(), name])).values()];
}

function entryOf(written: WrittenEntry): PublishEntry {
  return {
    file: written.file,
    as: written.as,
    repos: reposOf(written),
    roles: written.roles ?? [],
    columns: written.columns ?? USUAL_COLUMNS,
    owners: written.owners ?? "people",
    project: written.project ?? null,
    teams: written.teams ?? {},
    coreTeam: written["core-team"] ?? null,
    drift: written.drift ?? "tell",
    public: written.public ?? false,
  };
}

function rolesIn(written: WrittenEntry): readonly NamedRole[] {
  return [
    ...(written.roles ?? []).map((role, index) => ({ path: ["roles", index], role })),
    ...Object.entries(written.teams ?? {}).map(([team, role]) => ({ path: ["teams", team], role })),
    ...(written["core-team"] === undefined ? [] : [{ path: ["core-team"], role: written["core-team"] }]),
  ];
}

/** Without what goes without saying, and without the file, which names the entry. */
function told({ file: _, repos: __, columns, ...entry }: PublishEntry): object {
  const said = Object.entries({ ...entry, columns: entry.as === "table" ? columns : [] }).filter(
    ([key, value]) =>
      value !== null &&
      value !== false &&
      value !== "tell" &&
      !(key === "owners" && value === "people") &&
      !isEmpty(value),
  );
  return Object.fromEntries(said);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** At the top of the file. */
export const PUBLISHING = {
  publish: setting({
    schema: optional(
      z.array(entryShape).max(200, "there are more than 200 entries; name the repositories of one list in one entry"),
    ).meta({ description: "Lists that follow the registry." }),
    docs: {
      example: "[{ file: MAINTAINERS.md, as: table, roles: [maintainers] }]",
      meaning: "lists that follow the registry; [more](publishing.md)",
    },
    value: (written): readonly PublishEntry[] | undefined => written?.map(entryOf),
    // What the organisation publishes into its own repository is no matter of this one.
    join: (own, organisation) => {
      const theirs = (organisation ?? []).filter(({ repos }) => repos.length > 0);
      const entries = [...(own ?? []), ...theirs];
      return entries.length === 0 ? undefined : entries;
    },
    parts: (entries) =>
      Object.fromEntries(
        (entries ?? []).map((entry) => [
          entry.repos.length === 0 ? entry.file : `${entry.file} in ${entry.repos.join(", ")}`,
          told(entry),
        ]),
      ),
    roles: (written) =>
      written.flatMap((entry, index) => rolesIn(entry).map(({ path, role }) => ({ path: [index, ...path], role }))),
  }),
  affiliations: setting({
    schema: optional(
      z.record(
        text(within(100, "the affiliation"), "An affiliation as people's entries have it."),
        text(within(100, "the spelling"), "How it is spelt where it is published."),
      ),
    ),
    docs: { example: "{ AntGroup: Ant Group }", meaning: "how an affiliation is spelt where it is published" },
    value: (written): Readonly<Record<string, string>> | undefined => written,
    join: (own, organisation) =>
      own === undefined && organisation === undefined ? undefined : { ...organisation, ...own },
    parts: (spellings) => spellings ?? {},
  }),
};
