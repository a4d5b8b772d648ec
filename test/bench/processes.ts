/** The processes of a benchmark: started on loopback, asked what they cost, and stopped whatever happens. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

export interface Process {
  readonly pid: number;
  /** What the awaited line of its output matched. */
  readonly said: string;
  stop(): Promise<void>;
}

const children = new Set<ChildProcess>();

// The last resort, for an end that no `finally` sees.
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});

/** Starts a script of this checkout with an environment of its own; resolves once its output matches `until`. */
export async function startNode(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  until: RegExp,
): Promise<Process> {
  const cwd = new URL("../../", import.meta.url);
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...inherited(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-4_000);
  });
  try {
    const said = await matched(child, until, () => complaint);
    return { pid: child.pid ?? 0, said, stop: () => stopped(child) };
  } catch (error) {
    await stopped(child);
    throw error;
  }
}

/** Nothing that could turn the bot to a real GitHub or a real database. What tests keep compiled is shared. */
export function inherited(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "LANG", "NODE_OPTIONS", "NODE_COMPILE_CACHE"];
  return Object.fromEntries(names.flatMap((name) => [process.env[name] ?? null].map((value) => [name, value ?? ""])));
}

function matched(child: ChildProcess, until: RegExp, complaint: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const late = setTimeout(() => reject(new Error(`not started within 60 s: ${complaint()}`)), 60_000);
    child.stdout?.on("data", (chunk: Buffer) => {
      output = `${output}${chunk.toString()}`.slice(-10_000);
      const found = until.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`ended with ${code}: ${complaint()}`));
    });
  });
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  // A bot may drain for 25 s.
  const impatient = setTimeout(() => child.kill("SIGKILL"), 30_000);
  await ended;
  clearTimeout(impatient);
}

/** Milliseconds of processor time so far, that of its living and ended children included; `null` where /proc is not. */
export function processorOf(pid: number): number | null {
  const own = statOf(pid);
  if (own === null) return null;
  return own.milliseconds + childrenOf(pid).reduce((sum, child) => sum + (statOf(child)?.milliseconds ?? 0), 0);
}

function childrenOf(pid: number): readonly number[] {
  if (!existsSync("/proc/self/stat")) return [];
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((one) => statOf(one)?.parent === pid);
}

/** The process and all below it. */
function family(pid: number): readonly number[] {
  return [pid, ...childrenOf(pid).flatMap(family)];
}

/** As processorOf, of whatever a command has started and goes on. */
export function familyProcessor(pid: number): number | null {
  const times = family(pid).flatMap((one) => statOf(one)?.milliseconds ?? []);
  return times.length === 0 ? null : times.reduce((sum, one) => sum + one, 0);
}

/** MiB resident, of whatever a command has started and goes on. */
export function familyMemory(pid: number): number | null {
  const sizes = family(pid).flatMap((one) => memoryOf(one)?.now ?? []);
  return sizes.length === 0 ? null : sizes.reduce((sum, one) => sum + one, 0);
}

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick. */
const MILLISECONDS_PER_TICK = 10;

function statOf(pid: number): { readonly parent: number; readonly milliseconds: number } | null {
  const text = read(`/proc/${pid}/stat`);
  if (text === null) return null;
  // Behind the name, which may hold anything: state, parent, …, and as 12th to 15th utime, stime, cutime, cstime.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), milliseconds: ticks * MILLISECONDS_PER_TICK };
}

/** MiB resident now, and the most so far. */
export function memoryOf(pid: number): { readonly now: number; readonly most: number } | null {
  const text = read(`/proc/${pid}/status`);
  if (text === null) return null;
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
  return { now: kib("VmRSS") / 1_024, most: kib("VmHWM") / 1_024 };
}

/** `null`: no such process, or no /proc on this system. */
function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Asks until it is so. Throws, naming what was waited for, after `within` milliseconds. */
export async function until(
  what: string,
  isSo: () => Promise<boolean>,
  { within, every }: { readonly within: number; readonly every: number },
): Promise<void> {
  const end = performance.now() + within;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`waited ${within / 1_000} s in vain for: ${what}`);
    await wait(every);
  }
}
