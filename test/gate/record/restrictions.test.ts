import { describe, expect, it } from "vitest";
import { noted, observed } from "../../../src/gate/record/heads.ts";
import { seal, unseal } from "../../../src/gate/record/marker.ts";
import { emptyRecord, mergedRecords } from "../../../src/gate/record/record-changes.ts";
import { bounded } from "../../../src/gate/record/restrictions.ts";
import type { PullFacts } from "../../../src/model/facts.ts";
import type { PullRecord } from "../../../src/model/pull-record.ts";
import { aComment, aLadder, aPull, approval, minute, person, reworded } from "../../support/a-pull.ts";
import { judged, reasons, sinceNoon } from "../judged.ts";

const index = aLadder({ contributors: ["cho"], approvers: ["ann", "ben"], approval: { lgtm: 0 } });
const key = new Uint8Array(32);

function remembered(facts: PullFacts, record: PullRecord = sinceNoon(facts)): PullRecord {
  return bounded(observed(record, facts), facts, index);
}

const approved = approval("ann", { at: minute(1) });
const cancel = aComment("ann", "/approve cancel", { at: minute(2), id: 5 });

/** So many words of people, each said by somebody else. */
function crowd(count: number, body: string) {
  return Array.from({ length: count }, (_, at) => aComment(`eve-${at}`, body, { at: minute(3 + at / 1000) }));
}

describe("what was taken back", () => {
  const state = (facts: PullFacts, record: PullRecord) => judged(facts, index, { record }).state.kind;

  it("R42: strangers' words, of one or of many, push no approver's out", () => {
    const floods = [
      Array.from({ length: 200 }, (_, at) => aComment("eve", "/approve cancel", { at: minute(3 + at / 1000) })),
      crowd(200, "/approve cancel"),
    ];
    for (const flood of floods) {
      const record = remembered(aPull({ reviews: [approved], comments: [cancel, ...flood] }));
      expect(record.restrictions.length).toBeLessThan(50);
      expect(state(aPull({ reviews: [approved], comments: flood }), record)).toBe("waiting");
    }
  });

  it("R7: an edited text takes nothing back and limits nothing, whoever edited it", () => {
    const edited = { ...cancel, edited: true };
    const limiting = { ...reworded(approval("ben", { at: minute(1) }), "/approve kusion"), edited: true };
    expect(remembered(aPull({ reviews: [approved, limiting], comments: [edited] })).restrictions).toEqual([]);
  });

  it("R42: strangers' floods take nothing from who has a role and has spoken", () => {
    const facts = aPull({ reviews: [approved], comments: crowd(200, "/approve cancel") });
    const record = remembered(facts);
    expect(record.forgotten).toBeDefined();
    expect(state(facts, record)).toBe("approved");
  });

  it("R42: somebody who gains a role later is believed only where their words are remembered", () => {
    const given = aComment("eve-0", "/approve", { at: minute(2) });
    const record = remembered(aPull({ comments: [given, ...crowd(200, "/approve cancel")] }));
    const risen = aLadder({ approvers: ["eve-0", "ann"] });
    const facts = aPull({ comments: [given] });
    expect(judged(facts, risen, { record }).state.kind).toBe("waiting");
    expect(reasons(judged(facts, risen, { record }), "eve-0")).toEqual([{ kind: "forgotten" }]);
    const anew = aPull({ comments: [given, aComment("eve-0", "/approve", { at: minute(30) })] });
    expect(judged(anew, risen, { record }).state.kind).toBe("approved");
  });

  it("R42: a person's many words are kept as one that takes all of that time back", () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      aComment("ann", "/approve cancel docs", { at: minute(2 + at / 100) }),
    );
    const facts = aPull({ reviews: [approved], comments: many });
    const record = remembered(facts);
    expect(record.restrictions).toHaveLength(13);
    expect(remembered(facts, record)).toEqual(record);
    expect(state(aPull({ reviews: [approved] }), record)).toBe("waiting");
    expect(state(aPull({ reviews: [approved, approval("ann", { at: minute(30) })] }), record)).toBe("approved");
  });

  it("R42: a withdrawn /lgtm stays withdrawn when the words that withdrew it are deleted or edited", () => {
    const asks = aLadder({ contributors: ["cho"], approvers: ["ann"], approval: { lgtm: 1 } });
    const lgtm = aComment("cho", "/lgtm", { at: minute(1) });
    const back = aComment("cho", "/lgtm cancel", { at: minute(2) });
    const record = remembered(aPull({ comments: [lgtm, back] }));
    for (const comments of [[lgtm], [lgtm, { ...reworded(back, "x"), edited: true }]]) {
      expect(judged(aPull({ reviews: [approved], comments }), asks, { record }).lgtm.by).toHaveLength(1);
      expect(judged(aPull({ comments }), asks, { record }).lgtm.by).toEqual([]);
    }
  });
});

