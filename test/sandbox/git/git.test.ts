import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commitsBetween, mergeBase } from "../../../src/sandbox/git/history.ts";
import { changedLines, linesOf, unifiedPatch } from "../../../src/sandbox/git/line-diff.ts";
import { mergeTexts } from "../../../src/sandbox/git/merge.ts";
import { ObjectStore } from "../../../src/sandbox/git/objects.ts";
import { treeDiff } from "../../../src/sandbox/git/tree-diff.ts";

const ann = { name: "Ann", email: "ann@example.org", login: "ann", at: 1_700_000_000_000 };
const texts = fc.array(fc.constantFrom("a\n", "b\n", "c\n", "d\n"), { maxLength: 14 }).map((lines) => lines.join(""));

function commit(store: ObjectStore, files: Record<string, string>, parents: readonly string[] = []): string {
  const tree = store.writeTree(new Map(Object.entries(files).map(([path, text]) => [path, store.writeBlob(text)])));
  return store.writeCommit({ tree, parents, author: ann, committer: ann, message: "A change" });
}

describe("objects", () => {
  it("hash as git hashes them", () => {
    const store = new ObjectStore();
    expect(store.writeBlob("hello\n")).toBe("ce013625030ba8dba906f756967f9e9ca394464a");
    expect(store.writeTree(new Map())).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  });

  it("a tree has the sha git gives it, folders sorted as git sorts them", () => {
    const store = new ObjectStore();
    const folder = mkdtempSync(join(tmpdir(), "rung-git-"));
    try {
      const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
      git("init", "-q");
      const files = new Map<string, string>();
      for (const path of ["a.txt", "a-b.txt", "a/x.txt", "z.md", "a/b/c.go"]) {
        execFileSync("mkdir", ["-p", join(folder, path, "..")]);
        writeFileSync(join(folder, path), `text of ${path}\n`);
        files.set(path, store.writeBlob(`text of ${path}\n`));
      }
      git("add", ".");
      expect(store.writeTree(files)).toBe(git("write-tree"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("the files of a tree come back, whichever way it was written", () => {
    const store = new ObjectStore();
    const files = new Map([
      ["pkg/engine/apply.go", store.writeBlob("x")],
      ["README.md", store.writeBlob("y")],
    ]);
    const tree = store.writeTree(files);
    expect(Object.fromEntries(store.files(tree))).toEqual(Object.fromEntries(files));
    expect(store.tree(tree)?.map((entry) => entry.name)).toEqual(["README.md", "pkg"]);
  });
});

describe("history", () => {
  it("a pull request lists what its head has and the base has not, oldest first", () => {
    const store = new ObjectStore();
    const root = commit(store, { a: "1" });
    const base = commit(store, { a: "1", b: "1" }, [root]);
    const first = commit(store, { a: "2" }, [root]);
    const second = commit(store, { a: "3" }, [first]);
    expect(mergeBase(store, base, second)).toBe(root);
    expect(commitsBetween(store, base, second).map((one) => one.sha)).toEqual([first, second]);
  });

  it("merging the base in moves the merge base", () => {
    const store = new ObjectStore();
    const root = commit(store, { a: "1" });
    const base = commit(store, { a: "1", b: "1" }, [root]);
    const head = commit(store, { a: "2" }, [root]);
    const merged = commit(store, { a: "2", b: "1" }, [head, base]);
    expect(mergeBase(store, base, merged)).toBe(base);
  });
});

describe("line diffs", () => {
  it("replaying the changes over the old text gives the new one", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const [a, b] = [linesOf(before), linesOf(after)];
        const rebuilt: string[] = [];
        let at = 0;
        for (const change of changedLines(a, b)) {
          rebuilt.push(...a.slice(at, change.aFrom), ...b.slice(change.bFrom, change.bTo));
          at = change.aTo;
        }
        expect([...rebuilt, ...a.slice(at)].join("")).toBe(after);
      }),
    );
  });

  it("where there are several shortest ways, takes the one that git takes", () => {
    const patch = (before: string, after: string) => unifiedPatch(before, after).text.split("\n").slice(1).join(" ");
    expect(patch("a\na\n", "b\na\n")).toBe("-a +b  a");
    expect(patch("a\na\n", "b\nc\na\n")).toBe("-a +b +c  a");
    expect(patch("a\nb\n", "b\nb\n")).toBe("-a +b  b");
  });

  it("texts that differ in more lines than are worth a search are replaced in one piece", () => {
    const [a, b] = ["a", "b"].map((letter) => Array.from({ length: 2_500 }, (_, line) => `${letter}${line}\n`));
    expect(changedLines(["same\n", ...(a ?? [])], ["same\n", ...(b ?? [])])).toEqual([
      { aFrom: 1, aTo: 2_501, bFrom: 1, bTo: 2_501 },
    ]);
  });

  it("a patch carries three lines of context and the heading above", () => {
    const before = "func apply() {\n1\n2\n3\n4\n5\n6\n7\n8\n9\n}\n";
    expect(unifiedPatch(before, before.replace("6\n", "six\n"))).toEqual({
      text: "@@ -4,7 +4,7 @@ func apply() {\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9",
      additions: 1,
      deletions: 1,
    });
  });

  it("a missing newline at the end is told", () => {
    expect(unifiedPatch("a", "b").text).toBe(
      "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file",
    );
  });
});

describe("tree diffs", () => {
  it("a file moved unchanged is renamed without a patch; one moved with an edit is renamed with one", () => {
    const store = new ObjectStore();
    const long = "one\ntwo\nthree\nfour\nfive\n";
    const before = new Map([
      ["a.go", store.writeBlob(long)],
      ["b.go", store.writeBlob(`${long}six\n`)],
    ]);
    const after = new Map([
      ["pkg/a.go", store.writeBlob(long)],
      ["pkg/b.go", store.writeBlob(`${long}seven\n`)],
    ]);
    const changes = treeDiff(store, before, after);
    expect(
      changes.map(({ path, previousPath, status, patch }) => [path, previousPath, status, patch === null]),
    ).toEqual([
      ["pkg/a.go", "a.go", "renamed", true],
      ["pkg/b.go", "b.go", "renamed", false],
    ]);
  });

  it("added, modified and removed files are told apart; binary ones have no patch", () => {
    const store = new ObjectStore();
    const before = new Map([
      ["gone", store.writeBlob("1\n")],
      ["kept", store.writeBlob("1\n")],
    ]);
    const after = new Map([
      ["kept", store.writeBlob("2\n")],
      ["logo.png", store.writeBlob(Buffer.from([137, 80, 0, 1]))],
    ]);
    expect(treeDiff(store, before, after).map(({ path, status, patch }) => [path, status, patch])).toEqual([
      ["gone", "removed", "@@ -1 +0,0 @@\n-1"],
      ["kept", "modified", "@@ -1 +1 @@\n-1\n+2"],
      ["logo.png", "added", null],
    ]);
  });
});

describe("merging texts", () => {
  it("changes at different places join; at the same place they conflict unless equal", () => {
    const base = "1\n2\n3\n4\n5\n";
    expect(mergeTexts(base, "one\n2\n3\n4\n5\n", "1\n2\n3\n4\nfive\n")).toBe("one\n2\n3\n4\nfive\n");
    expect(mergeTexts(base, "one\n2\n3\n4\n5\n", "uno\n2\n3\n4\n5\n")).toBeNull();
    expect(mergeTexts(base, "one\n2\n3\n4\n5\n", "one\n2\n3\n4\n5\n")).toBe("one\n2\n3\n4\n5\n");
  });

  it("is clean where git's is, with the same text", () => {
    const folder = mkdtempSync(join(tmpdir(), "rung-merge-"));
    const byGit = (base: string, ours: string, theirs: string) => {
      for (const [name, text] of Object.entries({ base, ours, theirs })) writeFileSync(join(folder, name), text);
      const args = ["merge-file", "-p", "-q", "ours", "base", "theirs"];
      const { status, stdout } = spawnSync("git", args, { cwd: folder, encoding: "utf8" });
      return status === 0 ? stdout : null;
    };
    const line = (name: string) => fc.constantFrom(`${name}\n`, `${name}, mended\n`, "");
    const version = fc.tuple(...["a", "b", "c", "d", "e", "f", "g", "h"].map(line)).map((lines) => lines.join(""));
    try {
      const base = "a\nb\nc\nd\ne\nf\ng\nh\n";
      fc.assert(
        fc.property(version, version, (ours, theirs) => {
          expect(mergeTexts(base, ours, theirs)).toBe(byGit(base, ours, theirs));
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("merging with an unchanged side gives the other side", () => {
    fc.assert(
      fc.property(texts, texts, (base, ours) => {
        expect(mergeTexts(base, ours, base)).toBe(ours);
        expect(mergeTexts(base, base, ours)).toBe(ours);
      }),
    );
  });
});
