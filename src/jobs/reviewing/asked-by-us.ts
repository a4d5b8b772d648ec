/** Whether a review was requested by Rung's own choice: a person's request, by hand or by `/cc`, is left alone. Pure. */

import { namedByCc } from "../../commands/cc.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { Bot } from "../../model/own-comment.ts";
import { samePerson } from "../../shared/people.ts";
import { type Person, setOf } from "../../shared/person-sets.ts";
import type { ReviewerFacts } from "../../triage/reviewers/reviewer-facts.ts";

interface Requests {
  readonly facts: PullFacts;
  readonly notes: readonly ReadNote[];
  readonly known: ReviewerFacts;
  readonly bot: Bot;
}

/** Also for somebody whom the timeline does not mention: then what Rung remembers of them is all there is. */
export function askedByUs({ facts, notes, known, bot }: Requests): (person: Person) => boolean {
  const named = setOf(namedByCc(facts, notes).map((login) => ({ login, id: null })));
  return (person) => {
    const last = known.events.findLast(({ who }) => samePerson(who, person));
    return !named.has(person) && (last === undefined || samePerson(last.by, bot));
  };
}
