/** A pull request's job: evaluated with those that share its head, planned, applied, remembered. */

import { isShownAsWritten } from "../commands/replies/status-written.ts";
import { callsIn } from "../commands/text/parse-commands.ts";
import { findPull, openPulls, type StoredPull, savePull } from "../database/pulls.ts";
import { seal } from "../gate/record/marker.ts";
import { GitHubError } from "../github/client/errors.ts";
import { DEMANDED_MS, type Unshown, unshownSubject } from "../github/read/late-readings.ts";
import { type CurrentChecks, currentChecks, passes } from "../github/read/standing-checks.ts";
import { type ApplyContext, apply } from "../github/write/apply.ts";
import { byCheckKey, type CurrentCheck, reconcile } from "../github/write/reconcile.ts";
import type { Answer } from "../model/answer.ts";
import type { CheckEffect, Effect } from "../model/effect.ts";
import type { Job, JobSubject } from "../model/job.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Work } from "../queue/worker.ts";
import type { Instant } from "../shared/names.ts";
import { unanswered } from "./answered-statements.ts";
import { answersOnce } from "./answers-once.ts";
import { auditContextOf } from "./audit/audit-context.ts";
import { headChecks, pullConversation } from "./decide.ts";
import { evaluate } from "./evaluate-pull.ts";
import type { Evaluation } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";
import { type OrderStep, orderStep, withoutEnded } from "./orders.ts";
import { ownNotes } from "./own-notes.ts";
import { pullShown } from "./page/pull-page.ts";
import { LateReading } from "./patience.ts";
import { peopleSteps } from "./people-steps.ts";
import { carriedOn, lookAgainLater } from "./promotions/again.ts";
import { concealedThere, type PromotionStep, promotionStep } from "./promotions/promotion-step.ts";
import { judgeGroupsAgain } from "./queued.ts";
import { recordContext } from "./stored-record.ts";
import { mayBeDeadly, withdrawLeft, withdrawMoved, withdrawUnread } from "./withdraw-checks.ts";

type PullSubject = Extract<JobSubject, { kind: "pull" }>;

/** Tries, those that ended with their process included, after which nobody is asked and labels stay as they are. */
const MAX_TRIES = 12;

/** How often the head may move between its lock and its reading before the queue's next try takes over. */
const MAX_MOVES = 3;

/**
 * Two pull requests with one head write the same check. Whoever reads later must also write later, so the head is locked from
 * the reading to the write, among all processes; the head is known from the event or from before, else locked once it is read.
 */
export async function processPull(parts: JobParts, subject: PullSubject, work: Work): Promise<void> {
  // One run of a subject at a time, so nobody else changes what is remembered of it meanwhile.
  const known = await findPull(parts.db, subject.repository.id, subject.number);
  const moved = await withdrawMoved(parts, subject, known, work);
  if (mayBeDeadly(work)) await withdrawUnread(parts, subject, work, known, null);
  let isJudged = false;
  const judged = () => {
    isJudged = true;
  };
  try {
    await judge(parts, { subject, known, work, judged });
  } catch (error) {
    if (!isJudged && !(error instanceof LateReading)) await withdrawUnread(parts, subject, work, known, error);
    throw error;
  }
  if (moved.failure !== null) throw moved.failure;
}

interface Judging extends Pick<Settling, "subject" | "known" | "work" | "judged"> {}

async function judge(parts: JobParts, judging: Judging): Promise<void> {
  const { subject, known, work } = judging;
  const { repository } = subject;
  let guess = work.notes.findLast((note) => note.kind === "head")?.sha ?? known?.headSha ?? "";
  for (let move = 0; ; move += 1) {
    const done = await parts.heads.run(`head ${repository.id} ${guess}`, async (lost) => {
      const own = await evaluate(parts, subject, work.notes, known?.record ?? null);
      const late = missingOf(own, work);
      const wait = parts.patience.waitFor(work, late);
      if (own === "absent") {
        if (wait !== null) throw new LateReading(wait, late);
        await withdrawLeft(parts, subject, known?.state === "open" ? [known.headSha] : [], work);
        return null;
      }
      await parts.clockSeen(own.facts.readAt);
      const { sha } = own.facts.head;
      const twins = own.facts.state === "open" ? await twinsOf(parts, own) : [];
      if (sha !== guess && twins.length > 0 && move < MAX_MOVES) return sha;
      if (wait !== null) {
        await writeStricter(parts, { ...judging, own, twins, lost });
        throw new LateReading(wait, late);
      }
      await settle(parts, { ...judging, own, twins, lost });
      return null;
    });
    if (done === null) return;
    guess = done;
  }
}

