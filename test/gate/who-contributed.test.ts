import { describe, expect, it } from "vitest";
import { noted, observed } from "../../src/gate/record/heads.ts";
import { seal, unseal } from "../../src/gate/record/marker.ts";
import { unknownPushes } from "../../src/gate/record/pushes.ts";
import { emptyRecord, mergedRecords } from "../../src/gate/record/record-changes.ts";
import type { PullFacts } from "../../src/model/facts.ts";
import type { PullRecord } from "../../src/model/pull-record.ts";
import type { Account } from "../../src/shared/names.ts";
import { aCommit, aLadder, aPull, approval, minute, person } from "../support/a-pull.ts";
import { judged, reasons } from "./judged.ts";

const index = aLadder({ approvers: ["ann", "ben"], maintainers: ["max", "mia"] });
const strict = aLadder({ approvers: ["ann", "ben"], approval: { contributorsCount: false } });
const proposal = { path: "roles.yaml", parsed: null, changes: [] };

/** Opened by pat with `h1`, then each push by whom it was. */
function pushed(...pushes: readonly (readonly [string, string | null])[]): PullRecord {
  const opened = noted(emptyRecord(), { kind: "head", sha: "h1", before: null, at: minute(0), by: person("pat") });
  return pushes.reduce<readonly [PullRecord, string, number]>(
    ([record, before, at], [sha, by]) => {
      const note = { kind: "head" as const, sha, before, at: minute(at) };
      return [noted(record, by === null ? note : { ...note, by: person(by) }), sha, at + 1];
    },
    [opened, "h1", 1],
  )[0];
}

function registryChange(approver: string, by: readonly (Account | null)[], record = pushed()): PullFacts {
  const head = record.heads.at(-1)?.sha ?? "h1";
  return aPull({
    head,
    files: ["roles.yaml"],
    commits: [aCommit(head, by)],
    reviews: [approval(approver, { at: minute(30), commit: head })],
  });
}

describe("nobody changes the registry alone", () => {
  const kind = (facts: PullFacts, record: PullRecord, ladder = index) =>
    judged(facts, ladder, { record, proposal }).state.kind;

  it("R40: a maintainer who wrote, co-wrote or committed a commit does not approve it, another one does", () => {
    const record = pushed();
    expect(kind(registryChange("max", [person("pat"), person("max")]), record)).toBe("waiting");
    expect(reasons(judged(registryChange("max", [person("MAX")]), index, { record, proposal }), "max")).toEqual([
      { kind: "contributor" },
    ]);
    expect(kind(registryChange("mia", [person("pat"), person("max")]), record)).toBe("approved");
  });

  it("R40: a maintainer who pushed under another's name does not approve it, whatever the settings", () => {
    const record = pushed(["h2", "max"]);
    const lax = aLadder({ maintainers: ["max", "mia"], approval: { authorCounts: true } });
    for (const ladder of [index, lax]) {
      expect(kind(registryChange("max", [person("pat")], record), record, ladder)).toBe("waiting");
      expect(kind(registryChange("mia", [person("pat")], record), record, ladder)).toBe("approved");
    }
  });

  it("R40: whoever pushed is no candidate", () => {
    const record = pushed(["h2", "max"]);
    const verdict = judged(registryChange("ann", [person("pat")], record), index, { record, proposal });
    expect(verdict.areas[0]?.candidates.map(({ login }) => login)).toEqual(["mia"]);
  });

  it("R40: a commit of no account, or a push that nobody saw, lets nobody approve it, and says what to do", () => {
    expect(kind(registryChange("max", [null]), pushed())).toBe("unknown");
    const missed = pushed(["h2", null]);
    const { state } = judged(registryChange("max", [person("pat")], missed), index, { record: missed, proposal });
    expect(state).toMatchObject({ kind: "unknown", why: expect.stringContaining("who pushed h2") });
    expect(state).toMatchObject({ why: expect.stringContaining("a new pull request") });
  });

  it("R40: other changes stay as the registry has them", () => {
    const record = pushed(["h2", null]);
    expect(
      judged(aPull({ head: "h2", commits: [], reviews: [approval("ann", { commit: "h2" })] }), index, { record }).state
        .kind,
    ).toBe("approved");
  });
});

