/** Keeps this process up to date with what others learned: GitHub's requests for quiet (R29), and registries that changed. */

import type { Database } from "../../database/database.ts";
import { changedSince } from "../../database/generations.ts";
import { savePause, standingPauses } from "../../database/pauses.ts";
import type { GitHub, Pause } from "../../github/client/client.ts";
import { SPACED_TIMES } from "../../github/client/spacing.ts";
import type { Log } from "../../shared/log.ts";

export interface Shared {
  /** GitHub asked this process for quiet; writes it down for the others. */
  paused(pause: Pause): void;
  /** Resolves when nothing is under way. */
  stop(): Promise<void>;
}

interface SharedOptions {
  readonly database: Pick<Database, "db">;
  readonly github: Pick<GitHub, "keepPause">;
  /** Another process saw registries of these owners change, their logins folded; `null`: anybody's may have. */
  readonly registriesChanged: (owners: ReadonlySet<string> | null) => void;
  readonly log: Log;
  readonly everyMs?: number;
}

const EVERY_MS = 2_000;

/** Resolves once the present state is known: before that, nothing should be asked of GitHub. */
export async function startShared(options: SharedOptions): Promise<Shared> {
  const { database, github, log, everyMs = EVERY_MS } = options;
  const { db } = database;
  let seen = (await changedSince(db, "registries", 0)).count;
  let looking: Promise<void> = Promise.resolve();
  let writing: Promise<void> = Promise.resolve();

  async function keepPauses(): Promise<void> {
    for (const pause of await standingPauses(db, SPACED_TIMES)) github.keepPause(pause);
  }

  async function look(): Promise<void> {
    await keepPauses();
    const { count, owners } = await changedSince(db, "registries", seen);
    if (owners === null || owners.size > 0) options.registriesChanged(owners);
    seen = count;
  }

  await keepPauses();
  const timer = setInterval(() => {
    looking = looking.then(() =>
      look().catch((error: unknown) => log.debug({ err: error }, "what other processes heard could not be read")),
    );
  }, everyMs);
  timer.unref();
  return {
    paused: (pause) => {
      writing = writing.then(() =>
        savePause(db, pause).catch((error: unknown) =>
          log.warn({ err: error }, "GitHub's request to wait was not kept"),
        ),
      );
    },
    stop: async () => {
      clearInterval(timer);
      await looking;
      await writing;
    },
  };
}
