/** Evaluates one pull request: reads, remembers, compares, decides; writes nothing on GitHub. */

import { stillAway } from "../database/absences.ts";
import type { Outline } from "../gate/compared-registries.ts";
import { asksCommits } from "../gate/contributors.ts";
import { comparisonsNeeded, stepsNeeded } from "../gate/lapse.ts";
import { noted, observedBy } from "../gate/record/heads.ts";
import { withHarmlessEdits, withMadeComments } from "../gate/record/made-comments.ts";
import { unknownPushes, withPushes } from "../gate/record/pushes.ts";
import { emptyRecord } from "../gate/record/record-changes.ts";
import { folded } from "../gate/record/update-record.ts";
import { rowsOf } from "../gate/rows.ts";
import { statementsOf } from "../gate/statements.ts";
import { hangsOnTeams, speakers } from "../gate/unread-teams.ts";
import { brokenRegistry, type Proposal, unknownVerdict, verdict } from "../gate/verdict.ts";
import type { Verdict } from "../gate/verdict-types.ts";
import { withinReach } from "../gate/within-reach.ts";
import { GitHubError, Transient } from "../github/client/errors.ts";
import type { Governing } from "../github/read/governing-registry.ts";
import { withLabelsTold, withStricter } from "../github/read/late-readings.ts";
import { readPushes } from "../github/read/read-pushes.ts";
import { readPull } from "../github/read/read-subject.ts";
import { isFailure } from "../github/read/teams.ts";
import { mayLag, unshown, withAwaited } from "../github/read/unshown.ts";
import { type Comparison, type Diffs, distinct, SAME } from "../model/diffs.ts";
import type { PullFacts } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import type { PullRecord } from "../model/pull-record.ts";
import { raisesOf } from "../registry/conditions/condition.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { REGISTRY_PATHS } from "../registry/registry-places.ts";
import { code } from "../shared/markdown.ts";
import type { Account, RepositoryName } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { withOrigins } from "./commit-origins.ts";
import type { DecisionsHere } from "./decisions/decisions-here.ts";
import { gateOfPull, pullDecisions } from "./decisions/pull-decisions.ts";
import { readTouchedLists, type TouchedLists } from "./drift.ts";
import type { Evaluation, Evaluator, RecalledNow } from "./evaluation.ts";
import { withNotice } from "./inactivity/notice.ts";
import { indexForReturn } from "./inactivity/return-approvals.ts";
import { freshUntilRequest } from "./just-read.ts";
import { computeChange, outlineProposal } from "./registry-impact.ts";
import { remembered } from "./stored-record.ts";
import { withVouch } from "./vouched.ts";

/** No repository has it: if only the name is known, nothing is remembered of it yet. */
const UNKNOWN_ID = 0;

/**
 * Evaluates the present state, in the repository with that id if one is given. `stored` is what the database remembers; `null`: nothing.
 * `checksOf`: the app of which the same request asks whether it has checks on the head.
 */
export async function evaluate(
  evaluator: Evaluator,
  subject: { readonly repository: RepositoryName & { readonly id?: number }; readonly number: number },
  notes: readonly ReadNote[],
  stored: PullRecord | null,
  checksOf?: number,
): Promise<Evaluation | "absent"> {
  const { registries } = evaluator;
  const { repository, number } = subject;
  const { id = UNKNOWN_ID } = repository;
  let reading = {
    commits: registries.wantsCommits(id) || stored?.commits === true,
    inline: withNotes(stored, notes).inline,
  };
  for (;;) {
    const registryRepo = registries.companionOf(id);
    const registryTexts = registries.isNew(id);
    const { sizes } = evaluator;
    const options = { ...reading, registryRepo, registryTexts, checksOf, ...(sizes && { sizes }) };
    const found = await readPull(evaluator.client, repository, number, options);
    if (found === "absent") return "absent";
    const governing = await registries.governing(evaluator.client, found.registryHead, found.facts.readAt);
    const read = { ...found, facts: reachable(found.facts, governing) };
    const { before, published } = remembered(evaluator, read.facts, stored);
    const needed = {
      commits: governing.kind === "good" && asksCommits(rowsOf(read.facts, governing.index), governing.index),
      inline: withNotes(before, notes).inline,
    };
    // The first reading could not know that more is needed; the second one does.
    if ((needed.commits && !reading.commits) || (needed.inline && !reading.inline)) {
      reading = { commits: needed.commits || reading.commits, inline: needed.inline || reading.inline };
      continue;
    }
    const recalled = await recalledOf(evaluator, read.facts);
    const told = [...(recalled?.told ?? []), ...notes];
    const late = unshown(read.facts, told, { record: withNotes(before, told), inline: reading.inline });
    const facts = withAwaited(withStricter(read.facts, told), late);
    const whole = { ...read, facts, governing, before, published, unshown: late, news: notes, recalled };
    return decided(evaluator, whole, told);
  }
}

