/** Explains in words why a file or folder that somebody named cannot be used; and writes files where a person asks for it. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { codeOf, messageOf, systemFault, type Use } from "../environment/system-fault.ts";
import type { Io } from "./command.ts";

const HERE: Readonly<Record<"read" | "write", Readonly<Record<string, string>>>> = {
  read: { ENOENT: "there is no such folder", ENOTDIR: "it is no folder" },
  write: { ENOENT: "there is no such folder; make it first" },
};

/** Why a folder could not be read, or something not written, as the end of a sentence. */
export function fileFault(error: unknown, use: Use & ("read" | "write")): string {
  return HERE[use][codeOf(error)] ?? systemFault(error, use, "")?.cause ?? messageOf(error);
}

/** Whether it is written; where it is not, that is told. `named`: as the person named it. */
export function writeOr(io: Io, named: string, text: string): boolean {
  try {
    writeFileSync(resolve(io.cwd, named), text);
    return true;
  } catch (error) {
    io.err(`cannot write ${named}: ${fileFault(error, "write")}`);
    return false;
  }
}
