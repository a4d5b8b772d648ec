/** What stays of statements whose comments somebody deleted or edited. Pure. */
import type { IssueFacts, PullFacts, Utterance } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import type { PromotionStatement } from "./promotion-types.ts";

/** The commands that are a statement in a promotion which is open already. */
export const STATEMENT_COMMANDS: readonly string[] = [
  "sponsor",
  "object",
  "vote",
  "accept",
  "attest",
  "waive",
  "withdraw",
];

/** As the record has them, but for those whose comments are gone. `present`: keys of the utterances that count. */
export function rememberedStatements(
  { words }: PromotionRecord,
  { comments }: PullFacts | IssueFacts,
  present: ReadonlySet<string>,
): readonly PromotionStatement[] {
  const read = new Set(comments.items.map(({ id }) => `comment:${id}`));
  return words.map((statement) => {
    const key = utteranceKey(statement);
    // A comment that was not read may still be there.
    const isGone = !present.has(key) && key.startsWith("comment:") && (read.has(key) || comments.complete);
    return isGone ? withoutComment(statement) : statement;
  });
}

/**
 * What stays of a statement whose comment was deleted, or whose author is gone from GitHub: an objection, a no and what ended
 * something stay, since others than their author can delete them; support is taken back, and an earlier statement of the same person
 * does not take its place.
 */
export function withoutComment(statement: PromotionStatement): PromotionStatement {
  switch (statement.kind) {
    case "object":
    case "withdraw":
      return statement;
    case "vote":
      return statement.choice === "no" ? statement : { ...statement, choice: "cancel" };
    default:
      return { ...statement, cancel: true };
  }
}

/** Comments since the nomination whose edited text holds a statement, and whose text when made is not known. */
export function editedComments(
  { nomination, words }: PromotionRecord,
  { facts, notes }: { readonly facts: PullFacts | IssueFacts; readonly notes: readonly ReadNote[] },
): readonly Utterance[] {
  const decided = words.map(utteranceKey);
  const noted = notes.flatMap((note) => (note.kind === "said" ? [`${note.utterance}:${note.id}`] : []));
  const known = new Set([...decided, ...noted]);
  return facts.comments.items.filter(
    ({ id, edited, author, at, calls }) =>
      edited &&
      author?.type !== "Bot" &&
      at >= nomination.at &&
      !known.has(`comment:${id}`) &&
      calls.some(({ name }) => STATEMENT_COMMANDS.includes(name)),
  );
}

/** "comment:123" of "comment:123/2". */
function utteranceKey({ key }: PromotionStatement): string {
  return key.replace(/\/[\d.]+$/, "");
}
