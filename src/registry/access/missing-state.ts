/** Why somebody is not in a team: how their invitation or their membership ended, by the latest evidence (R69). */

import type { Instant } from "../../shared/names.ts";
import type { AccessAccount, AccessChange, AccessMemory, Expired, FailedInvitation, GoneHow } from "./access-world.ts";
import type { Change, MissingState } from "./difference.ts";
import { isSameAccount } from "./same-account.ts";

export interface Around {
  /** In lower case. */
  readonly team: string;
  readonly memory: AccessMemory;
  readonly failed: readonly FailedInvitation[];
  readonly readAt: Instant;
}

export function missingState(person: AccessAccount, around: Around): MissingState {
  const after = settledAt(person, around);
  const states = [failedState(person, around), goneHow(person, around)].filter(
    (state) => state !== null && state.at > after,
  );
  const [first = null, second = null] = states;
  if (first === null) return { kind: "never-invited" };
  return second !== null && second.at > first.at ? second : first;
}

type Dated = Exclude<MissingState, { readonly kind: "never-invited" }>;

function settledAt({ id }: AccessAccount, { team, memory }: Around): Instant {
  const settled = (memory.seen?.settled ?? []).filter((one) => one.team === team && one.id === id);
  return Math.max(Number.NEGATIVE_INFINITY, ...settled.map(({ at }) => at));
}

function failedState(person: AccessAccount, around: Around): Dated | null {
  const last = latest(failuresOf(person, around).map((invitation) => ({ ...invitation, at: invitation.failedAt })));
  if (last === null) return null;
  return last.expired
    ? { kind: "expired", at: last.at, times: expiries(person, around)?.times ?? 1 }
    : { kind: "failed", at: last.at, reason: last.reason };
}

function failuresOf(person: AccessAccount, { failed }: Around): readonly FailedInvitation[] {
  return failed.filter((invitation) => isSameAccount(person, invitation));
}

/** How often they let an invitation expire: by what GitHub lists, and by what earlier readings saw of it. */
export function expiries(person: AccessAccount, around: Around): Expired | null {
  const listed = failuresOf(person, around).filter(({ expired }) => expired);
  const before = around.memory.seen?.expired?.find(({ id }) => id === person.id) ?? null;
  const at = Math.max(before?.at ?? 0, ...listed.map(({ failedAt }) => failedAt));
  const known = before === null ? 0 : before.times + (at > before.at ? 1 : 0);
  const times = Math.max(listed.length, known);
  return times === 0 ? null : { id: person.id, at, times };
}

/** How they left the team, if they were in it or invited; `null`: there is no evidence that they ever were. */
export function goneHow(person: AccessAccount, around: Around): GoneHow | null {
  const told = removalTold(person, around);
  const before = latest(goneBefore(person, around));
  // An event is the better evidence of the absence that a reading shows.
  if (told !== null && (before === null || told.at >= before.at || isUnexplained(before))) return told;
  return before ?? vanished(person, around);
}

function removalTold(person: AccessAccount, around: Around): GoneHow | null {
  const event = lastChange(person, around);
  if (event?.what !== "removed") return null;
  const isOwn = event.by.id === person.id;
  return isOwn ? { kind: "left", at: event.at } : { kind: "taken-out", at: event.at, by: event.by.login };
}

function goneBefore({ id }: AccessAccount, { team, memory }: Around): readonly GoneHow[] {
  return (memory.seen?.gone ?? []).filter((one) => one.team === team && one.id === id).map(({ how }) => how);
}

function isUnexplained(how: GoneHow): boolean {
  return how.kind === "taken-out" && how.by === null;
}

/** They were there at the last complete reading, or were added since, and no event and no failed invitation tells why they are gone. */
function vanished(person: AccessAccount, around: Around): GoneHow | null {
  const { team, memory, readAt: at, failed } = around;
  const seen = memory.seen?.teams.get(team);
  const added = lastChange(person, around)?.at ?? null;
  const failedSince = (since: Instant) => failed.some((one) => isSameAccount(person, one) && one.failedAt >= since);
  const wasPutIn = added !== null && !failedSince(added);
  if (wasPutIn || seen?.members.includes(person.id)) return { kind: "taken-out", at, by: null };
  const wasInvited = seen?.invited.includes(person.id) && !failedSince(memory.seen?.at ?? at);
  return wasInvited ? { kind: "declined", at } : null;
}

/** The last event that put them into the team or took them out; leaving the organisation leaves its teams. */
export function lastChange(
  { id }: AccessAccount,
  { team, memory }: Pick<Around, "team" | "memory">,
): AccessChange | null {
  return latest(
    memory.changes.filter(({ what, where, person }) => {
      if (person.id !== id || (what !== "added" && what !== "removed")) return false;
      return where.kind === "team" ? where.team === team : where.kind === "organisation" && what === "removed";
    }),
  );
}

/** What GitHub refused is tried again after this time. */
export const REFUSED_MS = 23 * 60 * 60_000;

/** Why GitHub did not let them be added; `null`: that is long ago, or somebody said `/invite` since. */
export function refusedLately(
  { id }: AccessAccount,
  { team, memory, readAt }: Pick<Around, "team" | "memory" | "readAt">,
): string | null {
  const last = latest((memory.refused ?? []).filter((one) => one.id === id && one.team === team));
  if (last === null || readAt - last.at >= REFUSED_MS) return null;
  return memory.askedAgain.some((again) => again.id === id && again.at > last.at) ? null : last.why;
}

/** `/invite` since then. */
export function askedAgain({ id }: AccessAccount, state: MissingState, memory: AccessMemory): Change | null {
  if (state.kind === "never-invited") return null;
  const last = latest(memory.askedAgain.filter((one) => one.id === id && one.at > state.at));
  return last === null ? null : { by: last.by, at: last.at };
}

function latest<One extends { readonly at: Instant }>(all: readonly One[]): One | null {
  return all.reduce<One | null>((last, one) => (last === null || one.at >= last.at ? one : last), null);
}
