/** Whose holds a `/hold cancel` releases: both the fold of the holds and the command's answer ask this file (R79). Pure. */

import type { ActiveHold } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { type Account, loginKey } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";

/** What has to be known about the registry. */
export interface Ranks {
  readonly registry: Registry;
  readonly index: Pick<RegistryIndex, "rolesOf" | "atLeast">;
}

interface Released {
  readonly ended: readonly ActiveHold[];
  readonly left: readonly ActiveHold[];
}

const NAME = /(?<![\w@])@([a-z0-9](?:[a-z0-9_-]{0,98}))/gi;
const MAX_NAMES = 15;

/** The people named behind `/hold cancel`, without `@`; empty: nobody is named. */
export function namesToRelease(words: string): readonly string[] {
  if (!words.includes("@")) return [];
  const names = [...words.matchAll(NAME)].flatMap(([, name]) => name ?? []);
  return [...new Set(names)].slice(0, MAX_NAMES);
}

/** With names, their holds; without names, one's own, or if one has none, all that one may release. */
export function releasedBy(
  person: Account,
  names: readonly string[],
  standing: readonly ActiveHold[],
  ranks: Ranks,
): Released {
  const may = standing.filter((hold) => mayRelease(person, hold, ranks));
  const own = may.filter(({ by }) => samePerson(by, person));
  const meant = own.length > 0 ? own : may;
  const named = may.filter(({ by }) => by !== null && names.some((name) => loginKey(name) === loginKey(by.login)));
  const ended = names.length > 0 ? named : meant;
  return { ended, left: standing.filter((hold) => !ended.includes(hold)) };
}

/**
 * The holder themselves, or an approver or above whose role is as high as the holder's or higher. People without a role are lowest.
 * Nobody outranks somebody unknown who put a label on.
 */
export function mayRelease(person: Account, { by }: Pick<ActiveHold, "by">, ranks: Ranks): boolean {
  if (samePerson(person, by)) return true;
  const { index, registry } = ranks;
  const own = index.rolesOf(person);
  const asked = [registry.approval.from, ...rolesOf(by, ranks)];
  return asked.every((role) => own.some((holding) => index.atLeast(holding.role, role)));
}

/** The lowest role that can release it, besides the holder. */
export function releasingRole({ by }: Pick<ActiveHold, "by">, ranks: Ranks): string {
  const { index, registry } = ranks;
  return rolesOf(by, ranks).reduce(
    (least, role) => (index.atLeast(role, least) ? role : least),
    registry.approval.from,
  );
}

function rolesOf(by: ActiveHold["by"], { index }: Ranks): readonly string[] {
  return by === null ? [] : index.rolesOf({ ...by, type: "User" }).map(({ role }) => role);
}
