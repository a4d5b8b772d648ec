import { describe, expect, it } from "vitest";
import { standingHolds } from "../../../src/gate/record/holds.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { statementsOf } from "../../../src/gate/statements.ts";
import { readNote } from "../../../src/jobs/read-notes.ts";
import type { PullFacts } from "../../../src/model/facts.ts";
import type { ReadNote } from "../../../src/model/job.ts";
import type { PullRecord } from "../../../src/model/pull-record.ts";
import {
  aComment,
  aLadder,
  aPull,
  approval,
  aReviewComment,
  bot,
  minute,
  person,
  reworded,
} from "../../support/a-pull.ts";

const index = aLadder({ members: ["mia"], contributors: ["cho"], approvers: ["ann"], maintainers: ["max"] });

function folded(facts: PullFacts, record: PullRecord = emptyRecord(), notes: readonly ReadNote[] = []) {
  return standingHolds(record, statementsOf(facts, record), facts, index, notes);
}

function holders(facts: PullFacts, record?: PullRecord, notes?: readonly ReadNote[]): readonly (string | null)[] {
  return folded(facts, record, notes).holds.map((hold) => hold.by?.login ?? null);
}

const held = aComment("cho", "/hold until Friday", { at: minute(1), id: 1 });

function said(text: string, by: string, id: number, at: number): ReadNote {
  return readNote({ kind: "said", utterance: "comment", id, nodeId: "N", by: person(by), text, at: minute(at) });
}

describe("R79: a hold by label", () => {
  const labelled = (by: string, at: number): ReadNote => ({
    ...{ kind: "labelled", label: "do-not-merge/hold", on: true, by: person(by), at: minute(at) },
  });
  const there = (more: Parameters<typeof aPull>[0] = {}) => aPull({ labels: ["do-not-merge/hold"], ...more });

  it("stays its holder's when somebody else takes the label off and puts it on anew", () => {
    const { record } = folded(there(), emptyRecord(), [labelled("max", 1)]);
    const again = folded(there(), record, [labelled("ann", 2)]);
    expect(again.holds.map(({ by }) => by?.login)).toEqual(["max", "ann"]);
    const cancelled = there({ comments: [aComment("ann", "/hold cancel", { at: minute(3) })] });
    expect(holders(cancelled, again.record)).toEqual(["max"]);
  });

  it("of somebody who is not known is nobody else's for that, but of whom it is told later", () => {
    const { record } = folded(there({ readAt: minute(5) }));
    expect(holders(there(), record, [labelled("eve", 9)])).toEqual([null, "eve"]);
    expect(holders(there(), record, [labelled("max", 4)])).toEqual(["max"]);
  });
});

describe("who may hold", () => {
  it("R15b: the author and anyone with a role hold, with their reason", () => {
    expect(holders(aPull({ comments: [aComment("pat", "/hold"), aComment("mia", "/hold")] }))).toEqual(["pat", "mia"]);
    expect(folded(aPull({ comments: [held] })).holds[0]?.why).toBe("until Friday");
  });

  it("R15b: people without a role and bots do not hold", () => {
    expect(holders(aPull({ comments: [aComment("eve", "/hold"), aComment(bot("max"), "/hold")] }))).toEqual([]);
  });

  it("R3: a bot does not hold its own pull request either", () => {
    expect(holders(aPull({ author: bot("renovate"), comments: [aComment(bot("renovate"), "/hold")] }))).toEqual([]);
  });

  it("R15b: a hold in a review's text and in an inline comment holds like any other", () => {
    const facts = aPull({
      reviews: [approval("ann", { body: "/hold" })],
      reviewComments: [aReviewComment("mia", "/hold")],
    });
    expect(holders(facts).toSorted()).toEqual(["ann", "mia"]);
  });

  it("R15b: the registry may ask for a role to hold, and then asks the author too", () => {
    const strict = aLadder({ approvers: ["ann"], members: ["mia"], commands: { hold: "approvers" } });
    const facts = aPull({ comments: [aComment("pat", "/hold"), aComment("mia", "/hold"), aComment("ann", "/hold")] });
    const { holds } = standingHolds(emptyRecord(), statementsOf(facts, emptyRecord()), facts, strict);
    expect(holds.map((hold) => hold.by?.login)).toEqual(["ann"]);
  });

  it("a second hold of the same person is the same hold with a new reason", () => {
    const { holds } = folded(aPull({ comments: [held, aComment("cho", "/hold until Monday", { at: minute(2) })] }));
    expect(holds.map((hold) => hold.why)).toEqual(["until Monday"]);
  });

  it("of a comment that holds and releases, the last line stands", () => {
    expect(holders(aPull({ comments: [aComment("cho", "/hold\n/hold cancel")] }))).toEqual([]);
    expect(holders(aPull({ comments: [aComment("cho", "/hold cancel\n/hold")] }))).toEqual(["cho"]);
  });
});

