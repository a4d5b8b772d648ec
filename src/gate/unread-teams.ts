/**
 * What the verdict would be if those who spoke were members of a team that could not be read: it is unknown only where that matters
 * (R87). Pure.
 */

import type { PullFacts } from "../model/facts.ts";
import type { Account } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { speakersOf } from "./current-statements.ts";
import type { Statement } from "./statements.ts";
import type { Verdict } from "./verdict-types.ts";

/** More people are not asked about one by one: then it is unknown. */
const MAX_PEOPLE = 20;

/** Everybody who said something that could count if they were in such a team. */
export function speakers(words: readonly Statement[], facts: PullFacts): readonly Account[] {
  return speakersOf(words).flatMap(({ account }) =>
    account === null || account.type !== "User" || samePerson(account, facts.author) ? [] : [account],
  );
}

/**
 * Whether the verdict depends on who is in the unread teams: a passing one, if some of these statements would stop it; any other, if all
 * of them together would let it pass. `judged`: the verdict with these people in all those teams.
 */
export async function hangsOnTeams(
  verdict: Verdict,
  people: readonly Account[],
  judged: (people: readonly Account[]) => Promise<Verdict>,
): Promise<boolean> {
  if (people.length === 0) return false;
  if (verdict.state.kind !== "approved") return (await judged(people)).state.kind === "approved";
  if (people.length > MAX_PEOPLE) return true;
  for (const one of people) if ((await judged([one])).state.kind !== "approved") return true;
  return false;
}
