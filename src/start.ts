/** Puts the bot together: port first, so that it can say what it waits for; then database, queue and app. */
import { createApp } from "./app.ts";
import type { Database } from "./database/database.ts";
import { DEFAULT_UPKEEP, type Environment } from "./environment.ts";
import { type GitHub, openGitHub } from "./github/client.ts";
import { askIdentity } from "./identity.ts";
import type { Log } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import type { Instant } from "./names.ts";
import { createProcessor } from "./process.ts";
import { type Queue, startQueue } from "./queue/queue.ts";
import { startClockPoll } from "./recovery/clock-poll.ts";
import { startRecovery } from "./recovery/recovery.ts";
import { seenNotes } from "./recovery/seen-notes.ts";
import { type Shared, startShared } from "./recovery/shared.ts";
import { type ExtraHandler, startServer } from "./server.ts";
import { version } from "./version.ts";

export interface Credentials {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecrets: readonly [string, ...string[]];
}

export interface StartOptions {
  readonly environment: Environment;
  readonly credentials: Credentials;
  readonly openDatabase: () => Promise<Database>;
  readonly log: Log;
  readonly extra?: ExtraHandler;
  readonly concurrency?: number;
}

export interface Rung {
  readonly url: string;
  readonly webhookUrl: string;
  readonly queue: Queue;
  readonly database: Database;
  /** What is missing until webhooks are taken; empty: ready. */
  missing(): Promise<readonly string[]>;
  /** Resolves once GitHub's log was read, and the jobs for everything open at the start are stored. */
  readonly firstLook: Promise<void>;
  /** Takes nothing new, lets what runs end within 25 s, gives the rest back, and closes. */
  close(): Promise<void>;
}

/** What stands once the database is open. */
interface Inside {
  readonly database: Database;
  readonly queue: Queue;
  readonly receive: Awaited<ReturnType<typeof createApp>>["receive"];
  readonly clockSeen: (at: Instant) => Promise<void>;
  readonly shared: Shared;
  /** Writes down what is still to be. */
  flush(): Promise<void>;
}

/** Rejects, with everything closed again, when the port or the database cannot be had. */
export async function startRung(options: StartOptions): Promise<Rung> {
  const { environment, credentials, log } = options;
  let inside: Inside | null = null;
  const metrics = createMetrics(async () => (await inside?.queue.stats()) ?? null);
  const github = openGitHub({
    apiUrl: environment.apiUrl,
    graphqlUrl: environment.graphqlUrl,
    appId: credentials.appId,
    privateKey: credentials.privateKey,
    onRequest: (request) => metrics.requested(request),
    onPause: (pause) => inside?.shared.paused(pause),
  });
  const identity = askIdentity(github, log);
  const missing = async () => [...(await missingInside(inside)), ...[identity.missing()].filter((why) => why !== null)];
  const server = await startServer({
    host: environment.host,
    port: environment.port,
    secrets: () => credentials.webhookSecrets,
    receive: async (event) => {
      if (inside === null) throw new Error("the database is not open yet");
      return await inside.receive(event);
    },
    missing,
    metrics,
    log,
    ...(options.extra && { extra: options.extra }),
  }).catch((error: unknown) => {
    identity.stop();
    github.close();
    throw error;
  });
  const outside = async () => {
    identity.stop();
    await server.close();
  };
  try {
    inside = await openInside(options, github, metrics, () => identity.current()?.botLogin ?? null);
  } catch (error) {
    await outside();
    github.close();
    throw error;
  }
  const { database, queue, clockSeen, receive, shared, flush } = inside;
  const upkeep = environment.upkeep ?? DEFAULT_UPKEEP;
  const recovery = startRecovery({ github, database, queue, receive, upkeep, version, log });
  const stopPoll = startClockPoll({ github, database, clockSeen, log });
  const close = async () => {
    stopPoll();
    await outside();
    await recovery.stop();
    await queue.drain();
    await flush();
    await shared.stop();
    github.close();
    await database.close();
  };
  return { url: server.url, webhookUrl: server.webhookUrl, queue, database, missing, firstLook: recovery.first, close };
}

async function missingInside(inside: Inside | null): Promise<readonly string[]> {
  if (inside === null) return ["the database is not open yet"];
  const slow = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error("no answer")), 2_000).unref();
  });
  return await Promise.race([inside.database.ping(), slow]).then(
    () => [],
    () => ["the database does not answer"],
  );
}

async function openInside(
  { environment, credentials, openDatabase, log, concurrency }: StartOptions,
  github: GitHub,
  metrics: Metrics,
  botLogin: () => string | null,
): Promise<Inside> {
  const database = await openDatabase();
  try {
    let queue: Queue | null = null;
    const handle = createProcessor({
      registryRepo: environment.registryRepo,
      database,
      log,
      github,
      secrets: credentials.webhookSecrets,
      enqueue: async (jobs) => {
        if (queue === null) throw new Error("the queue is still starting");
        await queue.enqueue(jobs);
      },
      hasten: async () => {
        await queue?.hasten();
      },
      later: async (job, inMs) => {
        if (queue === null) throw new Error("the queue is still starting");
        await queue.later(job, inMs);
      },
    });
    const shared = await startShared({ database, github, registriesChanged: handle.forgetRules, log });
    const seen = seenNotes(database.db, log);
    queue = await startQueue({ database, log, handle, onRun: metrics.ran, ...(concurrency && { concurrency }) });
    const app = await createApp({
      appId: credentials.appId,
      privateKey: credentials.privateKey,
      webhookSecret: credentials.webhookSecrets[0],
      apiUrl: environment.apiUrl,
      database,
      queue,
      log,
      onUnused: seen.note,
      known: () => ({
        appId: credentials.appId,
        botLogin: botLogin(),
        labelsOfInterest: (repositoryId) => handle.labelsOfInterest(repositoryId),
      }),
    });
    return { database, queue, receive: app.receive, clockSeen: handle.clockSeen, shared, flush: seen.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}