describe("who may release", () => {
  const release = (by: string) => aPull({ comments: [held, aComment(by, "/hold cancel", { at: minute(2) })] });

  it("R15b: the one who held releases", () => expect(holders(release("cho"))).toEqual([]));
  it("R15b: approvers and above release", () => {
    expect(holders(release("ann"))).toEqual([]);
    expect(holders(release("max"))).toEqual([]);
  });
  it("R15b: nobody else releases, the author included", () => {
    for (const by of ["pat", "mia", "eve"]) expect(holders(release(by))).toEqual(["cho"]);
  });

  it("R15b: a release frees what was held before it, and a later hold stands", () => {
    const later = aComment("mia", "/hold", { at: minute(3) });
    const facts = aPull({ comments: [later, held, aComment("ann", "/hold cancel", { at: minute(2) })] });
    expect(holders(facts)).toEqual(["mia"]);
  });

  it("R15b: someone who is no approver releases only their own", () => {
    const facts = aPull({ comments: [held, aComment("mia", "/hold"), aComment("cho", "/unhold", { at: minute(20) })] });
    expect(holders(facts)).toEqual(["mia"]);
  });
});

describe("what is remembered", () => {
  const before = folded(aPull({ comments: [held] })).record;

  it("R7: editing or deleting the comment lifts no hold", () => {
    expect(holders(aPull({ comments: [{ ...reworded(held, "never mind"), edited: true }] }), before)).toEqual(["cho"]);
    expect(holders(aPull({ comments: [] }), before)).toEqual(["cho"]);
  });

  it("R7: deleting the release brings no hold back", () => {
    const cancel = aComment("cho", "/hold cancel", { at: minute(2) });
    const released = folded(aPull({ comments: [held, cancel] }), before).record;
    expect(holders(aPull({ comments: [held] }), released)).toEqual([]);
  });

  it("R7: a hold edited before it was read stands as of its text when made", () => {
    const facts = aPull({ comments: [{ ...reworded(held, "gone"), edited: true }] });
    expect(holders(facts, emptyRecord(), [said("/hold why not", "cho", 1, 1)])).toEqual(["cho"]);
  });

  it("R7: an edit that adds a hold adds none", () => {
    expect(holders(aPull({ comments: [{ ...held, edited: true }] }))).toEqual([]);
  });

  it("R15b: a word that is found late is not dropped, and stands where it was said", () => {
    const inline = aReviewComment("mia", "/hold", { at: minute(0) });
    expect(holders(aPull({ comments: [held], reviewComments: [inline] }), before)).toEqual(["mia", "cho"]);
  });

  it("R30: a hold heard of after its release is over, and a release heard of late ends no hold said after it", () => {
    const release = aComment("ann", "/hold cancel", { at: minute(3), id: 3 });
    const edited = { ...reworded(held, "gone"), edited: true };
    const released = folded(aPull({ comments: [edited, release] })).record;
    expect(holders(aPull({ comments: [edited, release] }), released, [said("/hold", "cho", 1, 1)])).toEqual([]);
    const again = aComment("mia", "/hold", { at: minute(5), id: 5 });
    const standing = folded(aPull({ comments: [held, again] })).record;
    const late = said("/hold cancel", "ann", 3, 3);
    expect(holders(aPull({ comments: [held, again] }), standing, [late])).toEqual(["mia"]);
  });

  it("R30: an older word of the same person, heard of late, takes nothing from the newer one", () => {
    const newer = aComment("cho", "/hold until Monday", { at: minute(4), id: 4 });
    const { record } = folded(aPull({ comments: [newer] }));
    const { holds } = folded(aPull({ comments: [newer] }), record, [said("/hold until Friday", "cho", 1, 1)]);
    expect(holds.map(({ why }) => why)).toEqual(["until Monday"]);
  });

  it("R30: in whatever order words are heard, the same holds stand", () => {
    const words = [
      said("/hold a", "cho", 1, 1),
      said("/hold b", "mia", 2, 2),
      said("/hold cancel", "cho", 3, 3),
      said("/hold c", "pat", 4, 4),
    ];
    const all = aPull({
      comments: words.flatMap((note) =>
        note.kind === "said" ? [aComment(note.by.login, note.text, { at: note.at, id: note.id })] : [],
      ),
    });
    const orders = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
      [1, 3, 0, 2],
    ];
    const ends = orders.map((order) => {
      let record = emptyRecord();
      for (const at of order) record = folded(all, record, words.slice(at, at + 1)).record;
      return record.holds.map(({ why }) => why);
    });
    expect(ends).toEqual(orders.map(() => ["b", "c"]));
  });

  it("folding again changes nothing", () => {
    const facts = aPull({
      comments: [held, aComment("cho", "/hold cancel", { at: minute(2) }), aComment("mia", "/hold")],
    });
    const once = folded(facts);
    expect(folded(facts, once.record)).toEqual(once);
  });

  it("is bounded, and folds no word twice beyond its bounds", () => {
    const many = Array.from({ length: 500 }, (_, at) =>
      aComment("cho", at % 2 === 0 ? "/hold" : "/unhold", { at: minute(at / 10) }),
    );
    const { record, holds } = folded(aPull({ comments: many }));
    expect(holds).toEqual([]);
    expect(record.holdsSeen.length).toBeLessThanOrEqual(200);
    expect(folded(aPull({ comments: many }), record).record).toEqual(record);
  });
});

