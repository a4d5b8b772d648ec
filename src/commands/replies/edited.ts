/** The answer to an edit that adds commands: they are read as they were before it (R7), and their author would wait for nothing. */

import { commandsDigest } from "../../gate/record/made-comments.ts";
import type { Call } from "../../model/call.ts";
import { utterances } from "../../model/conversation.ts";
import { type ReplyEffect, threadOf } from "../../model/effect.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import { type Bot, editKey, isOwn, replyMarker } from "../../model/own-comment.ts";
import { code, shortened } from "../../shared/markdown.ts";
import { joinList, samePerson } from "../../shared/people.ts";

type Unsaid = Extract<ReadNote, { kind: "unsaid" }>;

const MAX_NAMED = 3;
const MAX_LENGTH = 60;

/** One for an utterance, however often it is edited. People who edit somebody else's text say nothing by that, and are not answered. */
export function editReplies(
  facts: PullFacts | IssueFacts,
  notes: readonly ReadNote[],
  bot: Bot,
): readonly ReplyEffect[] {
  const edits = Map.groupBy(notes.filter(isEdit), ({ utterance, id }) => `${utterance}:${id}`);
  return [...edits].flatMap(([key, all]): readonly ReplyEffect[] => {
    const utterance = utterances(facts).find(({ kind, id }) => `${kind}:${id}` === key);
    const author = utterance?.author ?? null;
    if (author === null || author.type === "Bot") return [];
    const made = all.flatMap((note) => (samePerson(note.edit?.by ?? null, author) ? madeBy(note) : []));
    const marker = replyMarker(editKey(key));
    if (made.length === 0 || facts.comments.items.some((comment) => isOwn(comment, marker, bot))) return [];
    const body = `${marker}\n${text(made)}${all.some(takesBack) ? TAKEN_BACK : ""}`;
    return [{ kind: "reply", ...threadOf(facts), to: editKey(key), body }];
  });
}

const TAKEN_BACK = " What it said before counts no more, since it is not what it says now.";

/** A hold stays in force, whatever happens to its text, and so does an approving review; an approval in a comment does not. */
function takesBack({ utterance, calls }: Unsaid): boolean {
  const approves = (all: readonly Call[]) =>
    all.filter(({ name, cancel }) => !cancel && (name === "approve" || name === "lgtm"));
  return (
    utterance === "comment" &&
    calls !== undefined &&
    calls.before !== null &&
    approves(calls.before).length > 0 &&
    commandsDigest(calls.before) !== commandsDigest(calls.now)
  );
}

function text(made: readonly Call[]): string {
  const lines = [...new Set(made.map(lineOf))];
  const names = joinList(
    lines.map((line) => code(shortened(line, MAX_LENGTH))),
    "and",
    MAX_NAMED,
  );
  const [does, it] = lines.length === 1 ? ["does", "it"] : ["do", "them"];
  return `Commands are read as they were when a text was posted, so ${names}, written by editing, ${does} nothing. Please say ${it} in a new comment.`;
}

function lineOf({ name, cancel, words }: Call): string {
  return `/${name}${cancel ? " cancel" : ""}${words === "" ? "" : ` ${words}`}`;
}

/** Commands that the text did not have before. If that is not known, nothing is known to be new. */
function madeBy({ calls }: Unsaid): readonly Call[] {
  if (calls === undefined || calls.before === null) return [];
  const left = new Map<string, number>();
  for (const line of calls.before.map(lineOf)) left.set(line, (left.get(line) ?? 0) + 1);
  return calls.now.filter((call) => {
    const line = lineOf(call);
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
}

function isEdit(note: ReadNote): note is Unsaid {
  return note.kind === "unsaid" && note.how === "edited";
}
