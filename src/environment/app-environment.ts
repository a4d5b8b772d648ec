/** The app's credentials, or the sandbox that needs none; a secret is never guessed (R22). */

import { keyFault } from "./key-fault.ts";
import { unreadable } from "./secret-files.ts";
import type { Variables } from "./variables.ts";

/** Credentials of a registered GitHub App, or the built-in sandbox that needs none. */
export type AppEnvironment =
  | {
      readonly kind: "app";
      readonly appId: number;
      /** PEM. */
      readonly privateKey: string;
      /** The current secret first, then the previous one while it is being rotated. */
      readonly webhookSecrets: readonly [string, ...string[]];
    }
  | { readonly kind: "sandbox" };

/** Its signatures are in public comments, so that it can be guessed offline (R63). */
const MIN_SECRET_LENGTH = 20;

/** Probot's own fallback, and the values in templates: anybody who knows them can sign events. */
const knownSecrets = new Set(["development", "changeme", "your-webhook-secret"]);

/** However it is written: who means it must not find the sandbox open to all. */
export function isProduction({ NODE_ENV }: Pick<Variables, "NODE_ENV">): boolean {
  return NODE_ENV !== null && /^prod(?:uction)?$/i.test(NODE_ENV);
}

export function appEnvironment(read: Variables, readFile: (path: string) => string, faults: string[]): AppEnvironment {
  const given = [read.APP_ID, read.PRIVATE_KEY, read.PRIVATE_KEY_PATH, read.WEBHOOK_SECRET].filter(Boolean).length;
  const wantsGitHub = given > 0 || read.GHE_HOST !== null || read.WEBHOOK_SECRET_PREVIOUS !== null;
  if (!wantsGitHub) {
    if (isProduction(read)) {
      faults.push(
        "APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET are not set, and NODE_ENV is production. " +
          "Run `rung setup`, or set them from the settings page of your GitHub App; only without NODE_ENV=production does Rung start its sandbox.",
      );
    }
    return { kind: "sandbox" };
  }
  const appId = readAppId(read, faults);
  const privateKey = readPrivateKey(read, readFile, faults);
  const webhookSecrets = readSecrets(read, faults);
  return { kind: "app", appId, privateKey, webhookSecrets };
}

/** The app's number and key alone, for a command that asks GitHub as the app does; `null`: none of them is set. */
export function appKey(
  read: Variables,
  readFile: (path: string) => string,
  faults: string[],
): { readonly appId: number; readonly privateKey: string } | null {
  if (read.APP_ID === null && read.PRIVATE_KEY === null && read.PRIVATE_KEY_PATH === null) return null;
  return { appId: readAppId(read, faults), privateKey: readPrivateKey(read, readFile, faults) };
}

function readAppId(read: Variables, faults: string[]): number {
  if (read.APP_ID === null) {
    faults.push("APP_ID is not set. It is the number shown as App ID on the settings page of your GitHub App.");
    return 0;
  }
  const id = Number(read.APP_ID);
  if (/^\d{1,15}$/.test(read.APP_ID) && id > 0) return id;
  faults.push(
    `APP_ID is ${JSON.stringify(read.APP_ID)}, which is not a positive number in digits alone. Use App ID, not Client ID.`,
  );
  return 0;
}

function readPrivateKey(read: Variables, readFile: (path: string) => string, faults: string[]): string {
  const [name, raw] = rawPrivateKey(read, readFile, faults);
  if (raw === null) return "";
  // `\n` as two letters: how one-line .env files carry a PEM. Base64 of the whole file is the other custom.
  const unescaped = raw.replaceAll("\\n", "\n").trim();
  const pem =
    /^[\w+/=\s-]+$/.test(unescaped) && !unescaped.includes("-----BEGIN")
      ? Buffer.from(unescaped, "base64").toString("utf8").trim()
      : unescaped;
  const fault = keyFault(pem);
  if (fault === null) return pem;
  const isPath = name === "PRIVATE_KEY" && /^[^\n]{1,200}\.(?:pem|key)$/.test(raw);
  faults.push(isPath ? "PRIVATE_KEY is a path. Set PRIVATE_KEY_PATH to it instead." : `${name} ${fault}`);
  return "";
}

function rawPrivateKey(
  read: Variables,
  readFile: (path: string) => string,
  faults: string[],
): readonly [name: string, raw: string | null] {
  if (read.PRIVATE_KEY !== null) return ["PRIVATE_KEY", read.PRIVATE_KEY];
  if (read.PRIVATE_KEY_PATH === null) {
    faults.push(
      "PRIVATE_KEY and PRIVATE_KEY_PATH are not set. Generate a private key on the settings page of your GitHub App " +
        "and name its file in PRIVATE_KEY_PATH.",
    );
    return ["PRIVATE_KEY", null];
  }
  try {
    return ["PRIVATE_KEY_PATH", readFile(read.PRIVATE_KEY_PATH)];
  } catch (error) {
    faults.push(unreadable(error, "PRIVATE_KEY_PATH", read.PRIVATE_KEY_PATH));
    return ["PRIVATE_KEY_PATH", null];
  }
}

function readSecrets(read: Variables, faults: string[]): readonly [string, ...string[]] {
  // Of a file that is named and does not tell it, that has been said.
  if (read.WEBHOOK_SECRET === null && !faults.some((fault) => fault.startsWith("WEBHOOK_SECRET_PATH "))) {
    faults.push(
      "WEBHOOK_SECRET is not set. Without it anybody could send events; set the same long random text here and in your GitHub App.",
    );
  }
  for (const name of ["WEBHOOK_SECRET", "WEBHOOK_SECRET_PREVIOUS"] as const) {
    if (!knownSecrets.has(read[name]?.toLowerCase() ?? "")) continue;
    faults.push(`${name} is a well-known default. Choose a long random text, for example: openssl rand -hex 32.`);
  }
  for (const name of ["WEBHOOK_SECRET", "WEBHOOK_SECRET_PREVIOUS"] as const) {
    const secret = read[name];
    if (secret === null || secret.length >= MIN_SECRET_LENGTH || knownSecrets.has(secret.toLowerCase())) continue;
    faults.push(
      `${name} is shorter than ${MIN_SECRET_LENGTH} characters: it could be guessed from what it signs, which is public. ` +
        "Set a long random text here and in your GitHub App, for example of: openssl rand -hex 32.",
    );
  }
  const current = read.WEBHOOK_SECRET ?? "";
  return read.WEBHOOK_SECRET_PREVIOUS === null ? [current] : [current, read.WEBHOOK_SECRET_PREVIOUS];
}
