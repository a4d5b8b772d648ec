import { describe, expect, it } from "vitest";
import { emptyRecord, mergedRecords } from "../../../src/gate/record/record-changes.ts";
import type { MergeOrder, PullRecord, Reviewing } from "../../../src/model/pull-record.ts";

const ann = { login: "ann", id: 1, why: "", at: 1_000 };
const ben = { login: "ben", id: 2, why: "", at: 2_000 };
const reviewing = (with_: Partial<Reviewing>): PullRecord => ({
  ...emptyRecord(),
  reviewing: { areas: ["engine"], asked: [ann], remarks: [], refused: [], welcomed: false, ...with_ },
});
const order = (at: number): MergeOrder => ({
  ...{ key: `comment:${at}`, by: { login: "ann", id: 1 }, at, headSha: "a", baseRef: "main", approved: true },
});

describe("R78: an older copy of the database beside the record that was published since", () => {
  it("reminds, replaces and asks nobody again", () => {
    const published = reviewing({ asked: [{ ...ann, nudged: true, replaced: true }, ben], remarks: ["late"] });
    for (const [one, other] of [
      [reviewing({}), published],
      [published, reviewing({})],
    ] as const)
      expect(mergedRecords(one, other).reviewing).toEqual(published.reviewing);
  });

  it("waits for a vouch as long as neither knows of a look for reviewers", () => {
    const waiting = reviewing({ areas: [], asked: [], welcomed: true, awaits: "vouch" });
    expect(mergedRecords(waiting, waiting).reviewing).toEqual(waiting.reviewing);
    for (const [one, other] of [
      [reviewing({}), waiting],
      [waiting, reviewing({})],
    ] as const)
      expect(mergedRecords(one, other).reviewing).not.toHaveProperty("awaits");
  });

  it("remembers the order that was given last", () => {
    const [older, newer] = [order(1_000), order(2_000)].map((one) => ({ ...emptyRecord(), order: one }));
    if (older === undefined || newer === undefined) throw new Error("no orders");
    expect(mergedRecords(older, newer).order).toEqual(order(2_000));
    expect(mergedRecords(newer, older).order).toEqual(order(2_000));
    expect(mergedRecords(emptyRecord(), newer).order).toEqual(order(2_000));
  });
});

describe("what the database gives back", () => {
  it("is the same as what was published, though its keys come in another order: no release and no hold is listed twice", () => {
    const released = { key: "comment:5", by: { login: "cho", id: 3 }, at: 3_000 };
    const hold = { by: { login: "ann", id: 1 }, at: 2_000, why: "", source: "comment" as const };
    const published: PullRecord = {
      ...{ ...emptyRecord(), holds: [hold], holdsSeen: ["comment:4"] },
      released: [{ ...released, of: { login: "ben", id: 2 } }],
    };
    const stored: PullRecord = {
      ...{ ...published, holds: [{ source: "comment", why: "", at: 2_000, by: { id: 1, login: "ann" } }] },
      ...{ holdsSeen: ["comment:3"], released: [{ of: { id: 2, login: "ben" }, ...released }] },
    };
    const merged = mergedRecords(published, stored);
    expect(merged.released).toHaveLength(1);
    expect(merged.holds).toHaveLength(1);
  });
});
