/** Several bots on one database, killed without warning and started again, as a bad day in production would. */

import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { built } from "../support/built.ts";
import type { Dice } from "./dice.ts";

export interface Bots {
  /** Where the next webhook goes: each bot in turn. A dead one's address is told until its end is noticed. */
  nextUrl(): string;
  /** Kills one by SIGKILL and starts it again at once. Does nothing while fewer than two live. */
  killOne(dice: Dice): Promise<void>;
  readonly kills: number;
  /** Resolves when all are up. */
  allUp(): Promise<void>;
  /** Ends all, softly first. */
  stop(): Promise<void>;
}

export interface BotsOptions {
  readonly count: number;
  readonly env: Readonly<Record<string, string>>;
  /** Where each one's log goes; `null`: nowhere. */
  readonly logs: string | null;
}

interface Bot {
  readonly child: ChildProcess;
  readonly url: string;
}

/** A closed port: GitHub's connection is refused while nobody listens. */
const NOBODY = "http://127.0.0.1:9/";
/** A bot is up within two seconds; a crowded machine gets more. */
const START_MS = 180_000;
const MAX_STARTS = 5;
/** A bot drains within 25 s. */
const END_MS = 30_000;

/** Resolves when all take webhooks. */
export async function startBots({ count, env, logs }: BotsOptions): Promise<Bots> {
  if (logs !== null) mkdirSync(logs, { recursive: true });
  const { root, main, cache } = await built();
  const live = new Map<number, Bot>();
  const starting = new Map<number, Promise<void>>();
  const children = new Set<ChildProcess>();
  // The last resort, for an end that no `finally` sees.
  const last = () => {
    for (const child of children) child.kill("SIGKILL");
  };
  process.on("exit", last);
  let turn = 0;
  let kills = 0;
  let ended = false;

  async function start(slot: number): Promise<void> {
    const out = logs === null ? null : createWriteStream(join(logs, `bot-${slot}.log`), { flags: "a" });
    const child = spawn(process.execPath, [main], {
      cwd: root,
      env: { ...inherited(), ...cache, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.add(child);
    child.once("exit", () => {
      children.delete(child);
      if (live.get(slot)?.child === child) live.delete(slot);
      out?.end();
    });
    const url = await saidUrl(child, out);
    if (ended) child.kill("SIGKILL");
    else live.set(slot, { child, url: `${url}/api/github/webhooks` });
  }

  function begin(slot: number): Promise<void> {
    const begun = start(slot).finally(() => starting.delete(slot));
    starting.set(slot, begun);
    return begun;
  }

  /** As whatever keeps a service up does: what could not start is started again. */
  async function restarted(slot: number): Promise<void> {
    for (let tries = 1; tries <= MAX_STARTS && !ended; tries += 1) {
      try {
        return await begin(slot);
      } catch (error) {
        process.stderr.write(`a bot did not start: ${String(error)}\n`);
      }
    }
  }

  try {
    await Promise.all(Array.from({ length: count }, (_, slot) => begin(slot)));
  } catch (error) {
    // The others would live on for as long as the process that started them.
    ended = true;
    await Promise.allSettled(starting.values());
    last();
    process.off("exit", last);
    throw error;
  }
  return {
    nextUrl: () => {
      const urls = [...live.values()].map(({ url }) => url);
      turn += 1;
      return urls[turn % Math.max(1, urls.length)] ?? NOBODY;
    },
    killOne: async (dice) => {
      if (live.size < 2) return;
      const slot = dice.pick([...live.keys()]);
      const bot = live.get(slot);
      if (bot === undefined) return;
      kills += 1;
      const gone = new Promise((resolve) => bot.child.once("exit", resolve));
      bot.child.kill("SIGKILL");
      await gone;
      void restarted(slot);
    },
    get kills() {
      return kills;
    },
    allUp: async () => {
      while (starting.size > 0) await Promise.allSettled(starting.values());
      if (live.size < count) throw new Error(`only ${live.size} of ${count} bots are up`);
    },
    stop: async () => {
      ended = true;
      await Promise.allSettled(starting.values());
      await Promise.all([...live.values()].map(({ child }) => stopped(child)));
      process.off("exit", last);
    },
  };
}

/** Nothing that could turn a bot to a real GitHub or a real database. */
function inherited(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "LANG"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function saidUrl(child: ChildProcess, out: WriteStream | null): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    let isUp = false;
    const late = setTimeout(() => reject(new Error(`not up within ${START_MS / 1_000} s: ${said}`)), START_MS);
    const heard = (chunk: Buffer) => {
      out?.write(chunk);
      if (isUp) return;
      said = `${said}${chunk.toString()}`.slice(-20_000);
      const url = /^Rung listens at (\S+)/m.exec(said)?.[1];
      if (url === undefined) return;
      isUp = true;
      clearTimeout(late);
      resolve(url);
    };
    child.stdout?.on("data", heard);
    child.stderr?.on("data", heard);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearTimeout(late);
      if (!isUp) reject(new Error(`ended with ${signal ?? code} before it was up: ${said}`));
    });
  });
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const impatient = setTimeout(() => child.kill("SIGKILL"), END_MS);
  await gone;
  clearTimeout(impatient);
}