describe("the hold label", () => {
  const labelled = aPull({ labels: ["Do-Not-Merge/Hold"] });
  const note = (at: number, on = true): ReadNote => ({
    kind: "labelled",
    label: "do-not-merge/hold",
    on,
    by: person("eve"),
    at: minute(at),
  });

  it("R15b: put on by hand it holds, by whoever put it on where that is known", () => {
    expect(holders(labelled)).toEqual([null]);
    expect(holders(labelled, emptyRecord(), [note(3)])).toEqual(["eve"]);
  });

  it("R15b: taking it off by hand releases nothing", () => {
    const { record } = folded(labelled);
    expect(holders(aPull(), record, [note(5, false)])).toEqual([null]);
  });

  it("R15b: put on and off again before anything was read, it holds", () => {
    expect(holders(aPull(), emptyRecord(), [note(3), note(4, false)])).toEqual(["eve"]);
  });

  it("R15b: Rung's own label is no hold", () => {
    expect(holders(labelled, { ...emptyRecord(), ownHoldLabel: true })).toEqual([]);
  });

  it("R15b: once released in words it holds no more while it stays on, and anew when put on anew", () => {
    const { record } = folded(labelled, emptyRecord(), [note(3)]);
    const free = aPull({ labels: ["do-not-merge/hold"], comments: [aComment("ann", "/unhold", { at: minute(5) })] });
    const released = folded(free, record);
    expect(released.holds).toEqual([]);
    expect(holders(free, released.record)).toEqual([]);
    expect(holders(free, released.record, [note(8)])).toEqual(["eve"]);
    const off = folded(aPull({ comments: free.comments.items }), released.record).record;
    expect(holders(free, off)).toEqual([null]);
  });

  it("R15b: another label, or none that the registry names, is no hold", () => {
    expect(holders(aPull({ labels: ["hold"] }))).toEqual([]);
    const off = aLadder({ labels: { hold: null } });
    expect(standingHolds(emptyRecord(), [], labelled, off).holds).toEqual([]);
  });
});

