import { describe, expect, it } from "vitest";
import { comparisonsNeeded, MAX_COMPARISONS } from "../../src/gate/lapse.ts";
import { noted, observed } from "../../src/gate/record/heads.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import { readNote } from "../../src/jobs/read-notes.ts";
import { diffKey } from "../../src/model/diffs.ts";
import type { PullFacts } from "../../src/model/facts.ts";
import { aComment, aFile, aLadder, aPull, approval, aReview, minute, person, reworded } from "../support/a-pull.ts";
import { approvers, judged, pushes, reasons, states } from "./judged.ts";

const index = aLadder({
  approvers: [{ login: "dora", areas: ["docs"] }, { login: "enno", areas: ["engine"] }, "ann", "ben"],
  areas: { docs: { paths: ["docs/**"] }, engine: { paths: ["pkg/engine/**"] } },
});

const everywhere = { from: "approvers", min: 1 };
const plain = (lapse: "diff" | "push" | "never") => aLadder({ approvers: ["ann"], approval: { ...everywhere, lapse } });

describe("after a push", () => {
  const facts = aPull({
    head: "h2",
    files: ["docs/a.md", "pkg/engine/run.go"],
    reviews: [approval("ann", { at: minute(1) })],
  });
  const record = pushes(["h2", 5]);
  const before = { "docs/a.md": "+1", "pkg/engine/run.go": "+1" };

  it("R9: an approval holds while the diff against the base is the same", () => {
    const diffs = {
      "main...h1": before,
      "main...h2": { "docs/a.md": "+1", "pkg/engine/run.go": "+1" },
    };
    expect(judged(facts, index, { record, diffs }).state.kind).toBe("approved");
  });

  it("R9: an approval lapses in the areas whose part of the diff changed, and holds in the rest", () => {
    const diffs = { "main...h1": before, "main...h2": { "docs/a.md": "+1", "pkg/engine/run.go": "+2" } };
    const result = judged(facts, index, { record, diffs });
    expect(approvers(result)).toEqual({ docs: ["ann"], engine: [] });
    expect(result.uncounted).toMatchObject([
      { login: "ann", areas: ["engine"], reason: { kind: "lapsed", by: "h2", files: ["pkg/engine/run.go"] } },
    ]);
  });

  it("R9, R60: the report names the push that changed the files, not the first that followed, nor the latest", () => {
    const later = { ...facts, head: { sha: "h3", ref: "feature" } };
    const rebased = { "main...h1": before, "main...h2": before, "main...h3": { ...before, "docs/a.md": "+2" } };
    const lapse = judged(later, index, { record: pushes(["h2", 5], ["h3", 9]), diffs: rebased });
    expect(reasons(lapse, "ann")).toEqual([{ kind: "lapsed", by: "h3", files: ["docs/a.md"], why: null }]);
    const diffs = { "main...h1": before, "main...h2": {}, "main...h3": {} };
    const result = judged(later, index, { record: pushes(["h2", 5], ["h3", 9]), diffs });
    expect(reasons(result, "ann")).toEqual([
      { kind: "lapsed", by: "h2", files: ["docs/a.md", "pkg/engine/run.go"], why: null },
    ]);
  });

  it("R9: a file that came or went lapses its own area", () => {
    const added = {
      "main...h1": before,
      "main...h2": { "docs/a.md": "+1", "docs/b.md": "+1", "pkg/engine/run.go": "+1" },
    };
    expect(approvers(judged(facts, index, { record, diffs: added }))).toEqual({ docs: [], engine: ["ann"] });
    const gone = { "main...h1": before, "main...h2": { "docs/a.md": "+1" } };
    expect(approvers(judged(facts, index, { record, diffs: gone }))).toEqual({ docs: ["ann"], engine: [] });
  });

  it("R9, R14: what cannot be compared has lapsed", () => {
    for (const diffs of [{}, { "main...h1": before }]) {
      expect(judged(facts, index, { record, diffs }).state.kind).toBe("waiting");
    }
  });

  it("R9: an older approval of the same person still holds where the latest has lapsed", () => {
    const back = aPull({
      head: "h3",
      reviews: [approval("ann", { at: minute(1) }), approval("ann", { at: minute(6), commit: "h2" })],
    });
    const diffs = {
      "main...h1": { "main.go": "+1" },
      "main...h2": { "main.go": "+2" },
      "main...h3": { "main.go": "+1" },
    };
    const result = judged(back, index, { record: pushes(["h2", 5], ["h3", 9]), diffs });
    expect(result.areas[0]?.approved).toMatchObject([{ login: "ann", commit: "h1" }]);
  });

  it("R9: lapse: push lapses on any new head, lapse: never keeps it", () => {
    const one = aPull({ head: "h2", reviews: [approval("ann", { at: minute(1) })] });
    const diffs = { "main...h1": { "main.go": "+1" }, "main...h2": { "main.go": "+1" } };
    expect(judged(one, plain("push"), { record, diffs }).state.kind).toBe("waiting");
    expect(judged(one, plain("diff"), { record, diffs }).state.kind).toBe("approved");
    expect(judged(one, plain("never"), { record }).state.kind).toBe("approved");
  });
});

