import { describe, expect, it } from "vitest";
import { readDiff } from "../../../src/github/read/diff.ts";
import { aClient } from "../a-client.ts";

const repository = { owner: "o", name: "r" };
const id = { base: "b".repeat(40), head: "a".repeat(40) };

describe("readDiff", () => {
  const answer = (files: unknown) => ({ merge_base_commit: { sha: "m" }, files });

  it("R35: asks by commits, and tells paths and blobs", async () => {
    const file = { filename: "b", status: "renamed", previous_filename: "a", sha: "1" };
    const client = aClient({ rest: () => answer([file, { filename: "bin", status: "added", sha: "2" }]) });
    const diff = await readDiff(client, repository, id);
    expect(client.asked[0]?.what).toBe(`GET /repos/o/r/compare/${id.base}...${id.head}`);
    expect(diff).toEqual({
      kind: "whole",
      mergeBase: "m",
      files: [
        { path: "b", status: "renamed", previousPath: "a", blob: "1" },
        { path: "bin", status: "added", previousPath: null, blob: "2" },
      ],
    });
  });

  it("R14, R33: 300 files may be more", async () => {
    const files = Array.from({ length: 300 }, (_, index) => ({ filename: `f${index}`, status: "added", sha: "1" }));
    const diff = await readDiff(aClient({ rest: () => answer(files) }), repository, id);
    expect(diff).toEqual({ kind: "partial", why: "over 300 files cannot be compared" });
  });

  it("R33: a commit that is gone gives no diff to conclude from, and says so", async () => {
    expect(await readDiff(aClient(), repository, id)).toMatchObject({
      kind: "partial",
      why: expect.stringMatching(/aaaaaaa/),
    });
  });
});
