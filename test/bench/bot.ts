/** The bot in a process of its own, with the sandbox's credentials, as somebody would run it against GitHub. */

import { join } from "node:path";
import { built } from "../support/built.ts";
import { type Process, startNode, until } from "./processes.ts";
import type { Sandbox } from "./sandbox.ts";

export interface Bot extends Process {
  /** Milliseconds from its start until it took webhooks. */
  readonly readyMs: number;
  readonly webhookUrl: string;
  /** Resolves when every webhook is delivered, nothing waits or runs, and no request has come since. */
  quiet(): Promise<void>;
}

/** Starts it and turns the sandbox's webhooks to it. `databaseUrl` empty: embedded, in `folder`. `more`: set in its environment as well. */
export async function startBot(
  sandbox: Sandbox,
  folder: string,
  databaseUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Bot> {
  const { root, cache } = await built();
  const started = performance.now();
  const env = {
    ...sandbox.credentials,
    ...{ HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "warn", NODE_ENV: "production" },
    ...{ DATABASE_URL: databaseUrl, DATA_DIR: join(folder, "data") },
    ...cache,
    ...more,
  };
  const child = await startNode([join(root, "scripts/start.mjs")], env, /^Rung listens at (\S+)/m);
  const url = child.said;
  const isReady = async () => (await fetch(`${url}/readyz`)).ok;
  try {
    await until("the bot to be ready", isReady, { within: 60_000, every: 5 });
    const readyMs = performance.now() - started;
    const webhookUrl = `${url}/api/github/webhooks`;
    await sandbox.set("webhook", { url: webhookUrl });
    return { ...child, readyMs, webhookUrl, quiet: () => quiet(sandbox, url) };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

async function quiet(sandbox: Sandbox, url: string): Promise<void> {
  let before = -1;
  const isQuiet = async () => {
    await sandbox.settled();
    const idle = await isIdle(url);
    const { next } = await sandbox.journal(Number.MAX_SAFE_INTEGER);
    const same = idle && next === before;
    before = idle ? next : -1;
    return same;
  };
  await until("the bot to be idle", isQuiet, { within: 120_000, every: 30 });
}

async function isIdle(url: string): Promise<boolean> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const gauge = (name: string) => Number(new RegExp(`^${name} (\\S+)`, "m").exec(text)?.[1] ?? Number.NaN);
  return gauge("rung_queue_waiting") === 0 && gauge("rung_queue_running") === 0;
}
