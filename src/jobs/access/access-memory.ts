/**
 * What is remembered about who had access, as the database and the line keep it; of two such memories the one that knows more.
 * Pure.
 */

import { z } from "zod";
import {
  type AccessChange,
  type AccessMemory,
  NO_MEMORY,
  type SeenAccess,
} from "../../registry/access/access-world.ts";
import type { Difference } from "../../registry/access/difference.ts";

const id = z.int();
const moment = z.int();
const account = z.object({ id, login: z.string() });
const how = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("declined"), at: moment }),
  z.object({ kind: z.literal("left"), at: moment }),
  z.object({ kind: z.literal("taken-out"), at: moment, by: z.string().nullable() }),
]);
const seen = z.object({
  at: moment,
  teams: z.record(z.string(), z.object({ members: z.array(id), invited: z.array(id) })),
  gone: z.array(z.object({ team: z.string(), id, how })),
  settled: z.array(z.object({ team: z.string(), id, at: moment })),
  expired: z.array(z.object({ id, at: moment, times: z.int() })).exactOptional(),
});
const change = z.object({
  what: z.enum(["added", "removed", "invited", "permission"]),
  where: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("organisation") }),
    z.object({ kind: z.literal("team"), team: z.string() }),
    z.object({ kind: z.literal("repository"), repository: z.string() }),
  ]),
  person: account,
  by: account,
  at: moment,
});
const shape = z.object({
  seen: seen.nullable(),
  changes: z.array(change),
  askedAgain: z.array(z.object({ id, by: z.string(), at: moment })),
});

/** What cannot be read, such as another version's, counts as nothing. */
export function memoryFrom(kept: unknown): AccessMemory {
  const { data } = shape.safeParse(kept);
  if (data === undefined) return NO_MEMORY;
  const { seen: before, changes, askedAgain } = data;
  return {
    seen: before && { ...before, teams: new Map(Object.entries(before.teams)) },
    changes,
    askedAgain,
  };
}

type KeptMemory = z.input<typeof shape>;

/** For `memoryFrom`. Equal memories are written alike. */
export function keptMemory({ seen: last, changes, askedAgain }: AccessMemory): KeptMemory {
  const ids = (all: readonly number[]) => all.toSorted((one, other) => one - other);
  return {
    seen: last && {
      at: last.at,
      teams: Object.fromEntries(
        [...last.teams].map(([team, { members, invited }]) => [team, { members: ids(members), invited: ids(invited) }]),
      ),
      gone: [...last.gone],
      settled: [...last.settled],
      ...(last.expired === undefined ? {} : { expired: [...last.expired] }),
    },
    changes: [...changes],
    askedAgain: [...askedAgain],
  };
}

/** The database may have been lost, or restored to an older copy: of each fact the latest knowledge counts. */
export function joinedMemory(one: AccessMemory, other: AccessMemory): AccessMemory {
  const asked = new Map([...one.askedAgain, ...other.askedAgain].map((again) => [`${again.id} ${again.at}`, again]));
  const refused = [...(one.refused ?? []), ...(other.refused ?? [])];
  return {
    ...(refused.length > 0 && { refused }),
    seen: later(one.seen, other.seen),
    changes: joinedChanges([...one.changes, ...other.changes]),
    askedAgain: [...asked.values()].toSorted((a, b) => a.at - b.at),
  };
}

function later(one: SeenAccess | null, other: SeenAccess | null): SeenAccess | null {
  if (one === null || other === null) return one ?? other;
  return other.at > one.at ? other : one;
}

/** The last change of each person and place, the oldest first. */
function joinedChanges(all: readonly AccessChange[]): readonly AccessChange[] {
  const last = new Map<string, AccessChange>();
  for (const one of all) {
    const key = `${one.person.id} ${JSON.stringify(one.where)}`;
    const known = last.get(key);
    if (known === undefined || one.at >= known.at) last.set(key, one);
  }
  return [...last.values()].toSorted((one, other) => one.at - other.at);
}

/**
 * What must outlive the database, and of the changes only those that concern a difference that is shown. If only the time of the reading
 * differs, `before` is kept, so that the issue need not be written again.
 */
export function sealedMemory(memory: AccessMemory, differences: readonly Difference[], before: unknown): unknown {
  const ids = new Set(differences.flatMap((one) => ("person" in one ? (one.person?.id ?? []) : [])));
  const now = keptMemory({ ...memory, changes: memory.changes.filter(({ person }) => ids.has(person.id)) });
  const last = keptMemory(memoryFrom(before));
  return JSON.stringify(timeless(now)) === JSON.stringify(timeless(last)) ? before : now;
}

function timeless(memory: KeptMemory): object {
  const { seen: last } = memory;
  return {
    ...memory,
    seen: last && { ...last, at: 0, settled: last.settled.map((one) => ({ ...one, at: 0 })) },
  };
}
