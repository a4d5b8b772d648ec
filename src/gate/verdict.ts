/** The gate: facts, registry, memory and diffs in, one tree of states and reasons out. Pure. */

import type { Absence } from "../model/absence.ts";
import type { Diffs } from "../model/diffs.ts";
import type { Annotation } from "../model/effect.ts";
import type { Listed, PullFacts } from "../model/facts.ts";
import type { ActiveHold, PullRecord } from "../model/pull-record.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { ParsedRegistry } from "../registry/registry-types.ts";
import type { Account } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import type { Person } from "../shared/person-sets.ts";
import { type EmployersFound, employersOf } from "./conditions/employers.ts";
import { loweredHere } from "./conditions/lowered-here.ts";
import { couldHaveLabel, raises, raisesFor } from "./conditions/raises.ts";
import { asksCommits, asksContributors, contributorsOf } from "./contributors.ts";
import { means, standingLgtms } from "./current-statements.ts";
import type { GatingDecision } from "./gating-decision.ts";
import { undecided } from "./gating-decisions.ts";
import { absences, whyIneligibleEverywhere, whyPersonIneligible } from "./ineligibility.ts";
import { lapsed } from "./lapse.ts";
import { type Blocker, type Preferences, quickest } from "./quickest.ts";
import { standingHolds } from "./record/holds.ts";
import { type AreaRow, followingFiles, reviewFloor, rowsOf } from "./rows.ts";
import { type Statement, statementsOf } from "./statements.ts";
import { counted, type GateContext, type Tally, tally } from "./tally.ts";
import { said, uncountedOf } from "./uncounted.ts";
import { isEndedByChange } from "./uncounted-reasons.ts";
import type {
  AreaVerdict,
  Counted,
  HoldShown,
  RegistryChange,
  RegistryEffect,
  Uncounted,
  UncountedReason,
  Verdict,
  VerdictState,
} from "./verdict-types.ts";

/** The registry's file as the pull request would have it. */
export interface Proposal {
  readonly path: string;
  /** `null`: the pull request takes the file away. */
  readonly parsed: ParsedRegistry | null;
  /** The semantic difference, as inert sentences. */
  readonly changes: readonly string[];
  readonly effect?: RegistryEffect | undefined;
}

export interface VerdictInput {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly record: PullRecord;
  /** What `comparisonsNeeded`, and then `stepsNeeded`, asked for. */
  readonly diffs: Diffs;
  /** Needed where the registry's file is touched; without it such a verdict cannot be told. */
  readonly proposal?: Proposal | undefined;
  readonly staleRegistry?: Verdict["staleRegistry"] | undefined;
  /** Edits by hand of what follows the registry. */
  readonly drift?: readonly Annotation[] | undefined;
  /** Decisions that the files it touches need, as they stand. */
  readonly decisions?: readonly GatingDecision[] | undefined;
  /** People who said to be away: nobody waits for them where others can. */
  readonly away?: readonly Absence[] | undefined;
}

