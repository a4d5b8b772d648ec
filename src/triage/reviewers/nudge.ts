/** Reminds somebody whom Rung asked to review. They are mentioned, since they must act. */

import { type ReplyEffect, threadOf } from "../../model/effect.ts";
import type { PullFacts } from "../../model/facts.ts";
import { replyMarker } from "../../model/own-comment.ts";
import type { AskedReviewer } from "../../model/pull-record.ts";
import { moment } from "../../shared/dates.ts";

/** Once for each request: the marker identifies one that was sent already. */
export function nudge(facts: PullFacts, { login, at }: AskedReviewer): ReplyEffect {
  const to = `nudge:${login.toLowerCase()}:${at}`;
  const text =
    `@${login.replace(/[^A-Za-z0-9_-]/g, "")}, your review was asked for on ${moment(at)} and is still waited for. ` +
    "If you have no time for it, take yourself off the reviewers, or comment `/reroll` and I ask somebody else.";
  return { kind: "reply", ...threadOf(facts), to, body: `${replyMarker(to)}\n${text}` };
}
