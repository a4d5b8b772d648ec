/** Keeps the gate shut on a proposal to move somebody until their notice is over, or they agree (R72). Pure. */

import type { Verdict, VerdictState } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import { type Bot, isOwn } from "../../model/own-comment.ts";
import { type ProposalRecord, unsealProposal } from "../../promotions/inactivity/proposal-record.ts";
import { type ProposalState, proposalState } from "../../promotions/inactivity/proposal-state.ts";
import { isProposalBranch, proposalCheck, UNREADABLE } from "../../promotions/inactivity/proposal-text.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";

interface Sealing {
  readonly bot: Bot;
  readonly keys: readonly Uint8Array[];
}

/** `null`: it is no proposal of Rung's; `record` null: people changed its line. */
export function proposalIn(
  { description, head, repository }: Pick<PullFacts, "description" | "head" | "repository">,
  { bot, keys }: Sealing,
): { readonly record: ProposalRecord | null } | null {
  if (!isOwn(description, "", bot) || !isProposalBranch(head.ref)) return null;
  return { record: unsealProposal(description.body, carriedPlace(repository.id, head.ref), keys) };
}

/** By its signed line, which also says that they were still not seen when the notice was over. */
export function withNotice(verdict: Verdict, facts: PullFacts, sealing: Sealing): Verdict {
  const proposal = facts.state === "open" ? proposalIn(facts, sealing) : null;
  if (proposal === null) return verdict;
  const { record } = proposal;
  if (record === null) return shut(verdict, UNREADABLE);
  const state = proposalState({
    openedAt: facts.createdAt,
    notice: record.notice,
    agreedAt: record.agreed?.at ?? null,
    isReminded: record.reminded,
    again: record.ready === null ? null : { kind: "quiet", looked: [] },
    now: facts.readAt,
  });
  return shutBy(verdict, state, record);
}

export function shutBy(verdict: Verdict, state: ProposalState, { person }: Pick<ProposalRecord, "person">): Verdict {
  const { isShut, ...words } = proposalCheck(state, person);
  return isShut ? shut(verdict, words) : verdict;
}

/** Anything else that blocks is said first. */
const OPENING: readonly VerdictState["kind"][] = ["approved", "waiting", "draft"];

function shut(verdict: Verdict, { title, text }: { readonly title: string; readonly text: string }): Verdict {
  if (!OPENING.includes(verdict.state.kind)) return verdict;
  return { ...verdict, state: { kind: "notice", title, text }, quickest: [] };
}