/** Decides a pull request. The order of the lists in the facts does not matter; what is not known blocks (R14). */
export function verdict(input: VerdictInput): Verdict {
  const { facts, index, record, diffs, drift = [], decisions = [] } = input;
  const { registry } = index;
  const words = statementsOf(facts, record);
  const lowered = loweredHere(input, words);
  const rows = rowsOf(facts, index, lowered?.holds === true ? lowered.min : null);
  const contributors = contributorsOf(facts, rows, { index, record, diffs });
  const context: GateContext = { facts, index, record, diffs, contributors, away: input.away ?? [] };
  const count = tally(rows, words, context);
  const lgtm = lgtmOf(words, rows, context);
  const holds = standingHolds(record, words, facts, index).holds.map(shown);
  const registryChange = registryChangeOf(input, rows);
  const employers = employersOf(rows, count.areas, context);
  const asked = count.areas.some((area, at) => area.needed > 0 && asksContributors(rows[at] ?? null, index));
  const askedOfLgtm = registry.approval.lgtm > 0 && asksContributors(null, index);
  const unread = unreadWhy(input, rows) ?? (asked || askedOfLgtm ? contributors.unknown : null);
  return {
    state: stateOf({
      unread,
      holds,
      facts,
      areas: count.areas,
      registryChange,
      drift,
      lgtm,
      employers,
      asks: asksReviewers(input, count.areas),
      isUndecided: undecided(decisions).length > 0,
    }),
    mode: registry.mode,
    areas: count.areas,
    lgtm: { needed: lgtm.needed, by: lgtm.by, unable: unableToReview(context) },
    away: absences(context),
    holds,
    uncounted: [
      ...uncountedOf(count.failures, count.areas, rows),
      ...nameless(words, rows, context),
      ...lgtm.uncounted,
    ],
    quickest: unread === null ? quickest(count.open, facts, preferences(input, count, context), employers?.need) : [],
    ...conditionsIn(input, rows),
    ...(lowered !== null && { lowered }),
    ...(employers !== null && { employers: employers.verdict }),
    ...(facts.conflicts && { conflictsWith: facts.base.ref }),
    registryChange,
    ...(drift.length > 0 && { drift }),
    ...(decisions.length > 0 && { decisions }),
    staleRegistry: input.staleRegistry ?? null,
  };
}

/** The lines that make a difference somewhere in it. */
function conditionsIn({ facts, index }: VerdictInput, rows: readonly AreaRow[]): Pick<Verdict, "more"> {
  const usual = rows.flatMap(({ requirements }) => requirements.map((unit) => unit.usual)).filter(({ min }) => min > 0);
  const more = raisesFor(facts, index).filter((one) => usual.some((asked) => raises(one, asked, index)));
  return more.length === 0 ? {} : { more };
}

/** Not asked for yet, and somebody's approval is missing. */
function asksReviewers({ index, record }: VerdictInput, areas: readonly AreaVerdict[]): boolean {
  return (
    index.registry.reviews.request > 0 && record.reviewing === undefined && areas.some(({ missing }) => missing > 0)
  );
}

/** Whom the quickest way names first, and last. */
function preferences(
  { facts, index, record }: VerdictInput,
  { areas, failures }: Tally,
  context: GateContext,
): Preferences {
  const { asked = [], refused = [] } = record.reviewing ?? {};
  const absent = absences(context);
  const isAway = (who: Person) => absent.some((one) => samePerson(one, who));
  const top = index.registryApprovers(facts.repository);
  return {
    blockers: blockersOf(areas).map((blocker) => ({ ...blocker, isAway: isAway(blocker) })),
    dismissers: top.filter((one) => !isAway(one) && !samePerson(one, facts.author)).map(({ login }) => login),
    earlier: failures.flatMap(({ word, reason }) =>
      word.by !== null && isEndedByChange(reason) ? [word.by.login] : [],
    ),
    asked: asked.filter(({ replaced }) => replaced !== true).map(({ login }) => login),
    refused,
  };
}

function blockersOf(areas: readonly AreaVerdict[]): readonly Omit<Blocker, "isAway">[] {
  const words = areas.flatMap((area) => area.blockedBy.map(({ login, id }) => ({ login, id, area: area.area })));
  return [...Map.groupBy(words, ({ login, id }) => `${id ?? login}`).values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{ login: first.login, id: first.id, areas: [first, ...more].map(({ area }) => area) }],
  );
}

/** The verdict where no good registry is known: it fails closed (R19). */
export function brokenRegistry(path: string, faults: readonly string[], mode: Verdict["mode"] = "enforce"): Verdict {
  return bare({ kind: "registry-broken", path, faults }, mode);
}

/** The verdict where something could not be read at all. `why` says what, and how much of it. */
export function unknownVerdict(why: string, mode: Verdict["mode"] = "enforce"): Verdict {
  return bare({ kind: "unknown", why }, mode);
}

