/** The log: JSON lines with a fixed message and fields, in which no token, key or secret can appear (R25, R27). */
import { type DestinationStream, type Logger, pino } from "pino";
import type { LogLevel } from "./environment.ts";

export type Log = Logger;

/** What GitHub's and our own secrets look like inside any text, an error's message or a URL included. */
const secretShapes: readonly [RegExp, string][] = [
  [/\bgh[a-z]_[A-Za-z0-9_]{16,}/g, "[token]"],
  [/\bgithub_pat_[A-Za-z0-9_]{16,}/g, "[token]"],
  [/\bv1\.[0-9a-f]{40}\b/g, "[token]"],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, "[token]"],
  // No dash is in a key's body, so this stays linear.
  [/-----BEGIN [A-Z ]{1,40}-----[^-]*(?:-----END [A-Z ]{1,40}-----)?/g, "[key]"],
  [/(:\/\/[^\s/:@"\\]{1,200}:)[^\s/@"\\]{1,500}@/g, "$1[password]@"],
  [/\bsha(?:1|256)=[0-9a-f]{40,64}\b/g, "[signature]"],
];

/** Blanks what looks like a secret. */
export function scrubbed(line: string): string {
  let out = line;
  for (const [shape, instead] of secretShapes) out = out.replace(shape, instead);
  return out;
}

const secretKeys = [
  "authorization",
  "token",
  "secret",
  "password",
  "privateKey",
  "private_key",
  "webhookSecret",
  "webhookSecrets",
  "DATABASE_URL",
  "databaseUrl",
];

export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
    hooks: { streamWrite: scrubbed },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
