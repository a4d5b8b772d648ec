/** Whether a review was requested by Rung's own choice: a person's request, by hand or by `/cc`, is left alone. */

import { namedByCc } from "../../commands/cc.ts";
import { inSlices } from "../../github/read/in-slices.ts";
import { conversationOf } from "../../model/conversation.ts";
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
export async function askedByUs({ facts, notes, known, bot }: Requests): Promise<(person: Person) => boolean> {
  const logins = await inSlices(conversationOf(facts, notes), (spoken) => namedByCc(spoken, facts));
  const named = setOf(logins.flat().map((login) => ({ login, id: null })));
  return (person) => {
    const last = known.events.findLast(({ who }) => samePerson(who, person));
    return !named.has(person) && (last === undefined || samePerson(last.by, bot));
  };
}