function bare(state: VerdictState, mode: Verdict["mode"]): Verdict {
  const nothing = { areas: [], lgtm: { needed: 0, by: [] }, holds: [], away: [], uncounted: [], quickest: [] };
  return { state, mode, ...nothing, registryChange: null, staleRegistry: null };
}

function shown({ by, why, at }: ActiveHold): HoldShown {
  return { login: by?.login ?? null, why, at };
}

interface Findings {
  readonly unread: string | null;
  readonly holds: readonly HoldShown[];
  readonly facts: PullFacts;
  readonly areas: readonly AreaVerdict[];
  readonly registryChange: RegistryChange | null;
  readonly drift: readonly Annotation[];
  readonly lgtm: Lgtm;
  readonly employers: EmployersFound | null;
  /** Reviewers are asked once it is no draft. */
  readonly asks: boolean;
  /** A decision that its files need was not taken, or went against it. */
  readonly isUndecided: boolean;
}

/** Everything but the last blocks; the first that applies is shown, since it is what has to be settled first. */
function stateOf({
  unread,
  holds,
  facts,
  areas,
  registryChange,
  drift,
  lgtm,
  employers,
  asks,
  isUndecided,
}: Findings): VerdictState {
  if (unread !== null) return { kind: "unknown", why: unread };
  if (holds.length > 0) return { kind: "held" };
  if (areas.some((area) => area.state === "blocked")) return { kind: "changes-requested" };
  if (registryChange?.broken) return { kind: "proposal-faulty" };
  const drifted = drift.filter(({ level }) => level === "failure").map(({ path }) => path);
  if (drifted.length > 0) return { kind: "drifted", files: drifted };
  if (facts.draft) return asks ? { kind: "draft", asks } : { kind: "draft" };
  const open = areas.some((area) => area.state === "waiting" || area.state === "nobody-can");
  const isMissing = lgtm.by.length < lgtm.needed || (employers?.need.missing ?? 0) > 0;
  return { kind: open || isUndecided || isMissing ? "waiting" : "approved" };
}

/** What was cut short and could change the verdict (R14); `null`: nothing. */
function unreadWhy({ facts, index, record, proposal }: VerdictInput, rows: readonly AreaRow[]): string | null {
  const { labels } = index.registry;
  const holdLabel = labels.hold ?? null;
  const unseenLabel = (holdLabel !== null && !holdLabelSeen(facts, holdLabel)) || couldHaveLabel(facts, index);
  const lists: readonly (readonly [string, Listed<unknown>, boolean])[] = [
    ["changed files", facts.files, true],
    ["reviews", facts.reviews, true],
    ["comments", facts.comments, true],
    ["review comments", facts.reviewComments, record.inline],
    ["commits", facts.commits, asksCommits(rows, index)],
    ["labels", facts.labels, unseenLabel],
  ];
  for (const [name, list, matters] of lists) {
    if (matters && !list.complete) return `GitHub returned ${list.items.length} of ${list.total} ${name}`;
  }
  const registryRow = rows.find((row) => row.kind === "registry");
  if (registryRow === undefined || proposal !== undefined) return null;
  return `the proposed ${registryRow.name} could not be read`;
}

function holdLabelSeen(facts: PullFacts, label: string): boolean {
  return facts.labels.items.some((name) => name.toLowerCase() === label.toLowerCase());
}

function registryChangeOf({ proposal, facts, index }: VerdictInput, rows: readonly AreaRow[]): RegistryChange | null {
  if (proposal === undefined || !rows.some((row) => row.kind === "registry")) return null;
  const { path, parsed, changes, effect } = proposal;
  const faults = (parsed?.faults ?? []).map(({ severity, line, column, message }) => ({
    path,
    line,
    column,
    level: severity === "error" ? ("failure" as const) : ("warning" as const),
    message,
  }));
  const broken = parsed !== null && parsed.registry === null;
  const follows = followingFiles(facts, index);
  return { path, changes, faults, broken, ...(follows.length > 0 && { follows }), ...(effect && { effect }) };
}

