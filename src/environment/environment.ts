/** Reads the process's environment once, says every fault at once, and never guesses a secret (R22). */
import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import { durationFault, milliseconds } from "../shared/duration.ts";
import { LOG_LEVELS, type LogLevel } from "../shared/log.ts";
import { withFileSecrets } from "./secret-files.ts";

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

export interface Environment {
  readonly app: AppEnvironment;
  /** REST base without a slash at its end: `https://api.github.com`, `https://ghe.example.org/api/v3`. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** What people's browsers open: `https://github.com`. */
  readonly webUrl: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** `null`: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Repository of an owner whose roles.yaml serves the owner's repositories that have none. */
  readonly registryRepo: string;
  /** Milliseconds that what is due may wait before the process is not ready; `null`: as long as it likes. */
  readonly readyMaxLag: number | null;
  /** Entries of the audit are kept so long. */
  readonly auditDays: number;
  readonly production: boolean;
  /** Absent: `DEFAULT_UPKEEP`. */
  readonly upkeep?: Upkeep;
  /** The page for people; absent: none is served. */
  readonly page?: PageEnvironment;
}

export interface PageEnvironment {
  /** Path under which it is served, without a slash at its end; "" for the root. */
  readonly base: string;
  /** The app's OAuth credentials; `null`: nobody signs in, and only public repositories are shown. */
  readonly signIn: { readonly clientId: string; readonly clientSecret: string } | null;
}

/** How often and how much Rung looks for what webhooks did not tell. */
export interface Upkeep {
  /** GitHub's log of deliveries is read every so many milliseconds. */
  readonly recoveryMs: number;
  readonly recoveryRequests: number;
  /** Everything open is looked at every so many milliseconds; `null`: never. */
  readonly sweepMs: number | null;
  readonly sweepRequests: number;
}

const MINUTE = 60_000;

export const DEFAULT_UPKEEP: Upkeep = {
  recoveryMs: 5 * MINUTE,
  recoveryRequests: 500,
  sweepMs: 60 * MINUTE,
  sweepRequests: 1_000,
};

export type EnvironmentReading =
  | { readonly kind: "read"; readonly environment: Environment }
  /** One sentence or two each: what is wrong, where, and what to do. Never a secret's value (R27). */
  | { readonly kind: "faulty"; readonly faults: readonly string[] };

/** What it signs stands in public comments, so that it can be guessed at offline (R63). */
export const MIN_SECRET_LENGTH = 20;

/** Probot's own fallback, and what templates carry: whoever knows them can sign events. */
const knownSecrets = new Set(["development", "changeme", "your-webhook-secret"]);

/** An unset variable and an empty one are the same: compose files and .env templates leave empty ones behind. */
const text = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value.trim() === "" ? null : value.trim()));

const variables = z.looseObject({
  APP_ID: text,
  PRIVATE_KEY: text,
  PRIVATE_KEY_PATH: text,
  WEBHOOK_SECRET: text,
  WEBHOOK_SECRET_PATH: text,
  WEBHOOK_SECRET_PREVIOUS: text,
  CREDENTIALS_PATH: text,
  GHE_HOST: text,
  GHE_PROTOCOL: text,
  HOST: text,
  PORT: text,
  LOG_LEVEL: text,
  DATABASE_URL: text,
  DATABASE_PASSWORD_PATH: text,
  DATA_DIR: text,
  REGISTRY_REPO: text,
  READY_MAX_LAG: text,
  AUDIT_DAYS: text,
  PAGE: text,
  CLIENT_ID: text,
  CLIENT_SECRET: text,
  NODE_ENV: text,
  RECOVERY_INTERVAL: text,
  RECOVERY_REQUESTS: text,
  SWEEP_INTERVAL: text,
  SWEEP_REQUESTS: text,
});

type Variables = z.infer<typeof variables>;

/**
 * Everything that is wrong is told at once. `readFile` reads the files that the environment names and the one that `rung setup`
 * wrote (its `code` ENOENT: there is none), and may throw.
 * Without any credentials the sandbox is chosen, except in production; with some but not all of them it never is.
 */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): EnvironmentReading {
  const faults: string[] = [];
  const read = withFileSecrets(variables.parse(env), readFile, faults);
  const app = appEnvironment(read, readFile, faults);
  const urls = gitHubUrls(read, faults);
  const page = pageEnvironment(read, faults);
  const environment: Environment = {
    app,
    ...urls,
    // Loopback unless told otherwise: an unencrypted port is for a proxy on this machine. The container sets 0.0.0.0,
    // where its network is the border.
    host: read.HOST ?? "127.0.0.1",
    port: port(read, faults),
    logLevel: logLevel(read, faults),
    databaseUrl: databaseUrl(read, faults),
    dataDir: read.DATA_DIR ?? "./data",
    registryRepo: registryRepo(read, faults),
    readyMaxLag: readyMaxLag(read, faults),
    auditDays: auditDays(read, faults),
    production: read.NODE_ENV === "production",
    upkeep: upkeep(read, faults),
    ...(page && { page }),
  };
  return faults.length > 0 ? { kind: "faulty", faults } : { kind: "read", environment };
}

