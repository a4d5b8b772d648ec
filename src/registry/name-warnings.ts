/** Names and dates that people will misread. */

import type { Complaint } from "./complaints.ts";
import { employerKey, likelyEmployer } from "./conditions/employers.ts";
import { placedEntries } from "./groups.ts";
import type { Draft } from "./registry-draft.ts";
import { printable } from "./yaml-faults.ts";

/** Words that commands use for something other than an area, as in `/approve cancel`. */
export function reservedAreaNames({ areaNames }: Draft, words: readonly string[]): readonly Complaint[] {
  return [...areaNames]
    .filter((name) => words.includes(name.toLowerCase()))
    .map((name) => ({
      path: ["areas", name],
      on: "key" as const,
      message: `${printable(name)} behind a command means something else, so nobody can name this area there; write another name`,
    }));
}

/** Affiliations that differ in nothing but the sort of company: rules about employers count them as two. */
export function likelySameEmployers(draft: Draft): readonly Complaint[] {
  const first = new Map<string, string>();
  const told = new Set<string>();
  return placedEntries(draft.lists).flatMap(({ path, entry }) => {
    const name = typeof entry === "string" || !("login" in entry) ? null : (entry.affiliation?.trim() ?? null);
    if (name === null || name === "") return [];
    const known = first.get(likelyEmployer(name));
    if (known === undefined) first.set(likelyEmployer(name), name);
    if (known === undefined || employerKey(known) === employerKey(name) || told.has(employerKey(name))) return [];
    told.add(employerKey(name));
    const message = `${printable(name)} and ${printable(known)} count as two employers; if they are one, write the same name for both`;
    return [{ path: [...path, "affiliation"], on: "value" as const, message }];
  });
}

/**
 * Dates in the future, since which nobody can hold a role yet. `today` is YYYY-MM-DD like the dates of the file, so texts compare as
 * dates do.
 */
export function daysToCome(draft: Draft, today: string): readonly Complaint[] {
  const held = placedEntries(draft.lists).map(({ entry, path }) => ({ entry, path: [...path, "since"] }));
  const former = (draft.fixed.emeritus ?? []).map((entry, index) => ({ entry, path: ["emeritus", index, "since"] }));
  const tooEarly = [...held, ...former].flatMap(({ entry, path }) => {
    const since = typeof entry === "string" || !("since" in entry) ? null : (entry.since ?? null);
    if (since === null || since >= EARLIEST) return [];
    return [{ path, on: "value" as const, message: `${since} is longer ago than any role here; correct the year` }];
  });
  return [
    ...tooEarly,
    ...formerDays(draft, today),
    ...[...held, ...former].flatMap(({ entry, path }) => {
      const since = typeof entry === "string" || !("since" in entry) ? null : (entry.since ?? null);
      if (since === null || since <= today) return [];
      const message = `${since} is still to come, so no time in the role counts before it; write the day the role began, or leave the key out`;
      return [{ path, on: "value" as const, message }];
    }),
  ];
}

/** Days before this one are slips of a year. */
const EARLIEST = "1970-01-01";

/** The last days of people who are listed as emeritus, and so hold nothing by now. */
function formerDays({ fixed }: Draft, today: string): readonly Complaint[] {
  return (fixed.emeritus ?? []).flatMap((entry, index) => {
    const { since = null, until = null } = typeof entry === "string" ? {} : entry;
    if (until === null) return [];
    const path = ["emeritus", index, "until"];
    // That it ended before it began is told without a day (inactivity-warnings.ts).
    if (until <= today || (since !== null && until < since)) return [];
    const message = `${until} is still to come, and emeritus hold nothing already; list them under their role until then, or leave the key out`;
    return [{ path, on: "value" as const, message }];
  });
}
