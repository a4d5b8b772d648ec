/** The state of an open proposal: what it waits for, and until when (R72). Pure. */

import { timeAfter } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import type { Guard } from "./guard.ts";
import type { Again } from "./look-again.ts";
import type { LastSeen } from "./sight.ts";

export interface ProposalFacts {
  /** When GitHub opened the pull request: the notice is counted from there, whatever else is lost. */
  readonly openedAt: Instant;
  /** As the person was told. */
  readonly notice: string;
  /** When the person said `/step-down` on it; `null`: they did not. */
  readonly agreedAt: Instant | null;
  readonly isReminded: boolean;
  /** `null`: it was not measured again. */
  readonly again: Again | null;
  readonly now: Instant;
}

export type ProposalState =
  | { readonly kind: "waiting"; readonly until: Instant /** The reminder is due. */; readonly remind: boolean }
  /** The notice is over, and it is not known whether they were seen since: GitHub is asked again, and nothing is merged (R70). */
  | { readonly kind: "unclear"; readonly why: string }
  /** People may merge it. */
  | { readonly kind: "ready"; readonly why: "agreed" | "notice" }
  | { readonly kind: "seen"; readonly last: LastSeen | null }
  | { readonly kind: "held"; readonly guard: Guard }
  | { readonly kind: "gone" };

const REMINDER = 3 * 86_400_000;

export function noticeEnd({ openedAt, notice }: Pick<ProposalFacts, "openedAt" | "notice">): Instant {
  return timeAfter(openedAt, notice);
}

/** Three days before the end; `null`: the notice is too short for one. */
export function reminderAt(facts: Pick<ProposalFacts, "openedAt" | "notice">): Instant | null {
  const at = noticeEnd(facts) - REMINDER;
  return at > facts.openedAt ? at : null;
}

/** When time alone changes something; `null`: it does not any more. */
export function nextDue(facts: ProposalFacts): Instant | null {
  const reminder = facts.isReminded ? null : reminderAt(facts);
  const end = noticeEnd(facts);
  if (reminder !== null && reminder > facts.now) return reminder;
  return end > facts.now ? end : null;
}

export function proposalState(facts: ProposalFacts): ProposalState {
  const { again, agreedAt, now } = facts;
  if (again?.kind === "gone") return { kind: "gone" };
  // Their own word stands, whatever is measured.
  if (agreedAt !== null) return { kind: "ready", why: "agreed" };
  if (again?.kind === "seen" || again?.kind === "held") return again;
  const until = noticeEnd(facts);
  const reminder = reminderAt(facts);
  if (until > now) return { kind: "waiting", until, remind: !facts.isReminded && reminder !== null && reminder <= now };
  if (again?.kind === "quiet") return { kind: "ready", why: "notice" };
  return { kind: "unclear", why: again === null ? "GitHub was not asked again yet" : again.why };
}
