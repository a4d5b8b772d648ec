/** Deciding reviews on many pull requests at once: how many a second, at what cost, and whether a burst is taken whole. */

import type { Bot } from "./bot.ts";
import { memoryOf, processorOf } from "./processes.ts";
import { PLACE, type Pull, type Sandbox } from "./sandbox.ts";
import { type Cell, percentile, type Table } from "./table.ts";

const API_LATENCY = 50;
/** How many webhooks GitHub is taken to have in flight at once. */
const IN_FLIGHT = 32;

interface Measured {
  readonly perSecond: number;
  /** Of the bot, the sandbox and PostgreSQL; milliseconds. */
  readonly processor: readonly (number | null)[];
  readonly requests: number;
  readonly deliveries: number;
  readonly refused: number;
  readonly answers: readonly number[];
}

/** The first of `pids` is the bot's; none of the reviews of a round is of the same pull request, so none collapses into another. */
export async function throughput(
  sandbox: Sandbox,
  bot: Bot,
  pulls: readonly Pull[],
  pids: readonly (number | null)[],
): Promise<readonly Table[]> {
  await sandbox.set("latency", { ms: API_LATENCY });
  const round = (event: "APPROVE" | "REQUEST_CHANGES", concurrency: number) =>
    reviewed({ sandbox, bot, pulls, pids }, event, concurrency);
  const objected = await round("REQUEST_CHANGES", IN_FLIGHT);
  const approved = await round("APPROVE", IN_FLIGHT);
  const burst = await round("REQUEST_CHANGES", pulls.length);
  await sandbox.set("latency", { ms: 0 });
  const memory = memoryOf(bot.pid);
  const columns = ["Reviews", "events/s", "bot ms", "sandbox ms", "PostgreSQL ms", "requests", "deliveries"];
  const row = (what: string, one: Measured): Cell[] => [
    ...[what, one.perSecond, ...one.processor],
    ...[one.requests / pulls.length, one.deliveries / pulls.length],
  ];
  const n = pulls.length;
  return [
    {
      title: `${n} pull requests, one deciding review each, API latency ${API_LATENCY} ms (asked: 200 events/s, 5 ms of the bot's processor); per event`,
      columns,
      rows: [
        row(`changes requested, ${IN_FLIGHT} in flight`, objected),
        row(`approved, ${IN_FLIGHT} in flight`, approved),
        row(`changes requested, ${n} in flight`, burst),
      ],
    },
    {
      title: `A burst of ${n} deliveries at once`,
      columns: ["refused", "answered p50 ms", "p95 ms", "slowest ms", "asked"],
      rows: [[burst.refused, ...[0.5, 0.95, 1].map((share) => percentile(burst.answers, share)), "0 refused, 10 s"]],
    },
    {
      title: "Memory under load, MiB resident",
      columns: ["after the load", "most since the start"],
      rows: [[memory?.now ?? null, memory?.most ?? null]],
    },
  ];
}

interface Stage {
  readonly sandbox: Sandbox;
  readonly bot: Bot;
  readonly pulls: readonly Pull[];
  readonly pids: readonly (number | null)[];
}

/** The reviews are given first and their webhooks let go together, so that giving them costs no measured time. */
async function reviewed(stage: Stage, event: "APPROVE" | "REQUEST_CHANGES", concurrency: number): Promise<Measured> {
  const { sandbox, bot, pulls, pids } = stage;
  await bot.quiet();
  await sandbox.set("deliveries/settings", { paused: true, concurrency });
  const from = {
    requests: (await sandbox.journal(Number.MAX_SAFE_INTEGER)).next,
    deliveries: await lastDelivery(sandbox),
  };
  const review = { action: "review", as: "SparkYuan", ...PLACE, event, body: "As discussed." } as const;
  for (const { number } of pulls) await sandbox.act({ ...review, number });
  const outcome = event === "APPROVE" ? "success" : "failure";
  const heads = pulls.map(({ sha }) => sha);
  const processors = () => pids.map((pid) => (pid === null ? null : processorOf(pid)));
  const before = processors();
  const checked = sandbox.checked(heads, outcome, 180_000);
  const started = performance.now();
  await Promise.all([sandbox.set("deliveries/settings", { paused: false }), checked]);
  const seconds = (performance.now() - started) / 1_000;
  // The echoes belong to the cost: they are webhooks too.
  await sandbox.settled();
  const processor = processors().map((now, at) => each(now, before[at] ?? null, pulls.length));
  await bot.quiet();
  await assertAll(sandbox, pulls, outcome);
  const { entries } = await sandbox.deliveries(from.deliveries);
  const own = entries.filter((delivery) => delivery.event === "pull_request_review");
  return {
    perSecond: pulls.length / seconds,
    processor,
    requests: (await sandbox.journal(from.requests)).entries.filter(({ effect }) => effect !== "auth").length,
    deliveries: entries.length,
    refused: own.filter(({ status }) => status === null || status < 200 || status >= 300).length,
    answers: own.map(({ ms }) => ms ?? Number.NaN),
  };
}

function each(now: number | null, before: number | null, events: number): number | null {
  return now === null || before === null ? null : (now - before) / events;
}

async function lastDelivery(sandbox: Sandbox): Promise<number> {
  return (await sandbox.deliveries(0)).next;
}

/** A fast wrong answer is none. */
async function assertAll(sandbox: Sandbox, pulls: readonly Pull[], outcome: string): Promise<void> {
  const conclusions = await sandbox.conclusions();
  const wrong = pulls.filter(({ number }) => conclusions.get(number) !== outcome);
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${pulls.length} checks are not ${outcome} in the end`);
}
