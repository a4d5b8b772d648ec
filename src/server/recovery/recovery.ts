/** Repairs what webhooks missed, in three ways: GitHub's log of deliveries, the sweep, and scheduled jobs. */

import type { Database } from "../../database/database.ts";
import type { Upkeep } from "../../environment/upkeep.ts";
import type { GitHub } from "../../github/client/client.ts";
import type { Listing } from "../../jobs/repository-notes.ts";
import type { Queue } from "../../queue/queue.ts";
import type { Log } from "../../shared/log.ts";
import type { VerifiedEvent } from "../app.ts";
import type { Outcome } from "../create-app.ts";
import { takeInMissed } from "./missed.ts";
import { type Rounds, startRounds } from "./rounds.ts";
import { sweepRound } from "./sweep.ts";

interface RecoveryOptions {
  readonly github: GitHub;
  readonly database: Database;
  readonly queue: Queue;
  readonly receive: (event: VerifiedEvent) => Promise<Outcome>;
  readonly listing: Listing;
  readonly upkeep: Upkeep;
  readonly version: string;
  readonly log: Log;
  readonly onInstallations?: (ids: readonly number[]) => void;
}

interface Recovery {
  /** Resolves once the log was read and what is open was sent to be looked at, or neither was due. */
  readonly first: Promise<void>;
  stop(): Promise<void>;
}

export function startRecovery(options: RecoveryOptions): Recovery {
  const { queue, log, upkeep } = options;
  // What waits for a time may be due by GitHub's clock, whatever this machine's says; each costs one read.
  const hastened = queue
    .runDueNow()
    .catch((error: unknown) => log.warn({ err: error }, "what is due could not be looked at"));
  const missed = deliveryLog(options);
  const sweep = upkeep.sweepMs === null ? null : sweeping(options, upkeep.sweepMs);
  return {
    first: Promise.all([hastened, missed.first, sweep?.first]).then(() => {}),
    stop: async () => {
      await Promise.all([missed.stop(), sweep?.stop()]);
    },
  };
}

function deliveryLog({ github, database, receive, upkeep, log }: RecoveryOptions): Rounds {
  const { db } = database;
  let said = false;
  return startRounds({
    name: "delivery log",
    db,
    log,
    everyMs: upkeep.recoveryMs,
    ...(upkeep.onceMoreMs !== null && { onceMoreMs: upkeep.onceMoreMs }),
    round: async (signal) => {
      // Until it is known who Rung is, its own echoes would be taken for news.
      await github.appIdentity();
      const end = await takeInMissed({ app: github.app, db, receive, log, requests: upkeep.recoveryRequests, signal });
      if (end.kind === "no-log" && !said) {
        said = true;
        log.warn("this GitHub shows no log of deliveries; what it could not hand over is left to the sweep");
      }
      return { kind: end.kind === "more" ? "more" : "done" };
    },
  });
}

function sweeping(options: RecoveryOptions, everyMs: number): Rounds {
  const { github, database, queue, listing, upkeep, version, log, onInstallations } = options;
  const { db } = database;
  const about = {
    github,
    db,
    queue,
    listing,
    log,
    everyMs,
    requests: upkeep.sweepRequests,
    version,
    ...(onInstallations && { onInstallations }),
  };
  return startRounds({
    name: "sweep",
    db,
    log,
    everyMs,
    round: (signal) => sweepRound({ ...about, signal }),
  });
}
