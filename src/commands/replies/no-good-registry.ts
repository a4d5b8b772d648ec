/**
 * Answers on an issue what only a registry could: the one that governs here has faults, and no good version of it is known (R19). On a pull
 * request the check says so; on an issue nothing else would.
 */

import { faulty } from "../../gate/check-titles.ts";
import { conversationOf, isDeleted } from "../../model/conversation.ts";
import { type ReplyEffect, threadOf } from "../../model/effect.ts";
import type { IssueFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import { type Bot, isOwn, replyMarker } from "../../model/own-comment.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { commands } from "../index.ts";

/** Commands that other bots do not know: others may be theirs, and done. */
const ours = new Set(
  commands.filter(({ group }) => group === "roles" || group === "decisions").map(({ name }) => name),
);

/** One for each new utterance with such a command. */
export function noGoodRegistry(
  facts: IssueFacts,
  notes: readonly ReadNote[],
  bot: Bot,
  broken: { readonly path: string; readonly faults: readonly string[] },
): readonly ReplyEffect[] {
  const asking = conversationOf(facts, notes).filter(
    (spoken) => spoken.note !== null && !isDeleted(spoken, facts) && spoken.calls.some(({ name }) => ours.has(name)),
  );
  return asking.flatMap(({ key }): readonly ReplyEffect[] => {
    const marker = replyMarker(key);
    if (facts.comments.items.some((comment) => isOwn(comment, marker, bot))) return [];
    const body = `${marker}\n${escapeMarkdown(faulty(broken))}, and no good version of it is known, so nothing was done. \`rung check\` tells the faults; please say it again in a new comment once they are mended.`;
    return [{ kind: "reply", ...threadOf(facts), to: key, body }];
  });
}