describe("a review that was edited", () => {
  const limited = approval("ann", { body: "/approve docs", at: minute(1) });
  const edited = { ...reworded(limited, "fine"), edited: true };
  const kind = (facts: PullFacts, record?: PullRecord) => judged(facts, index, record && { record }).state.kind;

  it("R42: approves nothing where what it said is not remembered (fault 13)", () => {
    expect(kind(aPull({ reviews: [edited] }))).toBe("waiting");
    expect(reasons(judged(aPull({ reviews: [edited] }), index), "ann")).toEqual([{ kind: "forgotten" }]);
  });

  it("R7: approves as it did where that is remembered", () => {
    const plain = approval("ann", { body: "looks good", at: minute(1) });
    const record = remembered(aPull({ reviews: [plain] }));
    expect(kind(aPull({ reviews: [{ ...reworded(plain, "looks very good"), edited: true }] }), record)).toBe(
      "approved",
    );
    const kept = remembered(aPull({ reviews: [limited] }));
    expect(kind(aPull({ reviews: [edited] }), kept)).toBe("waiting");
  });

  it("R42: strangers' reviews take none from memory", () => {
    const plain = approval("ann", { body: "looks good", at: minute(1) });
    const others = Array.from({ length: 400 }, (_, at) => approval(`eve-${at}`, { at: minute(2) }));
    const record = remembered(aPull({ reviews: [plain, ...others] }));
    expect(record.unlimited).toEqual([plain.id]);
  });
});

describe("a record that is short", () => {
  const many = Array.from({ length: 40 }, (_, at) => `approver-${at}`);
  const ladder = aLadder({ approvers: [...many, "ann"] });
  const words = many.flatMap((login) =>
    Array.from({ length: 12 }, (_, at) =>
      aComment(login, `/approve cancel ${"x".repeat(50)}`, { at: minute(2 + at / 100) }),
    ),
  );
  const full = bounded(observed(emptyRecord(), aPull({ comments: words })), aPull({ comments: words }), ladder);
  const read = unseal(seal(full, "1#7", key), "1#7", [key]);
  const short = read.kind === "ok" ? read.record : emptyRecord();

  it("R42: says so, and what it lacks makes stricter for everybody", () => {
    expect(short.restrictions.length).toBeLessThan(full.restrictions.length);
    expect(short.forgotten).toMatchObject({ except: [] });
    const stood = noted(short, { kind: "head", sha: "h1", before: null, at: minute(0), by: person("pat") });
    const facts = aPull({ reviews: [approval("ann", { at: minute(1) })] });
    expect(judged(facts, ladder, { record: stood }).state.kind).toBe("waiting");
    const later = aPull({ reviews: [approval("ann", { at: minute(30) })] });
    expect(judged(later, ladder, { record: stood }).state.kind).toBe("approved");
  });

  it("R42: takes nothing from a database that has seen all it saw, and makes an older one stricter", () => {
    const facts = aPull({ readAt: minute(50) });
    const known = observed(full, facts);
    const published = { ...short, heads: [{ sha: "h1", from: minute(0), until: minute(40) }] };
    expect(mergedRecords(known, published).forgotten).toBeUndefined();
    const older = { ...full, heads: [{ sha: "h1", from: minute(0), until: minute(30) }] };
    expect(mergedRecords(older, published).forgotten).toBeDefined();
  });
});
