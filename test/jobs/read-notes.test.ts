import { describe, expect, it } from "vitest";
import { factsDigest } from "../../src/jobs/audit/facts-digest.ts";
import { readNotes } from "../../src/jobs/read-notes.ts";
import type { Note } from "../../src/model/job.ts";
import { aComment, minute, person, reworded } from "../support/a-pull.ts";

const said: Note = {
  kind: "said",
  utterance: "comment",
  id: 5,
  nodeId: "IC_5",
  by: person("ann"),
  text: "Thanks.\n\n/hold until Friday\n/lgtm",
  at: minute(1),
};

const reviewed: Note = {
  kind: "reviewed",
  id: 6,
  nodeId: "PRR_6",
  state: "CHANGES_REQUESTED",
  by: person("ben"),
  body: "/hold",
  commit: "h1",
  url: "https://github.test/o/r/pull/7#review-6",
  edited: false,
  at: minute(2),
};

describe("notes that a job takes up", () => {
  it("R30: notes as any version stored them, with their texts alone, tell their commands", async () => {
    const stored: readonly Note[] = JSON.parse(JSON.stringify([said, reviewed]));
    const [first, second] = await readNotes(stored);
    expect(first).toEqual({
      ...said,
      calls: [
        { name: "hold", cancel: false, words: "until Friday", line: 3 },
        { name: "lgtm", cancel: false, words: "", line: 4 },
      ],
    });
    expect(second).toEqual({ ...reviewed, calls: [{ name: "hold", cancel: false, words: "", line: 1 }] });
  });

  it("notes without a text stay as they are", async () => {
    const head: Note = { kind: "head", sha: "h2", before: "h1", at: minute(3) };
    expect(await readNotes([head])).toEqual([head]);
  });
});

describe("the digest of facts", () => {
  it("does not depend on how commands are read: the text itself is in it", () => {
    const comment = aComment("ann", "/hold", { id: 9 });
    expect(factsDigest({ ...comment, calls: [] })).toBe(factsDigest(comment));
    expect(factsDigest(reworded(comment, "/lgtm"))).not.toBe(factsDigest(comment));
  });
});
