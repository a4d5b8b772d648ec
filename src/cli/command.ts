/** What the command line's parts have in common: what a subcommand may touch, and how it ends. */

import type { Env } from "../environment/variables.ts";
import type { RegistrySource } from "../registry/registry-types.ts";

/** The world of a subcommand, so that tests can be it. */
export interface Io {
  /** Writes a line to standard output. */
  out(text: string): void;
  /** Writes a line to standard error. */
  err(text: string): void;
  /** Reads a text file, relative to `cwd`; `-` is the standard input, once. Throws as `node:fs` does. */
  readFile(path: string): string;
  /** Where the person stands. */
  readonly cwd: string;
}

/** Runs the bot in this process; resolves once webhooks are stored. The entry hands it over, since what runs the bot is a floor above. */
export type StartBot = () => Promise<void>;

export interface Machine {
  readonly env: Env;
  /** The folder that Rung's own settings count from, as `npm start` reads them. */
  readonly home: string;
  readonly startBot: StartBot;
}

/** What only the action could find to be used wrongly, such as a role that the ladder does not have. */
export interface Misuse {
  readonly problem: string;
}

/** 0: fine; 1: the answer is bad news, or there is none; 2: there is none, where 1 is an answer. */
export type Ending = 0 | 1 | 2 | Misuse;

/**
 * What a subcommand does with its arguments. It takes them apart in its first line, so that the compiler tells of one that is not
 * used, and a test of one that is not declared.
 */
export type Action<Given> = (given: Given, io: Io, machine: Machine) => Ending | Promise<Ending>;

export function misused(problem: string): Misuse {
  return { problem };
}

/** Where the text of a local file counts as coming from; no owner, since a file does not tell. */
export function localSource(path: string, repository = { owner: "", name: "" }): RegistrySource {
  return { repository, path, oid: "" };
}

/** Why a file could not be read, as the end of a sentence, by the code of `node:fs`. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder; name a file",
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  ELOOP: "its links lead round in a circle",
  ENAMETOOLONG: "its name is longer than a file's can be",
  EFBIG: "it is too large for a registry, of which 2 MiB are read",
  EALREADY: "the standard input can be read only once; name a file instead of one `-`",
};

/** The code that `node:fs` gave an error; empty: it is none of those. */
function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** The text of a file, or `null` after telling that it cannot be read. */
export function readOr(io: Io, path: string): string | null {
  try {
    return io.readFile(path);
  } catch (error) {
    const reason = errorCode(error) || "unreadable";
    const what = path === "-" ? "the standard input" : path;
    io.err(`cannot read ${what}: ${REASONS[reason] ?? reason}${reason === "ENOENT" ? otherSpelling(io, path) : ""}`);
    return null;
  }
}

function otherSpelling(io: Io, path: string): string {
  const other = path.replace(/\.yaml$/, ".yml");
  return other !== path && isThere(io, other) ? `; ${other} is there, but Rung reads only ${path}: rename it` : "";
}

/** The same, but that what it says of trouble is collected: for answers that have it in them, as JSON has. */
export function telling(io: Io, told: string[]): Io {
  return { ...io, readFile: (path) => io.readFile(path), out: (text) => io.out(text), err: (text) => told.push(text) };
}

/** Something of that name is there, though perhaps not to be read. */
export function isThere(io: Io, path: string): boolean {
  try {
    io.readFile(path);
    return true;
  } catch (error) {
    return !["", "ENOENT", "ENOTDIR"].includes(errorCode(error));
  }
}
