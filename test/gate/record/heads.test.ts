import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseAt, headAfter, headAt, noted, observed } from "../../../src/gate/record/heads.ts";
import { emptyRecord, mergedRecords } from "../../../src/gate/record/record-changes.ts";
import { change, joined, MAX_SPANS, type Span, sighting, standingAt } from "../../../src/gate/record/spans.ts";
import { readNote } from "../../../src/jobs/read-notes.ts";
import { MAX_LAG_MS } from "../../../src/model/facts.ts";
import type { Note } from "../../../src/model/job.ts";
import { aPull, minute } from "../../support/a-pull.ts";

type Head = Extract<Note, { kind: "head" }>;

function pushed(sha: string, before: string | null, at: number): Head {
  return { kind: "head", sha, before, at: minute(at) };
}

function recordOf(...notes: readonly Note[]) {
  return notes.map(readNote).reduce(noted, emptyRecord());
}

describe("which head stood", () => {
  const facts = aPull({ head: "b", readAt: minute(60) });
  const record = observed(recordOf(pushed("a", null, 0), pushed("b", "a", 20)), facts);

  it("R9a: a comment belongs to the head that stood when it was made", () => {
    expect(headAt(record, minute(10), facts)).toBe("a");
    expect(headAt(record, minute(30), facts)).toBe("b");
  });

  it("R9a: in the second of a push the older head is taken", () => {
    expect(headAt(record, minute(20), facts)).toBe("a");
  });

  it("R9a: before the first sighting no head is known", () => {
    expect(headAt(record, minute(-1), facts)).toBeNull();
  });

  it("R9a: where a push was missed, the gap belongs to no head", () => {
    const missed = observed(recordOf(pushed("a", null, 0), pushed("a", null, 5)), facts);
    expect(headAt(missed, minute(5), facts)).toBe("a");
    expect(headAt(missed, minute(30), facts)).toBeNull();
    expect(headAt(missed, minute(60), facts)).toBe("b");
  });

  it("R9a: without any record the present head is known only at the reading", () => {
    expect(headAt(emptyRecord(), minute(30), facts)).toBeNull();
    expect(headAt(emptyRecord(), minute(60), facts)).toBe("b");
  });

  it("R9a: two heads of one second, of which neither is known to be older, are unknown", () => {
    const two = recordOf(pushed("a", null, 5), pushed("b", null, 5));
    expect(headAt(two, minute(5), aPull({ head: "c" }))).toBeNull();
  });

  it("R9a: a force-push away and back leaves the stretch between to the other head", () => {
    const back = recordOf(pushed("a", null, 0), pushed("b", "a", 10), pushed("a", "b", 20));
    const read = aPull({ head: "a" });
    expect([5, 15, 25].map((at) => headAt(back, minute(at), read))).toEqual(["a", "b", "a"]);
  });

  it("reading twice changes nothing but how long the head has stood", () => {
    expect(observed(observed(record, facts), facts)).toEqual(observed(record, facts));
  });

  it("the head after an approval's is the next that stood", () => {
    expect(headAfter(record, "a", minute(10))).toBe("b");
    expect(headAfter(record, "b", minute(30))).toBeNull();
    expect(headAfter(record, "unseen", minute(30))).toBeNull();
  });
});

describe("which base stood", () => {
  it("R16: a record that knows no other branch means the present one", () => {
    expect(baseAt(emptyRecord(), minute(1), aPull({ base: "main" }))).toBe("main");
  });

  it("R16: after a retarget the branch of the moment is told by the spans", () => {
    const first = observed(emptyRecord(), aPull({ base: "dev", readAt: minute(1) }));
    const record = noted(first, { kind: "base", ref: "main", before: "dev", at: minute(20) });
    const facts = aPull({ base: "main" });
    expect([10, 20, 30].map((at) => baseAt(record, minute(at), facts))).toEqual(["dev", "dev", "main"]);
  });

  it("R16: with a contrary span and nothing else, the branch of the moment is unknown", () => {
    const record = observed(emptyRecord(), aPull({ base: "dev", readAt: minute(1) }));
    expect(baseAt(record, minute(30), aPull({ base: "main" }))).toBeNull();
  });
});

