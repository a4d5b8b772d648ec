/** The time from a review to the check that it decides, one at a time, while every answer of the API is delayed. */

import type { Bot } from "./bot.ts";
import { PLACE, type Pull, type Sandbox } from "./sandbox.ts";
import { type Cell, percentile, type Table } from "./table.ts";

/** Milliseconds that each answer of the API waits. */
const LATENCIES = [0, 50, 200] as const;

/** Each pull request is used once per latency: approved, then objected to, then approved. */
export async function latency(sandbox: Sandbox, bot: Bot, pulls: readonly Pull[]): Promise<Table> {
  const rows: Cell[][] = [];
  let base: number | null = null;
  for (const [at, ms] of LATENCIES.entries()) {
    await sandbox.set("latency", { ms });
    const verdict = at % 2 === 0 ? "APPROVE" : "REQUEST_CHANGES";
    const times: number[] = [];
    const beyond: number[] = [];
    let requests = 0;
    for (const pull of pulls) {
      const one = await timed(sandbox, bot, pull, verdict);
      times.push(one.ms);
      beyond.push(one.ms - one.calls);
      requests += one.requests;
    }
    const p50 = percentile(times, 0.5);
    const each = requests / pulls.length;
    base ??= p50;
    const inARow = ms === 0 ? null : (p50 - base) / ms;
    const asked = ms === 50 ? "beyond its calls p95 at most 15" : "";
    const own = [percentile(beyond, 0.5), percentile(beyond, 0.95)];
    rows.push([ms, times.length, p50, percentile(times, 0.95), each, inARow, ...own, asked]);
  }
  await sandbox.set("latency", { ms: 0 });
  const own = ["beyond its calls p50", "beyond its calls p95"];
  const columns = ["API latency", "reviews", "p50", "p95", "requests", "in a row", ...own, "asked"];
  return { title: "Webhook to check, in milliseconds, one at a time", columns, rows };
}

interface Timed {
  readonly ms: number;
  /** How long GitHub took to answer what the check waited for: all up to its write. */
  readonly calls: number;
  readonly requests: number;
}

async function timed(
  sandbox: Sandbox,
  bot: Bot,
  { number, sha }: Pull,
  event: "APPROVE" | "REQUEST_CHANGES",
): Promise<Timed> {
  await bot.quiet();
  const { next } = await sandbox.journal(Number.MAX_SAFE_INTEGER);
  const checked = sandbox.checked([sha], event === "APPROVE" ? "success" : "failure", 20_000);
  const started = performance.now();
  await Promise.all([
    sandbox.act({ action: "review", as: "SparkYuan", ...PLACE, number, event, body: "As discussed." }),
    checked,
  ]);
  const ms = performance.now() - started;
  await bot.quiet();
  const { entries } = await sandbox.journal(next);
  const requests = entries.filter(({ effect }) => effect !== "auth");
  const written = requests.findIndex(({ summary }) => summary?.startsWith("check ") === true);
  const calls = requests.slice(0, written + 1).reduce((sum, request) => sum + request.ms, 0);
  return { ms, calls, requests: requests.length };
}
