/** What the command line's parts have in common: what a subcommand may touch, and how it ends. */
import type { Env } from "../environment/variables.ts";
import type { RegistrySource } from "../registry/registry-types.ts";

/** The world of a subcommand, so that tests can be it. */
export interface Io {
  /** Writes a line to standard output. */
  out(text: string): void;
  /** Writes a line to standard error. */
  err(text: string): void;
  /** Reads a text file; throws as `node:fs` does. */
  readFile(path: string): string;
  readonly cwd: string;
}

/** Runs the bot in this process; resolves once webhooks are stored. The entry hands it over, since what runs the bot is a floor above. */
export type StartBot = () => Promise<void>;

export interface Machine {
  readonly env: Env;
  readonly startBot: StartBot;
}

/** What only the action could find to be used wrongly, such as a role that the ladder does not have. */
export interface Misuse {
  readonly problem: string;
}

/** 0: fine; 1: the answer is bad news, or there is none. */
export type Ending = 0 | 1 | Misuse;

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