/** A true history of heads, in whole seconds, with force-pushes back to older ones. */
function historiesWith(gap: fc.Arbitrary<number>): fc.Arbitrary<History> {
  const steps = fc.array(fc.record({ sha: fc.constantFrom("a", "b", "c"), gap }), { minLength: 1, maxLength: 8 });
  return steps.map((taken) => historyOf(taken));
}

function historyOf(steps: readonly { readonly sha: string; readonly gap: number }[]): History {
  let at = 0;
  const heads: { readonly sha: string; readonly from: number }[] = [];
  for (const { sha, gap } of steps) {
    if (heads.at(-1)?.sha !== sha) heads.push({ sha, from: at });
    at += gap;
  }
  return { heads, end: at };
}

/** At most one push a second. */
const histories = historiesWith(fc.integer({ min: 1, max: 4 }));
/** Several pushes within a second, away and back among them. */
const hurried = historiesWith(fc.integer({ min: 0, max: 3 }));

type History = { readonly heads: readonly { readonly sha: string; readonly from: number }[]; readonly end: number };

/** The older head in the second of a push. */
function truthAt(history: History, at: number): string | undefined {
  return (history.heads.findLast((head) => head.from < at) ?? history.heads[0])?.sha;
}

function knowledgeOf(history: History): readonly (readonly Span[])[] {
  const pushes = history.heads.map((head, index) => {
    const before = history.heads[index - 1];
    return before === undefined ? sighting(head.sha, head.from) : change(head.sha, before.sha, head.from);
  });
  return [...pushes, sighting(history.heads.at(-1)?.sha ?? "", history.end)];
}

function moments(history: History): readonly number[] {
  return Array.from({ length: history.end + 1 }, (_, at) => at);
}

/** All pieces in some order, some of them more than once, and true sightings between them. */
function shuffled(history: History): fc.Arbitrary<readonly (readonly Span[])[]> {
  const pieces = knowledgeOf(history);
  const seen = moments(history).map((at) => sighting(truthAt(history, at) ?? "", at));
  return fc.tuple(fc.array(fc.constantFrom(...pieces)), fc.subarray(seen)).chain(([again, sightings]) => {
    const all = [...pieces, ...again, ...sightings];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });
}

/** Readings that lag, none of them behind what one before it showed. */
function inOrder(history: History, readings: readonly (readonly [at: number, lag: number])[]) {
  let time = 0;
  return readings
    .toSorted(([one], [other]) => one - other)
    .map(([at, lag]) => {
      time = Math.max(time, at + lag);
      return sighting(truthAt(history, at) ?? "", Math.min(time, at + MAX_LAG_MS));
    });
}

