/** One run of chaos: sandbox, PostgreSQL and bots; busy people on bad days; then peace, and a comparison of all that stands. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { aPostgres } from "../support/a-postgres.ts";
import { answersTo } from "./answers.ts";
import { type Bots, startBots } from "./bots.ts";
import { databaseTrouble } from "./database-trouble.ts";
import { type Dice, dice } from "./dice.ts";
import { doubledEffects, watchChecks } from "./doubled.ts";
import { somebodyActs } from "./people.ts";
import { handledTimes, settled } from "./settling.ts";
import { aTown, type Town } from "./town.ts";
import { astray, badDay } from "./trouble.ts";
import { followed, type Truth } from "./truth.ts";
import { wrongStates } from "./wrong.ts";

export interface ChaosOptions {
  /** Webhooks to be sent before peace comes. */
  readonly deliveries: number;
  readonly pulls: number;
  readonly processes: number;
  readonly killEveryMs: number;
  /** Share of API requests that fail. */
  readonly faults: number;
  /** GitHub's readings lag up to this long behind its webhooks; 0: never. */
  readonly lagMs: number;
  /** How often the bots' database connections are cut, on average; 0: never. */
  readonly cutEveryMs: number;
  /** What people do, acts a second. */
  readonly pace: number;
  readonly seed: number;
  /** For the chaos, and as much again for the peace after it. */
  readonly minutes: number;
  /** Folder for the bots' logs; `null`: none are kept. */
  readonly logs: string | null;
  readonly told?: (line: string) => void;
}

export interface Outcome {
  readonly deliveries: number;
  /** Of these: not handed over. */
  readonly failed: number;
  readonly kills: number;
  /** How often all database connections were cut. */
  readonly cuts: number;
  /** API requests the bots made before peace came. */
  readonly requests: number;
  /** Of these: struck by a fault. */
  readonly faults: number;
  readonly seconds: number;
  readonly wrong: readonly string[];
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

/** The share of readings that lag. */
const LATE = 0.3;
const HOLD_LABEL = "do-not-merge/hold";

export async function chaos(options: ChaosOptions): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "rung-chaos-"));
  const cleanup: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const postgres = await aPostgres();
    cleanup.push(() => postgres.stop());
    const url = await postgres.freshDatabase();
    const town = aTown();
    const sandbox = await startSandbox({ world: town.world });
    cleanup.push(() => sandbox.close());
    const bots = await startBots({ count: options.processes, env: botEnv(sandbox, url, folder), logs: options.logs });
    cleanup.push(() => bots.stop());
    const database = new pg.Client(url);
    await database.connect();
    cleanup.push(() => database.end());
    return await chaosIn({ options, town, sandbox, bots, database });
  } finally {
    for (const clean of cleanup.toReversed()) await clean();
  }
}

/** As in production, but that it looks for what it missed every few seconds. */
function botEnv(sandbox: Sandbox, databaseUrl: string, folder: string): Readonly<Record<string, string>> {
  const key = join(folder, "key.pem");
  writeFileSync(key, sandbox.privateKey, { mode: 0o600 });
  return {
    ...{ GHE_HOST: sandbox.host, GHE_PROTOCOL: "http", APP_ID: `${sandbox.appId}`, PRIVATE_KEY_PATH: key },
    ...{ WEBHOOK_SECRET: sandbox.webhookSecret, DATABASE_URL: databaseUrl, HOST: "127.0.0.1", PORT: "0" },
    ...{ RECOVERY_INTERVAL: "5s", SWEEP_INTERVAL: "off", LOG_LEVEL: "warn", NODE_ENV: "production" },
  };
}

interface Stage {
  readonly options: ChaosOptions;
  readonly town: Town;
  readonly sandbox: Sandbox;
  readonly bots: Bots;
  readonly database: pg.Client;
}

async function chaosIn(stage: Stage): Promise<Outcome> {
  const { options, sandbox, bots, database } = stage;
  const began = performance.now();
  const truth = followed(sandbox, HOLD_LABEL);
  const doubledChecks = watchChecks(sandbox);
  sandbox.setWebhookUrl(() => bots.nextUrl());
  sandbox.deliver({ concurrency: 16 });
  const cuts = await badTimes(stage, truth);
  const requests = sandbox.journal.last;
  options.told?.(`peace after ${seconds(began)} s, ${bots.kills} kills; what is left is handled now`);
  await bots.allUp();
  const left = await settled({ sandbox, database, truth, withinMs: options.minutes * 60_000 });
  options.told?.(`at rest after ${seconds(began)} s; comparing`);
  return await told(stage, truth(), { began, left, doubledChecks, requests, cuts });
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1_000);
}

/** Answers with how often the database's connections were cut. */
async function badTimes({ options, town, sandbox, bots, database }: Stage, truth: () => Truth): Promise<number> {
  const { seed, killEveryMs, minutes, deliveries, pulls, pace, lagMs, cutEveryMs } = options;
  const end = performance.now() + minutes * 60_000;
  const [ofPeople, ofTrouble, ofKills, ofFaults] = [dice(seed), dice(seed + 1), dice(seed + 2), dice(seed + 3)];
  sandbox.faults.random = ofFaults.next;
  for (const fault of badDay(options.faults)) sandbox.faults.add(fault);
  const [ofLag, ofCuts] = [dice(seed + 4), dice(seed + 5)];
  // Most readings are of now, as they are on most days.
  if (lagMs > 0) sandbox.setLag(() => (ofLag.chance(LATE) ? Math.round(lagMs * ofLag.next()) : 0));
  const over = new AbortController();
  const cutting = cutEveryMs > 0 ? databaseTrouble(database, ofCuts, cutEveryMs, over.signal) : null;
  const killing = killed(bots, ofKills, killEveryMs, over.signal);
  try {
    while (truth().events < deliveries && performance.now() < end) {
      sandbox.deliver(astray(ofTrouble));
      somebodyActs({ town, dice: ofPeople, mostPulls: pulls });
      await wait(1_000 / pace);
    }
  } finally {
    over.abort();
    await killing;
    await cutting?.over;
    sandbox.setLag(0);
    sandbox.faults.clear();
    sandbox.deliver({ drop: 0, double: 0, reorder: 0 });
  }
  return cutting?.cuts ?? 0;
}

/** Between half and one and a half times so often. */
async function killed(bots: Bots, chance: Dice, everyMs: number, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await wait(everyMs * (0.5 + chance.next()), null, { signal: over }).catch(() => {});
    if (!over.aborted) await bots.killOne(chance);
  }
}

interface Seen {
  readonly began: number;
  readonly left: readonly string[];
  readonly doubledChecks: readonly string[];
  readonly requests: number;
  readonly cuts: number;
}

async function told({ sandbox, bots, database }: Stage, truth: Truth, seen: Seen): Promise<Outcome> {
  const answers = answersTo(sandbox, truth, await handledTimes(database));
  return {
    deliveries: truth.events,
    failed: sandbox.webhooks.log.filter(({ status }) => status === 0).length,
    kills: bots.kills,
    cuts: seen.cuts,
    requests: seen.requests,
    faults: sandbox.faults.struck,
    seconds: seconds(seen.began),
    wrong: await wrongStates(sandbox, truth),
    lost: [...seen.left, ...answers.lost],
    doubled: [...seen.doubledChecks, ...answers.doubled, ...doubledEffects(sandbox, truth)],
  };
}
