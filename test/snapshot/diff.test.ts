import { describe, expect, it } from "vitest";
import { patchDigest, readDiff } from "../../src/snapshot/diff.ts";
import { aClient } from "../github/a-client.ts";

const repository = { owner: "o", name: "r" };
const patch = "@@ -10,3 +10,4 @@ func Apply() {\n a\n+b\n c";

describe("patches", () => {
  it("R9: where the hunk lies does not matter, nor the line git copies behind its place", () => {
    expect(patchDigest(patch)).toBe(patchDigest("@@ -210,3 +215,4 @@ func Destroy() {\n a\n+b\n c"));
  });

  it.each([
    ["an added line", "@@ -10,3 +10,5 @@\n a\n+b\n+d\n c"],
    ["another context", "@@ -10,3 +10,4 @@\n z\n+b\n c"],
    ["a removed line", "@@ -10,3 +10,4 @@\n a\n-b\n c"],
    ["a second hunk", `${patch}\n@@ -90 +91 @@\n-x\n+y`],
  ])("R9: %s makes another diff", (_, other) => {
    expect(patchDigest(other)).not.toBe(patchDigest(patch));
  });

  it("R9: a changed line that looks like a hunk's head is content", () => {
    expect(patchDigest("@@ -1 +1 @@\n+@@ -1 +1 @@ a")).not.toBe(patchDigest("@@ -1 +1 @@\n+@@ -1 +1 @@ b"));
  });
});

describe("readDiff", () => {
  const answer = (files: unknown) => ({ merge_base_commit: { sha: "m" }, files });

  it("names branches with slashes safely and gives one digest a path", async () => {
    const file = { filename: "b", status: "renamed", previous_filename: "a", sha: "1", patch };
    const client = aClient({ rest: () => answer([file, { filename: "bin", status: "added", sha: "2" }]) });
    const diff = await readDiff(client, repository, "release/1", "abc");
    expect(client.asked[0]?.what).toBe("GET /repos/o/r/compare/release%2F1...abc");
    expect(diff.complete).toBe(true);
    expect(diff.files.get("b")).toEqual({ status: "renamed", previousPath: "a", blob: "1", patch: patchDigest(patch) });
    expect(diff.files.get("bin")?.patch).toBeNull();
  });

  it("R14: 300 files may be more", async () => {
    const files = Array.from({ length: 300 }, (_, index) => ({ filename: `f${index}`, status: "added", sha: "1" }));
    const diff = await readDiff(aClient({ rest: () => answer(files) }), repository, "main", "abc");
    expect(diff.complete).toBe(false);
  });

  it("a commit that is gone gives no diff to conclude from", async () => {
    expect(await readDiff(aClient(), repository, "main", "abc")).toMatchObject({ complete: false });
  });
});
