/** The token of the sandbox's app, as the bot gets one. */

import { createSign } from "node:crypto";
import type { Sandbox } from "../../src/sandbox/start.ts";

export function jwt(key: string, claims: { iss: number; iat?: number; exp?: number }): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: "RS256" })}.${part({ iat: now - 30, exp: now + 300, ...claims })}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key, "base64url")}`;
}

export async function installationToken(sandbox: Sandbox, body: unknown = {}): Promise<string> {
  const authorization = `bearer ${jwt(sandbox.privateKey, { iss: sandbox.appId })}`;
  const url = `${sandbox.url}/api/v3/app/installations/${sandbox.installationId}/access_tokens`;
  const response = await fetch(url, { method: "POST", headers: { authorization }, body: JSON.stringify(body) });
  return JSON.parse(await response.text()).token;
}

/** Asks as the app: status, headers and body. */
export async function asApp(sandbox: Sandbox, method: string, path: string, body?: unknown) {
  const authorization = `token ${await installationToken(sandbox)}`;
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}/api/v3${path}`, { method, headers: { authorization }, ...init });
  const text = await response.text();
  const json = text === "" ? null : JSON.parse(text);
  return { status: response.status, link: response.headers.get("link") ?? "", json };
}
