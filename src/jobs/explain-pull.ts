/** What Rung makes of a pull request, and what it would write; nothing is written. */

import { ownStatus } from "../commands/replies/status-comment.ts";
import type { Verdict } from "../gate/verdict-types.ts";
import { Forbidden, Gone } from "../github/client/errors.ts";
import { newestRuns } from "../github/read/newest-runs.ts";
import { byCheckKey, reconcile } from "../github/write/reconcile.ts";
import type { CurrentCheck } from "../model/current-check.ts";
import type { CheckEffect, Effect } from "../model/effect.ts";
import type { RepositoryName } from "../shared/names.ts";
import { labelChange, labelEffects } from "../triage/labels/change.ts";
import { evaluate } from "./evaluate-pull.ts";
import type { Evaluation, Evaluator } from "./evaluation.ts";
import { wantedChecks } from "./pull-checks.ts";
import { conversationOn } from "./pull-conversation.ts";

export type Explanation =
  | { readonly kind: "absent" }
  /** R19: no registry anywhere, so Rung is silent. */
  | { readonly kind: "no-registry" }
  | {
      readonly kind: "explained";
      readonly title: string;
      readonly verdict: Verdict;
      readonly check: CheckEffect;
      /** The effects that are still missing on GitHub, in order. */
      readonly plan: readonly Effect[];
    };

/** Reads as the bot would. Statements in comments count only with the app's own record, if GitHub does not tell their head. */
export async function explain(evaluator: Evaluator, repository: RepositoryName, number: number): Promise<Explanation> {
  const own = await evaluate(evaluator, { repository, number }, [], null);
  if (own === "absent") return { kind: "absent" };
  if (own.governing.kind === "none") return { kind: "no-registry" };
  const twins = own.facts.twins.map((other) => ({ number: other, record: null }));
  const checks = await wantedChecks(evaluator, own, twins, []);
  const [check] = checks;
  if (!check) return { kind: "absent" };
  const wanted = [...checks, ...labels(own), ...(await conversation(evaluator, own))];
  const standing = await standingChecks(evaluator, check);
  const comments = own.facts.comments.items;
  const plan = reconcile(wanted, { checks: standing, comments, botLogin: evaluator.bot.login });
  return { kind: "explained", title: own.facts.title, verdict: own.verdict, check, plan };
}

/** Without the app's key nothing can be sealed; the plan shows where the record would be. */
const UNSEALED = "<!-- rung:record, sealed by the app -->";

async function conversation({ bot, keys }: Evaluator, own: Evaluation): Promise<readonly Effect[]> {
  const effects = await conversationOn(own, { bot, recordMarker: () => UNSEALED, notes: [] });
  // Without the app's keys nobody can tell what its status comment remembers, and so not whether it is out of date.
  const isSealed = keys.length === 0 && ownStatus(own.facts, bot) !== null;
  return isSealed ? effects.filter(({ kind }) => kind !== "status-comment") : effects;
}

/** Reviewers are not included: they are chosen once, at the opening, by the state of that time. */
function labels({ facts, index, verdict, record }: Evaluation): readonly Effect[] {
  const change = index === null ? null : labelChange({ facts, index, verdict, record });
  if (change === null || "kind" in change) return [];
  return labelEffects(facts, change);
}

/** Not everyone's token may read checks; then the plan shows them as missing. */
async function standingChecks({ client }: Evaluator, check: CheckEffect): Promise<ReadonlyMap<string, CurrentCheck>> {
  try {
    return byCheckKey(check.headSha, await newestRuns(client, check, null));
  } catch (error) {
    if (error instanceof Forbidden || error instanceof Gone) return new Map();
    throw error;
  }
}
