/**
 * The small machine of a small community: the first start, and 3,000 deliveries at once, in 512 MB. The limit applies to the most memory
 * that the system has seen resident, to the page; a process that never has 450 MB is not killed on a machine with 512.
 */

import { setTimeout as wait } from "node:timers/promises";
import type { Bot } from "./bot.ts";
import { intake } from "./intake.ts";
import { memoryOf } from "./processes.ts";
import { openPulls, type Sandbox } from "./sandbox.ts";
import type { Table } from "./table.ts";

/** Node lets its heap grow to half of the memory that a machine or a container has, and collects the more the nearer it is to that. */
export const SMALL_MACHINE = { NODE_OPTIONS: "--max-old-space-size=256" } as const;

const DELIVERIES = 3_000;
const PULLS = 100;
/** GitHub sends from many machines. */
const CONNECTIONS = 500;
/** MiB resident. */
const AT_REST = 250;
const AT_MOST = 450;
/** Longer than it takes until memory is given back. */
const REST_MS = 15_000;

/** Rejects where more memory was taken than is said. */
export async function smallMachine(sandbox: Sandbox, start: () => Promise<Bot>): Promise<readonly Table[]> {
  const bot = await start();
  await bot.quiet();
  await wait(REST_MS);
  const first = memoryOf(bot.pid);
  const pulls = await openPulls(sandbox, PULLS);
  const flood = await intake(sandbox, bot, pulls, DELIVERIES, CONNECTIONS);
  const after = memoryOf(bot.pid);
  await wait(REST_MS);
  const rest = memoryOf(bot.pid);
  const figures = [first?.now, first?.most, after?.most, rest?.now].map((one) => one ?? null);
  const [atRest, starting, most, atRestAgain] = figures;
  const bounds = [AT_REST, AT_MOST, AT_MOST, AT_REST];
  const table: Table = {
    title: `A small machine, MiB resident (asked: ${AT_REST} at rest, ${AT_MOST} at most)`,
    columns: ["ready, first start ms", "at rest", "most until then", "most in the flood", "at rest after it"],
    rows: [[bot.readyMs, atRest ?? null, starting ?? null, most ?? null, atRestAgain ?? null]],
  };
  if (figures.some((one, at) => one !== null && one > (bounds[at] ?? 0)))
    throw new Error(
      `more memory than is said: ${figures.map((one) => one?.toFixed(0)).join(", ")} MiB, of ${bounds.join(", ")}`,
    );
  return [flood, table];
}
