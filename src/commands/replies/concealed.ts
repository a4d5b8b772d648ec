/** Hides what somebody else wrote under Rung's name (R51): a comment of Rung's that was changed and cannot be restored. Pure. */

import { type StatusCommentEffect, threadOf } from "../../model/effect.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import { type Bot, isOwn, isTouched } from "../../model/own-comment.ts";

const TEXT =
  "Somebody else changed what I had written here, so it is not shown any more. What counts stands in the other comments and in the checks.";

/** `kept`: comments that their own writers correct. A reply keeps its marker, so that it is not given again. */
export function concealed(
  facts: PullFacts | IssueFacts,
  bot: Bot,
  kept: ReadonlySet<number>,
): readonly StatusCommentEffect[] {
  return facts.comments.items
    .filter((comment) => isOwn(comment, "", bot) && isTouched(comment, bot) && !kept.has(comment.id))
    .map(({ id, body }) => {
      const [marker = ""] = /^<!-- rung:reply to=[\w:./ -]{1,200} -->/.exec(body) ?? [];
      const text = marker === "" ? TEXT : `${marker}\n${TEXT}`;
      return { kind: "status-comment", ...threadOf(facts), commentId: id, body: text };
    });
}
