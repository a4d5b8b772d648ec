/**
 * Takes in deliveries that GitHub could not hand over, and those it did hand over but that nobody here knows: from its log, back to
 * where it was last read, in the same way as a webhook (R31). All times are GitHub's; this machine's clock plays no part.
 */

import { setTimeout as wait } from "node:timers/promises";
import type { Kysely } from "kysely";
import { z } from "zod";
import { findValue, saveValue } from "../../database/key-values.ts";
import type { Schema } from "../../database/schema.ts";
import { saveAsked, saveSeen, unseenAmong } from "../../database/seen-deliveries.ts";
import type { Client } from "../../github/client/client.ts";
import { Forbidden, GitHubError, Gone, Transient } from "../../github/client/errors.ts";
import { type LoggedDelivery, readDelivery, readLog } from "../../github/read/delivery-log.ts";
import { redeliver } from "../../github/write/redeliver.ts";
import { failureKind } from "../../shared/failure-kind.ts";
import type { Log } from "../../shared/log.ts";
import type { Instant } from "../../shared/names.ts";
import type { VerifiedEvent } from "../app.ts";
import type { Outcome } from "../create-app.ts";
import { hasUse } from "../webhook/to-job.ts";

export interface MissedOptions {
  readonly app: Client;
  readonly db: Kysely<Schema>;
  /** As for a webhook; rejects when it could not be stored. */
  readonly receive: (event: VerifiedEvent) => Promise<Outcome>;
  readonly log: Log;
  /** The limit for the log's pages in a round, and again for deliveries fetched. */
  readonly requests: number;
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
}

type MissedEnd =
  | { readonly kind: "done"; readonly taken: number }
  /** The round's requests are used up. */
  | { readonly kind: "more"; readonly taken: number }
  /** This GitHub keeps no log, or does not show it. */
  | { readonly kind: "no-log" };

const KEY = "delivery log";
const stateView = z.object({ through: z.number() });

/** At the very first start: the sweep takes care of what came before. */
const FIRST_REACH_MS = 60 * 60_000;
/** How long to retry, in each round, what GitHub fails to return or to send again. */
const TRIED_FOR_MS = 60 * 60_000;
/** Read again each time: entries appear once they were answered, not in the order of their times. */
const OVERLAP_MS = 5 * 60_000;
/** Fetched in parallel; taken in one after the other. */
const AT_ONCE = 10;

export async function takeInMissed(options: MissedOptions): Promise<MissedEnd> {
  const { db, log } = options;
  const first = await firstPage(options);
  if (first === "no-log") return { kind: "no-log" };
  const newest = Math.max(...first.deliveries.map(({ at }) => at));
  if (first.deliveries.length === 0) return { kind: "done", taken: 0 };
  const through = await readThrough(db);
  const floor = floorOf(through, newest);
  const missed = await unseenSince(options, first, floor);
  let taken = 0;
  const failed: Failed[] = [];
  for (let from = 0; from < missed.length; from += AT_ONCE) {
    options.signal.throwIfAborted();
    const some = missed.slice(from, from + AT_ONCE);
    const events = await Promise.all(some.map((one) => told(options, one)));
    for (const [index, one] of some.entries()) {
      const end = await tryToTakeIn(options, one, events[index] ?? null);
      if (typeof end === "number") taken += end;
      else failed.push(end);
    }
    const isLast = from + AT_ONCE >= missed.length;
    const isOver = isLast || from + 2 * AT_ONCE > options.requests;
    if (!isOver && failed.length > 0) continue;
    const again = isOver
      ? await noteFailed(options, failed, { attempted: Math.min(from + AT_ONCE, missed.length), newest })
      : [];
    const through = isLast ? newest : Math.max(floor, some.at(-1)?.at ?? floor);
    await saveValue(db, KEY, { through: Math.min(through, ...again.map(({ one }) => one.at)) });
    if (!isLast && isOver) return { kind: "more", taken };
  }
  if (missed.length === 0) await saveValue(db, KEY, { through: newest });
  if (taken > 0) log.info({ deliveries: taken }, "deliveries that GitHub could not hand over were taken in");
  return { kind: "done", taken };
}

async function firstPage({ app }: MissedOptions) {
  try {
    return await readLog(app, null);
  } catch (error) {
    if (error instanceof Gone || (error instanceof Forbidden && !error.retryable)) return "no-log";
    throw error;
  }
}

async function readThrough(db: Kysely<Schema>): Promise<Instant | null> {
  return stateView.safeParse(await findValue(db, KEY)).data?.through ?? null;
}

/** How far back to read. If a log's newest entry is older than what was read, GitHub's clock was changed: then as at a first start. */
export function floorOf(through: Instant | null, newest: Instant): Instant {
  if (through === null || through > newest) return newest - FIRST_REACH_MS;
  return through - OVERLAP_MS;
}

