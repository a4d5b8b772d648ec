/** `npm run bench`: what Rung costs and how fast it is, against the sandbox in another process. See docs/benchmark.md. */

import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { aPostgres, type TestPostgres } from "../support/a-postgres.ts";
import { beside, type OtherGate } from "./beside.ts";
import { type Bot, startBot } from "./bot.ts";
import { growth } from "./growth.ts";
import { intake } from "./intake.ts";
import { latency } from "./latency.ts";
import { memoryOf, processorOf } from "./processes.ts";
import { registrySizes } from "./registry.ts";
import { requestsPerEvent } from "./requests.ts";
import { openPulls, type Sandbox, startSandbox } from "./sandbox.ts";
import { SMALL_MACHINE, smallMachine } from "./small.ts";
import { shownTable, type Table, tableAsData } from "./table.ts";
import { throughput } from "./throughput.ts";

const HELP = `Measures Rung against its sandbox, each in a process of its own, on loopback alone.

  npm run bench -- [--quick] [--postgres] [--json] [--small] [--beside COMMAND --context NAME [--hook PATH] [--file PATH=FILE]…]

  --quick     fewer of everything: shows that it works, not how fast it is
  --postgres  the bot stores in a PostgreSQL server of its own, instead of embedded
  --json      one JSON document instead of tables
  --small     instead: embedded, on a machine of 512 MB, 3,000 deliveries at once; fails where they take more memory than Rung says it needs
  --beside    instead: Rung and the gate that COMMAND starts, by the same events; it listens at $PORT, and finds GitHub and the app's
              credentials in GHE_HOST, GITHUB_API_URL, GITHUB_GRAPHQL_URL, APP_ID, PRIVATE_KEY and WEBHOOK_SECRET
  --context   the name of that gate's check run, or the context of its commit status
  --hook      the path it takes webhooks at; default /api/github/webhooks
  --file      committed to the repository before, such as that gate's policy: where it goes, and the file to take
`;

interface Sizes {
  readonly pulls: number;
  readonly reviews: number;
  readonly rounds: number;
  readonly idleMs: number;
  /** Of the flood. */
  readonly deliveries: number;
  /** Milliseconds after which all is given up. */
  readonly bound: number;
}

const FULL: Sizes = { pulls: 500, reviews: 60, rounds: 11, idleMs: 5_000, deliveries: 10_000, bound: 900_000 };
const QUICK: Sizes = { pulls: 60, reviews: 8, rounds: 3, idleMs: 1_000, deliveries: 1_000, bound: 300_000 };

type Cleanup = (() => Promise<void> | void)[];

