/** Puts the bot together: port first, so that it can say what it waits for; then database, queue and app. */
import { createApp } from "./app.ts";
import type { Database } from "./database/database.ts";
import type { Environment } from "./environment.ts";
import { type GitHub, openGitHub } from "./github/client.ts";
import { askIdentity } from "./identity.ts";
import type { Log } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import type { Instant } from "./names.ts";
import { type MountedPage, mountPage, type PageSettings } from "./page/mount.ts";
import { createProcessor } from "./process.ts";
import { type Queue, startQueue } from "./queue/queue.ts";
import { startClockPoll } from "./recovery/clock-poll.ts";
import { type FirstLook, startFirstLook } from "./recovery/first-look.ts";
import { type ExtraHandler, startServer } from "./server.ts";

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
  /** Resolves once the jobs for everything open at the start are stored. */
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
  });
  const identity = askIdentity(github, log);
  const page = pageFor(options, () => inside?.database.db ?? null);
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
    extra: async (request, response) =>
      (await options.extra?.(request, response)) === true || (await page?.handle(request, response)) === true,
  }).catch((error: unknown) => {
    identity.stop();
    page?.close();
    github.close();
    throw error;
  });
  const outside = async () => {
    identity.stop();
    await server.close();
    page?.close();
  };
  try {
    inside = await openInside(options, github, metrics, () => identity.current()?.botLogin ?? null);
  } catch (error) {
    await outside();
    github.close();
    throw error;
  }
  const { database, queue, clockSeen } = inside;
  const look: FirstLook = startFirstLook({ github, database, queue, log });
  const stopPoll = startClockPoll({ github, database, clockSeen, log });
  const close = async () => {
    look.stop();
    stopPoll();
    await outside();
    await queue.drain();
    github.close();
    await database.close();
  };
  return { url: server.url, webhookUrl: server.webhookUrl, queue, database, missing, firstLook: look.sent, close };
}

/** `null`: switched off. */
function pageFor({ environment, credentials, log }: StartOptions, db: PageSettings["db"]): MountedPage | null {
  const { page } = environment;
  return page ? mountPage({ ...page, environment, secrets: credentials.webhookSecrets, log, db }) : null;
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
    queue = await startQueue({ database, log, handle, onRun: metrics.ran, ...(concurrency && { concurrency }) });
    const app = await createApp({
      appId: credentials.appId,
      privateKey: credentials.privateKey,
      webhookSecret: credentials.webhookSecrets[0],
      apiUrl: environment.apiUrl,
      database,
      queue,
      log,
      known: () => ({
        appId: credentials.appId,
        botLogin: botLogin(),
        labelsOfInterest: (repositoryId) => handle.labelsOfInterest(repositoryId),
      }),
    });
    return { database, queue, receive: app.receive, clockSeen: handle.clockSeen };
  } catch (error) {
    await database.close();
    throw error;
  }
}
