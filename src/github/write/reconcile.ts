/** The plan: the wanted effects that are not true yet, in the order in which they are performed. Pure. */

import { createHash } from "node:crypto";
import { type CurrentCheck, outcomeWord } from "../../model/current-check.ts";
import type { CheckEffect, Effect } from "../../model/effect.ts";
import type { Utterance } from "../../model/facts.ts";
import { replyMarker } from "../../model/own-comment.ts";
import { sameName, unreachable } from "../../shared/names.ts";

/** What is known to be true already. */
export interface CurrentState {
  /** The present state of each check, by `checkKey`. */
  readonly checks: ReadonlyMap<string, CurrentCheck>;
  /** The subject's comments as read. */
  readonly comments: readonly Utterance[];
  /** The app's own login, `slug[bot]`. */
  readonly botLogin: string;
}

/** Whether nothing is left to write. "Re-run" opens a run again and leaves its digest, so the outcome is compared as well. */
export function isCurrent(check: CheckEffect, standing: CurrentCheck): boolean {
  const outcome = outcomeWord(check.outcome, check.annotations.length > 0);
  return standing.digest === checkDigest(check) && standing.outcome === outcome;
}

export function checkKey(check: Pick<CheckEffect, "headSha" | "name">): string {
  return `${check.headSha} ${check.name}`;
}

/** For one commit, for `CurrentState`. */
export function byCheckKey(
  headSha: string,
  checks: ReadonlyMap<string, CurrentCheck>,
): ReadonlyMap<string, CurrentCheck> {
  return new Map([...checks].map(([name, check]) => [checkKey({ headSha, name }), check]));
}

/** Equal digests show the same: nothing to write (R21). */
export function checkDigest(check: CheckEffect): string {
  const shown = [check.outcome, check.title, check.summary, check.text, check.annotations];
  return createHash("sha256").update(JSON.stringify(shown)).digest("base64url").slice(0, 32);
}

/** Checks first, since merges wait for them; then what people read. Effects of one kind keep their order. */
export function reconcile(wanted: readonly Effect[], standing: CurrentState): readonly Effect[] {
  const missing = wanted.filter((effect) => !isTrue(effect, standing));
  return missing.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(effect: Effect): number {
  return order.indexOf(effect.kind === "reply" && effect.first === true ? "registry-pull-note" : effect.kind);
}

const order: readonly Effect["kind"][] = [
  // What GitHub would merge by itself ends before a check can let it.
  ...([
    "end-merge",
    "check",
    "reviewers",
    "no-reviewers",
    "registry-change",
    "registry-pull-note",
    "proposal-pull",
  ] as const),
  // Around the status comment: what it remembers of the hold label must be true at any instant (R15b, R30).
  ...(["unlabelled", "status-comment", "labelled"] as const),
  ...(["reply", "reaction", "close-issue", "act", "merged-branch"] as const),
];

function isTrue(effect: Effect, standing: CurrentState): boolean {
  switch (effect.kind) {
    case "check": {
      const known = standing.checks.get(checkKey(effect));
      return known !== undefined && isCurrent(effect, known);
    }
    case "status-comment":
      return own(standing).some((comment) => comment.id === effect.commentId && sameText(comment.body, effect.body));
    case "reply":
      return own(standing).some((comment) => comment.body.includes(replyMarker(effect.to)));
    case "reaction":
      // GitHub answers a repeated reaction with the one that is there: asking first would cost as much as doing.
      return false;
    case "registry-change":
    case "publish":
    case "registry-pull-note":
    case "proposal-pull":
    case "close-issue":
    case "act":
    case "labelled":
    case "unlabelled":
    case "reviewers":
    case "no-reviewers":
    case "end-merge":
    case "merged-branch":
      // Performing looks first, or repeats what changes nothing.
      return false;
    default:
      return unreachable(effect);
  }
}

function own(standing: CurrentState): readonly Utterance[] {
  return standing.comments.filter(
    (comment) => comment.author?.type === "Bot" && sameName(comment.author.login, standing.botLogin),
  );
}

/** GitHub stores line ends as they came and trims what follows the last one. */
function sameText(a: string, b: string): boolean {
  return a.replaceAll("\r\n", "\n").trimEnd() === b.replaceAll("\r\n", "\n").trimEnd();
}