/** Names of variables that hold a secret, Rung's own or that of a program it uses (PGPASSWORD); those of files do not. */
const secretName = /(?:SECRET|PASSWORD|PASSWD|PRIVATE_KEY|TOKEN|RECORD_KEY)(?:_PREVIOUS)?$/i;

/** What the log must never show. `env`: where it was read from. */
export function secretsOf(
  { app, databaseUrl: url, page }: Environment,
  env: Readonly<Record<string, string | undefined>> = {},
): readonly string[] {
  const password = url === null ? "" : new URL(url).password;
  const given = Object.entries(env).flatMap(([name, value = ""]) => (secretName.test(name) ? [value.trim()] : []));
  return [
    ...(app.kind === "sandbox" ? [] : [app.privateKey, ...app.webhookSecrets]),
    ...(page?.signIn ? [page.signIn.clientSecret] : []),
    ...(password === "" ? [] : [password, decoded(password)]),
    ...given,
  ].filter((secret) => secret !== "");
}

/** A password may hold a bare percent sign. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function appEnvironment(read: Variables, readFile: (path: string) => string, faults: string[]): AppEnvironment {
  const given = [read.APP_ID, read.PRIVATE_KEY, read.PRIVATE_KEY_PATH, read.WEBHOOK_SECRET].filter(Boolean).length;
  const wantsGitHub = given > 0 || read.GHE_HOST !== null || read.WEBHOOK_SECRET_PREVIOUS !== null;
  if (!wantsGitHub) {
    if (read.NODE_ENV === "production") {
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

function readAppId(read: Variables, faults: string[]): number {
  if (read.APP_ID === null) {
    faults.push("APP_ID is not set. It is the number shown as App ID on the settings page of your GitHub App.");
    return 0;
  }
  const id = Number(read.APP_ID);
  if (Number.isSafeInteger(id) && id > 0) return id;
  faults.push(`APP_ID is ${JSON.stringify(read.APP_ID)}, which is not a positive number. Use App ID, not Client ID.`);
  return 0;
}

function readPrivateKey(read: Variables, readFile: (path: string) => string, faults: string[]): string {
  const [name, raw] = rawPrivateKey(read, readFile, faults);
  if (raw === null) return "";
  // `\n` as two letters: how one-line .env files carry a PEM. Base64 of the whole file is the other custom.
  const unescaped = raw.replaceAll("\\n", "\n").trim();
  const pem = unescaped.includes("-----BEGIN") ? unescaped : Buffer.from(unescaped, "base64").toString("utf8").trim();
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    // The parser's own words may quote the key.
    faults.push(
      `${name} is not a private key in PEM form. Use the .pem file that GitHub gave you, with its line breaks.`,
    );
    return "";
  }
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
    const why = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    faults.push(`PRIVATE_KEY_PATH names ${read.PRIVATE_KEY_PATH}, which cannot be read${why}.`);
    return ["PRIVATE_KEY_PATH", null];
  }
}

function readSecrets(read: Variables, faults: string[]): readonly [string, ...string[]] {
  if (read.WEBHOOK_SECRET === null) {
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

function gitHubUrls(read: Variables, faults: string[]): Pick<Environment, "apiUrl" | "graphqlUrl" | "webUrl"> {
  const protocol = read.GHE_PROTOCOL ?? "https";
  if (protocol !== "https" && protocol !== "http") {
    faults.push(`GHE_PROTOCOL is ${JSON.stringify(protocol)}. It can be https or http.`);
  }
  if (read.GHE_HOST === null) {
    return {
      apiUrl: "https://api.github.com",
      graphqlUrl: "https://api.github.com/graphql",
      webUrl: "https://github.com",
    };
  }
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(read.GHE_HOST)) {
    faults.push(
      `GHE_HOST is ${JSON.stringify(read.GHE_HOST)}. Give the host alone, with its port if it has one: ghe.example.org or 127.0.0.1:4000.`,
    );
  }
  return ghesUrls(protocol, read.GHE_HOST);
}

/** Where a GitHub Enterprise Server (or the sandbox) answers. */
export function ghesUrls(protocol: string, host: string): Pick<Environment, "apiUrl" | "graphqlUrl" | "webUrl"> {
  const webUrl = `${protocol}://${host}`;
  return { apiUrl: `${webUrl}/api/v3`, graphqlUrl: `${webUrl}/api/graphql`, webUrl };
}

function port(read: Variables, faults: string[]): number {
  const value = read.PORT === null ? 3000 : Number(read.PORT);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  faults.push(`PORT is ${JSON.stringify(read.PORT)}. It can be 0 (any free port) to 65535.`);
  return 0;
}

