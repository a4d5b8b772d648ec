/** One job through the pipeline: read, evaluate, decide, plan, apply, remember; and the jobs that only enqueue others. */

import { awayAt } from "../database/absences.ts";
import { type CheckMemory, checkMemory } from "../database/check-memory.ts";
import { continuity } from "../database/continuity.ts";
import type { Database } from "../database/database.ts";
import { recentNotes } from "../database/deliveries.ts";
import { changedSince, nextGeneration } from "../database/generations.ts";
import { openPulls } from "../database/pulls.ts";
import { recall } from "../database/recall.ts";
import { findRegistry, saveRegistry } from "../database/registries.ts";
import { saveRepository } from "../database/repositories.ts";
import { vouchMemory } from "../database/vouches.ts";
import type { AccessSwitch } from "../environment/access-switch.ts";
import type { GitHub } from "../github/client/client.ts";
import { Forbidden } from "../github/client/errors.ts";
import { fencedClient } from "../github/client/fenced.ts";
import { openRegistries, type Registries } from "../github/read/governing-registry.ts";
import type { LastRules } from "../github/read/last-rules.ts";
import { pageSizes } from "../github/read/page-sizes.ts";
import { diffReader } from "../github/read/read-diffs.ts";
import type { RegistryStore } from "../github/read/registry-files.ts";
import { MAX_LAG_MS, type PullFacts } from "../model/facts.ts";
import { isBackground, type Job, type Note, type RepositoryRef, type ThreadSubject, threadKey } from "../model/job.ts";
import { shownWork } from "../queue/run-claim.ts";
import type { Handle } from "../queue/worker.ts";
import { childOf, type Log } from "../shared/log.ts";
import { type Instant, loginKey, unreachable } from "../shared/names.ts";
import { recordKey } from "../shared/seal-key.ts";
import { passAccessNews } from "./access/access-news.ts";
import { processAccess } from "./access/process-access.ts";
import { storedMemory } from "./access/stored-memory.ts";
import { budgets } from "./budget.ts";
import { processCommit } from "./commit.ts";
import { knownDecisionsOf } from "./decisions/decision-step.ts";
import { processDecisions } from "./decisions/process-decisions.ts";
import { processGrowth } from "./growth/process-growth.ts";
import { processInactivity } from "./inactivity/process-inactivity.ts";
import { processIssue } from "./issue.ts";
import type { JobParts } from "./job-parts.ts";
import { type Failures, forgettingFailures, waitForReturn, waitingOutOfReach } from "./lasting-failures.ts";
import { processBase, processRegistry, processSweep } from "./list-jobs.ts";
import { processMergeGroup } from "./merge-group.ts";
import { pace } from "./pace.ts";
import { goneOrLate, patience } from "./patience.ts";
import { processPublishing } from "./publishing/publishing.ts";
import { processPull } from "./pull.ts";
import { readNotes, type Work } from "./read-notes.ts";
import { readingWatch } from "./reading-watch.ts";
import { WATCHED } from "./reading-watches.ts";
import { type RegistryWatch, registryWatch } from "./registry-watch.ts";
import { type Listing, repositoryNotes } from "./repository-notes.ts";
import { routeByName } from "./route-by-name.ts";

interface ProcessorOptions {
  /** Name of an owner's repository that serves those without a registry of their own. */
  readonly registryRepo: string;
  readonly database: Database;
  readonly log: Log;
  readonly github: GitHub;
  /** Its address for browsers, without a slash at its end. */
  readonly webUrl: string;
  /** Secrets that sign what status comments remember: the present one first, those before it while they are rotated. */
  readonly secrets: readonly [string, ...string[]];
  /** The queue's, for jobs that send others. */
  readonly enqueue: (jobs: readonly Job[], inSeconds?: number) => Promise<void>;
  /** The queue's, for looks that only time asks for. */
  readonly later: (job: Job, inMs: number | null) => Promise<void>;
  /** Absent: nobody is added to a team, whatever registries say. */
  readonly access?: AccessSwitch;
  /** Called with each verdict that is reached, for the metrics. */
  readonly onVerdict?: (state: string) => void;
  /** Which failures end a job for good; absent: those that no retry mends, each logged once. */
  readonly failures?: Failures;
}

