import { describe, expect, it } from "vitest";
import { observed } from "../../../src/gate/record/heads.ts";
import { folded } from "../../../src/gate/record/update-record.ts";
import type { PullFacts } from "../../../src/model/facts.ts";
import type { PullRecord } from "../../../src/model/pull-record.ts";
import type { RegistryIndex } from "../../../src/registry/registry-index.ts";
import { aComment, aLadder, aPull, approval, minute } from "../../support/a-pull.ts";
import { judged, sinceNoon } from "../judged.ts";

describe("words of people whose role is not known, since their team could not be read", () => {
  const whole = aLadder({ approvers: ["ann", "ben"] });
  const without = aLadder({ approvers: ["ben"] });
  const heardBy = (facts: PullFacts, index: RegistryIndex, teamsUnread: boolean, record?: PullRecord) =>
    folded(observed(record ?? sinceNoon(facts), facts), facts, { index, notes: [], teamsUnread });

  it("R14, R15b: a release that was said meanwhile releases once the team is read", () => {
    const facts = aPull({
      comments: [aComment("pat", "/hold", { at: minute(1) }), aComment("ann", "/hold cancel @pat", { at: minute(2) })],
    });
    const meanwhile = heardBy(facts, without, true);
    expect(meanwhile.holds).toHaveLength(1);
    expect(heardBy(facts, whole, false, meanwhile).holds).toEqual([]);
  });

  it("R15b: of somebody whose role is known not to be there it never does", () => {
    const facts = aPull({
      comments: [aComment("pat", "/hold", { at: minute(1) }), aComment("ann", "/hold cancel @pat", { at: minute(2) })],
    });
    const before = heardBy(facts, without, false);
    expect(heardBy(facts, whole, false, before).holds).toHaveLength(1);
  });

  it("R14, R42: an approval that was taken back in part is not taken back in full for it", () => {
    const facts = aPull({
      reviews: [approval("ann", { at: minute(1) })],
      comments: [aComment("ann", "/approve cancel elsewhere", { at: minute(2) })],
    });
    const record = heardBy(facts, without, true);
    expect(judged(facts, whole, { record }).state.kind).toBe("approved");
  });
});
