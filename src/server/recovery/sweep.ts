/**
 * Looks at everything open, a little at a time: what no webhook and no log told is put right all the same (R31). Each round makes a
 * limited number of requests for each installation, and the next one continues from there; after an upgrade it begins anew.
 */

import { setTimeout as wait } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { dueOfCause } from "../../database/deliveries.ts";
import { findValue, saveValue } from "../../database/key-values.ts";
import { openNumbers } from "../../database/pulls.ts";
import type { Schema } from "../../database/schema.ts";
import type { Client, GitHub } from "../../github/client/client.ts";
import { GitHubError, severityOf } from "../../github/client/errors.ts";
import { readInstallations } from "../../github/read/installations.ts";
import { readInstallationRepositories, readOpenPulls } from "../../github/read/listings.ts";
import { readPromoting } from "../../github/read/promoting.ts";
import { type OpenPulls, sendFirstLooks } from "../../jobs/first-look.ts";
import type { Listing } from "../../jobs/repository-notes.ts";
import { unlessUnlisted } from "../../jobs/unlisted.ts";
import { type Job, type JobSubject, type RepositoryRef, SWEEP_CAUSE } from "../../model/job.ts";
import { DECISION_MARKER } from "../../promotions/decisions/decision-marker.ts";
import { NOMINATION_MARKER } from "../../promotions/record-marker.ts";
import type { Queue } from "../../queue/queue.ts";
import type { Log } from "../../shared/log.ts";
import { counting } from "./counting.ts";
import type { RoundEnd } from "./rounds.ts";

export interface SweepOptions {
  readonly github: Pick<GitHub, "app" | "installation" | "appIdentity">;
  readonly db: Kysely<Schema>;
  readonly queue: Pick<Queue, "enqueue">;
  readonly listing: Listing;
  readonly log: Log;
  readonly everyMs: number;
  /** What a round may cost an installation; a subject counts as one request. */
  readonly requests: number;
  /** When it changes, everything is looked at again immediately. */
  readonly version: string;
  readonly signal: AbortSignal;
  /** Called with all installations in each round. */
  readonly onInstallations?: (ids: readonly number[]) => void;
}

/** How far an installation was swept; repositories are in the order of their ids. */
const placeView = z.object({ repository: z.number(), number: z.number() });
type Place = z.infer<typeof placeView>;
const stateView = z.object({ version: z.string() });

const KEY = "sweep";
/** Enqueued together; the next ones once only this many wait, so that people's own events are never behind them. */
const AT_ONCE = 25;
const LOOK_MS = 200;
/**
 * How many installations are swept at a time. Each has limits of its own at GitHub, and a round mostly waits for its answers: one after
 * the other, some thousand installations would take longer than the hour until the next round.
 */
const LANES = 8;

export async function sweepRound(options: SweepOptions): Promise<RoundEnd> {
  const { db, github, log, version, everyMs, signal } = options;
  const last = await lastRound(db);
  const isUpgrade = last !== null && last.version !== version;
  if (last !== null && !isUpgrade && last.agoMs < everyMs) return { kind: "early", inMs: everyMs - last.agoMs };
  const installations = await readInstallations(github.app);
  options.onInstallations?.(installations);
  let subjects = 0;
  await inLanes(installations, LANES, async (id) => {
    signal.throwIfAborted();
    subjects += await sweepInstallation(options, id, isUpgrade).catch((error: unknown) => {
      // One installation's trouble, or its limits, keep no other from being swept.
      if (!(error instanceof GitHubError)) throw error;
      log[severityOf(error)]({ err: error, installation: id }, "an installation was not swept to the end of its turn");
      return 0;
    });
  });
  await saveValue(db, KEY, { version });
  log.info({ installations: installations.length, subjects, version }, "what is open was looked at");
  return { kind: "done" };
}

/**
 * Each lane takes the next one when it has finished its last. A failure ends all of them: nothing more is taken, and what is under way
 * ends first.
 */
