/** `npm run fuzz -- --count N --seed S`: hostile inputs to all that takes text from outside; see docs/security.md. */

import { parseArgs } from "node:util";
import { minimized } from "./minimized.ts";
import { random } from "./random.ts";
import { comments } from "./talk.ts";
import type { Target } from "./target.ts";
import { targets } from "./targets.ts";

const HELP = `Gives Rung hostile inputs: any crash is printed, shortened, with the words that repeat it.

  npm run fuzz -- [--count 100000] [--seed 1] [--from 0]

  --count  how many inputs
  --seed   which: the same seed gives the same inputs
  --from   the number of the first one
`;

const turns = targets.flatMap((target) => Array.from({ length: target.share }, () => target));

/** An input that took longer is measured again: what another process or the collector took is not the input's. */
const AGAIN_ABOVE_MS = 10;
const MEASURED_AGAIN = 3;
const MAX_SHOWN = 10;

interface Tally {
  crashes: number;
  slowest: number;
  /** What was the slowest. */
  where: string;
}

async function main(): Promise<number> {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ options: { count: number, seed: number, from: number, help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const count = wholeNumber(values.count ?? "100000", "--count");
  const seed = wholeNumber(values.seed ?? "1", "--seed");
  const from = wholeNumber(values.from ?? "0", "--from");
  const tally: Tally = { crashes: 0, slowest: 0, where: "" };
  // The first inputs of a process measure the compiler.
  for (let at = 0; at < 2_000; at += 1) await tried(seed, -1 - at, null);
  for (let at = from; at < from + count; at += 1) await tried(seed, at, tally);
  for (const target of targets) await target.close?.();
  if (tally.where !== "") process.stdout.write(`Slowest: ${tally.where}\n`);
  process.stdout.write(`${count} inputs, ${tally.crashes} crashes, slowest ${Math.ceil(tally.slowest)} ms\n`);
  return tally.crashes === 0 ? 0 : 1;
}

function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new Error(`${name} must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** `tally` null: to warm up, and not counted. */
async function tried(seed: number, at: number, tally: Tally | null): Promise<void> {
  const chance = random(seed, at);
  const target = turns[chance.int(turns.length)] ?? comments;
  const text = target.make(chance);
  const { failed, took } = await timed(target, text);
  if (tally === null) return;
  if (failed !== null) await told(target, text, failed, { seed, at }, tally);
  if (took <= Math.max(AGAIN_ABOVE_MS, tally.slowest)) {
    tally.slowest = Math.max(tally.slowest, Math.min(took, AGAIN_ABOVE_MS));
    return;
  }
  const best = Math.min(took, await fastest(target, text));
  if (best <= tally.slowest) return;
  tally.slowest = best;
  tally.where = `${target.name}, ${text.length} characters, --seed ${seed} --from ${at} --count 1`;
}

/** Milliseconds by the clock or, where that is less, of the processor: other processes' turns are not the input's. */
async function timed(target: Target, text: string): Promise<{ readonly failed: unknown; readonly took: number }> {
  const [clock, processor] = [performance.now(), process.cpuUsage()];
  const failed = await failure(target, text);
  const { user, system } = process.cpuUsage(processor);
  return { failed, took: Math.min(performance.now() - clock, (user + system) / 1_000) };
}

async function failure(target: Target, text: string): Promise<unknown> {
  try {
    await target.run(text);
    return null;
  } catch (error) {
    return error;
  }
}

async function fastest(target: Target, text: string): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let times = 0; times < MEASURED_AGAIN; times += 1) {
    // Nothing that was kept of the last text may help.
    await failure(comments, "/another text");
    best = Math.min(best, (await timed(target, text)).took);
  }
  return best;
}

async function told(
  target: Target,
  text: string,
  error: unknown,
  { seed, at }: { readonly seed: number; readonly at: number },
  tally: Tally,
): Promise<void> {
  tally.crashes += 1;
  if (tally.crashes > MAX_SHOWN) return;
  const kind = (thrown: unknown) =>
    thrown instanceof Error ? `${thrown.name}: ${thrown.message.slice(0, 60)}` : "thrown";
  const same = async (shorter: string) => {
    const thrown = await failure(target, shorter);
    return thrown !== null && kind(thrown) === kind(error);
  };
  const short = await minimized(text, same);
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stdout.write(
    `Crash in ${target.name}, --seed ${seed} --from ${at} --count 1\n${JSON.stringify(short)}\n${trace}\n\n`,
  );
}

process.exitCode = await main();
