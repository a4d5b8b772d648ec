/**
 * First looks at everything that was open before Rung came, or before there was a registry. There may be hundreds, so they keep to
 * GitHub's pace and leave room for what people do in the meantime: first the checks alone, newest pull request first, and everything
 * else after all checks.
 */

import type { Kysely } from "kysely";
import { waitingOfCauses } from "../database/deliveries.ts";
import { holdPlaces, takePlace } from "../database/places.ts";
import type { Schema } from "../database/schema.ts";
import {
  EARLIER_FIRST_LOOK_CAUSE,
  FIRST_LOOK_CAUSE,
  type Job,
  type RepositoryRef,
  SETTLING_CAUSE,
} from "../model/job.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Instant } from "../shared/names.ts";
import { labelChange } from "../triage/labels/change.ts";
import type { Evaluation } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";
import { LOOKS_A_MINUTE } from "./pace.ts";
import type { Work } from "./read-notes.ts";

/** Stored together; the queue takes what was stored first. */
const AT_ONCE = 25;

interface Batch<T> {
  readonly items: readonly T[];
  /** When they are due. */
  readonly inSeconds: number;
}

/** Looks are spread over this part of each minute except the first: some of those before may have been slow. */
const SPREAD_S = 20;

/** In any sixty seconds no more are due than GitHub allows; pace.ts keeps what is really sent to the same limit. */
function paced<T>(all: readonly T[]): readonly Batch<T>[] {
  const most = LOOKS_A_MINUTE;
  const batches: Batch<T>[] = [];
  for (let from = 0; from < all.length; ) {
    const [minute, within] = [Math.floor(from / most), from % most];
    const items = all.slice(from, from + Math.min(AT_ONCE, most - within));
    const spread = minute === 0 ? 0 : Math.floor((SPREAD_S * within) / most);
    batches.push({ items, inSeconds: 60 * minute + spread });
    from += items.length;
  }
  return batches;
}

interface Sender {
  readonly enqueue: (jobs: readonly Job[], inSeconds?: number) => Promise<void>;
  readonly db: Kysely<Schema>;
  readonly installationId: number;
}

/** The open pull requests of a repository. */
export interface OpenPulls {
  readonly repository: RepositoryRef;
  readonly numbers: readonly number[];
}

/**
 * Sends all that an installation has open: together, since they share the pace, and since only who knows how many there are can keep
 * everything else until after them.
 */
export async function sendFirstLooks(
  { enqueue, db, installationId }: Sender,
  all: readonly OpenPulls[],
): Promise<void> {
  const batches = pacedLooks(installationId, all);
  const seconds = checksFirst(batches.reduce((sum, { items }) => sum + items.length, 0));
  if (seconds > 0)
    for (const left of ["words", "labels"] as const) await holdPlaces(db, settlingLine(installationId, left), seconds);
  for (const { items, inSeconds } of batches) await enqueue(items, inSeconds);
}

/** A look at each, in each repository the newest first, and when it is due. */
export function pacedLooks(installationId: number, all: readonly OpenPulls[]): readonly Batch<Job>[] {
  const looks = all.flatMap(({ repository, numbers }) =>
    numbers
      .toSorted((one, other) => other - one)
      .map(
        (number): Job => ({
          installationId,
          subject: { kind: "pull", repository, number },
          cause: FIRST_LOOK_CAUSE,
          notes: [],
        }),
      ),
  );
  return paced(looks);
}

/** The line in which everything but the checks waits. */
export function settlingLine(installationId: number, left: "words" | "labels"): string {
  return `settling of ${installationId}: ${left}`;
}

const FIRST: ReadonlySet<string> = new Set([FIRST_LOOK_CAUSE, EARLIER_FIRST_LOOK_CAUSE]);

interface Caused {
  readonly deliveries: readonly Pick<Work["deliveries"][number], "cause" | "dueAt">[];
}

interface Quiet extends Pick<Evaluation, "unshown" | "record"> {
  readonly facts: Pick<Evaluation["facts"], "state">;
}

