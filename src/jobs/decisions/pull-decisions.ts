/** A pull request's decisions, and which of them its files need, in time for its verdict. */

import type { GatingDecision } from "../../gate/gating-decision.ts";
import { presentDiff } from "../../gate/lapse.ts";
import { baseCommitsAt } from "../../gate/record/base-commits.ts";
import { headAt } from "../../gate/record/heads.ts";
import type { Governing } from "../../github/read/governing-registry.ts";
import { type Comparison, comparisonOf, type Diffs, isSameDiff } from "../../model/diffs.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { PullRecord } from "../../model/pull-record.ts";
import type { ChangeAsked } from "../../promotions/decisions/decision.ts";
import { type ChangeComparison, decisionsNeeded, gateOf, standingDecision } from "../../promotions/decisions/gating.ts";
import { glob } from "../../registry/glob.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import type { Instant } from "../../shared/names.ts";
import type { Evaluator } from "../evaluation.ts";
import { concernsDecisions, type DecisionsHere, decisionsHere } from "./decisions-here.ts";

interface PullReading {
  readonly facts: PullFacts;
  readonly governing: Extract<Governing, { kind: "good" }>;
  /** What is to be answered. */
  readonly news: readonly ReadNote[];
}

/** `null`: there is none, and nobody mentions one; then the database is not asked. */
export async function pullDecisions(
  { bot, keys, knownDecisions, away }: Pick<Evaluator, "bot" | "keys" | "knownDecisions" | "away">,
  { facts, governing, news }: PullReading,
  { record, told }: { readonly record: PullRecord; readonly told: readonly ReadNote[] },
): Promise<DecisionsHere | null> {
  if (!concernsDecisions({ facts, notes: news, bot })) return null;
  return decisionsHere({
    facts,
    governing,
    notes: news,
    told,
    bot,
    keys,
    known: (await knownDecisions?.(facts)) ?? [],
    away: (await away?.(facts.repository.owner, facts.readAt)) ?? [],
    changeAt: (at) => changeAt(at, facts, record),
  });
}

/** The change when it was said, as far as that is known (R9a, R35); otherwise the one that people see now. */
function changeAt(at: Instant, facts: PullFacts, record: PullRecord): ChangeAsked {
  const bases = baseCommitsAt(record, at, facts);
  const [base = facts.base.sha] = bases;
  return { head: headAt(record, at, facts) ?? facts.head.sha, base: bases.length > 1 ? facts.base.sha : base };
}

interface PullGate {
  /** The comparisons that tell whether a decision is about the present files. */
  readonly comparisons: readonly Comparison[];
  standing(diffs: Diffs): readonly GatingDecision[];
}

/** Nothing on what is closed, and where no kind has paths. */
export function gateOfPull(facts: PullFacts, registry: Registry, here: DecisionsHere | null): PullGate {
  const needed = facts.state === "open" ? decisionsNeeded(registry, facts) : [];
  if (needed.length === 0) return { comparisons: [], standing: () => [] };
  const reviews = (here?.decisions ?? []).map(({ review }) => review);
  const present = presentDiff(facts);
  const comparisons = needed.flatMap(({ rule }): readonly Comparison[] => {
    const about = standingDecision(rule, reviews)?.record.decision.about;
    return about === undefined || isSameDiff(about, present) ? [] : [{ approved: about, present }];
  });
  return {
    comparisons,
    standing: (diffs) =>
      gateOf(needed, reviews, ({ decision: { about, rule } }, files) => {
        if (about === undefined) return UNKNOWN;
        // What it was about and is not changed any more makes it another text, too.
        const globs = rule.paths.map(glob);
        const owns = (path: string) => files.includes(path) || globs.some((one) => one.matches(path));
        return compared({ approved: about, present }, diffs, owns);
      }),
  };
}

const UNKNOWN: ChangeComparison = { kind: "unknown", why: "what it was about is not known" };

function compared(comparison: Comparison, diffs: Diffs, owns: (path: string) => boolean): ChangeComparison {
  const answer = comparisonOf(comparison, diffs, owns);
  if (answer.kind === "same") return answer;
  if (answer.why === null) return { kind: "changed", files: answer.files };
  return { kind: "unknown", why: escapeMarkdown(answer.why) };
}