/** One attempt of each delivery that nobody here knows, the oldest first: commands count in the order in which they were written. */
async function unseenSince(
  options: MissedOptions,
  first: Awaited<ReturnType<typeof readLog>>,
  floor: Instant,
): Promise<readonly LoggedDelivery[]> {
  const missed = new Map<string, LoggedDelivery>();
  let page = first;
  for (let pages = 1; ; pages += 1) {
    const due = page.deliveries.filter(({ at, event }) => at >= floor && hasUse(event));
    const unseen = new Set(
      await unseenAmong(
        options.db,
        due.map(({ guid }) => guid),
      ),
    );
    for (const one of due) if (unseen.has(one.guid)) missed.set(one.guid, earlier(missed.get(one.guid), one));
    const isOver = page.next === null || page.deliveries.some(({ at }) => at < floor);
    if (isOver || page.next === null) break;
    if (pages >= options.requests) {
      options.log.warn(
        { pages },
        "GitHub's delivery log is longer than what may be read at once; the sweep heals the rest",
      );
      break;
    }
    options.signal.throwIfAborted();
    page = await readLog(options.app, page.next);
  }
  return [...missed.values()].toSorted((one, other) => one.at - other.at);
}

function earlier(known: LoggedDelivery | undefined, one: LoggedDelivery): LoggedDelivery {
  return known !== undefined && known.at <= one.at ? known : one;
}

/** Milliseconds before a delivery that GitHub failed to return is requested once more. */
const WAITS_MS = [300, 1_000];

/** `null`: GitHub does not return it, not even when asked again. */
async function told({ app, signal }: MissedOptions, one: LoggedDelivery): Promise<VerifiedEvent | null> {
  for (const ms of [...WAITS_MS, null]) {
    try {
      return await readDelivery(app, one);
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      if (ms !== null) await wait(ms, null, { signal });
    }
  }
  return null;
}

interface Failed {
  readonly one: LoggedDelivery;
  readonly error: unknown;
}

/** A failure of the database ends the round; anything else leaves the others their turn (R52). */
async function tryToTakeIn(
  options: MissedOptions,
  one: LoggedDelivery,
  event: VerifiedEvent | null,
): Promise<0 | 1 | Failed> {
  try {
    return await takeIn(options, one, event);
  } catch (error) {
    const kind = failureKind(error);
    if (kind === "connection" || kind === "read-only" || kind === "server") throw error;
    return { one, error };
  }
}

interface Round {
  /** Deliveries, those that failed among them. */
  readonly attempted: number;
  readonly newest: Instant;
}

/**
 * If others were taken in at the same time, the fault is in these deliveries, and they are not tried in every future round. Otherwise
 * the round failed. Returns those that GitHub itself could not return, or send again, for the moment: they are tried again, since nobody
 * else brings them back.
 */
async function noteFailed(
  { db, log }: MissedOptions,
  failed: readonly Failed[],
  { attempted: tried, newest }: Round,
): Promise<readonly Failed[]> {
  const again = failed.filter(({ one, error }) => isGitHubs(error) && newest - one.at < TRIED_FOR_MS);
  const own = failed.filter((one) => !again.includes(one));
  const isGivenUp = again.length === 0 && own.every(({ error }) => isGitHubs(error));
  if (failed.length > 0 && failed.length === tried && !isGivenUp) throw failed[0]?.error;
  if (own.length > 0)
    await saveSeen(
      db,
      own.map(({ one }) => one.guid),
    );
  for (const { one, error } of own)
    log.error({ err: error, delivery: one.guid }, "a missed delivery cannot be taken in; the sweep heals it");
  for (const { one, error } of again)
    log.warn({ err: error, delivery: one.guid }, "a missed delivery is tried again in the next round");
  return again;
}

function isGitHubs(error: unknown): boolean {
  return error instanceof GitHubError && error.retryable;
}

/** 1: it was news. */
async function takeIn(options: MissedOptions, one: LoggedDelivery, event: VerifiedEvent | null): Promise<0 | 1> {
  const { db, app, log, receive } = options;
  if (event === null) {
    const asked = await redeliver(app, one);
    if (asked) await saveAsked(db, one.guid);
    else await saveSeen(db, [one.guid]);
    log.warn(
      { delivery: one.guid, asked },
      "GitHub does not tell a delivery; it is asked to send it again, or the sweep heals it",
    );
    return 0;
  }
  const outcome = await receive(event);
  // Whoever has it stored knows it; anything else would be fetched again.
  if (outcome.kind === "ignored" || outcome.kind === "malformed") await saveSeen(db, [one.guid]);
  return outcome.kind === "stored" ? 1 : 0;
}