describe("folding notes", () => {
  it("R9a: told in order, every moment has its head", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const spans = knowledgeOf(history).reduce<readonly Span[]>(joined, []);
        for (const at of moments(history)) expect(standingAt(spans, at)).toBe(truthAt(history, at));
      }),
    );
  });

  it("R9a: late, doubled or out of order, the head is the same or unknown, never another", () => {
    const cases = fc
      .oneof(histories, hurried)
      .chain((history) => shuffled(history).map((pieces) => ({ history, pieces })));
    fc.assert(
      fc.property(cases, ({ history, pieces }) => {
        const spans = pieces.reduce<readonly Span[]>(joined, []);
        for (const at of moments(history)) expect([truthAt(history, at), null]).toContain(standingAt(spans, at));
      }),
      { numRuns: 2_000 },
    );
  });

  it("R9a: without a force-push back, the order of the notes makes no difference at all", () => {
    const straight = histories.filter(({ heads }) => new Set(heads.map(({ sha }) => sha)).size === heads.length);
    const cases = straight.chain((history) => shuffled(history).map((pieces) => ({ history, pieces })));
    fc.assert(
      fc.property(cases, ({ history, pieces }) => {
        const inOrder = knowledgeOf(history).reduce<readonly Span[]>(joined, []);
        expect(pieces.reduce<readonly Span[]>(joined, [])).toEqual(inOrder);
      }),
    );
  });

  it("R9a, R37: a reading that lagged behind a push takes no moment's head away, however much later the push is told", () => {
    const straight = histories.filter(({ heads }) => new Set(heads.map(({ sha }) => sha)).size === heads.length);
    const cases = straight.chain((history) => {
      const reading = fc.tuple(fc.constantFrom(...moments(history)), fc.integer({ min: 0, max: MAX_LAG_MS }));
      const told = knowledgeOf(history).slice(0, -1);
      const places = fc.array(fc.nat(10), { minLength: told.length, maxLength: told.length });
      return fc.tuple(fc.array(reading, { maxLength: 10 }), places).map(([readings, ranks]) => {
        const pieces = inOrder(history, readings).map((piece, index) => ({ piece, rank: index }));
        const late = ranks.toSorted((one, other) => one - other);
        const events = told.map((piece, index) => ({ piece, rank: (late[index] ?? 0) - 0.5 }));
        return {
          history,
          pieces: [...pieces, ...events].toSorted((one, other) => one.rank - other.rank).map(({ piece }) => piece),
        };
      });
    });
    fc.assert(
      fc.property(cases, ({ history, pieces }) => {
        const last = sighting(history.heads.at(-1)?.sha ?? "", history.end + MAX_LAG_MS);
        const spans = [...pieces, last].reduce<readonly Span[]>(joined, []);
        for (const at of moments(history)) expect(standingAt(spans, at)).toBe(truthAt(history, at));
      }),
    );
  });

  it("R9a: long after a push, the head before it was pushed back, and nothing is known between", () => {
    const record = recordOf(pushed("a", null, 0), pushed("b", "a", 10));
    const back = observed(record, aPull({ head: "a", readAt: minute(20) }));
    const facts = aPull({ head: "a", readAt: minute(21) });
    expect([5, 15, 20].map((at) => headAt(back, minute(at), facts))).toEqual(["a", null, "a"]);
  });

  it("R9a: once a second with several pushes is over, the last of them is the head", () => {
    const record = recordOf(pushed("a", null, 0), pushed("b", "a", 5), pushed("c", "b", 5));
    const facts = aPull({ head: "c" });
    expect([3, 5, 6].map((at) => headAt(record, minute(at), facts))).toEqual(["a", "a", "c"]);
  });

  it("is bounded, and keeps the latest", () => {
    const pushes = Array.from({ length: 100 }, (_, at) => pushed(`s${at + 1}`, `s${at}`, at));
    const record = recordOf(...pushes);
    expect(record.heads).toHaveLength(MAX_SPANS);
    expect(record.heads.at(-1)?.sha).toBe("s100");
  });

  it("two records know together what each knows", () => {
    const facts = aPull({ head: "c" });
    const one = recordOf(pushed("a", null, 0), pushed("b", "a", 10));
    const other = recordOf(pushed("c", "b", 20));
    const both = mergedRecords(one, other);
    expect([5, 15, 25].map((at) => headAt(both, minute(at), facts))).toEqual(["a", "b", "c"]);
    expect(mergedRecords(both, both)).toEqual(both);
  });

  it("R7: a command in an inline comment makes the reader look at inline comments from then on", () => {
    const said = { kind: "said", id: 5, nodeId: "N", by: aPull().author ?? neverNull(), at: minute(1) } as const;
    expect(recordOf({ ...said, utterance: "review-comment", text: "/hold" }).inline).toBe(true);
    expect(recordOf({ ...said, utterance: "review-comment", text: "fine" }).inline).toBe(false);
    expect(recordOf({ ...said, utterance: "comment", text: "/hold" }).inline).toBe(false);
  });
});

function neverNull(): never {
  throw new Error("the builder gives an author");
}