async function recalledOf({ recall, requests }: Evaluator, facts: PullFacts): Promise<RecalledNow | null> {
  if (recall === undefined) return null;
  const isFresh = freshUntilRequest(requests);
  return { ...(await recall(facts)), isFresh };
}

function reachable(facts: PullFacts, governing: Governing): PullFacts {
  return governing.kind === "good" ? withinReach(facts, governing.index) : facts;
}

function withNotes(record: PullRecord | null, notes: readonly ReadNote[]): PullRecord {
  return notes.reduce(noted, record ?? emptyRecord());
}

interface Reading
  extends Pick<
    Evaluation,
    "facts" | "registryHead" | "governing" | "before" | "published" | "unshown" | "recalled" | "withoutChecks"
  > {
  /** What is to be answered. */
  readonly news: readonly ReadNote[];
}

async function decided(evaluator: Evaluator, reading: Reading, notes: readonly ReadNote[]): Promise<Evaluation> {
  const { governing, before, published, registryHead } = reading;
  const asTold = withNotes(before, notes);
  // What a late reading shows of the head and the base is not what stood at its moment.
  const isLate = reading.unshown.some(({ otherChange }) => otherChange) || mayLag(reading.facts, asTold);
  const told = isLate ? asTold : observedBy(asTold, reading.facts, mayMatterBy(governing));
  const pushed = governing.kind === "good" ? await withPushers(evaluator, told, reading.facts, governing.index) : told;
  const seen = governing.kind === "good" ? withMade(pushed, reading.facts, governing, notes) : pushed;
  const read = withHarmlessEdits(reading.facts, seen);
  const { unshown: late, recalled, withoutChecks } = reading;
  const base = { governing, before, published, registryHead, unshown: late, told: notes, recalled, withoutChecks };
  if (governing.kind !== "good") {
    const { path, faults } = governing.kind === "broken" ? governing : { path: "", faults: [] };
    const broken = { verdict: brokenRegistry(path, faults), failure: null, quickestWith: () => [] };
    return { ...base, ...broken, facts: read, index: null, record: seen, patterns: null, decisions: null };
  }
  const { index } = governing;
  const lists = await readTouchedLists(evaluator, { facts: read, registryHead, registry: index.registry });
  const followed = lists.follows.length === 0 ? read : { ...read, follows: lists.follows };
  const raising = raisesOf(index.registry.approval.when).flatMap(({ label }) => label ?? []);
  const labelled = withLabelsTold(followed, notes, raising);
  const { facts: listed, failure: unvouched } = await withVouch(evaluator, labelled, index);
  const heard = folded(seen, listed, { index, notes, teamsUnread: governing.unreadTeams.length > 0 });
  const { facts, record, failure: unread } = await withOrigins(evaluator.client, listed, index, heard);
  const patterns = index.branchPatterns(facts.base.ref);
  const judging = await indexForReturn(evaluator, facts, index);
  const decisions = await pullDecisions(evaluator, { ...reading, facts, governing }, { record, told: notes });
  const judged = await verdictOf(evaluator, { ...reading, facts, drift: lists.drift, decisions }, judging, record);
  const shut = withNotice(judged.verdict, facts, evaluator);
  const failure = judged.failure ?? lists.failure ?? unvouched ?? unread;
  return { ...base, ...judged, verdict: shut, facts, index, record, patterns, failure, decisions };
}

/** Who has no role is not known while a team cannot be read: then of others only those are kept who are remembered already. */
function withMade(
  record: PullRecord,
  facts: PullFacts,
  { index, unreadTeams }: Extract<Governing, { kind: "good" }>,
  notes: readonly ReadNote[],
): PullRecord {
  const known = unreadTeams.length === 0 ? [] : (record.made ?? []);
  const isKept = (account: Account) => index.holdsAnyRole(account) || known.some(({ by }) => samePerson(by, account));
  return withMadeComments(record, facts, notes, isKept);
}

