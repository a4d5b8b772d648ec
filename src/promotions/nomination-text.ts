/** How a nomination is named in sentences and in commands. Pure; everything but commands is inert. */

import type { Registry } from "../registry/registry-types.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { joinList, roleWithArticle } from "../shared/people.ts";
import { singular } from "../shared/singular.ts";
import type { Where, Who } from "./promotion-people.ts";
import type { Nomination, PromotionFacts } from "./promotion-types.ts";

/** A command as inline code, as it must be written to be about this promotion if several are open (R81). `rest`: what follows. */
export function commandHere({ address = "" }: Pick<PromotionFacts, "address">, command: string, rest = ""): string {
  return code(`${withNames(command, address)}${address}${rest === "" ? "" : ` ${rest}`}`);
}

/** If names follow, only this one word clearly withdraws an objection. */
export function withNames(command: string, behind: string): string {
  return command === "/object cancel" && behind !== "" ? "/unobject" : command;
}

/** The command that nominates somebody for this, wherever it is written. */
export function promoteText({ candidate, role, areas }: Pick<Nomination, "candidate" | "role" | "areas">): string {
  return `/promote @${candidate.login} ${singular(role)} ${areas.length === 0 ? "everywhere" : areas.join(" ")}`;
}

/** The same for a nomination that nobody has made: in the way in which the role is held, and with AREA where somebody must choose one. */
export function proposedText(
  { candidate, role, areas }: Pick<Nomination, "candidate" | "role" | "areas">,
  { roles }: Pick<Registry, "roles">,
): string {
  const held = roles.find(({ name }) => name === role)?.held;
  if (held === "everywhere") return promoteText({ candidate, role, areas: [] });
  return promoteText({ candidate, role, areas: held === "area" && areas.length === 0 ? ["AREA"] : areas });
}

/** "newt must be a contributor first (`/promote @newt contributor engine`)": the lowest of the roles that would do. Inert. */
export function firstText(
  { nomination: { candidate, areas: own }, index }: Pick<PromotionFacts, "nomination" | "index">,
  { roles }: Who,
  where: Where,
): string {
  const [role = ""] = roles;
  const areas = where === "anywhere" ? own : "allOf" in where ? where.allOf : where.slice(0, 1);
  const asked = joinList(roles.map(roleWithArticle), "or");
  return `${escapeMarkdown(candidate.login)} must be ${asked} first (${code(proposedText({ candidate, role, areas }, index.registry))})`;
}

/** "approver of kusion and engine", "maintainer everywhere". Inert. */
export function placeText({ role, areas }: Pick<Nomination, "role" | "areas">): string {
  const name = escapeMarkdown(singular(role));
  return areas.length === 0 ? `${name} everywhere` : `${name} of ${joinList(areas.map(escapeMarkdown), "and", 20)}`;
}

/** "an approver of kusion". Inert. */
export function aPlaceText(place: Pick<Nomination, "role" | "areas">): string {
  return `${/^[aeiou]/i.test(place.role) ? "an" : "a"} ${placeText(place)}`;
}
