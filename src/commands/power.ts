/**
 * Rung lends its power to nobody (R43): what people can have it do on GitHub is limited by what they hold here. A role held for other
 * repositories gives nothing in this one, and what only people with access could do needs a role. Pure.
 */

import { floorsOf, mayUse } from "../gate/permission.ts";
import type { Holding, Registry } from "../registry/registry-types.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import { roleWithArticle } from "../shared/people.ts";
import type { Command, CommandContext } from "./command.ts";

/** Who asks for something to be done on GitHub, and where. */
type AskingToAct = Pick<CommandContext, "facts" | "registry" | "index" | "speaker">;

/** Whether the speaker may have Rung do this here; a refusal's text says who can. */
export function mayAct(command: Pick<Command, "name" | "may">, asking: AskingToAct): ReturnType<typeof mayUse> {
  const allowed = mayUse(command, here(asking));
  if (allowed.ok || !mayUse(command, asking).ok) return allowed;
  const { facts } = asking;
  const repository = escapeMarkdown(facts.repository.name);
  return {
    ok: false,
    text: `${allowed.text.replace(/\.$/, "")}, and the role that they hold is for other repositories than ${repository}.`,
  };
}

/** Whether the speaker holds any role that is for this repository, or for some part of it. */
export function hasRoleHere(asking: AskingToAct): boolean {
  return here(asking).index.rolesOf(asking.speaker).length > 0;
}

/** The same question for the roles that count in this repository alone. */
function here(asking: AskingToAct): AskingToAct {
  const { index, registry, facts } = asking;
  const areas = areasOf(registry, facts.repository.name);
  const counts = ({ areas: held }: Holding) => held.length === 0 || held.some((area) => areas.has(area));
  return { ...asking, index: { ...index, rolesOf: (account) => index.rolesOf(account).filter(counts) } };
}

/** Areas of this repository, or of every one. */
function areasOf({ areas }: Registry, repository: string): ReadonlySet<string> {
  const name = repository.toLowerCase();
  const inside = areas.filter(({ repos }) => repos.length === 0 || repos.some((one) => one.toLowerCase() === name));
  return new Set(inside.map((area) => area.name));
}

/**
 * Why the speaker may not have this pull request merged, although they may use `/merge` somewhere: none of the areas that it touches is
 * theirs. `null`: they may. Expects that `mayAct` has allowed the command.
 */
export function notTheirs(asking: AskingToAct): string | null {
  const { facts, index, speaker } = asking;
  if (facts.kind === "issue") return null;
  const paths = new Set(facts.files.items.flatMap(({ path, previousPath }) => [path, previousPath ?? path]));
  // The areas that are the whole repository are those of every change in it.
  const chains = ["", ...paths].flatMap((path) => index.areaPathsOf(facts.repository, path));
  const touched = new Set(chains.flatMap(({ areas }) => areas));
  const floors = floorsOf("merge", asking);
  const isTheirs = ({ role, areas }: Holding) =>
    floors.some((floor) => index.atLeast(role, floor)) &&
    (areas.length === 0 || areas.some((area) => touched.has(area)));
  if (index.rolesOf(speaker).some(isTheirs)) return null;
  return `I cannot take \`/merge\` from ${escapeMarkdown(speaker.login)}: that takes ${roleWithArticle(floors[0] ?? "")} or above of something that this pull request changes, and they hold that role for other areas. Nothing was changed.`;
}
