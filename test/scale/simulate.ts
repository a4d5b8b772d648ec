/** One simulation: GitHub's world, a PostgreSQL filled as after a year, bots, a working day at speed, and a sweep. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { processorOf, until } from "../bench/processes.ts";
import { dice } from "../chaos/dice.ts";
import { aPostgres, type TestPostgres } from "../support/a-postgres.ts";
import { type Bot, inTurn, startBot } from "./bots.ts";
import { type Eye, openEye, type Statement, type TableFigures, type Waits } from "./database.ts";
import { aDay } from "./day.ts";
import { type Held, heldBy } from "./memory.ts";
import { between, type Requests, requestsOf } from "./requests.ts";
import { sampleLives } from "./sample.ts";
import { seed } from "./seed.ts";
import { type Sizes, sizesAt } from "./sizes.ts";
import { type Sweep, sweepOf } from "./sweep.ts";
import { type BroadWorld, broadWorld } from "./world.ts";

export interface ScaleOptions {
  readonly scale: number;
  readonly deliveries: number;
  readonly processes: number;
  /** Milliseconds that GitHub takes for an answer. */
  readonly latency: number;
  /** So many deliveries may wait before people rest. */
  readonly backlog: number;
  readonly seed: number;
  readonly sweep: boolean;
  /** Of a server to be used; `null`: one is started. */
  readonly databaseUrl: string | null;
  readonly told?: (line: string) => void;
  /** Given what the day came to, before the sweep. */
  readonly onDay?: (day: Outcome) => void;
}

export interface Outcome {
  readonly sizes: Sizes;
  readonly seconds: { readonly world: number; readonly seed: number; readonly day: number };
  readonly deliveries: number;
  readonly refused: number;
  /** Milliseconds, each delivery: of all bots together, of PostgreSQL, and of GitHub's stand-in with whoever acts in it. */
  readonly processor: { readonly bots: number | null; readonly postgres: number | null; readonly github: number };
  readonly waits: Waits;
  readonly held: readonly Held[];
  readonly requests: Requests;
  readonly before: readonly TableFigures[];
  readonly after: readonly TableFigures[];
  readonly databaseMiB: readonly [number, number];
  readonly statements: readonly Statement[];
  readonly sweep: Sweep | null;
}

/** Counted by the server where it is one of our own. */
const SETTINGS = ["shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track=top", "max_wal_size=2GB"];

type Cleanup = (() => Promise<void> | void)[];

/** Whatever was started ends with it, on a signal as well. */
export async function simulate(options: ScaleOptions): Promise<Outcome> {
  const cleanup: Cleanup = [];
  const stop = Promise.withResolvers<never>();
  const signals = (["SIGINT", "SIGTERM"] as const).map((signal) => {
    const stopped = () => stop.reject(new Error(signal));
    process.once(signal, stopped);
    return () => process.off(signal, stopped);
  });
  try {
    return await Promise.race([simulated(options, cleanup), stop.promise]);
  } finally {
    for (const off of signals) off();
    for (const clean of cleanup.toReversed()) await clean();
  }
}

export interface Stage {
  readonly options: ScaleOptions;
  readonly broad: BroadWorld;
  readonly sandbox: Sandbox;
  readonly eye: Eye;
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<Bot>;
  readonly postgres: TestPostgres | null;
}

async function simulated(options: ScaleOptions, cleanup: Cleanup): Promise<Outcome> {
  const { told = () => {} } = options;
  const sizes = sizesAt(options.scale);
  const folder = mkdtempSync(join(tmpdir(), "rung-scale-"));
  cleanup.push(() => rmSync(folder, { recursive: true, force: true }));
  const made = await timed(async () => broadWorld(sizes));
  const broad = made.result;
  told(`GitHub's world is there: ${made.seconds.toFixed(1)} s`);
  const postgres = options.databaseUrl === null ? await aPostgres({ durable: true, settings: SETTINGS }) : null;
  if (postgres !== null) cleanup.push(() => postgres.stop());
  const databaseUrl = options.databaseUrl ?? (await postgres?.freshDatabase()) ?? "";
  const sandbox = await startSandbox({ world: broad.world });
  cleanup.push(() => sandbox.close());
  sandbox.deliver({ concurrency: 48 });
  const start = async (env: Readonly<Record<string, string>> = {}) => {
    const bot = await startBot({ sandbox, databaseUrl, folder, env });
    cleanup.push(() => bot.stop());
    return bot;
  };
  const eye = await openEye(databaseUrl);
  cleanup.push(() => eye.close());
  const stage = { options, broad, sandbox, eye, start, postgres };
  await sampled(stage);
  const filled = await timed(() => seed(databaseUrl, broad, sizes));
  told(`the database is filled: ${filled.seconds.toFixed(1)} s`);
  const { bots, ...day } = await aWorkingDay(stage);
  const seconds = { world: made.seconds, seed: filled.seconds, day: day.seconds };
  const outcome: Outcome = { sizes, ...day, seconds, sweep: null };
  options.onDay?.(outcome);
  return options.sweep ? { ...outcome, sweep: await sweepOf(stage, bots) } : outcome;
}

