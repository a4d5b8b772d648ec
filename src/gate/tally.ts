/** Counts people's statements row by row: who approves, who blocks, and why the others do not count (R2 to R16). */

import type { Diffs } from "../model/diffs.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Account } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { type Fold, foldOf, mayUseApprove, type Speaker, speakersOf } from "./current-statements.ts";
import {
  type EligibilityContext,
  eligible,
  lowRole,
  whyIneligible,
  whyIneligibleEverywhere,
  whyPersonIneligible,
  whyRoleIneligible,
} from "./ineligibility.ts";
import { lapsed } from "./lapse.ts";
import type { ApprovalRequirement, AreaRow } from "./rows.ts";
import type { Statement } from "./statements.ts";
import { isEndedByChange } from "./uncounted-reasons.ts";
import type { AreaVerdict, Blocking, Candidate, Counted, UncountedReason } from "./verdict-types.ts";

export interface GateContext extends EligibilityContext {
  readonly record: PullRecord;
  readonly diffs: Diffs;
}

/** Why a statement fails in a row (`null`: in every row), for the list of those that did not count. */
export interface Failure {
  readonly word: Statement;
  readonly row: AreaRow | null;
  readonly reason: UncountedReason;
}

/** Units with what they still miss, for the smallest set of people who could finish. */
export interface OpenUnit {
  readonly row: AreaRow;
  readonly missing: number;
  readonly candidates: readonly Candidate[];
}

interface CountedUnit extends OpenUnit {
  readonly unit: ApprovalRequirement;
}

export interface Tally {
  readonly areas: readonly AreaVerdict[];
  readonly open: readonly OpenUnit[];
  readonly failures: readonly Failure[];
}

export function tally(rows: readonly AreaRow[], words: readonly Statement[], context: GateContext): Tally {
  const speakers = speakersOf(words).map((speaker) => speakerContext(speaker, rows, context));
  const counts = rows.map((row) =>
    countRow(
      row,
      speakers.filter(({ where }) => where.has(row)),
      context,
    ),
  );
  return {
    areas: counts.map((count) => count.area),
    open: counts.flatMap((count) => count.open),
    failures: [...counts.flatMap((count) => count.failures), ...speakers.flatMap(({ failures }) => failures)],
  };
}

interface SpeakerContext {
  readonly speaker: Speaker;
  /** The rows in which their statements are considered. */
  readonly where: ReadonlySet<AreaRow>;
  /** Failures of somebody whose statements count nowhere. */
  readonly failures: readonly Failure[];
}

/** Strangers may be many and rows may be many: people are looked at where they may approve, and where they named areas. */
function speakerContext(speaker: Speaker, rows: readonly AreaRow[], context: GateContext): SpeakerContext {
  const { account, words } = speaker;
  const reason = whyIneligibleEverywhere(account, context);
  if (reason !== null) return { speaker, where: new Set(), failures: ignoredStatements(words, reason) };
  const named = words.some(({ meaning }) => meaning.kind === "approval" && meaning.gives !== null);
  const where = new Set(rows.filter((row) => named || row.requirements.some((unit) => unit.mayApprove(account))));
  const [first] = rows;
  const [word] = words;
  if (where.size > 0 || first === undefined || word === undefined) return { speaker, where, failures: [] };
  const everywhere =
    whyPersonIneligible(account, null, context) ??
    whyRoleIneligible(account, first, context) ??
    lowCommandRole(word, context);
  return { speaker, where, failures: ignoredStatements(words, everywhere ?? { kind: "no-role" }) };
}

/** The latest approval and the latest request for changes of somebody who cannot count. */
function ignoredStatements(words: readonly Statement[], reason: UncountedReason): readonly Failure[] {
  const approval = words.findLast(({ meaning }) => meaning.kind === "approval" && meaning.gives?.length !== 0);
  const changes = words.findLast(({ meaning }) => meaning.kind === "changes-requested");
  const person = reason.kind === "bot" || reason.kind === "deleted-account" || reason.kind === "author";
  const without: UncountedReason = person ? reason : { kind: "changes-requested-without-role" };
  return [
    ...(approval === undefined ? [] : [{ word: approval, row: null, reason }]),
    ...(changes === undefined ? [] : [{ word: changes, row: null, reason: without }]),
  ];
}

interface RowCount {
  readonly area: AreaVerdict;
  readonly open: readonly OpenUnit[];
  readonly failures: readonly Failure[];
}

interface CountedApproval {
  readonly account: Account;
  readonly word: Statement;
}

function countRow(row: AreaRow, speakers: readonly SpeakerContext[], context: GateContext): RowCount {
  const approved: CountedApproval[] = [];
  const blockedBy: Blocking[] = [];
  const failures: Failure[] = [];
  for (const { speaker } of speakers) {
    const fold = foldOf(speaker, row);
    const counting = latestCounting(fold, row, context);
    if (counting !== null && speaker.account !== null) approved.push({ account: speaker.account, word: counting });
    else failures.push(...failuresOf(speaker, fold, row, context));
    const { request } = fold;
    if (request === null || fold.approvals.some((word) => answers(word, row, context))) continue;
    const reason = noBlock(request, row);
    if (reason === null) blockedBy.push(blocking(request, fold, row, context));
    else failures.push({ word: request, row, reason });
  }
  const units = row.requirements.map((unit) => openUnit(unit, row, approved, context));
  return {
    area: {
      ...areaVerdict(row, approved, blockedBy, units),
      ...(isAuthorAlone(units, context) && { isAuthorAlone: true as const }),
    },
    open: units.filter((unit) => unit.missing > 0),
    // Of what nobody has to approve nothing was compared, and so nothing can be told.
    failures: row.requirements.some(({ min }) => min > 0)
      ? failures
      : failures.filter(({ reason }) => !isEndedByChange(reason)),
  };
}

