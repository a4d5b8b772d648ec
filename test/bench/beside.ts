/** Rung and any other gate, one after the other: the same events of the same sandbox, until the gate's context says what they decide. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startBot } from "./bot.ts";
import { startCommand } from "./command.ts";
import { type Front, startFront } from "./front.ts";
import { familyMemory, familyProcessor, type Process, until } from "./processes.ts";
import { PLACE, type Pull, type Sandbox, startSandbox } from "./sandbox.ts";
import { type Cell, percentile, type Table } from "./table.ts";

/** A gate that is started by a command, with GitHub's address and the app's credentials in its environment. */
export interface OtherGate {
  readonly command: string;
  /** The name of its check run, or the context of its commit status. */
  readonly context: string;
  /** Path of its webhook's address. */
  readonly hook: string;
  /** Files for the repository's default branch before it starts, such as its policy: `PATH=FILE`. */
  readonly files: readonly string[];
}

export interface BesideSizes {
  readonly pulls: number;
  /** How long a context may take, ms. */
  readonly within: number;
  readonly idleMs: number;
}

const API_LATENCY = 50;

interface Gate {
  readonly name: string;
  readonly context: string;
  start(sandbox: Sandbox, front: Front, folder: string): Promise<Process & { readonly readyMs: number }>;
}

/** `databaseUrl`: of Rung; empty: embedded. */
export async function beside(other: OtherGate, sizes: BesideSizes, databaseUrl: string): Promise<Table> {
  // The other one first: if its command does not start, nobody waits for Rung's figures to be told so.
  const its = await measured(started(other), other.files, sizes);
  const rows = [await measured(rung(databaseUrl), other.files, sizes), its];
  const columns = ["Gate", "ready ms", "MiB at rest", "p50 ms", "p95 ms", "requests each", "processor ms each"];
  return {
    title: `Two gates, ${sizes.pulls} pull requests, API latency ${API_LATENCY} ms: one is approved at a time, then all are objected to at once`,
    columns: [...columns, "all decided after ms", "MiB after", "said nothing", "wrong at the end"],
    rows,
  };
}

function rung(databaseUrl: string): Gate {
  return {
    name: "Rung",
    context: "rung",
    start: async (sandbox, front, folder) =>
      await startBot(
        { ...sandbox, credentials: { ...sandbox.credentials, GHE_HOST: front.host } },
        folder,
        databaseUrl,
      ),
  };
}

function started({ command, context, hook }: OtherGate): Gate {
  return {
    name: context,
    context,
    start: async (sandbox, front) => {
      const { APP_ID, PRIVATE_KEY, WEBHOOK_SECRET } = sandbox.credentials;
      const base = `http://${front.host}`;
      const env = {
        ...{ APP_ID: APP_ID ?? "", PRIVATE_KEY: PRIVATE_KEY ?? "", WEBHOOK_SECRET: WEBHOOK_SECRET ?? "" },
        ...{ GHE_HOST: front.host, GHE_PROTOCOL: "http", HOST: "127.0.0.1" },
        ...{ GITHUB_API_URL: `${base}/api/v3`, GITHUB_GRAPHQL_URL: `${base}/api/graphql` },
      };
      const gate = await startCommand(command, env);
      await sandbox.set("webhook", { url: `http://127.0.0.1:${gate.port}${hook}` });
      return gate;
    },
  };
}

interface Stage {
  readonly gate: Gate;
  readonly sandbox: Sandbox;
  readonly front: Front;
  readonly sizes: BesideSizes;
}

/** Each has a sandbox of its own, which begins alike. */
async function measured(gate: Gate, files: readonly string[], sizes: BesideSizes): Promise<Cell[]> {
  const folder = mkdtempSync(join(tmpdir(), "rung-beside-"));
  const ending: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const sandbox = await startSandbox(folder);
    ending.push(() => sandbox.stop());
    const front = await startFront(sandbox.url);
    ending.push(() => front.close());
    if (files.length > 0) await sandbox.act({ ...COMMIT, files: Object.fromEntries(files.map(fileOf)) });
    const running = await gate.start(sandbox, front, folder);
    ending.push(() => running.stop());
    const stage = { gate, sandbox, front, sizes };
    await quiet(stage);
    await wait(sizes.idleMs);
    const rest = familyMemory(running.pid);
    const events = await eventsOf(stage, running.pid);
    return [gate.name, running.readyMs, rest, ...events];
  } finally {
    for (const end of ending.toReversed()) await end();
  }
}

const COMMIT = { action: "commit", as: "SparkYuan", ...PLACE, branch: "main" } as const;

function fileOf(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new Error(`a file is given as PATH=FILE, not as ${JSON.stringify(text)}`);
  return [text.slice(0, at), readFileSync(text.slice(at + 1), "utf8")];
}

async function eventsOf(stage: Stage, pid: number): Promise<Cell[]> {
  const { sandbox, front, sizes, gate } = stage;
  const pulls: Pull[] = [];
  for (let n = 0; n < sizes.pulls; n += 1) pulls.push(await sandbox.openPull(`p${n}`));
  await quiet(stage);
  await setLatency(stage, API_LATENCY);
  const before = { requests: front.requests(), processor: familyProcessor(pid) };
  const times: number[] = [];
  for (const pull of pulls) {
    const ms = await approved(stage, pull);
    if (ms !== null) times.push(ms);
  }
  await sandbox.set("deliveries/settings", { paused: true });
  for (const pull of pulls) await sandbox.act({ ...reviewOf(pull), event: "REQUEST_CHANGES" });
  const begun = performance.now();
  const shas = pulls.map(({ sha }) => sha);
  const decided = front.said(gate.context, shas, false, sizes.within);
  await sandbox.set("deliveries/settings", { paused: false });
  const all = (await decided) ? performance.now() - begun : null;
  await quiet(stage);
  await setLatency(stage, 0);
  const reviews = 2 * pulls.length;
  const processor = familyProcessor(pid);
  const cost = processor === null || before.processor === null ? null : (processor - before.processor) / reviews;
  const wrong = shas.filter((sha) => front.last(gate.context, sha) !== false).length;
  const spread = [0.5, 0.95].map((share) => (times.length === 0 ? null : percentile(times, share)));
  const requests = (front.requests() - before.requests) / reviews;
  return [...spread, requests, cost, all, familyMemory(pid), pulls.length - times.length, wrong];
}

function reviewOf({ number }: Pull) {
  return { action: "review", as: "SparkYuan", ...PLACE, number, body: "As discussed." } as const;
}

/** Milliseconds from the review until the context passes; `null`: it did not in time. */
async function approved(stage: Stage, pull: Pull): Promise<number | null> {
  const { sandbox, front, sizes, gate } = stage;
  await quiet(stage);
  const begun = performance.now();
  const passed = front.said(gate.context, [pull.sha], true, sizes.within);
  await sandbox.act({ ...reviewOf(pull), event: "APPROVE" });
  return (await passed) ? performance.now() - begun : null;
}

async function setLatency({ sandbox, front }: Stage, ms: number): Promise<void> {
  front.setLatency(ms);
  await sandbox.set("latency", { ms });
}

const QUIET_MS = 400;

/** No webhook is under way, and nothing was asked for a while: all that one can see of any gate. */
async function quiet({ sandbox, front }: Stage): Promise<void> {
  let [before, since] = [-1, 0];
  const isQuiet = async () => {
    await sandbox.settled();
    const now = front.requests();
    if (now !== before || front.underWay() > 0) [before, since] = [now, performance.now()];
    return performance.now() - since > QUIET_MS;
  };
  await until("the gate to be idle", isQuiet, { within: 120_000, every: 40 });
}
