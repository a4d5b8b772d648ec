/** Takes somebody out of the groups through which they hold what they give back. Pure. */

import type { ListedPerson, StandingEntry } from "./edit-entries.ts";
import { entryFields, type Step } from "./edit-step.ts";

interface Leaving {
  readonly steps: readonly Step[];
  /** They hold nothing through a group any more, and nothing in place of that. */
  readonly isNothingLeft: boolean;
}

/** The areas of an entry that are given back; `null`: none of it. */
export type GivenBack = (entry: StandingEntry) => readonly string[] | "all" | null;

/** Whatever else a group gave becomes entries of their own, so that they lose only what is given back. */
export function leavingGroups(held: readonly StandingEntry[], { login, id }: ListedPerson, given: GivenBack): Leaving {
  const through = held.filter((entry) => entry.at.kind === "group");
  const left = new Set(through.filter((entry) => given(entry) !== null).map(placeOf));
  const gone = through.filter((entry) => left.has(placeOf(entry)));
  const rest = held.filter((entry) => !gone.includes(entry));
  const appends = new Map<string, Extract<Step, { do: "append" }>>();
  for (const entry of gone) {
    const kept = keptOf(entry, given(entry));
    if (kept === null || isHeldBy(rest, entry.role, kept)) continue;
    const named = entry.at.kind === "group" ? entry.at.named : null;
    const list = named === null ? [entry.role] : ["areas", named, entry.role];
    const fields = entryFields({ login, id, areas: named === null ? kept.areas : null, since: entry.since }, [entry]);
    const key = JSON.stringify([list, fields]);
    appends.set(key, { do: "append", list, fields, whole: fields.some(([name]) => name !== "login") });
  }
  const drops = new Map(
    gone.map((entry) => [placeOf(entry), { do: "drop" as const, list: entry.list, index: entry.index }]),
  );
  return {
    steps: [...appends.values(), ...drops.values()],
    isNothingLeft: appends.size === 0 && through.length === gone.length,
  };
}

function placeOf({ list, index }: StandingEntry): string {
  return JSON.stringify([list, index]);
}

interface Kept {
  /** `null`: everywhere. */
  readonly areas: readonly string[] | null;
}

/** What remains of a holding; `null`: nothing. */
function keptOf({ areas: held }: StandingEntry, given: ReturnType<GivenBack>): Kept | null {
  if (given === null) return { areas: held };
  const left = given === "all" ? [] : (held ?? []).filter((area) => !given.includes(area));
  return left.length === 0 ? null : { areas: left };
}

/** A role held everywhere does not cover areas that are closed to it. */
function isHeldBy(entries: readonly StandingEntry[], role: string, { areas }: Kept): boolean {
  const same = entries.filter((entry) => entry.role === role);
  if (areas === null) return same.some((entry) => entry.areas === null);
  return areas.every((area) => same.some((entry) => entry.areas?.includes(area) === true));
}