async function inLanes<T>(all: readonly T[], lanes: number, run: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    try {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await run(one);
    } catch (error) {
      left.length = 0;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

async function lastRound(db: Kysely<Schema>): Promise<{ readonly version: string; readonly agoMs: number } | null> {
  const found = await sql<{ value: unknown; ago: number }>`
    select value, (extract(epoch from now() - updated_at) * 1000)::float8 as ago
    from key_values where key = ${KEY}`.execute(db);
  const state = stateView.safeParse(found.rows[0]?.value).data;
  return state === undefined ? null : { ...state, agoMs: found.rows[0]?.ago ?? 0 };
}

/** How many subjects were sent. */
async function sweepInstallation(options: SweepOptions, id: number, fromTheStart: boolean): Promise<number> {
  const { db, github } = options;
  const { enqueue } = options.queue;
  const counted = counting(github.installation(id, "background"));
  const key = `sweep of ${id}`;
  const before = await findValue(db, key);
  const place = fromTheStart ? null : (placeView.safeParse(before).data ?? null);
  // Never swept: everything there is looked at for the first time, or the database was lost.
  const first: OpenPulls[] | null = before === null ? [] : null;
  const turn: Turn = { id, counted, first, sent: 0 };
  let reached: Place | null;
  try {
    reached = await sweepFrom(options, turn, place);
  } finally {
    // A repository that cannot be listed keeps none before it waiting.
    await sendFirstLooks({ enqueue, db, installationId: id }, first ?? []);
  }
  await saveValue(db, key, reached ?? {});
  return turn.sent;
}

/** What a round does for one installation. */
interface Turn {
  readonly id: number;
  readonly counted: ReturnType<typeof counting>;
  /** Takes the first looks, which are sent together in the end; `null`: these are not the first. */
  readonly first: OpenPulls[] | null;
  sent: number;
}

/** Where the next round goes on; `null`: everything was sent. */
async function sweepFrom(options: SweepOptions, turn: Turn, place: Place | null): Promise<Place | null> {
  const { client, requests } = turn.counted;
  const isSpent = () => requests() + turn.sent >= options.requests;
  const all = await readInstallationRepositories(client);
  const repositories = all.toSorted((one, other) => one.id - other.id);
  // Windows of promotions end whatever else there is to look at, and they are few.
  if (place === null) turn.sent += await sendPromotions(options, turn.id, client, repositories);
  for (const repository of repositories) {
    const after = place !== null && repository.id === place.repository ? place.number : 0;
    if (place !== null && repository.id < place.repository) continue;
    const pulls = await openAfter(options, client, repository, after);
    const [some] = pulls;
    if (turn.first !== null && some !== undefined) {
      if (isSpent()) return placeBefore(repository.id, 1);
      turn.first.push({ repository: some.repository, numbers: pulls.map(({ number }) => number) });
      turn.sent += pulls.length;
      continue;
    }
    for (let from = 0; from < pulls.length; from += AT_ONCE) {
      if (isSpent()) return placeBefore(repository.id, pulls[from]?.number ?? 1);
      turn.sent += await send(options, turn.id, pulls.slice(from, from + AT_ONCE));
    }
  }
  return null;
}

function placeBefore(repository: number, number: number): Place {
  return { repository, number: number - 1 };
}

type PullSubject = Extract<JobSubject, { kind: "pull" }>;

async function openAfter(
  { listing, db, log }: SweepOptions,
  client: Client,
  repository: RepositoryRef,
  after: number,
): Promise<readonly PullSubject[]> {
  const open = await unlessUnlisted(log, repository, null, () =>
    readOpenPulls(client, repository, listing.companionOf(repository.id)),
  );
  if (open === null) return [];
  await listing.listed(client, open.registryHead, open.readAt, SWEEP_CAUSE);
  // Closed without anybody having heard of it: its check is still to be taken (R38).
  const remembered = await openNumbers(db, open.repository.id);
  const numbers = [...new Set([...open.pulls.map(({ number }) => number), ...remembered])];
  return numbers
    .filter((number) => number > after)
    .toSorted((one, other) => one - other)
    .map((number) => ({ kind: "pull", repository: open.repository, number }));
}

async function sendPromotions(
  options: SweepOptions,
  id: number,
  client: Client,
  repositories: readonly RepositoryRef[],
): Promise<number> {
  const { botLogin } = await options.github.appIdentity();
  let sent = 0;
  for (const repository of repositories) {
    const markers = [NOMINATION_MARKER, DECISION_MARKER];
    const subjects = await unlessUnlisted(options.log, repository, [], () =>
      readPromoting(client, repository, { markers, botLogin }),
    );
    for (let from = 0; from < subjects.length; from += AT_ONCE)
      sent += await send(options, id, subjects.slice(from, from + AT_ONCE));
  }
  return sent;
}

async function send(
  { db, queue, signal }: SweepOptions,
  installationId: number,
  subjects: readonly JobSubject[],
): Promise<number> {
  // What GitHub's limits hold back is not waited for: it may be another installation's.
  while ((await dueOfCause(db, SWEEP_CAUSE)) > AT_ONCE) await wait(LOOK_MS, undefined, { signal });
  signal.throwIfAborted();
  await queue.enqueue(subjects.map((subject): Job => ({ installationId, subject, cause: SWEEP_CAUSE, notes: [] })));
  return subjects.length;
}