function logLevel(read: Variables, faults: string[]): LogLevel {
  const wanted = read.LOG_LEVEL?.toLowerCase() ?? "info";
  const level = LOG_LEVELS.find((candidate) => candidate === wanted);
  if (level !== undefined) return level;
  faults.push(`LOG_LEVEL is ${JSON.stringify(read.LOG_LEVEL)}. It can be ${LOG_LEVELS.join(", ")}.`);
  return "info";
}

function databaseUrl(read: Variables, faults: string[]): string | null {
  if (read.DATABASE_URL === null) return null;
  if (/^postgres(ql)?:\/\//.test(read.DATABASE_URL) && URL.canParse(read.DATABASE_URL)) return read.DATABASE_URL;
  // Not repeated: it may carry a password.
  faults.push("DATABASE_URL is not a PostgreSQL address. It looks like postgres://user:password@host:5432/database.");
  return null;
}

function readyMaxLag(read: Variables, faults: string[]): number | null {
  const wanted = read.READY_MAX_LAG ?? "10m";
  if (wanted === "off" || wanted === "0") return null;
  const fault = durationFault(wanted);
  if (fault === null) return milliseconds(wanted);
  faults.push(`READY_MAX_LAG: ${fault}; or off.`);
  return null;
}

function auditDays(read: Variables, faults: string[]): number {
  const days = Number(read.AUDIT_DAYS ?? 400);
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  faults.push(`AUDIT_DAYS is ${JSON.stringify(read.AUDIT_DAYS)}. It can be 1 to 36500, a whole number of days.`);
  return 400;
}

function registryRepo(read: Variables, faults: string[]): string {
  const name = read.REGISTRY_REPO ?? ".github";
  if (/^[\w.-]{1,100}$/.test(name)) return name;
  faults.push(
    `REGISTRY_REPO is ${JSON.stringify(name)}. Give the repository's name alone, without its owner: .github or community.`,
  );
  return name;
}

function upkeep(read: Variables, faults: string[]): Upkeep {
  return {
    recoveryMs: interval(read, "RECOVERY_INTERVAL", faults) ?? DEFAULT_UPKEEP.recoveryMs,
    recoveryRequests: requests(read, "RECOVERY_REQUESTS", DEFAULT_UPKEEP.recoveryRequests, faults),
    sweepMs: isOff(read.SWEEP_INTERVAL) ? null : (interval(read, "SWEEP_INTERVAL", faults) ?? DEFAULT_UPKEEP.sweepMs),
    sweepRequests: requests(read, "SWEEP_REQUESTS", DEFAULT_UPKEEP.sweepRequests, faults),
  };
}

function isOff(value: string | null): boolean {
  return value === "0" || value?.toLowerCase() === "off";
}

const UNITS = { s: 1_000, m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE } as const;
/** Timers reach no further. */
const MAX_LENGTH = 20 * UNITS.d;

/** Milliseconds; `null`: not set. */
function interval(read: Variables, name: "RECOVERY_INTERVAL" | "SWEEP_INTERVAL", faults: string[]): number | null {
  const value = read[name];
  if (value === null) return null;
  const [, digits = "", unit] = /^([1-9]\d{0,5})([smhd])$/.exec(value) ?? [];
  const length = unit === "s" || unit === "m" || unit === "h" || unit === "d" ? Number(digits) * UNITS[unit] : 0;
  if (length > 0 && length <= MAX_LENGTH) return length;
  const off = name === "SWEEP_INTERVAL" ? ", or off" : "";
  faults.push(`${name} is ${JSON.stringify(value)}. Write a number with s, m, h or d, as in 2s, 5m or 4h${off}.`);
  return null;
}

function requests(
  read: Variables,
  name: "RECOVERY_REQUESTS" | "SWEEP_REQUESTS",
  otherwise: number,
  faults: string[],
): number {
  const value = read[name] === null ? otherwise : Number(read[name]);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000) return value;
  faults.push(`${name} is ${JSON.stringify(read[name])}. It can be 1 to 1000000: requests to GitHub a round.`);
  return otherwise;
}

/** On unless switched off. Half of the credentials would let nobody in, and nobody would know why. */
function pageEnvironment(read: Variables, faults: string[]): PageEnvironment | null {
  const { PAGE: wanted, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret } = read;
  const isOff = wanted?.toLowerCase() === "off";
  if (wanted !== null && !isOff && wanted.toLowerCase() !== "on") {
    faults.push(`PAGE is ${JSON.stringify(wanted)}. It can be on or off.`);
  }
  if ((clientId === null) !== (clientSecret === null)) {
    const missing = clientId === null ? "CLIENT_ID" : "CLIENT_SECRET";
    faults.push(
      `${missing} is not set, and without both nobody can sign in to the page. Both stand on the app's settings page.`,
    );
  }
  if (isOff) return null;
  return { base: "", signIn: clientId !== null && clientSecret !== null ? { clientId, clientSecret } : null };
}