function missingOf(own: Evaluation | "absent", work: Work): readonly Unshown[] {
  return own === "absent" ? unshownSubject(work.notes, "pull") : own.unshown;
}

/** By a reading that is late nothing is written but what takes a passing check away. */
async function writeStricter(parts: JobParts, settling: Settling): Promise<void> {
  const { own } = settling;
  if (own.governing.kind === "none" || own.facts.repository.archived) return;
  const applying = context(parts, settling, false);
  const { wanted, standing } = await wantedChecks(parts, settling, applying);
  const falling = wanted.filter((check) => {
    const known = standing.get(check.name);
    return known !== undefined && passes(known) && !passes(check);
  });
  assertHeld(settling);
  await apply(falling, { ...applying, standing: { headSha: own.facts.head.sha, checks: standing } });
  // What a merge queue made of it does not wait for GitHub's readings either (R39).
  if (!wanted.every(passes)) await judgeGroupsAgain(parts, own, settling.work);
}

interface Settling {
  readonly subject: PullSubject;
  readonly own: Evaluation;
  /** What was remembered before; `null`: nothing. */
  readonly known: StoredPull | null;
  readonly twins: readonly Twin[];
  readonly work: Work;
  /** Aborts when the head's lock is. */
  readonly lost: AbortSignal;
  /** Told once the checks stand as they should. */
  readonly judged: () => void;
}

function saysAway({ notes }: Work): boolean {
  return notes.some((note) => note.kind === "said" && callsIn(note.text).some(({ name }) => name === "away"));
}

async function settle(parts: JobParts, settling: Settling): Promise<void> {
  const { subject, own, known, work } = settling;
  const { facts } = own;
  if (facts.state === "open" && own.governing.kind !== "none") parts.onVerdict?.(own.verdict.state.kind);
  const isWritten = own.governing.kind !== "none" && !facts.repository.archived;
  const { record, failure } = isWritten ? await write(parts, settling) : { record: own.record, failure: null };
  // Before it is remembered where the pull request stands now: from then on nobody knows of the heads before.
  const unwithdrawn = await withdrawLeft(parts, subject, leftHeads(own, known), work);
  await remember(parts, own, record);
  await parts.repositoryNotes.seen(own.registryHead, work.installationId, own.governing);
  const left = await leftBehind(parts, own, known);
  // Whom the check names as able is said anew once somebody is away.
  const again = saysAway(work) ? [lookAgain(subject, facts.number, work)] : [];
  const others = left.map((number) => lookAgain(subject, number, work));
  const jobs = [...others, ...again, ...carriedOn(facts, parts, work)];
  if (jobs.length > 0) await parts.enqueue(jobs);
  // All else is done; what could not be read for the rest is read again, for a while.
  const unread = failure ?? own.failure;
  if (unread?.retryable && work.attempt < MAX_TRIES) throw unread;
  if (unwithdrawn !== null) throw unwithdrawn;
}

/** Heads that the reading shows not to be its own any more; one that is late shows nothing. A merged one may keep its check. */
function leftHeads({ facts, unshown }: Evaluation, known: StoredPull | null): readonly string[] {
  if (unshown.some(({ otherChange }) => otherChange)) return [];
  const before = known?.state === "open" && known.headSha !== facts.head.sha ? [known.headSha] : [];
  return facts.state === "closed" ? [...before, facts.head.sha] : before;
}

async function remember({ db }: JobParts, own: Evaluation, record: PullRecord): Promise<void> {
  const { facts, governing, verdict } = own;
  const { owner, name, id } = facts.repository;
  const stored: StoredPull = {
    repository: { owner, name, id },
    number: facts.number,
    headSha: facts.head.sha,
    baseRef: facts.base.ref,
    state: facts.state,
    record,
  };
  const isJudged = facts.state === "open" && governing.kind !== "none";
  await savePull(db, stored, isJudged ? pullShown(facts, verdict) : undefined);
}

/** A check speaks for every pull request of its head: those that stay are looked at again when one leaves it (R17). */
async function leftBehind(
  parts: JobParts,
  { facts }: Evaluation,
  known: StoredPull | null,
): Promise<readonly number[]> {
  if (known === null || known.state !== "open") return [];
  if (facts.state === "open" && known.headSha === facts.head.sha) return [];
  const there = await openPulls(parts.db, facts.repository.id, known.headSha);
  const told = known.headSha === facts.head.sha ? facts.twins : [];
  return [...new Set([...there.map((pull) => pull.number), ...told])].filter((number) => number !== facts.number);
}