/**
 * Whether this look writes only the check: nothing has happened there, and nothing is under way that says more than the check. Where first
 * looks are sent twice, by an installation's own event and by the sweep, the second one finds what waits for later in its job, and leaves
 * it for later. `now` by this machine's clock.
 */
export function isFirstLook(
  work: Caused & Pick<Work, "notes">,
  { facts, unshown, record }: Quiet,
  now: Instant,
): boolean {
  const isQuiet =
    work.notes.length === 0 && unshown.length === 0 && facts.state === "open" && record.order === undefined;
  const isForLater = (one: Caused["deliveries"][number]) => FIRST.has(one.cause) || isSettlingAfter(one, now);
  return isQuiet && isOfFirstLook(work) && work.deliveries.every(isForLater);
}

function isSettlingAfter({ cause, dueAt = 0 }: Caused["deliveries"][number], now: Instant): boolean {
  return cause === SETTLING_CAUSE && dueAt > now;
}

/** Whether the job includes a first look, whatever else has happened there. */
export function isOfFirstLook({ deliveries }: Caused): boolean {
  return deliveries.some(({ cause }) => FIRST.has(cause));
}

/** An older pull request was there before Rung: nobody is asked to review it, so there is nothing to say about that either. */
const OLD_MS = 3 * 24 * 60 * 60_000;

/** So few looks need not wait for anything. */
const NO_CROWD = 20;

/**
 * Seconds between two looks, by how many there were before. GitHub allows 80 requests a minute that create content, and 500 an hour. A
 * look that speaks may ask reviewers and comment, so there are twenty of them a minute, and two after the first 130. Labels create no
 * content, and are put on one second apart.
 */
export function settlingGap(before: number, speaks: boolean): number {
  if (before < NO_CROWD) return 0;
  if (!speaks) return 1;
  return before < 130 ? 3 : 30;
}

/** For this many seconds everything else leaves GitHub's limits to the checks that are waiting. */
export function checksFirst(waiting: number): number {
  return waiting <= NO_CROWD ? 0 : 60 * (Math.floor(waiting / LOOKS_A_MINUTE) + 1);
}

/** Labels, reviewers and comments, after all checks and one pull request after the other. Nothing is scheduled if nothing is left to do. */
export async function settleLater(parts: JobParts, own: Evaluation, record: PullRecord, work: Work): Promise<void> {
  const left = whatIsLeft(own, record);
  if (left === "nothing") return;
  const inSeconds = await settlingIn(parts, work, left);
  const dueAt = Date.now() + inSeconds * 1_000;
  const job: Job = {
    installationId: work.installationId,
    subject: work.subject,
    cause: SETTLING_CAUSE,
    notes: [],
    dueAt,
  };
  await parts.enqueue([job], inSeconds);
}

/** What has its place already keeps it. */
async function settlingIn(
  { db }: JobParts,
  { installationId, deliveries }: Work,
  left: "words" | "labels",
): Promise<number> {
  const now = Date.now();
  const kept = deliveries.find((one) => isSettlingAfter(one, now))?.dueAt;
  if (kept !== undefined) return (kept - now) / 1_000;
  const waiting = await waitingOfCauses(db, installationId, [...FIRST]);
  return await takePlace(db, {
    key: settlingLine(installationId, left),
    notBefore: checksFirst(waiting),
    gap: (before) => settlingGap(before, left === "words"),
  });
}

/** If anybody has written a command, there may always be something to say. */
function whatIsLeft({ facts, index, verdict }: Evaluation, record: PullRecord): "words" | "labels" | "nothing" {
  if (index === null) return "nothing";
  const isRecent = facts.readAt - facts.createdAt <= OLD_MS;
  const utterances = [
    facts.description,
    ...facts.comments.items,
    ...facts.reviews.items,
    ...facts.reviewComments.items,
  ];
  const isGoingOn = record.reviewing !== undefined || record.holds.length > 0;
  if (isRecent || isGoingOn || utterances.some(({ calls }) => calls.length > 0)) return "words";
  const change = labelChange({ facts, index, verdict, record });
  if (change === null) return "nothing";
  return "kind" in change || change.add.length > 0 || change.remove.length > 0 ? "labels" : "nothing";
}