interface Lgtm {
  readonly needed: number;
  readonly by: readonly Counted[];
  readonly uncounted: readonly Uncounted[];
}

/** `/lgtm` and approving reviews of reviewers; only asked for where `approval.lgtm` says so, and shown in any case. */
function lgtmOf(words: readonly Statement[], rows: readonly AreaRow[], context: GateContext): Lgtm {
  const { facts, index } = context;
  const standing = standingLgtms(words, rows, facts, index);
  const by: Statement[] = [];
  for (const word of standing.toReversed()) {
    const known = by.some((other) => samePerson(other.by, word.by));
    if (!known && whyPersonIneligible(word.by, null, context) === null && lapseOf(word, context) === null)
      by.unshift(word);
  }
  const typed = words.filter(({ said, meaning }) => said === "/lgtm" && meaning.kind === "lgtm" && !meaning.cancel);
  const failed = typed.filter((word) => !by.some((other) => samePerson(other.by, word.by)));
  const uncounted = failed.flatMap((word) => {
    const reason = lgtmFails(word, rows, context, standing.includes(word));
    return reason === null ? [] : [{ ...said(word), areas: [], reason }];
  });
  return { needed: index.registry.approval.lgtm, by: by.map(counted), uncounted };
}

function unableToReview(context: GateContext): "everybody" | readonly Account[] {
  const { contributors, index } = context;
  if (!asksContributors(null, index)) return [];
  if (contributors.unknown !== null) return "everybody";
  return contributors.people.filter((account) => whyPersonIneligible(account, null, context) !== null);
}

function lapseOf(word: Statement, { facts, index, record, diffs }: GateContext): UncountedReason | null {
  return lapsed(word, null, { facts, record, diffs, rule: index.registry.approval.lapse });
}

function lgtmFails(
  word: Statement,
  rows: readonly AreaRow[],
  context: GateContext,
  stands: boolean,
): UncountedReason | null {
  const { facts, index } = context;
  if (word.by !== null && samePerson(word.by, facts.author)) return { kind: "author" };
  const who = whyPersonIneligible(word.by, null, context);
  if (who !== null) return who;
  if (!rows.some((row) => row.requirements.some((unit) => unit.mayReview(word.by)))) {
    const held = index.rolesOf(word.by);
    const high = held.filter((holding) => index.atLeast(holding.role, reviewFloor(index)));
    if (high.length === 0) return { kind: "role-too-low", role: held[0]?.role ?? "" };
    return { kind: "other-area", holds: [...new Set(high.flatMap((holding) => holding.areas))] };
  }
  if (word.edited) return { kind: "edited" };
  if (word.forgotten) return { kind: "forgotten" };
  return stands ? lapseOf(word, context) : { kind: "withdrawn" };
}

/** Words that name areas which are none, or none that is touched: they change nothing (R8a). */
function nameless(words: readonly Statement[], rows: readonly AreaRow[], context: GateContext): readonly Uncounted[] {
  return words.flatMap((word): readonly Uncounted[] => {
    const reason =
      word.edited || whyIneligibleEverywhere(word.by, context) !== null
        ? null
        : namesNothing(word, rows, context.index);
    if (reason === null) return [];
    return [{ ...said(word), areas: [], reason: whyPersonIneligible(word.by, null, context) ?? reason }];
  });
}

function namesNothing({ meaning }: Statement, rows: readonly AreaRow[], index: RegistryIndex): UncountedReason | null {
  if (meaning.kind !== "approval") return null;
  const named = [...new Set([...(meaning.gives ?? []), ...(meaning.takes ?? [])])];
  const missing = named.filter((name) => !rows.some((row) => means([name], row)));
  const unknown = missing.filter((name) => index.areaNamed(name) === null);
  if (unknown.length > 0) return { kind: "unknown-area", words: unknown };
  return missing.length > 0 && missing.length === named.length ? { kind: "untouched-area", words: missing } : null;
}
