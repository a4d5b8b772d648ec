/** The answer to `/role`: what somebody holds, and how far the next role's criteria are met. Pure. */

import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Holding, Registry } from "../registry/registry-types.ts";
import { day, moment } from "../shared/dates.ts";
import { code, escapeMarkdown, linkTarget } from "../shared/markdown.ts";
import type { Instant } from "../shared/names.ts";
import { accountOf } from "../shared/people.ts";
import { kindNamed } from "./criteria/index.ts";
import { criteriaTable } from "./criteria-table.ts";
import { evaluate } from "./evaluate-promotion.ts";
import { placeText, proposedText } from "./nomination-text.ts";
import type { Nomination, Person, PromotionFacts, PromotionRule } from "./promotion-types.ts";

/** The nearest rung above the person's highest that people are promoted to, with criteria if any has some; `null`: there is none. */
export function nextRole(registry: Registry, held: readonly Holding[]): string | null {
  const heights = held.map(({ role }) => registry.roles.findIndex(({ name }) => name === role));
  const above = registry.roles
    .slice(Math.max(-1, ...heights) + 1)
    .filter(({ beside, closed }) => beside !== true && closed !== true);
  return (above.find(({ promotion }) => promotion !== null) ?? above[0])?.name ?? null;
}

/** The areas in which the highest role is held, or, where the next one needs areas, those at hand: the next role is measured for these. */
export function nextAreas(
  registry: Registry,
  held: readonly Holding[],
  { next, here }: { readonly next: string | null; readonly here: readonly string[] },
): readonly string[] {
  const way = registry.roles.find(({ name }) => name === next)?.held;
  if (way === "everywhere") return [];
  if (held.length === 0) return here;
  const height = ({ role }: Holding) => registry.roles.findIndex(({ name }) => name === role);
  const top = Math.max(-1, ...held.map(height));
  const there = held.filter((holding) => height(holding) === top);
  if (there.some(({ areas }) => areas.length === 0)) return way === "area" ? here : [];
  return [...new Set(there.flatMap(({ areas }) => areas))];
}

/** A nomination as if it were made now: criteria are measured against it, and nobody has spoken. */
export function imagined(given: {
  readonly person: Person;
  readonly role: string;
  readonly areas: readonly string[];
  readonly rule: PromotionRule;
  readonly now: Instant;
}): Nomination {
  const { person, role, areas, rule, now } = given;
  return {
    id: "imagined",
    candidate: person,
    nominator: person,
    role,
    areas,
    at: now,
    rule,
    electorate: {},
    registryOid: "",
  };
}

/** An open promotion of the person's. */
export interface OpenHere extends Pick<Nomination, "role" | "areas"> {
  /** The address of the comment that nominated. */
  readonly url: string;
  /** The first line of its status comment: inert Markdown. */
  readonly stands: string;
}

interface Progress {
  readonly person: Person;
  readonly index: RegistryIndex;
  /** Their open promotions, as far as readers may know of them. */
  readonly open: readonly OpenHere[];
  /** Of an imagined nomination for the next role; `null`: there is none. */
  readonly next: PromotionFacts | null;
  readonly webUrl: string;
  /** Inert. */
  readonly scope: string;
}

export function progressText({ person, index, open, next, webUrl, scope }: Progress): string {
  const held = index.rolesOf(accountOf(person));
  const lines = held.map(({ role, areas, since }) => {
    const from = since === null ? "" : `, since ${day(Date.parse(`${since}T00:00:00Z`))}`;
    return `- ${placeText({ role, areas })}${from}`;
  });
  const name = escapeMarkdown(person.login);
  const holds =
    held.length === 0 ? `${name} holds no role in this registry.` : [`${name} is:`, "", ...lines].join("\n");
  const underway = open.map((one) =>
    `**Promotion to ${placeText(one)}** is open, [nominated here](${linkTarget(one.url)}). ${one.stands}`.trim(),
  );
  if (next === null) return [holds, ...underway, "There is no role above that."].join("\n\n");
  const { leaves, measured } = evaluate(next);
  const { role, areas } = next.nomination;
  // Inside code nobody is notified.
  const command = code(proposedText({ candidate: person, role, areas }, next.index.registry));
  const isOpen = open.some((one) => one.role === role);
  const begins = isOpen ? "" : ` People's part begins with a nomination: ${command}.`;
  // People's part stands where the promotion is open; here nobody has said anything.
  const shown = isOpen ? leaves.filter(({ criterion }) => kindNamed(criterion.kind)?.by === "machine") : leaves;
  const table = criteriaTable(shown, { webUrl, numbersUrl: webUrl, isOpen: true }).join("\n");
  const ready = measured ? "What machines count is met" : "What machines count is not all met yet";
  return [
    holds,
    ...underway,
    `**Next: ${placeText(next.nomination)}.** ${ready}.${begins}`,
    ...(shown.length === 0 ? [] : [table]),
    `Measured on ${moment(next.measuredAt)} over ${scope}.`,
  ].join("\n\n");
}
