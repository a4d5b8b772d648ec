/** Whether an approval given on another commit, or for another base, still speaks of what is there now (R9, R16). */

import { headAfter } from "../record/heads.ts";
import type { PullRecord } from "../record/model.ts";
import type { Lapse } from "../roles/model.ts";
import type { RegistryIndex } from "../roles/registry.ts";
import type { PullFacts } from "../snapshot/facts.ts";
import { contributorQuestions } from "./contributors.ts";
import { type Comparison, changedFiles, type Diffs, diffKey } from "./diffs.ts";
import type { UncountedReason } from "./model.ts";
import { type Row, rowsOf } from "./rows.ts";
import { standingApprovals, standingLgtms } from "./standing.ts";
import type { Word } from "./words.ts";

/** Distinct older commits that are compared; words on commits beyond them lapse, since each costs a request. */
export const MOST_COMPARISONS = 20;

/** The diffs a verdict needs; none when every word was given on the present head and base. */
export function comparisonsNeeded(
  facts: PullFacts,
  index: RegistryIndex,
  record: PullRecord,
  words: readonly Word[],
): readonly Comparison[] {
  const now: Comparison = { base: facts.base.ref, head: facts.head.sha };
  const rows = rowsOf(facts, index);
  const standing = [
    ...standingApprovals(words, rows, facts, index),
    ...(index.registry.approval.lgtm > 0 ? standingLgtms(words, rows, facts, index) : []),
  ];
  const { lapse } = index.registry.approval;
  const given = standing
    .toSorted((one, other) => other.at - one.at)
    .flatMap((word) => comparisonFor(word, facts, lapse));
  const wanted = distinct(given).slice(0, MOST_COMPARISONS);
  const merges = contributorQuestions(facts, rows, { index, record }, words);
  return distinct([...(wanted.length > 0 ? [now, ...wanted] : []), ...merges]);
}

function comparisonFor(word: Word, facts: PullFacts, lapse: Lapse): readonly Comparison[] {
  const { commit, base } = word;
  if (commit === null || base === null || lapse === "never") return [];
  const moved = commit !== facts.head.sha;
  if ((!moved && base === facts.base.ref) || (moved && lapse === "push")) return [];
  return [{ base, head: commit }];
}

function distinct(comparisons: readonly Comparison[]): readonly Comparison[] {
  return [...new Map(comparisons.map((comparison) => [diffKey(comparison), comparison])).values()];
}

/** Why a word does not reach the present diff in that row; `null`: it does. `row` null: the whole diff, for `/lgtm`. */
export function lapsed(
  word: Word,
  row: Row | null,
  facts: PullFacts,
  record: PullRecord,
  diffs: Diffs,
  rule: Lapse,
): UncountedReason | null {
  const { commit, base } = word;
  if (commit === null) return { kind: "head-unknown" };
  if (rule === "never") return null;
  if (base === null) return { kind: "base-unknown" };
  const moved = commit !== facts.head.sha;
  if (!moved && base === facts.base.ref) return null;
  const by = headAfter(record, commit, word.at) ?? facts.head.sha;
  if (moved && rule === "push") return { kind: "lapsed", by, files: [] };
  const then = diffs.get(diffKey({ base, head: commit }));
  const now = diffs.get(diffKey({ base: facts.base.ref, head: facts.head.sha }));
  const files = changedFiles(then, now, (path) => row === null || row.owns(path));
  if (files !== null && files.length === 0) return null;
  const shown = files ?? [];
  return moved ? { kind: "lapsed", by, files: shown } : { kind: "base-changed", from: base, files: shown };
}
