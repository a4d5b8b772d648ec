/** The bots of the simulation, as they would run against GitHub, and where each webhook goes. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { type Process, startNode, until } from "../bench/processes.ts";
import { built } from "../support/built.ts";

export interface Bot extends Process {
  readonly url: string;
  readonly webhookUrl: string;
  /** Its own figures, as Prometheus takes them. */
  metrics(): Promise<string>;
}

export interface BotsOptions {
  readonly sandbox: Pick<Sandbox, "host" | "appId" | "privateKey" | "webhookSecret">;
  readonly databaseUrl: string;
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Resolves when it takes webhooks. */
export async function startBot({ sandbox, databaseUrl, folder, env = {} }: BotsOptions): Promise<Bot> {
  const key = join(folder, "key.pem");
  writeFileSync(key, sandbox.privateKey, { mode: 0o600 });
  const settings = {
    GHE_HOST: sandbox.host,
    GHE_PROTOCOL: "http",
    APP_ID: `${sandbox.appId}`,
    PRIVATE_KEY_PATH: key,
    WEBHOOK_SECRET: sandbox.webhookSecret,
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(folder, "data"),
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_LEVEL: "warn",
    NODE_ENV: "production",
  };
  const { main, cache } = await built();
  const child = await startNode([main], { ...settings, ...cache, ...env }, /^Rung listens at (\S+)/m);
  const url = child.said;
  try {
    const isReady = async () => (await fetch(`${url}/readyz`)).ok;
    await until("a bot to be ready", isReady, { within: 120_000, every: 50 });
  } catch (error) {
    await child.stop();
    throw error;
  }
  const metrics = async () => await (await fetch(`${url}/metrics`)).text();
  return { ...child, url, webhookUrl: `${url}/api/github/webhooks`, metrics };
}

/** Each in turn. */
export function inTurn(bots: readonly Bot[]): () => string {
  let turn = 0;
  return () => {
    turn += 1;
    return bots[turn % bots.length]?.webhookUrl ?? "";
  };
}
