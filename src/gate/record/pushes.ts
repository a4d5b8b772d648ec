/** Who pushed to a pull request, as GitHub tells it: commits name whomever their author likes (R41). */

import type { PullFacts } from "../../model/facts.ts";
import type { PullRecord, Push } from "../../model/pull-record.ts";
import type { Account } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";

/** More than the heads that are remembered, so that each of those can have its own. */
const MAX_PUSHES = 60;
/** With more people than this it is not remembered who pushed, and the record says so. */
const MAX_PUSHERS = 60;

/** The record with a push in it. Twice the same changes nothing. */
export function withPush(record: PullRecord, push: Omit<Push, "by"> & { readonly by: Account }): PullRecord {
  const { login, id } = push.by;
  return withPushes(record, [{ sha: push.sha, before: push.before, by: { login, id } }]);
}

/** The union; of the oldest pushes only the people are kept. The same record when nothing is new. */
export function withPushes(record: PullRecord, more: readonly Push[]): PullRecord {
  const known = record.pushes ?? [];
  const news = more.filter((push, index) => isNew(push, [...known, ...more.slice(0, index)]));
  if (news.length === 0) return record;
  return bounded({ ...record, pushes: [...known, ...news] });
}

function isNew(push: Push, known: readonly Push[]): boolean {
  return !known.some((other) => other.sha === push.sha && samePerson(other.by, push.by));
}

function bounded(record: PullRecord): PullRecord {
  const pushes = record.pushes ?? [];
  if (pushes.length <= MAX_PUSHES) return record;
  const remembered = new Set(record.heads.map(({ sha }) => sha));
  const kept = pushes.filter(({ sha }) => sha !== "" && remembered.has(sha)).slice(-MAX_PUSHES);
  return withPeopleOf(record, pushes, kept);
}

/** Only the people, and the pushes of the newest head: all that a record that must be short keeps. */
export function shortenedPushes(record: PullRecord): PullRecord {
  const pushes = record.pushes ?? [];
  const last = record.heads.at(-1)?.sha;
  return withPeopleOf(
    record,
    pushes,
    pushes.filter(({ sha }) => sha !== "" && sha === last),
  );
}

function withPeopleOf(record: PullRecord, pushes: readonly Push[], kept: readonly Push[]): PullRecord {
  const people: Push[] = [];
  for (const { by } of pushes) {
    const there = [...kept, ...people].some((push) => samePerson(push.by, by));
    if (!there) people.push({ sha: "", before: null, by });
  }
  const lost = people.length > MAX_PUSHERS;
  return { ...record, pushes: [...people.slice(0, MAX_PUSHERS), ...kept], ...(lost && { pushesLost: true }) };
}

/**
 * Adapts a record's pushes when heads are dropped from it: a head that nobody is known to have pushed becomes a push by somebody
 * unknown.
 */
export function withHeads(record: PullRecord, heads: PullRecord["heads"]): PullRecord {
  const left = new Set(heads.map(({ sha }) => sha));
  const dropped = record.heads.filter(({ sha }) => sha !== "" && !left.has(sha));
  const lost = dropped.some(({ sha }) => !(record.pushes ?? []).some((push) => push.sha === sha));
  return { ...record, heads, ...(lost && { pushesLost: true }) };
}

/** Heads whose pusher is not known, oldest first. */
export function unknownPushes(record: PullRecord, facts: PullFacts): readonly string[] {
  const stood = [...record.heads.map(({ sha }) => sha), facts.head.sha].filter((sha) => sha !== "");
  const pushed = new Set((record.pushes ?? []).map(({ sha }) => sha));
  return [...new Set(stood)].filter((sha) => !pushed.has(sha));
}
