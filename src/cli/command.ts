/** What the command line's parts have in common: how one is started, and what it may touch. */
import type { RegistrySource } from "../registry/registry-types.ts";

/** The world of a command, so that tests can be it. */
export interface Io {
  /** Writes a line to standard output. */
  out(text: string): void;
  /** Writes a line to standard error. */
  err(text: string): void;
  /** Reads a text file; throws as `node:fs` does. */
  readFile(path: string): string;
  readonly cwd: string;
}

/** Exit codes: 0 fine, 1 the answer is bad news, 2 used wrongly. */
export type Run = (args: readonly string[], io: Io) => number | Promise<number>;

export interface CliCommand {
  /** As it is typed after its name. */
  readonly usage: string;
  readonly summary: string;
  run: Run;
}

/** Where the text of a local file counts as coming from; no owner, since a file does not tell. */
export function localSource(path: string, repository = { owner: "", name: "" }): RegistrySource {
  return { repository, path, oid: "" };
}

/** Says how a command is used, after what was wrong. Always 2. */
export function misused(io: Io, problem: string, usage: string): number {
  io.err(`${problem}\nUsage: rung ${usage}`);
  return 2;
}

/** The text of a file, or `null` after telling that it cannot be read. */
export function readOr(io: Io, path: string): string | null {
  try {
    return io.readFile(path);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    io.err(`cannot read ${path}: ${reason === "ENOENT" ? "there is no such file" : reason}`);
    return null;
  }
}

/** Counts as people say them: `1 fault`, `2 faults`. */
export function counted(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