describe("which diffs are asked for", () => {
  function asked(facts: PullFacts, ladder = index, record = pushes(["h2", 5])): readonly string[] {
    const known = observed(record, facts);
    return comparisonsNeeded(facts, ladder, known, statementsOf(facts, known)).map(diffKey);
  }
  const old = approval("ann", { at: minute(1) });

  it("none when every word was given on the present head, or nobody said any", () => {
    expect(asked(aPull({ head: "h2", reviews: [approval("ann", { commit: "h2", at: minute(9) })] }))).toEqual([]);
    expect(asked(aPull({ head: "h2" }))).toEqual([]);
  });

  it("the present and the approved one, each once", () => {
    const facts = aPull({ head: "h2", reviews: [old, approval("ben", { at: minute(2) })] });
    expect(asked(facts)).toEqual(["main...h1 main...h2"]);
  });

  it("none for words that could not count anyway, nor where the same person approved the present head since", () => {
    const facts = aPull({ head: "h2", reviews: [approval("eve"), approval("pat"), aReview("ben", "DISMISSED")] });
    expect(asked(facts)).toEqual([]);
    expect(asked(aPull({ head: "h2", reviews: [old, approval("ann", { commit: "h2", at: minute(9) })] }))).toEqual([]);
  });

  it("none under lapse: push and lapse: never", () => {
    const facts = aPull({ head: "h2", reviews: [old] });
    expect(asked(facts, plain("push"))).toEqual([]);
    expect(asked(facts, plain("never"))).toEqual([]);
  });

  it("is bounded; what is not compared has lapsed", () => {
    const many = Array.from({ length: 30 }, (_, at) => `c${at}`);
    const record = pushes(...many.map((sha, at): [string, number] => [sha, at + 1]), ["h2", 50]);
    const reviews = many.map((commit, at) => approval("ann", { commit, at: minute(at + 1.5) }));
    const keys = asked(aPull({ head: "h2", reviews }), index, record);
    expect(keys).toHaveLength(MAX_COMPARISONS);
    expect(keys).toContain("main...c29 main...h2");
  });
});

describe("comments and heads", () => {
  const comment = (at: number) => aComment("ann", "/approve", { at: minute(at) });
  const diffs = { "main...h1": { "main.go": "+1" }, "main...h2": { "main.go": "+2" } };

  it("R9a: an approval by comment belongs to the head that stood when it was made", () => {
    const record = pushes(["h2", 5]);
    const early = judged(aPull({ head: "h2", comments: [comment(3)] }), index, { record, diffs });
    expect(reasons(early, "ann")).toEqual([{ kind: "lapsed", by: "h2", files: ["main.go"], why: null }]);
    expect(judged(aPull({ head: "h2", comments: [comment(7)] }), index, { record, diffs }).state.kind).toBe("approved");
  });

  it("R9a: in the second of the push it belongs to the older head", () => {
    const result = judged(aPull({ head: "h2", comments: [comment(5)] }), index, { record: pushes(["h2", 5]), diffs });
    expect(result.state.kind).toBe("waiting");
  });

  it("R9a: where the head of the moment is unknown the comment does not count", () => {
    const result = judged(aPull({ head: "h2", comments: [comment(3)] }), index, { record: emptyRecord(), diffs });
    expect(reasons(result, "ann")).toEqual([{ kind: "head-unknown" }]);
  });

  it("R9a: an unknown head is none under lapse: never either", () => {
    const result = judged(aPull({ head: "h2", comments: [comment(3)] }), plain("never"), { record: emptyRecord() });
    expect(result.state.kind).toBe("waiting");
  });

  it("R9: a review whose commit GitHub lost does not count", () => {
    const result = judged(aPull({ reviews: [approval("ann", { commit: null })] }), index);
    expect(reasons(result, "ann")).toEqual([{ kind: "head-unknown" }]);
  });
});

