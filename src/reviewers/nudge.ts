/** Reminds somebody whom Rung asked to review. They are mentioned: they must act. */
import { moment } from "../gate/moments.ts";
import type { ReplyEffect } from "../plan/effect.ts";
import { replyMarker } from "../plan/reconcile.ts";
import type { AskedReviewer } from "../record/model.ts";
import type { PullFacts } from "../snapshot/facts.ts";

/** Once for each request: the marker tells one that was given already. */
export function nudge(facts: PullFacts, { login, at }: AskedReviewer): ReplyEffect {
  const to = `nudge:${login.toLowerCase()}:${at}`;
  const { owner, name } = facts.repository;
  const text =
    `@${login.replace(/[^A-Za-z0-9_-]/g, "")}, your review was asked for on ${moment(at)} and is still waited for. ` +
    "If you have no time for it, take yourself off the reviewers, or comment `/reroll` and I ask somebody else.";
  return { kind: "reply", repository: { owner, name }, number: facts.number, to, body: `${replyMarker(to)}\n${text}` };
}