describe("R79: a hold belongs to its holder", () => {
  const hold = (by: string, at: number) => aComment(by, "/hold", { at: minute(at) });
  const cancel = (by: string, at: number, names = "") => aComment(by, `/hold cancel ${names}`, { at: minute(at) });

  it("a bare release ends one's own, and where one has none all that one may release", () => {
    expect(holders(aPull({ comments: [hold("cho", 1), hold("ann", 2), cancel("ann", 3)] }))).toEqual(["cho"]);
    expect(holders(aPull({ comments: [hold("cho", 1), hold("mia", 2), cancel("ann", 3)] }))).toEqual([]);
    expect(holders(aPull({ comments: [hold("cho", 1), hold("ann", 2), cancel("ann", 3), cancel("ann", 4)] }))).toEqual(
      [],
    );
  });

  it("with names theirs alone, and none of whoever stands higher", () => {
    expect(holders(aPull({ comments: [hold("cho", 1), hold("mia", 2), cancel("ann", 3, "@mia")] }))).toEqual(["cho"]);
    expect(holders(aPull({ comments: [hold("max", 1), cancel("ann", 3, "@max"), cancel("ann", 4)] }))).toEqual(["max"]);
    expect(holders(aPull({ comments: [hold("max", 1), hold("pat", 2), cancel("ann", 3)] }))).toEqual(["max"]);
  });

  it("who released whose is remembered, one's own release is not", () => {
    const facts = aPull({ comments: [hold("cho", 1), hold("ann", 2), cancel("ann", 3), cancel("ann", 4)] });
    const { record } = folded(facts);
    expect(record.released).toMatchObject([{ by: { login: "ann" }, of: { login: "cho" }, at: minute(4) }]);
    expect(folded(facts, record).record.released).toHaveLength(1);
  });

  it("the holder of a label is who put it on", () => {
    const by = person("max");
    const note: ReadNote = { kind: "labelled", label: "do-not-merge/hold", on: true, by, at: minute(1) };
    const facts = aPull({ labels: ["do-not-merge/hold"], comments: [cancel("ann", 2)] });
    expect(holders(facts, emptyRecord(), [note])).toEqual(["max"]);
  });

  it("R42: a stranger's words fill no memory, so a hold heard of late holds", () => {
    const noise = Array.from({ length: 300 }, (_, at) => aComment("eve", "/hold cancel", { at: minute(2 + at / 100) }));
    const { record } = folded(aPull({ comments: noise }));
    expect(record.holdsSeen).toEqual([]);
    expect(holders(aPull({ comments: [...noise, held] }), record)).toEqual(["cho"]);
  });

  it("R42: a release said before its speaker had the role releases nothing once they have it", () => {
    const early = aComment("eve", "/hold cancel", { at: minute(2) });
    const { record } = folded(aPull({ comments: [held, early] }));
    const later = aLadder({ contributors: ["cho"], approvers: ["eve"] });
    const facts = aPull({ comments: [held, early] });
    expect(standingHolds(record, statementsOf(facts, record), facts, later).holds).toHaveLength(1);
  });

  it("R53: thousands of holds and releases of the author are folded in the time that their number takes", () => {
    const noise = Array.from({ length: 9_000 }, (_, at) =>
      aComment("pat", at % 2 === 0 ? "/hold" : "/unhold", { at: minute(3 + at / 60) }),
    );
    const facts = aPull({ comments: noise });
    const { record } = folded(facts);
    expect(holders(facts, record)).toEqual([]);
    expect(holders(aPull({ comments: noise.slice(0, -1) }))).toEqual(["pat"]);
  });

  it("R42: a role holder who says more than is remembered takes nobody else's words from memory", () => {
    const noise = Array.from({ length: 400 }, (_, at) =>
      aComment("mia", at % 2 === 0 ? "/hold" : "/unhold", { at: minute(3 + at / 100) }),
    );
    const release = aComment("cho", "/hold cancel", { at: minute(2), id: 7 });
    const { record } = folded(aPull({ comments: [held, release, ...noise] }));
    expect(record.holdsSeen).toContain("comment:1");
    expect(holders(aPull({ comments: [held] }), record)).toEqual([]);
  });
});