describe("the base of the moment", () => {
  const facts = aPull({ base: "main", reviews: [approval("ann", { at: minute(10) })] });
  const retargeted = noted(observed(pushes(), aPull({ base: "dev", readAt: minute(1) })), {
    kind: "base",
    ...{ ref: "main", before: "dev", at: minute(20) },
    ...{ sha: "main", shaBefore: "dev" },
  });

  it("R16: an approval given for another base lapses where the diff against the present one differs", () => {
    const diffs = { "dev...h1": { "main.go": "+1" }, "main...h1": { "main.go": "+1", "more.go": "+9" } };
    const result = judged(facts, index, { record: retargeted, diffs });
    expect(result.state.kind).toBe("waiting");
    expect(reasons(result, "ann")).toEqual([
      { kind: "base-changed", from: "dev", commit: "dev", files: ["more.go"], why: null },
    ]);
  });

  it("R16: it holds where the diff is the same", () => {
    const diffs = { "dev...h1": { "main.go": "+1" }, "main...h1": { "main.go": "+1" } };
    expect(judged(facts, index, { record: retargeted, diffs }).state.kind).toBe("approved");
  });

  it("R35: where the base moved some time around it, it holds for both commits or not at all", () => {
    const record = observed(pushes(), aPull({ base: "dev", readAt: minute(1) }));
    const other = { "dev...h1": { "main.go": "+1" }, "main...h1": { "main.go": "+1", "more.go": "+9" } };
    expect(judged(facts, index, { record, diffs: other }).state.kind).toBe("waiting");
    const same = { ...other, "main...h1": other["dev...h1"] };
    expect(judged(facts, index, { record, diffs: same }).state.kind).toBe("approved");
  });

  it("R16: the stricter rule of the present branch asks for more at once", () => {
    const release = aLadder({ approvers: ["ann", "ben"], approval: { branches: [{ pattern: "release-*", min: 2 }] } });
    const one = { reviews: [approval("ann")] };
    expect(judged(aPull(one), release).state.kind).toBe("approved");
    expect(judged(aPull({ ...one, base: "release-1" }), release).areas[0]).toMatchObject({ needed: 2, missing: 1 });
  });
});

describe("areas", () => {
  it("R12: a renamed file needs both paths' approvers, a deleted one those of its old path", () => {
    const files = [aFile("docs/a.go", { change: "renamed", previousPath: "pkg/engine/a.go" })];
    expect(approvers(judged(aPull({ files, reviews: [approval("dora")] }), index))).toEqual({
      docs: ["dora"],
      engine: [],
    });
    const deleted = [aFile("pkg/engine/a.go", { change: "deleted" })];
    expect(judged(aPull({ files: deleted, reviews: [approval("enno")] }), index).state.kind).toBe("approved");
  });

  it("every touched area needs its own approval", () => {
    const facts = aPull({
      files: ["docs/a.md", "pkg/engine/a.go", "main.go"],
      reviews: [approval("dora"), approval("enno")],
    });
    expect(states(judged(facts, index))).toEqual({ docs: "approved", engine: "approved", kusion: "waiting" });
  });

  it("R12a: an area may ask for more than the branch, and the branch for more than the area", () => {
    const two = aLadder({
      approvers: ["ann", "ben", "cleo"],
      areas: { docs: { paths: ["docs/**"], approval: { min: 2 } } },
      approval: { branches: [{ pattern: "release", min: 3 }] },
    });
    const facts = { files: ["docs/a.md"] };
    expect(judged(aPull(facts), two).areas[0]?.needed).toBe(2);
    expect(judged(aPull({ ...facts, base: "release" }), two).areas[0]?.needed).toBe(3);
  });

  it("R13, R15a: an exclusive area takes nobody of the areas around it, nor people without areas", () => {
    const exclusive = aLadder({
      approvers: ["ann", { login: "kim", areas: ["pkg"] }, { login: "enno", areas: ["engine"] }],
      areas: { pkg: { paths: ["pkg/**"] }, engine: { paths: ["pkg/engine/**"], exclusive: true } },
    });
    const facts = (by: string) => aPull({ files: ["pkg/engine/a.go"], reviews: [approval(by)] });
    expect(judged(facts("ann"), exclusive).state.kind).toBe("waiting");
    expect(judged(facts("kim"), exclusive).state.kind).toBe("waiting");
    expect(judged(facts("enno"), exclusive).state.kind).toBe("approved");
  });

  it("R15: no changed files, or files of no area, need the repository's approvers", () => {
    for (const files of [[], ["unowned.txt"]]) {
      expect(judged(aPull({ files }), index).state.kind).toBe("waiting");
      expect(judged(aPull({ files, reviews: [approval("dora")] }), index).state.kind).toBe("waiting");
      expect(judged(aPull({ files, reviews: [approval("ann")] }), index).state.kind).toBe("approved");
    }
  });

  it("R15: with nobody to approve it, a pull request is never approved", () => {
    const result = judged(aPull({ files: [] }), aLadder());
    expect(result.state.kind).toBe("waiting");
    expect(states(result)).toEqual({ kusion: "nobody-can" });
  });

  it("min 0 is an area that needs nobody", () => {
    const free = aLadder({ approvers: ["ann"], areas: { docs: { paths: ["docs/**"], approval: { min: 0 } } } });
    expect(judged(aPull({ files: ["docs/a.md"] }), free).state.kind).toBe("approved");
    expect(states(judged(aPull({ files: ["docs/a.md", "b.go"] }), free))).toEqual({
      docs: "nobody-needed",
      kusion: "waiting",
    });
  });

  it("an approver of another area is told so", () => {
    const result = judged(aPull({ files: ["docs/a.md"], reviews: [approval("enno")] }), index);
    expect(reasons(result, "enno")).toEqual([{ kind: "other-area", holds: ["engine"] }]);
  });

  it("an approver of one touched area is not told about the others", () => {
    const result = judged(aPull({ files: ["docs/a.md", "main.go"], reviews: [approval("dora")] }), index);
    expect(result.uncounted).toEqual([]);
  });
});