/** Whose statements may count, as far as that is known; otherwise everybody's. */
function mayMatterBy(governing: Governing): (author: Account | null) => boolean {
  if (governing.kind !== "good" || governing.unreadTeams.length > 0) return () => true;
  return (author) => governing.index.holdsAnyRole(author);
}

/** If it matters who pushed and an event about it was missed, GitHub is asked (R41). */
async function withPushers(
  { client }: Evaluator,
  record: PullRecord,
  facts: PullFacts,
  index: RegistryIndex,
): Promise<PullRecord> {
  const { commits: _, ...others } = record;
  if (!asksCommits(rowsOf(facts, index), index)) return others;
  const asking = { ...record, pushes: record.pushes ?? [], commits: true as const };
  const isKnown = record.pushesLost !== true && unknownPushes(record, facts).length === 0;
  if (facts.state !== "open" || isKnown) return asking;
  return withPushes(asking, (await readPushes(client, facts)) ?? []);
}

async function verdictOf(
  evaluator: Evaluator,
  reading: Reading & Pick<TouchedLists, "drift"> & { readonly decisions: DecisionsHere | null },
  index: RegistryIndex,
  record: PullRecord,
): Promise<Pick<Evaluation, "verdict" | "failure" | "quickestWith">> {
  const { facts, governing, drift } = reading;
  const gate = gateOfPull(facts, index.registry, reading.decisions);
  const unreadTeams = governing.kind === "good" ? governing.unreadTeams : [];
  const people = unreadTeams.length === 0 ? [] : speakers(statementsOf(facts, record), facts);
  const indexWith = async (inUnread: readonly Account[]) =>
    (await evaluator.registries.indexOf(evaluator.client, index.registry, inUnread)).index;
  // Whether an older word still holds is to be known of those as well who may be in a team that cannot be read.
  const heard: readonly [RegistryIndex, ...RegistryIndex[]] =
    people.length === 0 ? [index] : [index, await indexWith(people)];
  const [diffs, { proposal, failure: unanswered }] = await Promise.all([
    diffsOf(evaluator, facts, heard, record, gate.comparisons),
    proposalOf(evaluator, reading, index),
  ]);
  const stale = governing.kind === "good" ? governing.stale : null;
  const away = reading.recalled
    ? stillAway(reading.recalled.absences, facts.readAt)
    : await evaluator.away?.(facts.repository.owner, facts.readAt);
  const input = { facts, index, record, diffs, proposal, drift, staleRegistry: stale, away };
  const withDiffs = (others: Diffs) => verdict({ ...input, diffs: others, decisions: gate.standing(others) });
  const result = withDiffs(diffs);
  const quickestWith = (kept: PullRecord) =>
    verdict({ ...input, record: kept, decisions: gate.standing(diffs) }).quickest;
  const moved = reading.unshown.find(({ otherChange }) => otherChange);
  if (moved !== undefined)
    return { verdict: cannotTell(result, `GitHub does not show ${moved.what} yet`), failure: null, quickestWith };
  const unread = notCompared(result, diffs, withDiffs) ?? unanswered;
  if (unreadTeams.length === 0) return { verdict: result, failure: unread, quickestWith };
  const failure = unreadTeams.some(isFailure) ? new Transient("the members of a team could not be read") : unread;
  const judged = async (inUnread: readonly Account[]) =>
    verdict({ ...input, index: await indexWith(inUnread), decisions: gate.standing(diffs) });
  // Who is in a team that cannot be read is unknown, and so is what its members' words do, where they said any (R14, R87).
  const hangs = await hangsOnTeams(result, people, judged);
  const told = hangs ? cannotTell(result, `the members of ${unreadTeams.join("; ")}`) : result;
  return { verdict: told, failure, quickestWith };
}

function cannotTell(verdict: Verdict, why: string): Verdict {
  return { ...verdict, state: unknownVerdict(why).state, quickest: [] };
}

/**
 * The comparisons that the verdict needs, by each of the indexes; and if something has lapsed by the first, those that name the push that
 * changed it.
 */
