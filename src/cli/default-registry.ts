/** The registry of the working directory, where a command is given none. */
import { join } from "node:path";
import { REGISTRY_PATHS } from "../registry/registry-index.ts";
import type { Io } from "./command.ts";

/** `roles.yaml`, else `.github/roles.yaml` where only that is there; relative to the working directory. */
export function defaultRegistry(io: Io): string {
  const there = REGISTRY_PATHS.find((path) => isThere(io, path));
  return there ?? REGISTRY_PATHS[0];
}

function isThere(io: Io, path: string): boolean {
  try {
    io.readFile(join(io.cwd, path));
    return true;
  } catch {
    // Whatever the reason, this one cannot be used; the caller tells when none can.
    return false;
  }
}
