/** What the person concerned says on a proposal, and how its pull request reacts. */

import { apply } from "../../github/write/apply.ts";
import type { Answer } from "../../model/answer.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { StepDown } from "../../promotions/collect-promotions.ts";
import type { ProposalRecord } from "../../promotions/inactivity/proposal-record.ts";
import { agreedText } from "../../promotions/inactivity/proposal-text.ts";
import { inactivityRules } from "../../registry/inactivity/rules.ts";
import { samePerson } from "../../shared/people.ts";
import { applyContext } from "../apply-context.ts";
import { auditContextOf } from "../audit/audit-context.ts";
import type { PromotionJobContext } from "../promotions/promotion-job-context.ts";
import { proposalIn } from "./notice.ts";
import { proposalEffect } from "./proposal-step.ts";

export interface OnProposal {
  readonly facts: PullFacts;
  readonly record: ProposalRecord;
}

/** The proposal that this subject is; `null`: it is none. */
export function proposalOf({ facts, parts }: PromotionJobContext): OnProposal | null {
  const record = facts.kind === "pull" ? (proposalIn(facts, parts)?.record ?? null) : null;
  return facts.kind === "pull" && record !== null ? { facts, record } : null;
}

/** `null`: it was not said on a proposal about them. */
export async function recordAgreement(
  context: PromotionJobContext,
  { by, at, url, role }: StepDown,
): Promise<Answer | null> {
  const asked = proposalOf(context);
  if (asked === null || asked.facts.state !== "open" || !samePerson(by, asked.record.person)) return null;
  const { record } = asked;
  if (role !== null && !record.holdings.some((held) => held.role === role)) return null;
  if (record.agreed === null) {
    const word = { by: { login: by.login, id: by.id }, at, url };
    await updateProposal(context, asked, { ...record, agreed: word }, "ready");
  }
  return { kind: "told", text: agreedText(inactivityRules(context.index.registry)) };
}

/** With its line as it is from now on. */
export async function updateProposal(
  { parts, work, index }: PromotionJobContext,
  { facts }: OnProposal,
  record: ProposalRecord,
  becomes: "closed" | "ready",
): Promise<void> {
  work.signal.throwIfAborted();
  const audit = auditContextOf(work, facts, index, null);
  await apply(
    [proposalEffect(parts, facts, record, { becomes })],
    applyContext(parts, { repositoryId: facts.repository.id, audit }),
  );
}
