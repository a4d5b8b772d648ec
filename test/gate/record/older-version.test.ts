import { describe, expect, it } from "vitest";
import { ofOlderVersion } from "../../../src/gate/record/older-version.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { aLadder, aPull, approval, minute } from "../../support/a-pull.ts";
import { judged } from "../judged.ts";

describe("a record that an older version wrote", () => {
  const index = aLadder({ approvers: ["ann"] });
  const edited = approval("ann", { body: "looks very good", at: minute(5), edited: true });
  const facts = aPull({ reviews: [edited] });
  const older = { ...emptyRecord(), heads: [{ sha: facts.head.sha, from: minute(0), until: minute(9) }] };
  const kind = (record: typeof older) => judged(facts, index, { record: ofOlderVersion(record, facts) }).state.kind;

  it("R42: an edited review that it knows no limit of approves as it did before the upgrade", () => {
    expect(kind(older)).toBe("approved");
  });

  it("R42: gives nothing of the time that it did not see, nor where it may have forgotten", () => {
    expect(kind({ ...older, heads: [{ sha: facts.head.sha, from: minute(0), until: minute(4) }] })).toBe("waiting");
    expect(kind({ ...older, heads: [{ sha: facts.head.sha, from: minute(6), until: minute(9) }] })).toBe("waiting");
    const restrictions = Array.from({ length: 60 }, (_, at) => ({
      ...{ kind: "withdrawal" as const, key: `comment:${at}`, by: { login: "eve", id: 9 }, at, gives: [], takes: null },
    }));
    expect(kind({ ...older, restrictions })).toBe("waiting");
  });

  it("R42: a limit that it knows stays, and a record of now is as it says", () => {
    const limit = { kind: "limit" as const, key: `review:${edited.id}`, by: { login: "ann", id: null }, at: minute(5) };
    expect(kind({ ...older, restrictions: [{ ...limit, gives: ["docs"], takes: [] }] })).toBe("waiting");
    const baseCommits = [{ commit: "b1", from: minute(0), until: minute(9) }];
    expect(ofOlderVersion({ ...older, baseCommits }, facts)).toEqual({ ...older, baseCommits });
  });
});
