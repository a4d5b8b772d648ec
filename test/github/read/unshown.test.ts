import { describe, expect, it } from "vitest";
import { noted } from "../../../src/gate/record/heads.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { mayBeOlder, mayLag, unshown } from "../../../src/github/read/unshown.ts";
import type { ReadNote } from "../../../src/model/job.ts";
import { aPull, minute } from "../../support/a-pull.ts";

const head = (sha: string, at: number, before: string | null = null): ReadNote => ({
  ...{ kind: "head", sha, before, at: minute(at) },
});
const facts = aPull({ head: "h1", readAt: minute(30.5) });

function looked(told: readonly ReadNote[], readAt = minute(30.5)) {
  const record = told.reduce(noted, emptyRecord());
  const reading = { ...facts, readAt };
  return {
    older: mayBeOlder(reading, told, record),
    waited: unshown(reading, told, { record, inline: false }).length > 0,
  };
}

describe("R37: what events of one second leave open", () => {
  it("is not waited for, and is looked at once more: closed at one head and reopened at another", () => {
    const told = [
      head("h1", 30),
      { kind: "closed", at: minute(30) },
      head("h2", 30),
      { kind: "reopened", at: minute(30) },
    ];
    expect(looked(told as readonly ReadNote[])).toEqual({ older: true, waited: false });
  });

  it("heads that were pushed one over the other have their order, and long ago is no matter", () => {
    expect(looked([head("h0", 30), head("h1", 30, "h0")])).toEqual({ older: false, waited: false });
    expect(looked([head("h1", 30), head("h2", 30)], minute(40)).older).toBe(false);
  });

  it.each<[string, readonly ReadNote[]]>([
    ["being a draft", [true, false].map((draft) => ({ kind: "drafted", draft, at: minute(30) }) as ReadNote)],
    [
      "being closed",
      [
        { kind: "closed", at: minute(30) },
        { kind: "reopened", at: minute(30) },
      ] as readonly ReadNote[],
    ],
  ])("so it is with %s, unless a later event says it", (_, [one, other]) => {
    if (one === undefined || other === undefined) throw new Error("there are two");
    expect(looked([one, other]).older).toBe(true);
    expect(looked([one, { ...other, at: minute(30.2) } as ReadNote]).older).toBe(false);
  });

  it("R9a: what lags, perhaps, is no sighting of its time; a head or base that is seen for the first time in that second is", () => {
    const told = [head("h0", 1), head("h0", 30), head("h1", 30)];
    const record = told.reduce(noted, emptyRecord());
    expect(["h0", "h1"].map((shown) => mayLag({ ...facts, head: { ...facts.head, sha: shown } }, record))).toEqual([
      true,
      false,
    ]);
    expect(mayLag({ ...facts, readAt: minute(40) }, record)).toBe(false);
  });
});