async function main(): Promise<void> {
  const flag = { type: "boolean", default: false } as const;
  const text = { type: "string" } as const;
  const files = { type: "string", multiple: true, default: [] as string[] } as const;
  const { values } = parseArgs({
    options: {
      quick: flag,
      postgres: flag,
      json: flag,
      small: flag,
      help: flag,
      beside: text,
      context: text,
      hook: text,
      file: files,
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const sizes = values.quick ? QUICK : FULL;
  const machine = aboutTheMachine(values.postgres ? "PostgreSQL" : "embedded (PGlite)");
  if (!values.json) process.stdout.write(`${machine.text}\n\n`);
  const tables: Table[] = [];
  const told = (table: Table) => {
    tables.push(table);
    if (!values.json) process.stdout.write(`${shownTable(table)}\n`);
  };
  const other = otherGate(values);
  const run = values.small ? small : other === null ? measured : compared(other);
  await tidily(sizes.bound, (cleanup) => run(sizes, values.postgres, cleanup, told));
  const document = { ...machine.data, quick: values.quick, tables: tables.map(tableAsData) };
  if (values.json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Numbers without the machine's load are worth nothing. */
function aboutTheMachine(database: string) {
  const load = loadavg()[0] ?? 0;
  const [first] = cpus();
  const data = { node: process.version, cores: cpus().length, model: first?.model ?? "", load, database };
  const busy = load > 0.5 ? " The machine is busy: times below say little, ratios and counts still hold." : "";
  const text = `Node ${data.node}, ${data.cores} cores (${data.model}), load ${load.toFixed(1)}, database ${database}.${busy}`;
  return { data, text };
}

/** Undoes whatever was started, last first: at the end, on a failure, on a signal, and when the time is up. */
async function tidily(bound: number, run: (cleanup: Cleanup) => Promise<void>): Promise<void> {
  const cleanup: Cleanup = [];
  const stop = Promise.withResolvers<never>();
  const late = setTimeout(() => stop.reject(new Error(`not done within ${bound / 1_000} s`)), bound);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.reject(new Error(signal)));
  try {
    await Promise.race([run(cleanup), stop.promise]);
  } finally {
    clearTimeout(late);
    for (const undo of cleanup.toReversed()) await undo();
  }
}

async function measured(
  sizes: Sizes,
  withPostgres: boolean,
  cleanup: Cleanup,
  told: (table: Table) => void,
): Promise<void> {
  told(registrySizes(sizes.rounds));
  told(growth(Math.min(5, sizes.rounds)));
  const folder = mkdtempSync(join(tmpdir(), "rung-bench-"));
  cleanup.push(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = withPostgres ? await startedPostgres(cleanup) : null;
  const sandbox = await startSandbox(folder);
  cleanup.push(() => sandbox.stop());
  const bot = await started({ sandbox, folder, postgres, sizes, cleanup }, told);
  told(await requestsPerEvent(sandbox, bot));
  const pulls = await openPulls(sandbox, sizes.pulls);
  await bot.quiet();
  told(await latency(sandbox, bot, pulls.slice(0, sizes.reviews)));
  for (const table of await throughput(sandbox, bot, pulls, [bot.pid, sandbox.pid, postgres?.pid ?? null])) told(table);
  told(await intake(sandbox, bot, pulls, sizes.deliveries));
}

/** What is asked of a small machine does not get smaller with --quick: it takes no longer than that. */
async function small(_sizes: Sizes, _: boolean, cleanup: Cleanup, told: (table: Table) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rung-bench-"));
  cleanup.push(() => rmSync(folder, { recursive: true, force: true }));
  const sandbox = await startSandbox(folder);
  cleanup.push(() => sandbox.stop());
  const start = async () => {
    const bot = await startBot(sandbox, folder, "", SMALL_MACHINE);
    cleanup.push(() => bot.stop());
    return bot;
  };
  for (const table of await smallMachine(sandbox, start)) told(table);
}

interface Asked {
  readonly beside?: string | undefined;
  readonly context?: string | undefined;
  readonly hook?: string | undefined;
  readonly file: readonly string[];
}

function otherGate({ beside: command, context, hook = "/api/github/webhooks", file }: Asked): OtherGate | null {
  if (command === undefined && context === undefined) return null;
  if (command === undefined || context === undefined)
    throw new Error(
      "--beside COMMAND and --context NAME belong together: what starts the other gate, and what it writes",
    );
  return { command, context, hook, files: file };
}

function compared(other: OtherGate) {
  return async (sizes: Sizes, withPostgres: boolean, cleanup: Cleanup, told: (table: Table) => void): Promise<void> => {
    const postgres = withPostgres ? await startedPostgres(cleanup) : null;
    const url = (await postgres?.freshDatabase()) ?? "";
    told(await beside(other, { pulls: sizes.reviews, within: 30_000, idleMs: 2 * sizes.idleMs }, url));
  };
}

async function startedPostgres(cleanup: Cleanup): Promise<TestPostgres> {
  const starting = aPostgres({ durable: true });
  // Registered before it stands: a signal may come meanwhile.
  cleanup.push(async () => (await starting).stop());
  return await starting;
}

interface Start {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly postgres: TestPostgres | null;
  readonly sizes: Sizes;
  readonly cleanup: Cleanup;
}

/** Starts the bot twice: with nothing there yet, and again with what the first start left; the second one stays. */
async function started(
  { sandbox, folder, postgres, sizes, cleanup }: Start,
  told: (table: Table) => void,
): Promise<Bot> {
  const url = (await postgres?.freshDatabase()) ?? "";
  const first = await startBot(sandbox, folder, url);
  cleanup.push(() => first.stop());
  await first.quiet();
  await first.stop();
  const bot = await startBot(sandbox, folder, url);
  cleanup.push(() => bot.stop());
  await bot.quiet();
  // What is left of the start (the compiler, the collector) is no rest.
  await wait(sizes.idleMs);
  const before = processorOf(bot.pid);
  await wait(sizes.idleMs);
  const after = processorOf(bot.pid);
  const busy = before === null || after === null ? null : ((after - before) / sizes.idleMs) * 100;
  told({
    title: "Start and rest",
    columns: ["ready, first start ms", "ready, later ms", "MiB idle", "processor idle %"],
    rows: [[first.readyMs, bot.readyMs, memoryOf(bot.pid)?.now ?? null, busy]],
  });
  return bot;
}

await main().catch((error: unknown) => {
  process.stderr.write(`The benchmark failed: ${error instanceof Error ? error.message : String(error)}\n`);
  // At once: what was under way must not go on, and the last resort ends what it started.
  process.exit(1);
});
