/** Which decisions a pull request needs because of its files, and the state of each. Pure. */

import type { GatingDecision, GatingState } from "../../gate/gating-decision.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { DecisionRule } from "../../registry/decisions/decisions-key.ts";
import { glob } from "../../registry/glob.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { sameName } from "../../shared/names.ts";
import { whoText } from "../promotion-people.ts";
import type { DecisionRecord } from "./decision.ts";
import { whoDecides } from "./electorate.ts";
import type { DecisionReview } from "./judge-decision.ts";

/** Whether the present change of these files is the one that a decision is about. */
export type ChangeComparison =
  | { readonly kind: "same" }
  | { readonly kind: "changed"; readonly files: readonly string[] }
  /** `why`: a clause, inert. */
  | { readonly kind: "unknown"; readonly why: string };

/** A kind with the files that need it. */
interface DecisionNeeded {
  readonly rule: DecisionRule;
  readonly files: readonly string[];
}

/**
 * The kinds whose `paths` the pull request touches, by both names of a renamed file. If the list of files is cut off: every kind with
 * paths.
 */
export function decisionsNeeded(
  { decisions = [] }: Registry,
  { files }: Pick<PullFacts, "files">,
): readonly DecisionNeeded[] {
  const names = [
    ...new Set(
      files.items.flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath])),
    ),
  ];
  return decisions.flatMap((rule) => {
    if (rule.paths.length === 0) return [];
    const globs = rule.paths.map(glob);
    const touched = names.filter((name) => globs.some((one) => one.matches(name)));
    return touched.length > 0 || !files.complete ? [{ rule, files: touched }] : [];
  });
}

/** The decision of the kind that counts: an open one, otherwise the last that was not cancelled. */
export function standingDecision(
  { kind }: Pick<DecisionRule, "kind">,
  reviews: readonly DecisionReview[],
): DecisionReview | null {
  const own = reviews
    .filter(({ record }) => sameName(record.decision.rule.kind, kind))
    .toSorted((one, other) => one.record.decision.at - other.record.decision.at);
  return (
    own.findLast(({ record }) => record.stage.stage === "open") ??
    own.findLast(({ record }) => record.stage.stage !== "cancelled") ??
    null
  );
}

/** The state of each. `compared`: not needed for a cancelled one. */
export function gateOf(
  needed: readonly DecisionNeeded[],
  reviews: readonly DecisionReview[],
  compared: (record: DecisionRecord, files: readonly string[]) => ChangeComparison,
): readonly GatingDecision[] {
  return needed.map(({ rule, files }): GatingDecision => {
    const review = standingDecision(rule, reviews);
    const by = whoText(whoDecides(rule));
    if (review === null) return { kind: rule.kind, files, by, state: { kind: "needed" } };
    return { kind: rule.kind, files, by, state: stateOf(review, files, compared), url: review.record.url };
  });
}

/** Where nobody decides anything: kinds of `taken` count as accepted. */
export function gateWithout(
  registry: Registry,
  facts: Pick<PullFacts, "files" | "createdAt">,
  taken: readonly string[] = [],
): readonly GatingDecision[] {
  return decisionsNeeded(registry, facts).map(({ rule, files }) => {
    const isTaken = taken.some((kind) => sameName(kind, rule.kind));
    const state: GatingState = isTaken ? { kind: "accepted", at: facts.createdAt } : { kind: "needed" };
    return { kind: rule.kind, files, by: whoText(whoDecides(rule)), state };
  });
}

function stateOf(
  review: DecisionReview,
  files: readonly string[],
  compared: (record: DecisionRecord, files: readonly string[]) => ChangeComparison,
): GatingState {
  const { record } = review;
  const { stage, decision } = record;
  if (stage.stage === "cancelled") return { kind: "needed" };
  if (decision.about === undefined) return { kind: "changed", files };
  const answer = compared(record, files);
  if (answer.kind === "changed") return answer;
  if (stage.stage === "declined") return { kind: "declined", at: stage.at };
  if (answer.kind === "unknown") return answer;
  if (stage.stage === "accepted") return { kind: "accepted", at: stage.at };
  return { kind: "open", figure: figureOf(review), endsAt: review.dueAt };
}

/** "5 of 8 yes", "no objection so far". Plain. */
function figureOf({ state }: Pick<DecisionReview, "state">): string {
  if (state.kind === "unknown") return "who may decide is not known";
  if (state.kind === "vote") return `${state.figures.yes} of ${state.figures.eligible} yes`;
  if (state.objections.kind !== "opposed") return "no objection stands";
  const { length } = state.objections.against;
  return length === 1 ? "1 objection" : `${length} objections`;
}