/** What the queue runs; safe to run twice for the same work (R30). */
type Processor = Handle &
  Pick<LastRules, "labelsOfInterest" | "showsPlainReview" | "looksFor" | "forgetRules"> & {
    /** For the sweep: uses whatever a listing tells of a repository. */
    readonly listing: Listing;
    /** To be called with GitHub's time from its answers: the database certainly knows what is said after the first of them (R78). */
    heard(at: Instant): void;
  };

/** One for the process: it caches the registries and diffs that were read. */
export function createProcessor(options: ProcessorOptions): Processor {
  const { github, log } = options;
  const shared = sharedParts(options);
  const { registries, memory } = shared;
  const failures = options.failures ?? forgettingFailures(log);
  const keptPace = pace();
  const handle: Handle = async (work) => {
    const { botLogin, appId } = await github.appIdentity();
    const canWait = work.deliveries.every(isBackground);
    const paced = keptPace.begin(work.installationId, canWait && isThread(work.subject));
    if (work.deliveries.some(({ cause }) => cause === GRANTED_CAUSE)) github.renewToken(work.installationId);
    const { client, requests } = fencedClient(
      github.installation(work.installationId, canWait ? "background" : "live"),
      {
        assertOurs: () => work.assertOurs?.(),
        sent: paced.sent,
        forbidden: waitingOutOfReach(github.app, work),
      },
    );
    const log = childOf(options.log, () => shownWork(work));
    const looked = doubtful(shared.checkMemory);
    const bot = { login: botLogin, id: null };
    const lacksPermission = (error: unknown): error is Forbidden => failures.lacksPermission(error, work);
    const parts = { ...shared, checkMemory: looked.memory, log, client, requests, appId, bot, lacksPermission };
    try {
      await routeByName(route, parts, { ...work, notes: await readNotes(withoutEchoes(work.notes, botLogin)) });
      looked.assertSettled();
    } catch (error) {
      const late = goneOrLate(error, work, shared.patience);
      if (late !== null) throw late;
      if (!failures.isFinal(error, work)) throw error;
      if (error instanceof Forbidden) waitForReturn(error.message, work);
    } finally {
      paced.ended();
    }
  };
  const { labelsOfInterest, showsPlainReview, looksFor, forgetRules } = registries;
  const listing = { companionOf: registries.companionOf, listed: shared.repositoryNotes.listed };
  const heard = onceDone((at: Instant) => memory.seen(at), log);
  return Object.assign(handle, { labelsOfInterest, showsPlainReview, looksFor, forgetRules, listing, heard });
}

const GRANTED_CAUSE = "installation.new_permissions_accepted";

/** What all jobs share for as long as the process lives. */
function sharedParts(options: ProcessorOptions) {
  const { database, log, github, webUrl, enqueue, later } = options;
  const { db } = database;
  const watch = registryWatch({ db, enqueue });
  const registries = watched(openRegistries(registryStore(db), options.registryRepo), watch);
  const told = async (notes: readonly Note[]) =>
    await readNotes(withoutEchoes(notes, (await github.appIdentity()).botLogin));
  const memory = continuity(db);
  return {
    db,
    log,
    webUrl,
    enqueue,
    later,
    registries,
    watch,
    figures: new Map(),
    withoutIssue: new Set<string>(),
    decided: new Set<string>(),
    budgets: budgets(),
    memory,
    diffs: diffReader(),
    key: recordKey(options.secrets[0]),
    keys: options.secrets.map(recordKey),
    heads: database.exclusive,
    checkMemory: checkMemory(db),
    repositoryNotes: repositoryNotes({
      db,
      log,
      registries,
      enqueue,
      watches: Object.values(WATCHED).map((watched) => readingWatch({ db, enqueue }, watched)),
    }),
    ...(options.onVerdict && { onVerdict: options.onVerdict }),
    accessMemory: (repository: RepositoryRef) => storedMemory(db, repository),
    ...(options.access && { access: options.access }),
    away: (owner: string, at: Instant) => awayAt(db, owner, at),
    knownDecisions: ({ repository, number }: Pick<PullFacts, "repository" | "number">) =>
      knownDecisionsOf(db, { repositoryId: repository.id, number }),
    toldLately: async (subject: ThreadSubject) => told(await recentNotes(db, threadKey(subject), TOLD_LATELY_S)),
    recall: async (facts: PullFacts) => {
      const { repository, number } = facts;
      const pull = { repositoryId: repository.id, owner: repository.owner, number, headSha: facts.head.sha };
      const key = threadKey({ kind: "pull", repository, number });
      const { notes, ...others } = await recall(db, pull, key, TOLD_LATELY_S);
      return { ...others, told: await told(notes) };
    },
    vouches: vouchMemory(db),
    patience: patience(log),
    sizes: pageSizes(),
    openRecords: async (repositoryId: number) =>
      new Map((await openPulls(db, repositoryId)).map(({ number, record }) => [number, record])),
  };
}