function lookAgain({ repository }: PullSubject, number: number, work: Work): Job {
  return {
    installationId: work.installationId,
    subject: { kind: "pull", repository, number },
    cause: "twin",
    notes: [],
  };
}

interface Written {
  /** What is to be remembered. */
  readonly record: PullRecord;
  /** Why reviewers or labels were left as they are. */
  readonly failure: GitHubError | null;
}

/** Checks before all else, since merges wait for them. */
async function write(parts: JobParts, settling: Settling): Promise<Written> {
  const { own, work } = settling;
  const rewrite = work.deliveries.some((delivery) => delivery.cause.endsWith(".rerequested"));
  const applying = context(parts, settling, rewrite);
  const orders = await orderStep(parts, own, work);
  const { wanted: checks, standing: known } = await wantedChecks(parts, settling, applying);
  const headSha = own.facts.head.sha;
  const standing = {
    checks: rewrite ? new Map<string, CurrentCheck>() : byCheckKey(headSha, known),
    comments: own.facts.comments.items.filter((comment) => isShownAsWritten(comment, own.told)),
  };
  const plan = (wanted: readonly Effect[]) => reconcile(wanted, { ...standing, botLogin: parts.bot.login });
  assertHeld(settling);
  const unended = await endOrders(parts, own, orders, applying);
  // GitHub merges as soon as a check passes: none does while an order that has ended may still stand there.
  const due = unended === null ? checks : checks.filter(({ outcome }) => !PASSES.has(outcome));
  await apply(plan(due), { ...applying, standing: { headSha, checks: known } });
  if (unended !== null) throw unended;
  settling.judged();
  await judgeGroupsAgain(parts, own, work);
  // The verdict does not wait for what promotions count, nor for what commands do.
  const turn = await turnOf(parts, own, work);
  const keep = (record: PullRecord) => remember(parts, own, record);
  const { client, db, bot } = parts;
  const since = await parts.memory.since(own.facts.readAt);
  const notes = await unanswered(work.notes, { client, db, bot, facts: own.facts, since });
  const heard = { ...work, notes };
  const people = await peopleSteps({
    parts,
    own: { ...own, record: orders.record },
    work: heard,
    applying,
    keep,
    since,
  });
  await rememberFirst(parts, own, people.record);
  const record = withoutEnded(people.record);
  const wanted = conversation(parts, { ...own, record }, heard, { turn, acts: people.acts });
  const { budgets } = parts;
  const { facts, index } = own;
  const said = await answersOnce({ db, facts, notes, index, bot, budgets }, wanted);
  assertHeld(settling);
  const hidden = concealedThere({ parts, facts: own.facts }, turn);
  await apply(plan([...(turn?.effects ?? []), ...people.effects, ...hidden, ...orders.said, ...said]), applying);
  await lookLater(parts, own, work, turn, people.dueAt);
  return { record, failure: people.failure };
}

const PASSES: ReadonlySet<CheckEffect["outcome"]> = new Set(["success", "neutral"]);

/** Why an order that has ended may still stand on GitHub; `null`: none does. That it has ended is written down before it is ended. */
async function endOrders(
  parts: JobParts,
  own: Evaluation,
  { effects, record }: OrderStep,
  applying: ApplyContext,
): Promise<GitHubError | null> {
  if (effects.length === 0) return null;
  await remember(parts, own, record);
  try {
    await apply(effects, applying);
    return null;
  } catch (error) {
    if (error instanceof GitHubError) return error;
    throw error;
  }
}

function assertHeld({ work, lost }: Settling): void {
  work.signal.throwIfAborted();
  lost.throwIfAborted();
}

/**
 * Whose labels are, as it must stand should this process die while it moves them (R30). Before one is put on: Rung's own hold label
 * must never be taken for somebody's hold (R15b). Before one is taken off: it must not look as if a person had. Not before the
 * other labels are on: until then nobody has taken them off.
 */
async function rememberFirst(parts: JobParts, own: Evaluation, after: PullRecord): Promise<void> {
  const before = own.record.labels?.own ?? [];
  const kept = before.filter((name) => after.labels?.own.includes(name));
  const ownHoldLabel = own.record.ownHoldLabel || after.ownHoldLabel;
  if (kept.length === before.length && ownHoldLabel === own.record.ownHoldLabel) return;
  await remember(parts, own, {
    ...after,
    ownHoldLabel,
    labels: { own: kept, others: own.record.labels?.others ?? [] },
  });
}

