/** What to do about a value whose place tells more than its schema: people within rules, spans, shares and bots where they belong elsewhere. */

import { durationFault } from "../shared/duration.ts";
import { DEFAULT_LADDER } from "./ladder.ts";
import { flowText } from "./meant-value.ts";
import type { Path } from "./registry-path.ts";
import { entryShape } from "./registry-schema.ts";
import { shareShape } from "./voting-shape.ts";
import { isList, type Plain } from "./yaml-tree.ts";

/** So many faults are held against their surroundings; whoever has more has other troubles. */
export const MAX_HINTS = 40;

/** Of values that have a meaning where they stand, which is another one than their schema's. */
export function adviceByPlace(path: Path, value: Plain): string | null {
  return (
    everywhereAdvice(path, value) ?? silenceAdvice(path, value) ?? voteAdvice(path, value) ?? botsAdvice(path, value)
  );
}

/** Areas that are all there are. */
function everywhereAdvice(path: Path, value: Plain): string | null {
  const isAll = value === true || (typeof value === "string" && meansEverywhere(value));
  return path.at(-1) === "areas" && path.length > 1 && isAll
    ? "leave the key out: without it the role is held everywhere"
    : null;
}

/** A span for the top level's `inactivity`, which tells how people are looked for, and not after how long. */
function silenceAdvice(path: Path, value: Plain): string | null {
  const isSpan = typeof value === "string" && durationFault(value) === null;
  return path.length === 1 && path[0] === "inactivity" && isSpan
    ? `after how long nobody was seen is said with each role, below \`roles\`, as in \`approvers: { inactivity: ${value} }\``
    : null;
}

/** A decision's vote by its share alone: without a window it would never be declined. */
function voteAdvice(path: Path, value: Plain): string | null {
  const isVote = path.length === 3 && path[0] === "decisions" && path[2] === "vote";
  const isShare = typeof value === "string" && shareShape.safeParse(value).success;
  return isVote && isShare ? `write ${flowText({ share: value, window: "14d" })}` : null;
}

/** Bots without the kind that conditions call them by. */
function botsAdvice(path: Path, value: Plain): string | null {
  const isOfNames = isList(value) && value.length > 0 && value.length <= MAX_HINTS;
  if (path.length !== 1 || path[0] !== "bots" || !isOfNames) return null;
  const logins = value
    .filter((name) => typeof name === "string")
    .map((name) => `${name.replace(/\[bot\]$/i, "")}[bot]`);
  return logins.length === value.length ? `write them below a kind: ${flowText({ dependencies: logins })}` : null;
}

export function meansEverywhere(name: string): boolean {
  return /^(?:\*+|all|any|every(?:where|thing)|anywhere)$/i.test(name);
}

/** Keys that people put between the name of a role or group and its people. */
export const COLLECTIVE: ReadonlySet<string> = new Set([
  ...["members", "people", "persons", "users", "logins", "names", "holders", "list"],
]);

/** People who are listed within a role's rules, or where an area belongs. */
export function peopleAdvice(path: Path, value: Plain): string | null {
  const [section, name, key] = path.map(String);
  if (name === undefined || !isList(value) || !isOfPeople(value)) return null;
  const shown = DEFAULT_LADDER.some((role) => role.name === (key ?? name)) ? (key ?? name) : "approvers";
  const isOfRole = section === "roles" && (key === undefined || COLLECTIVE.has(key) || shown === key);
  const isInPlace = isOfRole || (section === "areas" && shown === name);
  return isInPlace
    ? `people are listed by role, at the beginning of a line: \`${section === "roles" ? name : shown}: ${flowText(value)}\``
    : null;
}

/** A short list of nothing but entries of people and teams. */
export function isOfPeople(list: readonly Plain[]): boolean {
  const isShort = list.length > 0 && list.length <= MAX_HINTS;
  return isShort && list.every((entry) => entryShape.safeParse(entry).success);
}