function registryStore(db: Database["db"]): RegistryStore {
  return {
    find: (key) => findRegistry(db, key),
    save: (registry, seenAt) => saveRegistry(db, registry, seenAt),
    saw: (repository, installationId) => saveRepository(db, repository, installationId),
    teams: {
      since: (count) => changedSince(db, "teams", count),
      next: (owner) => nextGeneration(db, "teams", owner),
    },
  };
}

/** Called until it was done once. A failure is no harm: then it begins with a later answer, or the first reading. */
function onceDone(note: (at: Instant) => Promise<void>, log: Log): (at: Instant) => void {
  let begun = false;
  return (at) => {
    if (begun) return;
    begun = true;
    note(at).catch((error: unknown) => {
      begun = false;
      log.debug({ err: error }, "since when the database knows everything could not be written down yet");
    });
  };
}

/** A process died while it wrote a check, and its request may still reach GitHub: the check is examined once more later (R75). */
class WriteOnItsWay extends Error {
  override readonly name = "WriteOnItsWay";
  readonly expected = true;
  readonly retryAfter: number;

  constructor(seconds: number) {
    super("a check that another process began to write may still change");
    this.retryAfter = seconds;
  }
}

function doubtful(memory: CheckMemory): { readonly memory: CheckMemory; assertSettled(): void } {
  let doubted = 0;
  const confirm: CheckMemory["confirm"] = async (repositoryId, headSha, found) => {
    const seconds = await memory.confirm(repositoryId, headSha, found);
    doubted = Math.max(doubted, seconds);
    return seconds;
  };
  return {
    memory: { ...memory, confirm },
    assertSettled: () => {
      if (doubted > 0) throw new WriteOnItsWay(doubted);
    },
  };
}

/** For events that came before GitHub had told the app's own login: what Rung itself did is no news, in particular not its hold label. */
function withoutEchoes(notes: readonly Note[], botLogin: string): readonly Note[] {
  const isEcho = (note: Note) => note.kind === "labelled" && loginKey(note.by.login) === loginKey(botLogin);
  return notes.some(isEcho) ? notes.filter((note) => !isEcho(note)) : notes;
}

/** Events of so many seconds ago may not show in a reading yet. */
const TOLD_LATELY_S = MAX_LAG_MS / 1_000;

/** Each reading of what governs also informs the watch. */
function watched(registries: Registries, watch: RegistryWatch): Registries {
  return {
    ...registries,
    governing: async (client, head, readAt) => {
      if (client.installationId !== null) await watch.seen(client.installationId, head, readAt);
      return await registries.governing(client, head, readAt);
    },
  };
}

/** Looked at by themselves, at most one write of a check each; others list, or read for long. */
function isThread({ kind }: Work["subject"]): boolean {
  return kind === "pull" || kind === "issue";
}

function route(parts: JobParts, work: Work): Promise<void> {
  const { subject } = work;
  switch (subject.kind) {
    case "pull":
      return processPull(parts, subject, work);
    case "issue":
      return processIssue(parts, subject, work);
    case "merge-group":
      return processMergeGroup(parts, subject, work);
    case "commit":
      return processCommit(parts, subject, work);
    case "base":
      return processBase(parts, subject, work);
    case "registry":
      return processRegistry(parts, subject.repository, work);
    case "publishing":
      return processPublishing(parts, subject, work);
    case "access":
      return processAccess(parts, subject.repository, work);
    case "inactivity":
      return processInactivity(parts, subject.repository, work);
    case "growth":
      return processGrowth(parts, subject.repository, work);
    case "decisions":
      return processDecisions(parts, subject.repository, work);
    case "access-news":
      return passAccessNews(parts, work);
    case "sweep":
      return processSweep(parts, subject.repositories, work);
    default:
      return unreachable(subject);
  }
}
