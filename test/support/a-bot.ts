/** The whole bot in a process of its own, as it is installed, against a sandbox's GitHub: to be killed and started again. */

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { built } from "./built.ts";

export interface RunningBot {
  readonly child: ChildProcess;
  readonly url: string;
  readonly webhookUrl: string;
  /** The exit code; `null`: ended by a signal. */
  readonly ended: Promise<number | null>;
  /** By SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
}

/** Resolves once it takes webhooks. `more`: set in its environment as well. */
export async function aBot(
  sandbox: Pick<Sandbox, "host" | "appId" | "privateKey" | "webhookSecret">,
  databaseUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningBot> {
  const { main, cache } = await built();
  const env = {
    ...process.env,
    ...cache,
    ...{ APP_ID: `${sandbox.appId}`, PRIVATE_KEY: sandbox.privateKey, WEBHOOK_SECRET: sandbox.webhookSecret },
    ...{ GHE_HOST: sandbox.host, GHE_PROTOCOL: "http", DATABASE_URL: databaseUrl },
    ...{ PORT: "0", LOG_LEVEL: "silent" as const },
    ...more,
  };
  const child = spawn(process.execPath, [main], { stdio: ["ignore", "pipe", "inherit"], env });
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  const url = line.replace("Rung listens at ", "");
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { child, url, webhookUrl: `${url}/api/github/webhooks`, ended, kill };
}
