/** Trees in a real git repository: written many at once, and asked what git makes of them. */

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Entry } from "../../src/gate/same-change.ts";
import { hashObject } from "../../src/sandbox/git/objects.ts";

export interface TestFile {
  /** "100644", "100755", "120000", "160000". */
  readonly mode: string;
  /** Of a submodule the commit's sha. */
  readonly content: string;
}

export type Tree = ReadonlyMap<string, TestFile>;

export interface TestRepository {
  /** Commits of these trees, by their place: each without a parent, or with that of another place. */
  write(trees: readonly { readonly tree: Tree; readonly parent: number | null }[]): readonly string[];
  /** New name → old name of what git takes for renamed, with the changed paths, between each pair of commits. */
  diffs(pairs: readonly (readonly [string, string])[]): readonly GitDiff[];
  /** For each pair of commits the files after merging both, by path; `null`: git cannot merge them by itself. */
  merged(pairs: readonly (readonly [string, string])[]): readonly (ReadonlyMap<string, Entry> | null)[];
  /** A text after both changes, as the shortest differences put them; `null`: they meet. `merged` puts repeated blocks together by a guess. */
  mergedText(before: string, ours: string, theirs: string): string | null;
  /** The contents of blobs, as text. */
  blobs(shas: readonly string[]): ReadonlyMap<string, string>;
  close(): void;
}

export interface GitDiff {
  readonly paths: readonly string[];
  readonly renamed: ReadonlyMap<string, string>;
}