/** The subject has one look in the future: whichever of its causes comes first. */
async function lookLater(
  parts: JobParts,
  { facts, index, unshown }: Evaluation,
  work: Work,
  turn: PromotionStep | null,
  due: Instant | null,
): Promise<void> {
  const { nudge, reassign } = index?.registry.reviews ?? {};
  // What could not be told for a head or a base that GitHub never showed is told once nobody waits for that any more (R37).
  const unwaited = unshown.some(({ otherChange }) => otherChange) ? facts.readAt + DEMANDED_MS : null;
  if (unwaited === null && turn === null && nudge === undefined && reassign === undefined) return;
  const moments = [turn?.dueAt ?? null, due, unwaited].filter((at): at is Instant => at !== null);
  await lookAgainLater(parts, work, moments.length === 0 ? null : Math.min(...moments), facts.readAt);
}

async function wantedChecks(
  parts: JobParts,
  { subject, own, twins: others }: Settling,
  { surelyNew }: Pick<ApplyContext, "surelyNew">,
): Promise<{ readonly wanted: readonly CheckEffect[]; readonly standing: CurrentChecks }> {
  const { facts } = own;
  if (facts.state !== "open") return { wanted: [], standing: new Map() };
  const { client, checkMemory: memory, appId } = parts;
  const commit = { repository: facts.repository, headSha: facts.head.sha };
  const standing = await currentChecks({ client, memory, appId }, commit, { surelyNew });
  const twins = await evaluatedTwins(parts, subject, own, others);
  return { wanted: headChecks([own, ...twins], [...standing.keys()]), standing };
}

async function turnOf(parts: JobParts, { facts, index, governing, registryHead }: Evaluation, work: Work) {
  if (index === null || governing.kind !== "good") return null;
  return await promotionStep({ parts, facts, governing, head: registryHead, work });
}

function context(parts: JobParts, { own, twins, work }: Settling, rewrite: boolean): ApplyContext {
  const { client, db, log, appId, checkMemory } = parts;
  const surelyNew = work.attempt === 1 && isFresh(own.facts.head.sha, work);
  const { facts, index, verdict, record } = own;
  const audit = auditContextOf(work, facts, index, facts.state === "open" ? verdict : null, { record, twins });
  const wrote = ownNotes(parts, work);
  return { client, db, log, appId, checkMemory, repositoryId: facts.repository.id, surelyNew, rewrite, audit, wrote };
}

/** The event itself brought this head. */
function isFresh(sha: string, work: Work): boolean {
  const pushed = work.notes.some((note) => note.kind === "head" && note.sha === sha && note.before !== null);
  return pushed || work.deliveries.some((delivery) => delivery.cause === "pull_request.opened");
}

interface Became {
  readonly turn: PromotionStep | null;
  readonly acts: ReadonlyMap<string, Answer>;
}

function conversation(parts: JobParts, own: Evaluation, work: Work, became: Became): readonly Effect[] {
  const { facts, index, before, record, published, told } = own;
  if (!index) return [];
  const verdict = facts.state === "open" ? own.verdict : null;
  const recordMarker = seal(record, recordContext(facts), parts.key);
  // Whose the hold label was may have been told to another job.
  const notes = [...told.filter(({ kind }) => kind === "labelled"), ...work.notes];
  const { turn, acts } = became;
  const conversing = {
    facts,
    index,
    verdict,
    before,
    record,
    published,
    recordMarker,
    notes,
    told,
    bot: parts.bot,
    teamsUnread: own.governing.kind === "good" && own.governing.unreadTeams.length > 0,
    acts,
  };
  return pullConversation(turn === null ? conversing : { ...conversing, promotions: turn.answers });
}

interface Twin {
  readonly number: number;
  readonly record: PullRecord | null;
}

/** Other pull requests that may have this head: as GitHub tells, and as Rung remembers (R17). */
async function twinsOf(parts: JobParts, { facts }: Evaluation): Promise<readonly Twin[]> {
  const known = await openPulls(parts.db, facts.repository.id, facts.head.sha);
  const records = new Map(known.map((pull) => [pull.number, pull.record]));
  return [...new Set([...facts.twins, ...records.keys()])]
    .filter((number) => number !== facts.number)
    .sort((a, b) => a - b)
    .map((number) => ({ number, record: records.get(number) ?? null }));
}

/** Those that have it indeed, evaluated; their own events and memory are left to their own jobs. */
async function evaluatedTwins(
  parts: JobParts,
  { repository }: PullSubject,
  own: Evaluation,
  twins: readonly Twin[],
): Promise<readonly Evaluation[]> {
  const all = await Promise.all(twins.map(({ number, record }) => evaluate(parts, { repository, number }, [], record)));
  return all.flatMap((twin) =>
    twin !== "absent" && twin.facts.state === "open" && twin.facts.head.sha === own.facts.head.sha ? [twin] : [],
  );
}
