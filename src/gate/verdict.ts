/** The gate: takes facts, registry, record and diffs, and returns one tree of states and reasons. Pure. */

import type { Absence } from "../model/absence.ts";
import type { Diffs } from "../model/diffs.ts";
import type { Annotation } from "../model/effect.ts";
import type { PullFacts } from "../model/facts.ts";
import type { ActiveHold, PullRecord } from "../model/pull-record.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { ParsedRegistry } from "../registry/registry-types.ts";
import { loginKey } from "../shared/names.ts";
import { employersOf } from "./conditions/employers.ts";
import { loweredHere } from "./conditions/lowered-here.ts";
import { awaitsVouch, vouchersText } from "./conditions/newcomer.ts";
import { raises, raisesFor } from "./conditions/raises.ts";
import { asksContributors, contributorsOf } from "./contributors.ts";
import type { GatingDecision } from "./gating-decision.ts";
import { undecided } from "./gating-decisions.ts";
import { absences } from "./ineligibility.ts";
import { lgtmOf, unableToReview } from "./lgtm.ts";
import { nameless } from "./nameless.ts";
import { preferences } from "./preferences.ts";
import { quickest } from "./quickest.ts";
import { standingHolds } from "./record/holds.ts";
import { type AreaRow, followingFiles, rowsOf } from "./rows.ts";
import { statementsOf } from "./statements.ts";
import { type GateContext, tally } from "./tally.ts";
import { uncountedOf } from "./uncounted.ts";
import { unreadWhy } from "./unread.ts";
import { stateOf } from "./verdict-state.ts";
import type { AreaVerdict, HoldShown, RegistryChange, RegistryEffect, Verdict, VerdictState } from "./verdict-types.ts";

/** The registry's file as the pull request would have it. */
export interface Proposal {
  readonly path: string;
  /** `null`: the pull request takes the file away. */
  readonly parsed: ParsedRegistry | null;
  /** The semantic difference, as inert sentences. */
  readonly changes: readonly string[];
  readonly effect?: RegistryEffect | undefined;
}

interface VerdictInput {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly record: PullRecord;
  /** The comparisons that `comparisonsNeeded`, and then `stepsNeeded`, asked for. */
  readonly diffs: Diffs;
  /** Needed where the registry's file is touched; without it the verdict is unknown. */
  readonly proposal?: Proposal | undefined;
  readonly staleRegistry?: Verdict["staleRegistry"] | undefined;
  /** Edits by hand of what follows the registry. */
  readonly drift?: readonly Annotation[] | undefined;
  /** The decisions that the touched files need, with their state. */
  readonly decisions?: readonly GatingDecision[] | undefined;
  /** People who said that they are away: they are not waited for where others can approve. */
  readonly away?: readonly Absence[] | undefined;
}

/** Decides on a pull request. The order of the lists in the facts does not matter; what is not known blocks (R14). */
export function verdict(input: VerdictInput): Verdict {
  const { facts, index, record, diffs, drift = [], decisions = [] } = input;
  const { registry } = index;
  const words = statementsOf(facts, record);
  const lowered = loweredHere(input, words);
  const rows = rowsOf(facts, index, lowered?.holds === true ? lowered.min : null);
  const contributors = contributorsOf(facts, rows, { index, record, diffs });
  const gone = new Set((record.reviewing?.gone ?? []).map(loginKey));
  const context: GateContext = { facts, index, record, diffs, contributors, away: input.away ?? [], gone };
  const count = tally(rows, words, context);
  const lgtm = lgtmOf(words, rows, context);
  const holds = standingHolds(record, words, facts, index).holds.map(shown);
  const registryChange = registryChangeOf(input, rows);
  const employers = employersOf(rows, count.areas, context);
  const asks = asksReviewers(input, count.areas);
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
      asks,
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
    quickest: unread === null ? quickest(count.open, facts, preferences(count, context), employers?.need) : [],
    ...conditionsIn(input, rows),
    ...(lowered !== null && { lowered }),
    ...(employers !== null && { employers: employers.verdict }),
    ...vouchIn(input, asks),
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

/** No reviewer has been asked yet, and somebody's approval is missing. */
function asksReviewers({ index, record }: VerdictInput, areas: readonly AreaVerdict[]): boolean {
  const { reviewing } = record;
  const isAsked = reviewing !== undefined && reviewing.awaits !== "vouch";
  return index.registry.reviews.request > 0 && !isAsked && areas.some(({ missing }) => missing > 0);
}

function vouchIn({ facts, index }: VerdictInput, asks: boolean): Pick<Verdict, "vouch"> {
  const { author } = facts;
  if (!asks || author === null || facts.state !== "open" || !awaitsVouch(facts, index)) return {};
  return { vouch: { author: author.login, by: vouchersText(index.registry) } };
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