describe("who pushed", () => {
  const change = (head: string) =>
    aPull({
      head,
      commits: [aCommit(head, [person("pat")])],
      reviews: [approval("ann", { at: minute(30), commit: head })],
    });
  const kind = (head: string, record: PullRecord) => judged(change(head), strict, { record }).state.kind;

  it("R41: counts as who wrote, whoever the commit names", () => {
    expect(kind("h2", pushed(["h2", "ann"]))).toBe("waiting");
    expect(kind("h2", pushed(["h2", "ben"]))).toBe("approved");
  });

  it("R41: stays so after others pushed over it", () => {
    expect(kind("h3", pushed(["h2", "ann"], ["h3", "pat"]))).toBe("waiting");
  });

  it("R41: where an event was missed nobody counts, and a late one mends it", () => {
    expect(kind("h2", pushed(["h2", null]))).toBe("unknown");
    const late = noted(pushed(["h2", null]), {
      kind: "head",
      sha: "h2",
      before: "h1",
      at: minute(1),
      by: person("pat"),
    });
    expect(kind("h2", late)).toBe("approved");
    expect(kind("h3", pushed(["h2", null], ["h3", "pat"]))).toBe("unknown");
  });

  it("R41: an update from the base that changes nothing makes nobody a contributor, and hides no push before it", () => {
    const update = (before: string) => {
      const facts = aPull({
        head: "m1",
        commits: [
          aCommit("h1", [person("pat")]),
          aCommit("h2", [person("pat")], ["h1"]),
          aCommit("m1", [person("ann")], ["h2", "b2"]),
        ],
        reviews: [approval("ann", { at: minute(30), commit: "m1" })],
      });
      const stood = before === "h2" ? pushed(["h2", "pat"]) : pushed();
      const record = noted(stood, { kind: "head", sha: "m1", before, at: minute(5), by: person("ann") });
      const diffs = Object.fromEntries(["h2", "m1"].map((head) => [`main...${head}`, { "main.go": "+1" }]));
      return judged(facts, strict, { record, diffs }).state.kind;
    };
    expect(update("h2")).toBe("approved");
    expect(update("h1")).toBe("waiting");
  });
});

describe("what is remembered of pushes", () => {
  const key = new Uint8Array(32);

  it("R42: a flood of pushes forgets no pusher", () => {
    const flood = Array.from({ length: 300 }, (_, at) => [`f${at}`, "pat"] as const);
    const record = pushed(["h2", "ann"], ...flood);
    expect(record.pushes?.length).toBeLessThan(70);
    expect(record.pushes?.some(({ by }) => by.login === "ann")).toBe(true);
    expect(unknownPushes(record, aPull({ head: "f299" }))).toEqual([]);
  });

  it("R42: more pushers than are remembered make it unknown", () => {
    const flood = Array.from({ length: 130 }, (_, at) => [`f${at}`, `p${at}`] as const);
    expect(pushed(...flood).pushesLost).toBe(true);
  });

  it("R42: a head that falls out of memory with its pusher unknown makes it unknown", () => {
    const flood = Array.from({ length: 60 }, (_, at) => [`f${at}`, "pat"] as const);
    expect(pushed(["h2", null], ...flood).pushesLost).toBe(true);
    expect(pushed(["h2", "ann"], ...flood).pushesLost).toBeUndefined();
  });

  it("R42: the sealed record and the union of two records keep them", () => {
    const record = observed(pushed(["h2", "ann"]), aPull({ head: "h2" }));
    const read = unseal(seal(record, "1#7", key), "1#7", [key]);
    expect(read.kind === "ok" && read.record.pushes).toEqual(record.pushes);
    expect(mergedRecords(pushed(), record).pushes).toHaveLength(2);
    const flood = Array.from({ length: 300 }, (_, at) => [`${at}`.padStart(40, "f"), `somebody-${at % 40}`] as const);
    const long = { ...pushed(["h2", "ann"], ...flood), restrictions: [], holds: [] };
    const short = unseal(
      seal({ ...long, holdsSeen: Array.from({ length: 700 }, (_, at) => `comment:${at}00000`) }, "1#7", key),
      "1#7",
      [key],
    );
    expect(short.kind === "ok" && short.record.pushes?.some(({ by }) => by.login === "ann")).toBe(true);
    expect(short.kind === "ok" && short.record.heads.length).toBeLessThan(long.heads.length);
  });
});