describe("areas named", () => {
  const both = (body: string, by = "ann") =>
    judged(aPull({ files: ["docs/a.md", "pkg/engine/a.go"], comments: [aComment(by, body)] }), index);

  it("R8a: /approve with areas approves these only", () => {
    expect(approvers(both("/approve Engine"))).toEqual({ docs: [], engine: ["ann"] });
    expect(approvers(both("/approve docs, engine"))).toEqual({ docs: ["ann"], engine: ["ann"] });
  });

  it("R8a: an approving review that names areas approves these only", () => {
    const facts = aPull({
      files: ["docs/a.md", "pkg/engine/a.go"],
      reviews: [approval("ann", { body: "/approve docs" })],
    });
    expect(approvers(judged(facts, index))).toEqual({ docs: ["ann"], engine: [] });
  });

  it("R8a: an approving review that takes an area back keeps the rest", () => {
    const facts = aPull({
      files: ["docs/a.md", "pkg/engine/a.go"],
      reviews: [approval("ann", { body: "/approve cancel docs" })],
    });
    expect(approvers(judged(facts, index))).toEqual({ docs: [], engine: ["ann"] });
  });

  it("R7: a limit once read outlives an edit of the review's text", () => {
    const limited = approval("ann", { body: "/approve docs" });
    const facts = aPull({ files: ["docs/a.md", "pkg/engine/a.go"], reviews: [limited] });
    const record = observed(pushes(), facts);
    const edited = { ...facts, reviews: { ...facts.reviews, items: [{ ...reworded(limited, "fine"), edited: true }] } };
    expect(approvers(judged(edited, index, { record }))).toEqual({ docs: ["ann"], engine: [] });
  });

  it("R7: a withdrawal once made outlives its comment's edit and deletion", () => {
    const cancel = aComment("ann", "/approve cancel", { at: minute(9) });
    const facts = aPull({ reviews: [approval("ann", { at: minute(1) })], comments: [cancel] });
    const said = readNote({
      kind: "said",
      utterance: "comment",
      id: cancel.id,
      nodeId: "N",
      by: person("ann"),
      text: cancel.body,
      at: cancel.at,
    });
    for (const record of [observed(pushes(), facts), noted(pushes(), said)]) {
      for (const items of [[], [{ ...reworded(cancel, "hm"), edited: true }]]) {
        expect(
          judged({ ...facts, comments: { items, complete: true, total: items.length } }, index, { record }).state.kind,
        ).toBe("waiting");
      }
    }
  });

  it("R8a: an unknown area changes nothing, and is told", () => {
    const result = both("/approve egnine");
    expect(approvers(result)).toEqual({ docs: [], engine: [] });
    expect(reasons(result, "ann")).toEqual([{ kind: "unknown-area", words: ["egnine"] }]);
    expect(approvers(both("/approve engine egnine"))).toEqual({ docs: [], engine: ["ann"] });
  });

  it("R8a: an area that is not touched is told", () => {
    const result = judged(aPull({ files: ["docs/a.md"], comments: [aComment("ann", "/approve engine")] }), index);
    expect(reasons(result, "ann")).toEqual([{ kind: "untouched-area", words: ["engine"] }]);
  });

  it("the repository's own row is named by the repository's name", () => {
    const facts = aPull({ files: ["main.go", "docs/a.md"], comments: [aComment("ann", "/approve kusion")] });
    expect(approvers(judged(facts, index))).toEqual({ kusion: ["ann"], docs: [] });
  });

  it("an area named that the speaker may not approve is told", () => {
    const result = both("/approve docs engine", "dora");
    expect(approvers(result)).toEqual({ docs: ["dora"], engine: [] });
    expect(result.uncounted).toMatchObject([{ areas: ["engine"], reason: { kind: "other-area", holds: ["docs"] } }]);
  });
});
