/**
 * Faults in how a value is written, whatever it means: quotes or variables that a shell would have resolved, but a file or a service
 * manager passes on as they are.
 */

import { type Env, VARIABLE_NAMES } from "./variables.ts";

/** Compose files, systemd and `docker --env-file` hand on what a shell takes away. */
const QUOTED = /^(["'`])[\s\S]*\1$|^[“”„‘’‚«»][\s\S]*[“”‘’«»]$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const INVISIBLE = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/;
const PATHS = /^(?:DATA_DIR|\w+_PATH)$/;
/** A PEM has its own line breaks. */
const MULTILINE = "PRIVATE_KEY";

export function isQuoted(value: string): boolean {
  return value.length > 1 && QUOTED.test(value);
}

/** By name, what is wrong with how each is written. Values of secrets are never repeated (R27). */
export function writtenFaults(env: Env): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const name of VARIABLE_NAMES) {
    const value = env[name]?.trim() ?? "";
    const fault = value === "" ? null : writtenFault(name, value);
    if (fault !== null) faults.set(name, fault);
  }
  return faults;
}

function writtenFault(name: string, value: string): string | null {
  if (isQuoted(value))
    return `${name} stands in quotation marks, which only a shell takes away: here they are part of the value. Write it without them.`;
  if (name !== MULTILINE && /[\r\n]/.test(value)) return `${name} runs over several lines. Write it in one.`;
  if (INVISIBLE.test(value))
    return `${name} holds a character that cannot be seen. Type it anew instead of pasting it.`;
  return PATHS.test(name) ? pathFault(name, value) : null;
}

function pathFault(name: string, value: string): string | null {
  if (/^~/.test(value))
    return `${name} is ${value}, and only a shell turns ~ into somebody's home. Write the whole path: /home/…`;
  if (/\$\{?[A-Za-z_]|^%\w\/|%[A-Z_]+%/.test(value))
    return `${name} is ${value}, and nothing here replaces what stands in it for something else. Write the whole path.`;
  if (/^\w{2,}:\/\//.test(value)) return `${name} is ${value}, an address. Write a path, such as /var/lib/rung.`;
  if (/^["'`]|["'`]$/.test(value))
    return `${name} is ${value}, with a quotation mark that belongs to it here. Take it out.`;
  return null;
}

/** Blanks around a value are taken away; who compares it with what was entered on GitHub should know. */
export function writtenWarnings(env: Env): readonly string[] {
  const padded = VARIABLE_NAMES.filter((name) => {
    const value = env[name] ?? "";
    return name !== MULTILINE && value.trim() !== "" && value !== value.trim();
  });
  return padded.map((name) => `${name} begins or ends with blanks or a line break; it is taken without them`);
}
