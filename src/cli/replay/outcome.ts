/** What a registry would have made of a merged pull request: when it would have been approved, or what it would have waited for. Pure. */

import { comparisonsNeeded } from "../../gate/lapse.ts";
import { standingHolds } from "../../gate/record/holds.ts";
import { statementsOf } from "../../gate/statements.ts";
import { type Proposal, verdict } from "../../gate/verdict.ts";
import type { Verdict } from "../../gate/verdict-types.ts";
import { type Comparison, type Diffs, distinct } from "../../model/diffs.ts";
import type { PastPull } from "../../model/past.ts";
import { gateWithout } from "../../promotions/decisions/gating.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Instant } from "../../shared/names.ts";
import { factsAt, type Then } from "./facts-at.ts";
import { type Heads, headsOf } from "./past-heads.ts";

export type Outcome =
  /** It would have been merged as it was; `approvedAt`: since when the check would have said so without a break. */
  | { readonly kind: "passed"; readonly approvedAt: Instant }
  /** `approvedAt`: what was said after the merge would have let it; `null`: it would wait still. */
  | { readonly kind: "waited"; readonly verdict: Verdict; readonly approvedAt: Instant | null }
  | { readonly kind: "unknown"; readonly why: string };

/** What a verdict says of them. */
type ReplayedConditions = Pick<Verdict, "more" | "lowered" | "employers">;

export interface Replayed {
  readonly past: PastPull;
  readonly outcome: Outcome;
  /** At the merge; empty where no condition was of any effect. */
  readonly conditions: ReplayedConditions;
  /** The outcome rests on comments whose commit was taken from the dates of commits. */
  readonly estimated: boolean;
}

/** The diffs that the verdicts of all its moments rest on, each once. */
export function comparisonsOf(past: PastPull, index: RegistryIndex): readonly Comparison[] {
  const heads = headsOf(past);
  const all = [...momentsOf(past, heads), ...momentsAfter(past)].flatMap((at) => {
    const { facts, record } = thenAt(past, heads, at, index);
    return comparisonsNeeded(facts, index, record, statementsOf(facts, record));
  });
  return distinct(all);
}

/** `diffs`: what {@link comparisonsOf} asked for; one that is missing could not be read, and proves nothing. */
export function replayed(past: PastPull, index: RegistryIndex, diffs: Diffs): Replayed {
  const heads = headsOf(past);
  const told = (outcome: Outcome, at: Verdict): Replayed => ({
    past,
    outcome,
    conditions: conditionsOf(at),
    estimated: heads.estimated && rests(at),
  });
  const at = (moment: Instant) => verdictAt(past, heads, moment, index, diffs);
  const merged = at(past.mergedAt);
  if (merged.state.kind === "unknown") return told({ kind: "unknown", why: merged.state.why }, merged);
  if (past.cut.length > 0) return told({ kind: "unknown", why: `GitHub returned ${past.cut.join(" and ")}` }, merged);
  if (merged.state.kind === "approved") {
    const before = momentsOf(past, heads).toReversed();
    const broken = before.findIndex((moment) => at(moment).state.kind !== "approved");
    const since = broken === -1 ? before.at(-1) : before[broken - 1];
    return told({ kind: "passed", approvedAt: since ?? past.mergedAt }, merged);
  }
  const approvedAt = momentsAfter(past).find((moment) => at(moment).state.kind === "approved") ?? null;
  return told({ kind: "waited", verdict: merged, approvedAt }, merged);
}

/** The first moment at which reviewers are looked for: the opening, or the end of the draft. */
export function readyAt(past: PastPull): Instant {
  const { facts, events, mergedAt } = past;
  const first = events.find((event) => event.kind === "draft");
  if (first?.kind !== "draft") return facts.createdAt;
  return first.to ? facts.createdAt : Math.min(first.at, mergedAt);
}

/** The gate at a moment of the past. */
export function verdictAt(past: PastPull, heads: Heads, at: Instant, index: RegistryIndex, diffs: Diffs): Verdict {
  const { facts, record } = thenAt(past, heads, at, index);
  const decisions = gateWithout(index.registry, facts);
  return verdict({ facts, index, record, diffs, proposal: proposalOf(facts, index), decisions });
}

export function thenAt(past: PastPull, heads: Heads, at: Instant, index: RegistryIndex): Then {
  const then = factsAt(past, heads, at, index.registry.labels.hold ?? null);
  const { facts, record, notes } = then;
  return { ...then, record: standingHolds(record, statementsOf(facts, record), facts, index, notes).record };
}

/** Who had to approve a change of the registry is the question; whether its text was sound is not. */
function proposalOf(facts: PullFacts, index: RegistryIndex): Proposal | undefined {
  const file = facts.files.items.find(
    ({ path, previousPath }) => index.isRegistryPath(path) || index.isRegistryPath(previousPath ?? ""),
  );
  return file && { path: file.path, parsed: { registry: index.registry, faults: [] }, changes: [] };
}

type PullFacts = Then["facts"];

/** Every moment up to the merge at which the verdict may have changed, oldest first. */
function momentsOf({ facts, events, mergedAt }: PastPull, { steps }: Heads): readonly Instant[] {
  const all = [facts.createdAt, ...said(facts), ...events.map(({ at }) => at), ...steps.map(({ at }) => at), mergedAt];
  return [...new Set(all)].filter((at) => at >= facts.createdAt && at <= mergedAt).toSorted((a, b) => a - b);
}

/** What people said once it was merged. */
function momentsAfter({ facts, mergedAt }: PastPull): readonly Instant[] {
  return [...new Set(said(facts))].filter((at) => at > mergedAt).toSorted((a, b) => a - b);
}

function said({ reviews, comments }: PullFacts): readonly Instant[] {
  return [...reviews.items, ...comments.items].map(({ at }) => at);
}

function rests({ areas, lgtm, uncounted }: Verdict): boolean {
  const counted = [...areas.flatMap(({ approved }) => approved), ...lgtm.by];
  return (
    counted.some(({ by }) => by === "comment") ||
    uncounted.some(({ reason, said: what }) => reason.kind === "lapsed" && what !== "approval")
  );
}

function conditionsOf({ more, lowered, employers }: Verdict): ReplayedConditions {
  return { ...(more && { more }), ...(lowered && { lowered }), ...(employers && { employers }) };
}
