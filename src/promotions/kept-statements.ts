/** What remains of statements whose comments somebody deleted or edited. Pure. */

import type { IssueFacts, PullFacts, Utterance } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import { type GoneContext, keptStatements, takenBack, utteranceKey } from "./gone-statements.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import { isCancelled, type StatementOf, statementsOfKind } from "./promotion-statements.ts";
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

/**
 * The record's statements without those whose comments or accounts are gone, under the present names of their authors. `present`: keys
 * of the utterances that count. `gone`: support that no longer counts, since its account is gone from GitHub: as it was said.
 */
export function rememberedStatements(
  { words, heardUntil, nomination }: PromotionRecord,
  { facts, notes }: { readonly facts: PullFacts | IssueFacts; readonly notes: readonly ReadNote[] },
  present: ReadonlySet<string>,
) {
  const votes = statementsOfKind(words, "vote");
  const lookedAt = heardUntil ?? nomination.at;
  return keptStatements(words, { facts, notes, present, lookedAt }, (statement, context) =>
    isSupport(statement) ? withoutSupport(statement, votes, context) : [statement],
  );
}

/** Support is taken back as of when it was said; a vote as of now, since it may have ended before. */
function withoutSupport(
  statement: PromotionStatement,
  votes: readonly StatementOf<"vote">[],
  context: GoneContext,
): readonly PromotionStatement[] {
  if (statement.kind !== "vote") return [withoutComment(statement)];
  const cancel = takenBack(statement, votes, context);
  return cancel === null ? [statement] : [statement, cancel];
}

/** Statements that are taken back together with their comment. */
function isSupport(statement: PromotionStatement): boolean {
  return !isCancelled(statement) && isCancelled(withoutComment(statement));
}

/**
 * What remains of a statement whose comment was deleted, or whose author is gone from GitHub. An objection, a no and what ended
 * something remain, since others than their author can delete them. Support is taken back, and an earlier statement of the same person
 * does not replace it.
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

/** Comments since the nomination whose edited text contains a statement, and whose original text is not known. */
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
