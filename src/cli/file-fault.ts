/** Explains in words why a file or folder cannot be used; and writes files where a person asks for it. */

import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { codeOf, messageOf, systemFault, type Use } from "../environment/system-fault.ts";
import type { Io } from "./command.ts";

const HERE: Readonly<Record<"read" | "write", Readonly<Record<string, string>>>> = {
  read: {
    ENOENT: "there is no such folder",
    ENOTDIR: "it is no folder",
    ELOOP: "its links lead round in a circle",
    ENAMETOOLONG: "its name is longer than a file's can be",
  },
  write: {
    ENAMETOOLONG: "its name is longer than a file's can be",
    ENOENT: "there is no such folder; make it first",
    EEXIST: "it is there already; name another file, or move it away",
  },
};

/** Why a folder could not be read, or something not written, as the end of a sentence. */
export function fileFault(error: unknown, use: Use & ("read" | "write")): string {
  return HERE[use][codeOf(error)] ?? systemFault(error, use, "")?.cause ?? messageOf(error);
}

/** `node:fs` gave it. */
export function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

/** Of what lies below the folder that a person named, the one place that cannot be read is told. */
export function cannotRead(error: unknown, named: string, { cwd }: Pick<Io, "cwd">): string {
  const place = isFileError(error) && error.path !== undefined ? resolve(error.path) : null;
  const within = place === null || place === resolve(cwd, named) ? named : relative(cwd, place);
  return `cannot read ${within.startsWith("..") ? (place ?? named) : within}: ${fileFault(error, "read")}`;
}

/** Whether it is written; where it is not, that is told, and nothing of it is left. `named`: as the person named it. */
export function writeOr(io: Io, named: string, text: string): boolean {
  const place = resolve(io.cwd, named);
  try {
    const file = openSync(place, "wx");
    try {
      writeFileSync(file, text);
    } catch (error) {
      // Half a file would be in the way of the next try.
      rmSync(place, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    io.err(`cannot write ${named}: ${fileFault(error, "write")}`);
    return false;
  }
}
