/** The folder of the registry's repository: which files may be written there, and writing them. */

import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { REGISTRY_PATHS } from "../../registry/registry-places.ts";
import { checkoutRoot } from "../checkout.ts";
import type { Io } from "../command.ts";
import { fileFault } from "../file-fault.ts";
import { listedFiles } from "../listed-files.ts";

export interface Place {
  readonly root: string;
  readonly paths: readonly string[];
  read(path: string): string | null;
  blocked(path: string): string | null;
}

/** Where paths of the repository count from: the top of the checkout whose registry it is, else the registry's own folder. */
export function rootOf(io: Io, registry: string): string {
  const path = resolve(io.cwd, registry);
  const folder = dirname(path);
  const top = checkoutRoot(folder);
  return top !== null && REGISTRY_PATHS.some((place) => join(top, place) === path) ? top : folder;
}

export function placeAt(root: string): Place {
  const blocked = (path: string) => blockedAt(root, path);
  return {
    root,
    paths: listedFiles(root, "present"),
    blocked,
    read: (path) =>
      blocked(path) === null && isThere(join(root, path)) ? readFileSync(join(root, path), "utf8") : null,
  };
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Nothing is written through a link, which may lead anywhere, and no bytes are replaced that are no text. */
function blockedAt(root: string, path: string): string | null {
  const steps = path.split("/");
  for (const [index] of steps.entries()) {
    const part = steps.slice(0, index + 1).join("/");
    const found = lstatSync(join(root, part), { throwIfNoEntry: false });
    if (found === undefined) return null;
    if (found.isSymbolicLink()) return `leads through ${part}, which is a link; nothing is written there`;
    const isLast = index === steps.length - 1;
    if (isLast ? !found.isFile() : !found.isDirectory())
      return `cannot be written, since ${part} is ${isLast ? "no file" : "no folder"}`;
  }
  return isText(readFileSync(join(root, path))) ? null : "is no text in UTF-8; nothing of it is replaced";
}

function isText(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes);
}

/** Why it could not be written, or taken away where there is no text; `null`: it is. */
export function written(path: string, text: string | null): string | null {
  try {
    if (text === null) {
      rmSync(path);
      return null;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return null;
  } catch (error) {
    return fileFault(error, "write");
  }
}
