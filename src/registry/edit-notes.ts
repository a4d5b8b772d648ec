/** Says where in a registry's text a change was made, when it was not in one of the roles' own lists. */

import { code, escapeMarkdown } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import type { Step } from "./edit-step.ts";
import type { RegistryEdit } from "./edit-steps.ts";

/** A paragraph of Markdown for the change's pull request; `null`: there is nothing to say. */
export function whereText(change: RegistryEdit, steps: readonly Step[]): string | null {
  const { person, kind } = change;
  const at = (section: string, what: readonly Step["do"][]) => [
    ...new Set(
      steps.flatMap((step) => (step.list[0] === section && what.includes(step.do) ? [code(String(step.list[1]))] : [])),
    ),
  ];
  const groups = at("groups", ["drop"]);
  const areas = at("areas", ["drop", "append", "areas"]);
  const login = escapeMarkdown(person.login);
  const named =
    groups.length === 0
      ? null
      : `${groups.length === 1 ? "the group" : "the groups"} ${joinList(groups, "and", Number.POSITIVE_INFINITY)}`;
  // Entries of a role that they move to are the change itself.
  const moved = kind === "retire" ? change.holdings.map(({ to }) => to) : [];
  const kept =
    (kind === "remove" || kind === "retire") &&
    groups.length > 0 &&
    steps.some(({ do: what, list }) => what === "append" && !["emeritus", ...moved].includes(String(list.at(-1))));
  const sentences = [
    ...(named === null
      ? []
      : [`takes ${login} out of ${named}, wherever ${groups.length === 1 ? "it is" : "they are"} named`]),
    ...(kept ? ["what that gave besides becomes an entry of their own"] : []),
    ...(areas.length === 0
      ? []
      : [
          `changes what stands at the ${areas.length === 1 ? "area" : "areas"} ${joinList(areas, "and", Number.POSITIVE_INFINITY)}; no group changes`,
        ]),
  ];
  if (sentences.length === 0) return null;
  const said = groups.length > 0 ? sentences.map((one) => one.replace("; no group changes", "")) : sentences;
  return `**In the file:** this ${said.join("; ")}.`;
}
