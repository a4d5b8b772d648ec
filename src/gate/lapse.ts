/** Whether an approval given on another commit, or against another base, still applies to the present change (R9, R16, R35). */

import {
  type Comparison,
  comparisonOf,
  type DiffId,
  type Diffs,
  diffKey,
  distinct,
  isSameDiff,
  type PathComparison,
} from "../model/diffs.ts";
import type { PullFacts } from "../model/facts.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Lapse } from "../registry/settings.ts";
import { samePerson } from "../shared/people.ts";
import { contributorQuestions } from "./contributors.ts";
import { isPresent, standingApprovals, standingLgtms } from "./current-statements.ts";
import { headAfter, headsAfter } from "./record/heads.ts";
import { type AreaRow, rowsOf } from "./rows.ts";
import type { Statement } from "./statements.ts";
import type { UncountedReason } from "./verdict-types.ts";

/** How many older diffs are compared with the present one. Statements about further ones lapse, since each comparison costs requests. */
export const MAX_COMPARISONS = 20;
/** How many heads between a statement and the present one are examined, the latest first, to name the push that changed the files. */
const MAX_STEPS = 4;

export function presentDiff(facts: PullFacts): DiffId {
  return { base: facts.base.sha, head: facts.head.sha };
}

/** The comparisons that a verdict needs; none when every statement was made on the present head and base. */
export function comparisonsNeeded(
  facts: PullFacts,
  index: RegistryIndex,
  record: PullRecord,
  words: readonly Statement[],
): readonly Comparison[] {
  const given = wordsInQuestion(facts, index, words).flatMap((word) => comparisonsFor(word, facts, index));
  const merges = contributorQuestions(facts, rowsOf(facts, index), { index, record }, words);
  return distinct([...distinct(given).slice(0, MAX_COMPARISONS), ...merges]);
}

/**
 * Latest first. Where `/lgtm` is wanted, as a rule or as a label, the comparison tells whether the present change is the one that looked
 * good (R61).
 */
function wordsInQuestion(facts: PullFacts, index: RegistryIndex, words: readonly Statement[]): readonly Statement[] {
  const rows = rowsOf(facts, index);
  const { approval, labels } = index.registry;
  const lgtm = approval.lgtm > 0 || (labels.lgtm ?? null) !== null;
  const standing = [
    ...standingApprovals(words, rows, facts, index),
    ...(lgtm ? lgtmsInQuestion(standingLgtms(words, rows, facts, index), facts, approval.lgtm > 0) : []),
  ];
  return standing.toSorted((one, other) => other.at - one.at);
}

/** Leaves out people who have said it of the present diff; where one is enough and there is such a one, only typed `/lgtm`s remain. */
function lgtmsInQuestion(standing: readonly Statement[], facts: PullFacts, counted: boolean): readonly Statement[] {
  const present = standing.filter((word) => isPresent(word, facts));
  return standing.filter(
    ({ by, said }) =>
      !present.some((one) => samePerson(one.by, by)) && (counted || present.length === 0 || said === "/lgtm"),
  );
}

function comparisonsFor(word: Statement, facts: PullFacts, index: RegistryIndex): readonly Comparison[] {
  const present = presentDiff(facts);
  const { lapse } = index.registry.approval;
  if (lapse === "never" || (lapse === "push" && hasMoved(word, facts))) return [];
  const others = word.about.filter((approved) => !isSameDiff(approved, present));
  return others.map((approved) => ({ approved, present }));
}

function hasMoved({ about }: Statement, facts: PullFacts): boolean {
  return about.some(({ head }) => head !== facts.head.sha);
}

/**
 * The further comparisons that name the push that changed the files, once the verdict's own are known: a lapsed statement's diff with
 * those of the heads in between. None where only one push followed.
 */
export function stepsNeeded(
  facts: PullFacts,
  index: RegistryIndex,
  record: PullRecord,
  words: readonly Statement[],
  diffs: Diffs,
): readonly Comparison[] {
  // Of what was not compared no file is named.
  if (index.registry.approval.lapse !== "diff" || diffs.size === 0) return [];
  const lapsedWords = wordsInQuestion(facts, index, words).filter((word) =>
    word.about.some((approved) => {
      const answer = comparisonOf({ approved, present: presentDiff(facts) }, diffs, () => true);
      return answer.kind === "differs" && answer.files.length > 0;
    }),
  );
  return distinct(lapsedWords.flatMap((word) => stepsOf(word, facts, record))).slice(0, MAX_STEPS);
}

/** The statement's diff with that of each head between it and the present one, oldest first. */
function stepsOf(word: Statement, facts: PullFacts, record: PullRecord): readonly Comparison[] {
  const [approved] = word.about;
  if (approved === undefined || approved.head === facts.head.sha) return [];
  const between = headsAfter(record, approved.head, word.at, facts).filter(({ head }) => head !== facts.head.sha);
  return between.slice(-MAX_STEPS).map((present) => ({ approved, present }));
}

interface LapseInput {
  readonly facts: PullFacts;
  readonly record: PullRecord;
  readonly diffs: Diffs;
  readonly rule: Lapse;
}

/** Why a statement does not apply to the present diff in that row; `null`: it does. `row` null: the whole diff, for `/lgtm`. */
export function lapsed(word: Statement, row: AreaRow | null, input: LapseInput): UncountedReason | null {
  const { facts, record, diffs, rule } = input;
  if (word.commit === null) return { kind: "head-unknown" };
  if (rule === "never") return null;
  const [first] = word.about;
  if (first === undefined) return { kind: "base-unknown" };
  if (rule === "push" && hasMoved(word, facts)) {
    return { kind: "lapsed", by: headAfter(record, first.head, word.at) ?? facts.head.sha, files: [], why: null };
  }
  const owns = (path: string) => row === null || row.owns(path);
  const present = presentDiff(facts);
  for (const approved of word.about) {
    const answer = comparisonOf({ approved, present }, diffs, owns);
    if (answer.kind === "same") continue;
    const { files, why } = answer;
    if (approved.head !== facts.head.sha) return { kind: "lapsed", by: blamed(word, input, answer, owns), files, why };
    return {
      kind: "base-changed",
      from: word.base === facts.base.ref ? null : word.base,
      commit: approved.base,
      files,
      why,
    };
  }
  return null;
}

/** The head whose push changed the files: the first one after the last that still had them unchanged; `null`: one of several. */
function blamed(
  word: Statement,
  { facts, record, diffs }: LapseInput,
  answer: Extract<PathComparison, { kind: "differs" }>,
  owns: (path: string) => boolean,
): string | null {
  const asked = (path: string) => (answer.files.length === 0 ? owns(path) : answer.files.includes(path));
  const [approved] = word.about;
  if (approved === undefined) return null;
  const heads = headsAfter(record, approved.head, word.at, facts);
  let by: string | null = heads.at(-1)?.head ?? facts.head.sha;
  for (const present of heads.slice(0, -1).toReversed()) {
    const comparison = { approved, present };
    const compared = diffs.has(diffKey(comparison)) ? comparisonOf(comparison, diffs, asked) : null;
    if (compared?.kind === "same") return by;
    by = compared === null ? null : present.head;
  }
  return by;
}
