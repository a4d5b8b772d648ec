/** The outcome of performing an effect, and what the audit says about it. */

import type { StandingBeside } from "../../database/merge-groups.ts";
import type { AuditEntry } from "../../model/audit-entry.ts";
import type { CommandActionEffect, WritableAction } from "../../model/command-effect.ts";
import type { CheckEffect, Effect, PublishEffect, RegistryChangeEffect, ReviewersEffect } from "../../model/effect.ts";
import type { Note } from "../../model/job.ts";
import { unreachable } from "../../shared/names.ts";
import type { ActionResult } from "./actions/action-context.ts";
import type { PublishOutcome } from "./publish-pull.ts";
import type { RegistryChangeOutcome } from "./registry-pulls.ts";

export interface AskOutcome {
  readonly asked: readonly string[];
  /** Those GitHub does not take: no access to the repository, no such account. */
  readonly refused: readonly string[];
}

export type Outcome =
  /** `note`: what the next readings may not show yet. */
  | { readonly kind: "done"; readonly effect: Effect; readonly note?: Note }
  /** Permanently: a locked conversation, a deleted comment. `why`: GitHub's words. `forbidden`: the app has no permission for it. */
  | { readonly kind: "declined"; readonly effect: Effect; readonly why: string; readonly forbidden?: true }
  /** Its audit entry is written already. `beside`: what was read when it was recorded. */
  | { readonly kind: "check"; readonly effect: CheckEffect; readonly beside: StandingBeside }
  | { readonly kind: "registry-change"; readonly effect: RegistryChangeEffect; readonly change: RegistryChangeOutcome }
  | { readonly kind: "publish"; readonly effect: PublishEffect; readonly published: PublishOutcome }
  | { readonly kind: "act"; readonly effect: CommandActionEffect<WritableAction>; readonly result: ActionResult }
  | { readonly kind: "reviewers"; readonly effect: ReviewersEffect; readonly reviewers: AskOutcome };

/** For the audit, besides what was wanted; `null`: nothing changed, or the entry is written already. */
export function outcomeDetail(outcome: Outcome): AuditEntry["detail"] | null {
  switch (outcome.kind) {
    case "done":
      return {};
    case "declined":
      return { declined: outcome.why };
    case "check":
      return null;
    case "registry-change":
      return isNews(outcome.change) ? { ...outcome.change } : null;
    case "publish":
      return outcome.published.kind === "open" && !outcome.published.wrote ? null : { ...outcome.published };
    case "act":
      return { answer: outcome.result.answer.kind };
    case "reviewers":
      return { ...outcome.reviewers };
    default:
      return unreachable(outcome);
  }
}

function isNews(change: RegistryChangeOutcome): boolean {
  return change.kind === "cannot" || (change.kind === "open" && change.wrote);
}
