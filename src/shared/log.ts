/** The log: JSON lines with a fixed message and fields, in which no token, key or secret can appear (R25, R27). */

import { type DestinationStream, type Logger, pino } from "pino";
import { standardOutput } from "./log-lines.ts";
import { shownError } from "./shown-error.ts";

export type Log = Logger;

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What GitHub's and our own secrets look like in any text, including an error's message or a URL. */
const secretShapes: readonly [RegExp, string][] = [
  [/\bgh[a-z]_[A-Za-z0-9_]{16,}/g, "[token]"],
  [/\bgithub_pat_[A-Za-z0-9_]{16,}/g, "[token]"],
  [/\bv1\.[0-9a-f]{40}\b/g, "[token]"],
  // No dash is in a key's body, so this stays linear.
  [/-----BEGIN [A-Z ]{1,40}-----[^-]*(?:-----END [A-Z ]{1,40}-----)?/g, "[key]"],
  [/(:\/\/[^\s/:@"\\]{1,200}:)[^\s/@"\\]{1,500}@/g, "$1[password]@"],
  [/\bsha(?:1|256)=[0-9a-f]{40,64}\b/g, "[signature]"],
];

/** A text that may contain a JSON Web Token, whose three parts are joined by dots. */
const dotted = /[\w.-]{20,}/g;

/** Searched part by part: one pattern over the whole would begin anew at each `eyJ`, and take seconds for a hostile line. */
function withoutWebTokens(run: string): string {
  const parts = run.split(".");
  const out: string[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] ?? "";
    const from = part.indexOf("eyJ");
    const isToken = from >= 0 && part.length - from >= 11 && isLong(parts[at + 1]) && isLong(parts[at + 2]);
    out.push(isToken ? `${part.slice(0, from)}[token]` : part);
    if (isToken) at += 2;
  }
  return out.join(".");
}

function isLong(part = ""): boolean {
  return part.length >= 8;
}

/** Blanks what looks like a secret, and what is known to be one. Takes time by the line's length alone. */
export function scrubbed(line: string, known: readonly string[] = []): string {
  let out = line.includes("eyJ") ? line.replace(dotted, withoutWebTokens) : line;
  for (const [shape, instead] of secretShapes) out = out.replace(shape, instead);
  for (const secret of known) out = out.replaceAll(secret, "[secret]");
  return out;
}

/** Shorter ones would blank ordinary words, and hide nothing. */
const shortestSecret = 6;

/** In the forms in which they may appear in a line: as they are, as JSON writes them, as an address does, and a key's body line by line. */
function asLogged(secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap((secret) => [
    ...[secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)],
    ...secret.split(/\r?\n|\\n/),
  ]);
  const long = [...new Set(forms)].filter((form) => form.length >= shortestSecret && !form.startsWith("-----"));
  // The longest first, so that no part of one is left.
  return long.toSorted((a, b) => b.length - a.length);
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
  "clientSecret",
  "client_secret",
  "recordKey",
  "DATABASE_URL",
  "databaseUrl",
];

/** `secrets`: texts that no line may hold, wherever they come from. */
export function createLog(level: LogLevel, destination?: DestinationStream, secrets: readonly string[] = []): Log {
  const known = asLogged(secrets);
  const options = {
    level,
    base: null,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
    serializers: { err: (error: unknown) => shownError(error) },
    hooks: { streamWrite: (line: string) => scrubbed(line, known) },
  };
  return pino(options, destination ?? standardOutput);
}

/** A child of the log that is made only when something is logged: most runs log nothing, and making one costs as much as a line. */
export function childOf(log: Log, bindings: () => Readonly<Record<string, unknown>>): Log {
  let made: Log | null = null;
  return new Proxy(log, {
    get: (_log, name) => {
      made ??= log.child(bindings());
      const value: unknown = Reflect.get(made, name);
      return typeof value === "function" ? value.bind(made) : value;
    },
  });
}

/** For Probot, which makes a child of its log for each event: here one is made only when something is logged. */
export function withLateChildren(log: Log): Log {
  return new Proxy(log, {
    get: (own, name) => {
      if (name === "child")
        return (bindings: Record<string, unknown>) => withLateChildren(childOf(own, () => bindings));
      return Reflect.get(own, name);
    },
  });
}
