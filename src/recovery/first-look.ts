/**
 * A look at everything open when the process starts: what happened while none ran, or before Rung was installed, comes right
 * without any event (R31). Not at every start: a restart within the hour has missed little, and each pull request costs a read.
 */
import { z } from "zod";
import type { Database } from "../database/database.ts";
import { findValue, saveValue } from "../database/key-values.ts";
import type { Client, GitHub } from "../github/client.ts";
import type { Log } from "../log.ts";
import type { Queue } from "../queue/queue.ts";
import { parsed } from "../snapshot/pages.ts";

const AGAIN_MS = 60_000;
const FRESH_MS = 60 * 60_000;
const KEY = "first look";

export interface FirstLook {
  /** Resolves once the sweeps are stored in the queue, or are not needed. */
  readonly sent: Promise<void>;
  stop(): void;
}

export interface FirstLookOptions {
  readonly github: Pick<GitHub, "app">;
  readonly database: Pick<Database, "db">;
  readonly queue: Pick<Queue, "enqueue" | "hasten">;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Tried again every minute until GitHub has told the installations. */
export function startFirstLook(options: FirstLookOptions): FirstLook {
  const { log } = options;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const sent = new Promise<void>((resolve) => {
    const look = (): void => {
      send(options).then(resolve, (error: unknown) => {
        if (stopped) return;
        log.warn({ err: error }, "the first look at everything open could not be sent; tried again in a minute");
        timer = setTimeout(look, AGAIN_MS);
        timer.unref();
      });
    };
    look();
  });
  const stop = () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };
  return { sent, stop };
}

async function send({ github, database, queue, log, now = Date.now }: FirstLookOptions): Promise<void> {
  // What waits for a time may be due by GitHub's clock, whatever this machine's says; each costs one read.
  await queue.hasten();
  const last = lookView.safeParse(await findValue(database.db, KEY)).data;
  if (last && now() - last.at < FRESH_MS) return;
  const installations = await readInstallations(github.app);
  await queue.enqueue(
    installations.map((installationId) => ({
      installationId,
      subject: { kind: "sweep", repositories: [] },
      cause: "start",
      notes: [],
    })),
  );
  await saveValue(database.db, KEY, { at: now() });
  log.info({ installations: installations.length }, "everything open is looked at once");
}

const lookView = z.object({ at: z.number() });
const installationsView = z.array(z.object({ id: z.number(), suspended_at: z.string().nullish() }));

/** Ids of the installations that are not suspended. */
async function readInstallations(app: Client): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await app.rest("GET", `/app/installations?per_page=100&page=${page}`);
    const view = parsed(installationsView, data, "the app's installations");
    ids.push(...view.filter(({ suspended_at }) => !suspended_at).map(({ id }) => id));
    if (view.length < 100) return ids;
  }
}
