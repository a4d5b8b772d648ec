/**
 * What the verdict would be if those who spoke were members of a team that could not be read: it is unknown only where that matters
 * (R87). Pure.
 */

import type { PullFacts } from "../model/facts.ts";
import { type Account, sameName } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { speakersOf } from "./current-statements.ts";
import type { Statement } from "./statements.ts";
import type { Verdict } from "./verdict-types.ts";

/** More people are not asked about one by one: then it is unknown. */
const MAX_PEOPLE = 20;

/** Everybody of whom it matters whether they are in such a team: who said something, and the author, who may be new or may count. */
export function speakers(words: readonly Statement[], { author }: PullFacts): readonly Account[] {
  const others = speakersOf(words).filter(({ account }) => !samePerson(account, author));
  return [author, ...others.map(({ account }) => account)].flatMap((one) => (one?.type === "User" ? [one] : []));
}

/**
 * Whether the verdict depends on who is in the unread teams: a passing one, if some of these statements would stop it; any other, if
 * some of them would let it pass. `judged`: the verdict with these people in all those teams.
 */
export async function hangsOnTeams(
  verdict: Verdict,
  people: readonly Account[],
  judged: (people: readonly Account[]) => Promise<Verdict>,
): Promise<boolean> {
  if (verdict.state.kind !== "approved") return couldPass(people, judged);
  if (people.length > MAX_PEOPLE) return true;
  for (const one of people) if ((await judged([one])).state.kind !== "approved") return true;
  return false;
}

/** Of people who would stop it as members it is asked what it is without them there; not of those who took back others' `/lgtm`. */
async function couldPass(
  people: readonly Account[],
  judged: (people: readonly Account[]) => Promise<Verdict>,
): Promise<boolean> {
  if (people.length === 0) return false;
  const verdict = await judged(people);
  if (verdict.state.kind === "approved") return true;
  const others = people.filter((one) => !isStoppedBy(verdict, one));
  return others.length < people.length && couldPass(others, judged);
}

function isStoppedBy({ areas, holds }: Verdict, { login }: Account): boolean {
  return [...areas.flatMap(({ blockedBy }) => blockedBy), ...holds].some(
    (one) => one.login !== null && sameName(one.login, login),
  );
}