async function diffsOf(
  { client, diffs }: Evaluator,
  facts: PullFacts,
  indexes: readonly [RegistryIndex, ...RegistryIndex[]],
  record: PullRecord,
  besides: readonly Comparison[],
): Promise<Diffs> {
  const words = statementsOf(facts, record);
  const wanted = distinct([...indexes.flatMap((index) => comparisonsNeeded(facts, index, record, words)), ...besides]);
  const needed = await diffs.read(client, facts, wanted);
  const steps = stepsNeeded(facts, indexes[0], record, words, needed);
  return steps.length === 0 ? needed : new Map([...needed, ...(await diffs.read(client, facts, steps))]);
}

/**
 * A verdict that depends on a comparison that GitHub did not answer is none: then everything is tried again. One that passes did not
 * need it; one that is the same whatever the answer is returned, and its account of the statements is read again later (R87).
 */
function notCompared({ state }: Verdict, diffs: Diffs, judged: (diffs: Diffs) => Verdict): GitHubError | null {
  const failures = [...diffs.values()].flatMap((compared) => (compared.kind === "unread" ? [compared.failure] : []));
  const [failure] = failures;
  if (failure === undefined || state.kind === "approved") return null;
  const answered = new Map([...diffs].map(([key, compared]) => [key, compared.kind === "unread" ? SAME : compared]));
  const hangs = state.kind === "waiting" || judged(answered).state.kind !== state.kind;
  if (hangs || !(failure instanceof GitHubError)) throw failure;
  return failure;
}

interface Proposed {
  readonly proposal?: Proposal;
  /** Why not all of its effect is known. */
  readonly failure: GitHubError | null;
}

const known = (proposal: Proposal): Proposed => ({ proposal, failure: null });

/** The registry as it would be after the merge, if the pull request touches its file. */
async function proposalOf(evaluator: Evaluator, reading: Reading, index: RegistryIndex): Promise<Proposed> {
  const { client, registries } = evaluator;
  const { facts, registryHead } = reading;
  const row = rowsOf(facts, index).find((one) => one.kind === "registry");
  if (!row) return { failure: null };
  const { repository, head, readAt } = facts;
  const proposed =
    (await registries.proposal(client, repository, READ, head.sha)) ??
    (await registries.proposal(client, repository, UNREAD, head.sha));
  if (!proposed) return known({ path: row.name, parsed: null, changes: [TAKEN_AWAY] });
  const { path } = proposed;
  const unread = path === READ && isLeftUnread(reading) ? [LEFT_UNREAD] : [];
  // The gate asks whether it is good, and nothing else of it.
  const parsed = ({ good, faults }: Outline) => ({ registry: good ? index.registry : null, faults });
  if (!proposed.good) return known({ path, parsed: parsed(proposed), changes: unread });
  const extended = await registries.extendedBy(client, registryHead, proposed.extends, readAt);
  if (extended === "missing") return known({ path, parsed: parsed(proposed), changes: [NOT_JOINED] });
  const proposing = { proposed, base: extended === "none" ? null : extended };
  const outline = await outlineProposal(index, proposing);
  if (!outline.good) return known({ path, parsed: parsed(outline), changes: unread });
  const { change, failure } = await computeChange(evaluator, facts, index, proposing);
  return {
    proposal: { path, parsed: parsed(outline), ...change, changes: [...unread, ...change.changes] },
    failure,
  };
}

const [READ, UNREAD] = REGISTRY_PATHS;
const LEFT_UNREAD = `${code(UNREAD)} is there too, and Rung reads ${code(READ)} alone: nothing that it says has any effect.`;

/** Whether the second place has a file once this is merged, beside one in the first. */
function isLeftUnread({ facts, registryHead }: Reading): boolean {
  const last = facts.files.items.find(({ path }) => path === UNREAD);
  const isMoved = facts.files.items.some(({ previousPath, change }) => previousPath === UNREAD && change === "renamed");
  if (last !== undefined) return last.change !== "deleted";
  return registryHead.own.nested !== null && !isMoved;
}

const TAKEN_AWAY =
  "The registry's file is taken away: then the organisation's registry governs here, or nothing does where there is none.";
const NOT_JOINED = "What it changes cannot be told: the registry that it extends is not there, or is faulty.";
