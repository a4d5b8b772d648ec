/** Sandboxes and bots for tests, closed when the test ends. */

import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";
import { kusionStack, type WorldOptions } from "../../src/sandbox/kusionstack.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";

export const KUSION = "KusionStack/kusion";
/** A fixed Monday, 2 seconds between acts. */
export const START = Date.parse("2026-11-23T14:00:00Z");

export function aWorld(options: WorldOptions = {}): PlayedWorld {
  return kusionStack({ clock: steppingClock(START, 2_000), empty: true, ...options });
}

export function aPullIn(
  world: PlayedWorld,
  more: { as?: string; title?: string; files?: Record<string, string | null>; base?: string } = {},
): Pull {
  const { as = "octo-fan", ...asked } = more;
  const files = { "pkg/engine/lock.go": "package engine\n" };
  return world.as(as).openPull({ repo: KUSION, title: "feat: a lock", files, ...asked });
}

export async function aSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ world: aWorld(), ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export interface Received {
  readonly event: string;
  readonly guid: string;
  readonly action: string;
}

/** A bot that only listens: what it was sent, in order. `answers` decides the status. */
export async function aListener(
  answers: (received: Received) => number = () => 202,
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((incoming: IncomingMessage, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { action } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      const one = {
        event: `${incoming.headers["x-github-event"]}`,
        guid: `${incoming.headers["x-github-delivery"]}`,
        action: `${action}`,
      };
      received.push(one);
      outgoing.statusCode = answers(one);
      outgoing.end();
    });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return { url: `http://127.0.0.1:${port}/`, received };
}

export async function asPerson(
  sandbox: Sandbox,
  login: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const authorization = `token ${sandbox.personalToken(login)}`;
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}/api/v3${path}`, {
    method,
    headers: { authorization, ...headers },
    ...init,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text === "" ? null : safely(text) };
}

function safely(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function graphql(
  sandbox: Sandbox,
  query: string,
  variables: Record<string, unknown> = {},
  login = "octo-fan",
) {
  const response = await fetch(`${sandbox.url}/api/graphql`, {
    method: "POST",
    headers: { authorization: `bearer ${sandbox.personalToken(login)}` },
    body: JSON.stringify({ query, variables }),
  });
  return JSON.parse(await response.text());
}
