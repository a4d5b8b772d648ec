import { describe, expect, it } from "vitest";
import type { Reviewing } from "../../../src/model/pull-record.ts";
import { isFirstTime, reviewerLines, welcomeLines } from "../../../src/triage/reviewers/lines.ts";
import { nudge } from "../../../src/triage/reviewers/nudge.ts";
import { aLadder, aPull, NOON } from "../../support/a-pull.ts";

const { registry } = aLadder({ approvers: ["ann"] });
const asked = (login: string, why: string) => ({ login, id: 1, why, at: NOON });
const reviewing = (more: Partial<Reviewing> = {}): { reviewing: Reviewing } => ({
  reviewing: { areas: [], asked: [], remarks: [], refused: [], welcomed: false, ...more },
});

describe("reviewers in the status comment", () => {
  it("names each with the reason, then what else there is to say", () => {
    const two = [
      asked("hoangndst", "approver of kusion; reviewed `pkg/cmd` 6 times, 1 open review"),
      asked("jemshad", "contributor; wrote `pkg/server/handler.go`"),
    ];
    const remarks = ["SparkYuan knows this code best but is away until 2 December 2026."];
    expect(reviewerLines(reviewing({ asked: two, remarks }), [])).toEqual([
      "Asked **hoangndst** (approver of kusion; reviewed `pkg/cmd` 6 times, 1 open review) and **jemshad** (contributor; wrote `pkg/server/handler.go`). SparkYuan knows this code best but is away until 2 December 2026.",
    ]);
  });

  it("says nothing where nobody was looked for, and leaves out whoever was replaced", () => {
    expect(reviewerLines({}, [])).toEqual([]);
    expect(reviewerLines(reviewing(), [])).toEqual([]);
    const gone = { ...asked("ann", "x"), replaced: true as const };
    expect(reviewerLines(reviewing({ asked: [gone, asked("ben", "")] }), [])).toEqual(["Asked **ben**."]);
  });

  const ben = { login: "ben", id: 1, until: Date.parse("2026-12-02") };

  it("R44: says of whom was asked that they are away, as long as the gate says so", () => {
    const record = reviewing({ asked: [asked("ben", "approver"), { ...asked("ann", ""), id: 2 }] });
    expect(reviewerLines(record, [ben, { login: "ann", id: 2, until: null }])).toEqual([
      "Asked **ben** (approver; away until 2 December 2026) and **ann** (away). `/reroll` asks somebody else.",
    ]);
    expect(reviewerLines(record, [ben])).toEqual(["Asked **ben** (approver; away until 2 December 2026) and **ann**."]);
    expect(reviewerLines(record, [])).toEqual(["Asked **ben** (approver) and **ann**."]);
  });

  it("R44: what was said of somebody who is away goes when they are back, or away until another day", () => {
    const text = "ben knows this code best but is away until 2 December 2026.";
    const record = reviewing({ remarks: [{ text, away: [ben] }, "There is nobody else to ask."] });
    expect(reviewerLines(record, [ben])).toEqual([`${text} There is nobody else to ask.`]);
    for (const away of [[], [{ ...ben, until: null }], [{ ...ben, id: 7 }]])
      expect(reviewerLines(record, away)).toEqual(["There is nobody else to ask."]);
  });
});

describe("the welcome", () => {
  it("is for those whom GitHub calls new, and nobody else", () => {
    expect(["FIRST_TIME_CONTRIBUTOR", "FIRST_TIMER", "NONE"].every(isFirstTime)).toBe(true);
    expect(["MEMBER", "CONTRIBUTOR", "OWNER", null].some(isFirstTime)).toBe(false);
    expect(welcomeLines("pat", reviewing(), registry)).toEqual([]);
  });

  it("tells what will happen, who reviews, and the commands", () => {
    const text = welcomeLines("pat", reviewing({ welcomed: true, asked: [asked("ann", "x")] }), registry).join("\n");
    expect(text).toContain("Welcome, pat");
    expect(text).toContain("ann was asked to review it");
    for (const command of ["/help", "/hold", "/role"]) expect(text).toContain(`\`${command}\``);
  });

  it("R25: the registry's words notify nobody and carry no hidden comment", () => {
    const own = { ...registry, welcome: "Hi @all <!-- rung:record v1 x -->" };
    const text = welcomeLines("pat", reviewing({ welcomed: true }), own).join("\n");
    expect(text).not.toContain("@all");
    expect(text).not.toContain("<!--");
  });
});

it("a reminder mentions its person, says since when, and carries a marker so that it is given once", () => {
  const { body, to } = nudge(aPull(), asked("ann", "x"));
  expect(body).toContain("@ann, your review was asked for on Monday 23 November 2026, 12:00 UTC");
  expect(body).toContain(`<!-- rung:reply to=${to} -->`);
});
