/** Turns the files and folders that people type into paths of the repository, or says why that is not possible. */

import { existsSync, lstatSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { checkoutRoot, isFolder, isWithin, treeRoot } from "../checkout.ts";
import { type Io, type Misuse, misused } from "../command.ts";

export interface RequestedPath {
  /** As it is spoken of: from the root of the repository; a folder's ends with `/`. */
  readonly path: string;
  readonly kind: "file" | "folder";
  /** On the disk. */
  readonly place: string;
}

/** A word is taken from where the person stands; from the repository's root where its first folder is only there. */
export function requestedPaths(io: Io, words: readonly string[]): readonly RequestedPath[] | Misuse {
  const found: RequestedPath[] = [];
  for (const word of words) {
    const asked = requestedPath(io, word);
    if (typeof asked === "string") return misused(asked);
    found.push(asked);
  }
  return found;
}

/** The one folder whose files are asked about; without a word, the one in which the person stands. */
export function requestedTree(io: Io, [word = ".", ...more]: readonly string[]): readonly RequestedPath[] | Misuse {
  if (more.length > 0) return misused("who --tree takes one folder");
  const place = resolve(io.cwd, word);
  if (word.trim() === "" || !isFolder(io, place))
    return misused(
      `who --tree takes a folder, and ${JSON.stringify(word)} is ${existsSync(place) && word.trim() !== "" ? "a file" : "none"}`,
    );
  const path = relative(treeRoot(io, place), place);
  return [{ path: path === "" ? "" : `${path}/`, kind: "folder", place }];
}

/** One on each line, or with NUL between them, as git's commands print them. */
export function listedPaths(text: string): readonly string[] {
  const lines = text.includes("\0")
    ? text.split("\0")
    : text
        .replace(/^\ufeff/, "")
        .split(/\r?\n/)
        .map(unquoted);
  return lines.filter((line) => line !== "");
}

/** git quotes names with unusual characters, each byte in three octal digits. */
function unquoted(line: string): string {
  if (!/^".*"$/.test(line)) return line;
  const bytes = Buffer.from(line.slice(1, -1)).toString("latin1");
  const plain = bytes.replaceAll(/\\([0-7]{3}|.)/g, (_, escaped: string) => {
    if (escaped.length === 3) return String.fromCharCode(Number.parseInt(escaped, 8));
    return ESCAPED[escaped] ?? escaped;
  });
  return Buffer.from(plain, "latin1").toString("utf8");
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };

function requestedPath(io: Io, word: string): RequestedPath | string {
  if (word.trim() === "")
    return "an empty path names nothing; name a file, or `.` for everything below where you stand";
  const root = treeRoot(io, "");
  const place = isAbsolute(word)
    ? withinCheckout(root, word)
    : resolve(isFromRoot(io, root, word) ? root : io.cwd, word);
  const shown = JSON.stringify(word);
  if (word.includes("\\") && !existsSync(place))
    return `${shown} has backslashes, and paths of a repository have slashes; write ${JSON.stringify(word.replaceAll(/\\+/g, "/"))}`;
  if (!isWithin(root, place))
    return isAbsolute(word)
      ? `${shown} is not in ${root}, whose paths count from there; if that is meant, write ${JSON.stringify(word.replace(/^\/+/, ""))}`
      : `${shown} leads out of ${root}; name a path in it, as it is written from there`;
  const path = relative(root, place);
  if (!isFolderMeant(io, { word, place, root })) return { path, kind: "file", place };
  return { path: path === "" ? "" : `${path}/`, kind: "folder", place };
}

/** A checkout within the checkout, such as a submodule, is one file to the repository. */
function isFolderMeant(io: Io, { word, place, root }: Record<"word" | "place" | "root", string>): boolean {
  if (!existsSync(place)) return /(?:^|\/)\.{0,2}$/.test(word);
  // A link is one file to it, wherever it leads.
  if (!word.endsWith("/") && place !== root && lstatSync(place).isSymbolicLink()) return false;
  return isFolder(io, place) && (place === root || checkoutRoot(place) !== place);
}

/** By its first folder: it is not where the person stands, and is at the root. */
function isFromRoot(io: Io, root: string, word: string): boolean {
  const [first = ""] = word.split("/");
  if (first === "." || first === "..") return false;
  return !existsSync(resolve(io.cwd, first)) && existsSync(join(root, first));
}

/** The place, by its own name where links lead to it. */
function withinCheckout(root: string, path: string): string {
  const plain = resolve(path);
  const real = realPath(plain);
  const realRoot = realPath(root);
  return !isWithin(root, plain) && isWithin(realRoot, real) ? join(root, relative(realRoot, real)) : plain;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What is not there yet lies where its folder does.
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}