export function aRepository(): TestRepository {
  const folder = mkdtempSync(join(tmpdir(), "rung-git-"));
  const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const git = (args: readonly string[], input?: string | Buffer) =>
    execFileSync("git", args, { cwd: folder, env: environment, input, maxBuffer: 1 << 28 }).toString("utf8");
  git(["init", "-q", "--bare", "."]);
  git(["config", "core.fsync", "none"]);
  const nothing = git(["hash-object", "-t", "tree", "-w", "--stdin"], "").trim();

  /** What each tree holds, as changes since the empty one, so that one process tells of all. */
  function listings(trees: readonly (string | null)[]): readonly (ReadonlyMap<string, Entry> | null)[] {
    const there = trees.filter((tree) => tree !== null);
    const told = git(["diff-tree", "--stdin", "-r", "-z"], there.map((tree) => `${nothing} ${tree}\n`).join(""));
    // Each begins with the two trees' names, also where it is as empty and nothing follows.
    const [, ...parts] = told.split(new RegExp(`(?:^|\\0|(?<=\\n))${nothing} ([0-9a-f]{40})\n`));
    const entries = new Map<string, ReadonlyMap<string, Entry>>();
    for (let at = 0; at < parts.length; at += 2) entries.set(parts[at] ?? "", listing(parts[at + 1] ?? ""));
    return trees.map((tree) => (tree === null ? null : (entries.get(tree) ?? new Map())));
  }

  return {
    write(trees) {
      const stream = trees.map(({ tree, parent }, at) => imported(tree, at, parent)).join("");
      git(["fast-import", "--quiet", "--force", "--export-marks=marks"], Buffer.from(stream, "utf8"));
      const marks = readFileSync(join(folder, "marks"), "utf8");
      const shas = new Map(
        marks
          .trim()
          .split("\n")
          .map((line) => line.split(" "))
          .map(([mark, sha]) => [mark, sha ?? ""]),
      );
      return trees.map((_, at) => shas.get(`:${at + 1}`) ?? "");
    },
    diffs(pairs) {
      const trees = git(["rev-parse", ...pairs.flat().map((commit) => `${commit}^{tree}`)]).split("\n");
      const asked = pairs.map((_, at) => `${trees[2 * at]} ${trees[2 * at + 1]}\n`).join("");
      const lines = git(["diff-tree", "--stdin", "-r", "-M", "-z"], asked);
      return split(lines, pairs.length);
    },
    merged(pairs) {
      const asked = pairs.map(([ours, theirs]) => `${ours} ${theirs}\n`).join("");
      const told = git(["merge-tree", "--write-tree", "--stdin", "--name-only", "--no-messages"], asked);
      const trees = told
        .split("\0\0")
        .slice(0, pairs.length)
        .map((part) => part.split("\0"))
        .map(([isClean = "", tree = ""]) => (isClean === "1" ? tree : null));
      return listings(trees);
    },
    mergedText(before, ours, theirs) {
      const files = Object.entries({ ours, before, theirs }).map(([name, text]) => {
        writeFileSync(join(folder, name), text);
        return name;
      });
      const { status, stdout } = spawnSync("git", ["merge-file", "-p", ...files], { cwd: folder, encoding: "utf8" });
      return status === 0 ? stdout : null;
    },
    blobs(shas) {
      const asked = shas.map((sha) => `${sha}\n`).join("");
      const told = execFileSync("git", ["cat-file", "--batch"], { cwd: folder, input: asked, maxBuffer: 1 << 28 });
      const contents = new Map<string, string>();
      for (let at = 0; at < told.length; ) {
        const [sha = "", , size = ""] = told.toString("utf8", at, told.indexOf("\n", at)).split(" ");
        const begin = told.indexOf("\n", at) + 1;
        contents.set(sha, told.toString("utf8", begin, begin + Number(size)));
        at = begin + Number(size) + 1;
      }
      return contents;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** One for all: commits are known by their names, and each ref is a file that git writes. */
const REF = "refs/heads/last";

function imported(tree: Tree, at: number, parent: number | null): string {
  const files = [...tree].map(([path, { mode, content }]) =>
    mode === "160000"
      ? `M 160000 ${content} ${path}\n`
      : `M ${mode} inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}\n`,
  );
  const from = parent === null ? "" : `from :${parent + 1}\n`;
  const head = `reset ${REF}\ncommit ${REF}\nmark :${at + 1}\ncommitter T <t@localhost> 1700000000 +0000\ndata 0\n`;
  return `${head}${from}deleteall\n${files.join("")}\n`;
}

/** `diff-tree --stdin` names each pair before its changes. */
function split(output: string, count: number): readonly GitDiff[] {
  const diffs: { paths: string[]; renamed: Map<string, string> }[] = [];
  const parts = output.split("\0");
  for (let at = 0; at < parts.length; at += 1) {
    let part = parts[at] ?? "";
    for (const header = /^[0-9a-f]{40} [0-9a-f]{40}\n/; header.test(part); part = part.replace(header, "")) {
      diffs.push({ paths: [], renamed: new Map() });
    }
    if (!part.startsWith(":")) continue;
    const status = part.split(" ").at(-1) ?? "";
    const path = parts[at + 1] ?? "";
    const diff = diffs.at(-1);
    if (status.startsWith("R")) {
      diff?.renamed.set(parts[at + 2] ?? "", path);
      diff?.paths.push(path, parts[at + 2] ?? "");
      at += 2;
    } else {
      diff?.paths.push(path);
      at += 1;
    }
  }
  if (diffs.length !== count) throw new Error(`git told ${diffs.length} of ${count} diffs`);
  return diffs;
}

/** `:000000 100644 0000000 a1b0834 A`, then the path. */
function listing(output: string): ReadonlyMap<string, Entry> {
  const parts = output.split("\0").filter((part) => part !== "");
  const entries = new Map<string, Entry>();
  for (let at = 0; at < parts.length; at += 2) {
    const [, mode = "", , blob = ""] = (parts[at] ?? "").split(" ");
    entries.set(parts[at + 1] ?? "", { mode, blob });
  }
  return entries;
}

export function entryOf(file: TestFile | undefined): Entry | null {
  if (file === undefined) return null;
  const { mode, content } = file;
  return { mode, blob: mode === "160000" ? content : hashObject("blob", Buffer.from(content, "utf8")) };
}
