import { describe, expect, it } from "vitest";
import { newDecisionRecord, withDecisionElectorate } from "../../../src/promotions/decisions/new-decision.ts";
import { anIssue } from "../../commands/a-context.ts";
import { NOON } from "../../support/a-pull.ts";
import { days } from "../a-promotion.ts";
import { aDecision, aKind, LAZY, looked, people, who } from "./a-decision.ts";

function opened(readAt: number, teamsRead = true) {
  return newDecisionRecord(
    { rule: aKind(LAZY), text: " We move \n", areas: ["kusion"] },
    { key: "comment:100/1", by: who("ann"), at: NOON, url: "https://github.test/c/100" },
    { facts: { ...anIssue(), readAt }, index: people(LAZY), teamsRead },
  );
}

describe("a decision that is opened", () => {
  it("R47: begins when people could see it: not before Rung read it", () => {
    expect(opened(NOON).decision).not.toHaveProperty("shownAt");
    const { decision } = opened(days(3));
    expect([decision.at, decision.shownAt]).toEqual([NOON, days(3)]);
    expect(looked(9, [], { record: opened(days(3)) }).record.stage.stage).toBe("open");
    expect(looked(11, [], { record: opened(days(3)) }).record.stage).toMatchObject({ at: days(10) });
  });

  it("freezes who decides, as soon as it is known who is in every team, and once", () => {
    expect(opened(NOON, false).decision.electorate).toBeNull();
    const frozen = withDecisionElectorate(opened(NOON, false), people(LAZY));
    expect(frozen.decision.electorate?.map(({ login }) => login)).toEqual(["ann", "ben", "cho", "dee", "fay"]);
    expect(withDecisionElectorate(frozen, people(LAZY, ["ann"]))).toBe(frozen);
  });

  it("says what it is about, and by which registry", () => {
    expect(opened(NOON).decision.text).toBe("We move");
    expect(aDecision().decision.registryOid).toBe(opened(NOON).decision.registryOid);
  });
});
