/**
 * Statements that open a question and are on the page although no event has told of them yet: the event is on its way, and whatever is
 * said about that question meanwhile would be answered as if there were none (R37). Pure.
 */

import type { Unshown } from "../../github/read/unshown.ts";
import type { Call } from "../../model/call.ts";
import { conversationOf, type SaidNote, SETTLED_MS } from "../../model/conversation.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { Instant } from "../../shared/names.ts";

interface Saying {
  readonly facts: PullFacts | IssueFacts;
  /** What is to be answered. */
  readonly notes: readonly ReadNote[];
  /** Everything known to have been said lately, whichever process handled it. */
  readonly told: readonly ReadNote[];
  /** Whether a call is about a question that is open, or would have to be. */
  isWord(call: Call, at: Instant): boolean;
  /** Whether the text, by its key ("comment:12"), has opened something, or its answer. */
  isKnown(key: string): boolean;
}

/** The statements that may be about a question, by the command that opens it; absent: all of them. */
const OPENINGS: Readonly<Record<string, { readonly words?: readonly string[] }>> = {
  promote: {},
  decide: { words: ["vote", "object"] },
};

export function openingsUnderWay({ facts, notes, told, isWord, isKnown }: Saying): readonly Unshown[] {
  const said = notes.filter((note): note is SaidNote => note.kind === "said");
  const words = said.flatMap(({ calls, at }) =>
    calls.filter((call) => isWord(call, at)).map(({ name }) => ({ name, at })),
  );
  const opens = ({ name, cancel }: Call, opened: Instant) =>
    !cancel &&
    Object.hasOwn(OPENINGS, name) &&
    words.some((word) => opened <= word.at && OPENINGS[name]?.words?.includes(word.name) !== false);
  return conversationOf(facts, [...told, ...notes]).flatMap(
    ({ key, at, calls, note, utterance }): readonly Unshown[] => {
      const isUntold = note === null && utterance?.edited === false && at > facts.readAt - SETTLED_MS;
      if (!isUntold || isKnown(key) || !calls.some((call) => opens(call, at))) return [];
      return [{ key: `event of ${key}`, what: `an event that tells of ${key.replace(":", " ")}`, otherChange: false }];
    },
  );
}
