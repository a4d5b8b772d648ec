/** The one file with an app's credentials: written once by `rung setup`, readable only by its owner, and read at every start. */

import { randomUUID } from "node:crypto";
import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { parsedOrNull } from "../shared/json-text.ts";
import { makeFolder } from "./make-folder.ts";
import { codeOf } from "./system-fault.ts";

export interface AppCredentials {
  /** The GitHub it is an app of: `https://github.com`. */
  readonly github: string;
  readonly appId: number;
  readonly slug: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecret: string;
  /** PEM. */
  readonly privateKey: string;
}

const fields = {
  github: z.url({ protocol: /^https?$/ }),
  app_id: z.int().positive(),
  slug: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  webhook_secret: z.string().min(1),
  private_key: z.string().min(1),
};

/** Each value that is not there, or is no such value, is left out. */
const parts = z.object({
  github: fields.github.optional().catch(undefined),
  app_id: fields.app_id.optional().catch(undefined),
  webhook_secret: fields.webhook_secret.optional().catch(undefined),
  private_key: fields.private_key.optional().catch(undefined),
});

const whole = z.object(fields).transform(
  (read): AppCredentials => ({
    github: read.github,
    appId: read.app_id,
    slug: read.slug,
    clientId: read.client_id,
    clientSecret: read.client_secret,
    webhookSecret: read.webhook_secret,
    privateKey: read.private_key,
  }),
);

/** The place of the file: CREDENTIALS_PATH, otherwise `credentials.json` in DATA_DIR. */
export function credentialsPath(env: Readonly<Record<string, string | undefined>>): string {
  return env.CREDENTIALS_PATH?.trim() || join(env.DATA_DIR?.trim() || "./data", "credentials.json");
}

/** `null`: not such a file. The reason is not returned, since the parser's own words may quote a secret (R27). */
export function parsedCredentials(text: string): AppCredentials | null {
  return whole.safeParse(parsedOrNull(text)).data ?? null;
}

/** The values that the file has, however little that is. */
export function partsOf(text: string): z.infer<typeof parts> {
  return parts.safeParse(parsedOrNull(text)).data ?? {};
}

/** `broken`: a file is there that holds no app's credentials, such as one that was half written. Throws where it cannot be looked at. */
export function credentialsAt(path: string): "none" | "broken" | "there" {
  try {
    return parsedCredentials(readFileSync(path, "utf8")) === null ? "broken" : "there";
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "none";
    throw error;
  }
}

/** Throws like `node:fs` if no file can be written beside `path`; leaves nothing but its folder. */
export function tryWriting(path: string): void {
  const tried = besides(path);
  makeFolder(dirname(path));
  try {
    // As long as credentials are: a full disk still takes an empty file.
    writeFileSync(tried, " ".repeat(8_192), { mode: 0o600, flag: "wx" });
  } finally {
    rmSync(tried, { force: true });
  }
}

/**
 * Completely or not at all, and never over another app's: running set-up twice keeps the first app's key. A file without credentials is
 * moved aside. Throws like `node:fs` (EEXIST).
 */
export function writeCredentials(path: string, credentials: AppCredentials): void {
  makeFolder(dirname(path));
  const text = JSON.stringify(
    {
      github: credentials.github,
      app_id: credentials.appId,
      slug: credentials.slug,
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      webhook_secret: credentials.webhookSecret,
      private_key: credentials.privateKey,
    },
    null,
    2,
  );
  const written = besides(path);
  try {
    writeFileSync(written, `${text}\n`, { mode: 0o600, flag: "wx", flush: true });
    if (credentialsAt(path) === "broken") renameSync(path, `${path}.broken`);
    putInPlace(written, path);
  } finally {
    rmSync(written, { force: true });
  }
}

/** Unlike a rename, a link never replaces a file that appeared in the meantime; some file systems have no links. */
function putInPlace(written: string, path: string): void {
  try {
    linkSync(written, path);
  } catch (error) {
    if (!/^(?:EPERM|ENOSYS|ENOTSUP|EOPNOTSUPP)$/.test(codeOf(error))) throw error;
    copyFileSync(written, path, constants.COPYFILE_EXCL);
  }
}

function besides(path: string): string {
  return `${path}.${randomUUID()}`;
}

/** Whether others on this machine can read it; `null`: it does not exist, or this system has no such permissions. */
export function othersCanRead(path: string): boolean | null {
  if (process.platform === "win32") return null;
  try {
    return (statSync(path).mode & 0o077) !== 0;
  } catch {
    return null;
  }
}