/** The latest standing approval that counts: an older one still does where the latest does not (R9, R10). */
function latestCounting(fold: Fold, row: AreaRow, context: GateContext): Statement | null {
  return fold.approvals.findLast((word) => failure(word, row, context) === null) ?? null;
}

/** Whether an approval takes the same person's earlier request for changes back: it is about the present change (R80). */
function answers(word: Statement, row: AreaRow, context: GateContext): boolean {
  return mayUseApprove(word, context.index) && lapsedIn(word, row, context) === null;
}

function blocking(request: Statement, fold: Fold, row: AreaRow, context: GateContext): Blocking {
  const last = fold.approvals.at(-1);
  const lost = last === undefined ? fold.lost : lapsedIn(last, row, context);
  return { ...counted(request), ...(lost !== null && { again: lost.kind }) };
}

function lapsedIn(word: Statement, row: AreaRow, { facts, index, record, diffs }: GateContext): UncountedReason | null {
  return lapsed(word, row, { facts, record, diffs, rule: index.registry.approval.lapse });
}

/** One failure for each person and row: of the latest approval in force, otherwise of the latest that was ended; and edited ones. */
function failuresOf(speaker: Speaker, fold: Fold, row: AreaRow, context: GateContext): readonly Failure[] {
  const last = fold.approvals.at(-1);
  const lost = speaker.words.filter((word) => (word.edited || word.forgotten) && word.meaning.kind === "approval");
  const edited = lost.at(-1);
  const editedReason = edited && whyNotCounted(edited, row, context);
  const failures: Failure[] =
    edited === undefined
      ? []
      : [{ word: edited, row, reason: editedReason ?? { kind: edited.forgotten ? "forgotten" : "edited" } }];
  if (last !== undefined) {
    const reason = failure(last, row, context);
    return reason === null ? failures : [...failures, { word: last, row, reason }];
  }
  const ended = fold.ended.at(-1);
  if (ended === undefined) return failures;
  const reason = whyNotCounted(ended.word, row, context) ?? ended.reason;
  return [...failures, { word: ended.word, row, reason }];
}

/** Why an approval does not count in a row; `null`: it does. The person first, then the role, then what was approved. */
function failure(word: Statement, row: AreaRow, context: GateContext): UncountedReason | null {
  return whyNotCounted(word, row, context) ?? lapsedIn(word, row, context);
}

/** Why an approver does not count there, whatever they approved. */
function whyNotCounted(word: Statement, row: AreaRow, context: GateContext): UncountedReason | null {
  return whyIneligible(word.by, row, context) ?? lowCommandRole(word, context);
}

/** `/approve` takes the role that `commands:` names for it. */
function lowCommandRole(word: Statement, { index }: GateContext): UncountedReason | null {
  return mayUseApprove(word, index) ? null : lowRole(index.rolesOf(word.by));
}

/** Why a request for changes does not block a row: only those who may approve there can block it (R11). */
function noBlock({ by }: Statement, row: AreaRow): UncountedReason | null {
  return row.requirements.some((unit) => unit.mayApprove(by)) ? null : { kind: "changes-requested-without-role" };
}

function openUnit(
  unit: ApprovalRequirement,
  row: AreaRow,
  approved: readonly CountedApproval[],
  context: GateContext,
): CountedUnit {
  const there = approved.filter(({ account }) => unit.mayApprove(account));
  const missing = Math.max(0, unit.min - there.length);
  if (missing === 0) return { row, unit, missing, candidates: [] };
  return {
    row,
    unit,
    missing,
    candidates: eligible(
      unit,
      row,
      approved.map(({ account }) => account),
      context,
    ),
  };
}

/** Whether something is missing that only the author's role could give. */
function isAuthorAlone(units: readonly CountedUnit[], { facts: { author } }: GateContext): boolean {
  return units.some(({ unit, missing, candidates }) => {
    if (missing === 0 || candidates.length > 0) return false;
    const holders = unit.holders();
    return holders.length > 0 && holders.every((holder) => samePerson(holder, author));
  });
}

function areaVerdict(
  row: AreaRow,
  approved: readonly CountedApproval[],
  blockedBy: readonly Blocking[],
  units: readonly OpenUnit[],
): AreaVerdict {
  const needed = Math.max(...row.requirements.map((unit) => unit.min));
  const missing = Math.max(...units.map((unit) => unit.missing));
  const impossible = units.some((unit) => unit.missing > unit.candidates.length);
  return {
    area: row.name,
    files: row.files,
    needed,
    from: row.requirements[0]?.from ?? "",
    approved: approved.map(({ word }) => counted(word)),
    missing,
    candidates: candidatesOf(units),
    blockedBy,
    state: stateOf(needed, missing, blockedBy.length > 0, impossible),
  };
}

function candidatesOf(units: readonly OpenUnit[]): readonly Candidate[] {
  const [first] = units;
  if (first !== undefined && units.length === 1) return first.candidates;
  return [...new Map(units.flatMap((unit) => unit.candidates).map((one) => [one.id ?? one.login, one])).values()];
}

function stateOf(needed: number, missing: number, blocked: boolean, impossible: boolean): AreaVerdict["state"] {
  if (blocked) return "blocked";
  if (needed === 0) return "nobody-needed";
  if (missing === 0) return "approved";
  return impossible ? "nobody-can" : "waiting";
}

/** A statement of an account that is known to exist. */
export function counted(word: Statement): Counted {
  return {
    login: word.by?.login ?? "",
    id: word.by?.id ?? null,
    by: word.through,
    commit: word.commit ?? "",
    at: word.at,
    url: word.url,
  };
}