async function timed<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const began = performance.now();
  return { result: await run(), seconds: (performance.now() - began) / 1_000 };
}

/** A bot of its own writes down the sample, and ends. */
async function sampled({ broad, sandbox, eye, start }: Stage): Promise<void> {
  const bot = await start({ SWEEP_INTERVAL: "off" });
  sandbox.setWebhookUrl(bot.webhookUrl);
  sampleLives(broad);
  await atRest({ sandbox, eye });
  sandbox.setWebhookUrl(null);
  await bot.stop();
}

const REST_MS = 20 * 60_000;

/** No webhook is under way and nothing is due, twice in a row: what a job writes brings new webhooks. */
export async function atRest({ sandbox, eye }: Pick<Stage, "sandbox" | "eye">): Promise<void> {
  let calm = 0;
  const isCalm = async () => {
    await sandbox.settled();
    calm = (await eye.waiting()) === 0 ? calm + 1 : 0;
    return calm > 3;
  };
  await until("all deliveries to be handled", isCalm, { within: REST_MS, every: 50 });
}

/** How often is looked how many wait, in acts. */
const LOOK_EVERY = 25;
/** Webhooks that were made and are not answered yet. */
const MAX_UNDER_WAY = 100;

async function aWorkingDay({ options, broad, sandbox, eye, start, postgres }: Stage) {
  const { told = () => {} } = options;
  const bots = await Promise.all(Array.from({ length: options.processes }, () => start()));
  await wait(options.scale < 0.1 ? 0 : 5_000);
  const counted = counting(sandbox);
  sandbox.setWebhookUrl(inTurn(bots));
  sandbox.setLatency(options.latency);
  const [before, sizeBefore] = [await eye.tables(), await eye.sizeMiB()];
  await eye.setBack();
  const asked = await requestsOf(bots);
  const processors = () => ({
    bots: sum(bots.map(({ pid }) => processorOf(pid))),
    postgres: postgres === null ? null : processorOf(postgres.pid),
    github: process.cpuUsage(),
  });
  const from = processors();
  const since = await eye.now();
  const began = performance.now();
  const day = aDay(broad, dice(options.seed));
  const held: Held[] = [await heldBy(bots, 0)];
  const steps = 8;
  let next = 1;
  while (counted.sent() < options.deliveries) {
    for (let act = 0; act < LOOK_EVERY && counted.sent() < options.deliveries; act += 1) day.act();
    while (counted.underWay() > MAX_UNDER_WAY) await wait(2);
    while ((await eye.waiting()) > options.backlog) await wait(20);
    if (counted.sent() < (options.deliveries * next) / steps) continue;
    held.push(await heldBy(bots, counted.sent()));
    told(`${counted.sent()} deliveries after ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    for (const trouble of await eye.troubles()) told(`  ${trouble}`);
    next = Math.floor((counted.sent() * steps) / options.deliveries) + 1;
  }
  await atRest({ sandbox, eye });
  const seconds = (performance.now() - began) / 1_000;
  held.push(await heldBy(bots, counted.sent()));
  const to = processors();
  const deliveries = counted.sent();
  const each = (one: number | null, other: number | null) =>
    one === null || other === null ? null : (other - one) / deliveries;
  const own = (to.github.user + to.github.system - from.github.user - from.github.system) / 1_000;
  return {
    bots,
    seconds,
    deliveries,
    refused: counted.refused(),
    processor: {
      bots: each(from.bots, to.bots),
      postgres: each(from.postgres, to.postgres),
      github: own / deliveries,
    },
    waits: await eye.waits(since),
    held,
    requests: between(asked, await requestsOf(bots)),
    before,
    after: await eye.tables(),
    databaseMiB: [sizeBefore, await eye.sizeMiB()] as const,
    statements: await eye.statements(15),
  };
}

function counting({ webhooks }: Sandbox) {
  let [sent, refused] = [0, 0];
  webhooks.onDelivery(({ status }) => {
    sent += 1;
    if (status === null || status < 200 || status > 299) refused += 1;
  });
  const made = () => webhooks.log.at(-1)?.entry.seq ?? 0;
  const before = made();
  return { sent: () => sent, refused: () => refused, underWay: () => made() - before - sent };
}

function sum(values: readonly (number | null)[]): number | null {
  return values.reduce((all: number | null, one) => (all === null || one === null ? null : all + one), 0);
}
