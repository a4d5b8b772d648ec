/** Assembles the bot: the port first, so that it can say what it waits for; then database, queue and app. */

import { beginEpoch } from "./database/check-epoch.ts";
import type { Database } from "./database/database.ts";
import { patiently } from "./database/patient-start.ts";
import type { Environment } from "./environment/environment.ts";
import { proxyFor, withoutPassword } from "./environment/proxy-environment.ts";
import { codeOf, settingFault } from "./environment/system-fault.ts";
import { DEFAULT_UPKEEP } from "./environment/upkeep.ts";
import { version } from "./environment/version.ts";
import { type GitHub, openGitHub } from "./github/client/client.ts";
import { type GitHubHealth, gitHubHealth } from "./github/client/github-health.ts";
import { ping } from "./github/read/ping.ts";
import { createProcessor } from "./jobs/process.ts";
import type { Listing } from "./jobs/repository-notes.ts";
import { type Queue, startQueue } from "./queue/queue.ts";
import { type App, createApp } from "./server/create-app.ts";
import { askIdentity } from "./server/identity.ts";
import { createMetrics, type Metrics } from "./server/metrics.ts";
import { type MountedPage, mountPage, type PageSettings } from "./server/page/mount.ts";
import { startPruning } from "./server/pruning.ts";
import { notReadyReasons } from "./server/readiness.ts";
import { clockWatch, startClockPoll } from "./server/recovery/github-clock.ts";
import { startRecovery } from "./server/recovery/recovery.ts";
import { seenNotes } from "./server/recovery/seen-notes.ts";
import { type Shared, startShared } from "./server/recovery/shared.ts";
import { type ExtraHandler, type RunningServer, startServer } from "./server/server.ts";
import type { Log } from "./shared/log.ts";
import type { Instant } from "./shared/names.ts";

interface Credentials {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecrets: readonly [string, ...string[]];
}

interface StartOptions {
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
  /** What is missing before webhooks can be accepted; empty: ready. */
  notReadyReasons(): Promise<readonly string[]>;
  /** Resolves once GitHub's log was read, and the jobs for everything open at the start are stored. */
  readonly firstLook: Promise<void>;
  /** When a subject was last handled, by `performance.now()`; `null`: none was yet. */
  lastRunAt(): number | null;
  /** Takes nothing new, lets what runs end within 25 s, gives the rest back, and closes. */
  close(): Promise<void>;
}

/** The parts that exist once the database is open. */
interface Inside {
  readonly database: Database;
  readonly queue: Queue;
  readonly app: App;
  readonly listing: Listing;
  readonly shared: Shared;
  /** To be called with GitHub's time from its answers. */
  heard(at: Instant): void;
  /** Writes down what is still to be. */
  flush(): Promise<void>;
}

/** Webhooks come while the database is being opened: no fault of Rung's own (R88), and GitHub's log of deliveries brings them back. */
class NotOpenYet extends Error {
  override readonly name = "NotOpenYet";
  readonly retryable = true;

  constructor() {
    super("the database is not open yet");
  }
}

/** Rejects, with everything closed again, when the port or the database cannot be had. */
export async function startRung(options: StartOptions): Promise<Rung> {
  const { environment, log } = options;
  let inside: Inside | null = null;
  logProxy(environment, log);
  if (environment.access === "grant")
    log.info({ access: "grant" }, "people are added to teams that registries with `mode: grant` hand over");
  const metrics = createMetrics(async () => (await inside?.queue.stats()) ?? null);
  let lastRunAt: number | null = null;
  const ran: Metrics["ran"] = (run) => {
    lastRunAt = performance.now();
    metrics.ran(run);
  };
  const front = await startFront(options, metrics, () => inside);
  const { github, server, notReadyReasons } = front;
  try {
    inside = await patiently(() => openInside(options, github, { ...metrics, ran }, front.botLogin), log);
  } catch (error) {
    await front.close();
    github.close();
    throw error;
  }
  const { database, queue, app, shared, flush } = inside;
  const rounds = startRoundsOf(options, front, inside, metrics);
  const close = async () => {
    await rounds.stopNow();
    await front.close();
    await rounds.recovery.stop();
    await app.idle();
    await queue.drain();
    await flush();
    await shared.stop();
    github.close();
    await database.close();
  };
  return {
    url: server.url,
    webhookUrl: server.webhookUrl,
    queue,
    database,
    notReadyReasons,
    firstLook: rounds.recovery.first,
    lastRunAt: () => lastRunAt,
    close,
  };
}

/** The parts that exist before the database is open: requests are answered, and GitHub is asked who the app is. */
interface Front {
  readonly github: GitHub;
  readonly server: RunningServer;
  readonly notReadyReasons: Rung["notReadyReasons"];
  /** Asks GitHub anything, to be told its time. */
  ask(): Promise<void>;
  /** `null`: not told yet. */
  botLogin(): string | null;
  /** All but GitHub's client, which the jobs that still run use. */
  close(): Promise<void>;
}

async function startFront(options: StartOptions, metrics: Metrics, inside: () => Inside | null): Promise<Front> {
  const { environment, credentials, log } = options;
  const { github, githubHealth, ask } = watchedGitHub(options, { metrics, inside });
  const identity = askIdentity(github, log);
  const page = pageFor(options, () => inside()?.database.db ?? null);
  const stats = async () => (await inside()?.queue.stats()) ?? null;
  const storing = async () => (await inside()?.queue.storingFault()) ?? null;
  const reasons = () => notReadyReasons({ stats, storing, identity, githubHealth, maxLagMs: environment.readyMaxLag });
  const server = await startServer({
    host: environment.host,
    port: environment.port,
    secrets: () => credentials.webhookSecrets,
    glanced: (event, body) => inside()?.app.glanced(event, body) ?? null,
    receive: async (event) => {
      const opened = inside();
      if (opened === null) throw new NotOpenYet();
      return await opened.app.receive(event);
    },
    notReadyReasons: reasons,
    metrics,
    log,
    extra: async (request, response) =>
      (await options.extra?.(request, response)) === true || (await page?.handle(request, response)) === true,
  }).catch((error: unknown) => {
    identity.stop();
    page?.close();
    github.close();
    throw new Error(unheard(error, environment), { cause: error });
  });
  const close = async () => {
    identity.stop();
    await server.close();
    page?.close();
  };
  const botLogin = () => identity.current()?.botLogin ?? null;
  return { github, server, notReadyReasons: reasons, ask, botLogin, close };
}

/** The regular rounds, whatever webhooks tell. */
function startRoundsOf(
  { environment, log }: StartOptions,
  { github, ask }: Front,
  { database, queue, app, listing }: Inside,
  metrics: Metrics,
) {
  const recovery = startRecovery({
    github,
    database,
    queue,
    receive: app.receive,
    listing,
    upkeep: environment.upkeep ?? DEFAULT_UPKEEP,
    version,
    log,
    onInstallations: metrics.installed,
  });
  const stopPoll = startClockPoll({ ask, database, log });
  const stopPruning = startPruning({ db: database.db, auditDays: environment.auditDays, log });
  /** All that waits for nothing outside. */
  const stopNow = async () => {
    stopPoll();
    await stopPruning();
  };
  return { recovery, stopNow };
}

/** GitHub's client; it reports whether GitHub answers, what time it is there, and when it asks for quiet. */
function watchedGitHub(
  { environment, credentials, log }: StartOptions,
  { metrics, inside }: { readonly metrics: Metrics; readonly inside: () => Inside | null },
): { readonly github: GitHub; readonly githubHealth: GitHubHealth; readonly ask: () => Promise<void> } {
  const github = openGitHub({
    apiUrl: environment.apiUrl,
    graphqlUrl: environment.graphqlUrl,
    appId: credentials.appId,
    privateKey: credentials.privateKey,
    proxies: environment.proxies,
    onRequest: (request) => {
      metrics.requested(request);
      githubHealth.seen(request);
      // A failure may come from what lies between, by a clock of its own.
      if (request.at === null || request.status >= 400) return;
      watchClock(request.at);
      inside()?.heard(request.at);
    },
    onPause: (pause) => inside()?.shared.paused(pause),
  });
  const ask = () => ping(github.app);
  const githubHealth = gitHubHealth({ ask });
  const watchClock = clockWatch(() => {
    inside()
      ?.queue.runDueNow()
      .catch((error: unknown) => log.warn({ err: error }, "what is due could not be looked at"));
  });
  return { github, githubHealth, ask };
}

function logProxy({ proxies, apiUrl }: Environment, log: Log): void {
  if (!proxies) return;
  const proxy = proxyFor(proxies, new URL(apiUrl));
  if (proxy === null)
    log.info({ apiUrl }, "a proxy is set, and GitHub is asked directly: NO_PROXY or the protocol says so");
  else log.info({ apiUrl, proxy: withoutPassword(proxy) }, "GitHub is asked through a proxy");
}

function unheard(error: unknown, { host, port }: Environment): string {
  const isHosts = /^(?:EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL|ENOTFOUND|EAI_AGAIN)$/.test(codeOf(error));
  return isHosts
    ? settingFault(error, "listen", "HOST", host)
    : settingFault(error, "listen", "PORT", `${port} (at ${host})`);
}

/** `null`: switched off. */
function pageFor({ environment, credentials, log }: StartOptions, db: PageSettings["db"]): MountedPage | null {
  const { page } = environment;
  return page ? mountPage({ ...page, environment, secrets: credentials.webhookSecrets, log, db }) : null;
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
      webUrl: environment.webUrl,
      secrets: credentials.webhookSecrets,
      enqueue: async (jobs, inSeconds) => {
        if (queue === null) throw new Error("the queue is still starting");
        await queue.enqueue(jobs, inSeconds);
      },
      onVerdict: metrics.judged,
      ...(environment.access && { access: environment.access }),
      later: async (job, inMs) => {
        if (queue === null) throw new Error("the queue is still starting");
        await queue.schedule(job, inMs);
      },
    });
    // Before any job: the database may be an older copy of itself (R75).
    await beginEpoch(database.db);
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
        showsPlainReview: (repositoryId, by) => handle.showsPlainReview(repositoryId, by),
        looksFor: (repositoryId, by) => handle.looksFor(repositoryId, by),
      }),
    });
    const { listing, heard } = handle;
    return { database, queue, app, listing, shared, heard, flush: seen.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}
