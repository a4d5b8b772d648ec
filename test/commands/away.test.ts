import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../src/shared/duration.ts";
import { anIssue, held } from "./a-context.ts";
import { actOf, refusalOf } from "./an-acting.ts";

const MIDNIGHT = Date.parse("2026-12-02T00:00:00Z");

describe("/away", () => {
  it.each(["/away until 2026-12-02", "/away 2026-12-02", "/away till 2026-12-02.", "/away until ２０２６-12-02"])(
    "%s: until that day begins",
    (text) => {
      expect(actOf("mem", text)).toEqual({ kind: "away", off: false, until: MIDNIGHT });
    },
  );

  it("takes a length, or none", () => {
    expect(actOf("mem", "/away for 2w")).toMatchObject({ until: Date.parse("2026-12-07T09:05:00Z") });
    expect(actOf("mem", "/away", { facts: anIssue() })).toEqual({ kind: "away", off: false, until: null });
  });

  it.each([
    ["/away until Friday", "2026-11-27"],
    ["/away till wed.", "2026-11-25"],
    ["/away Monday", "2026-11-30"],
  ])("%s: until the next day of that name begins, as people say it on a Monday", (text, day) => {
    expect(actOf("mem", text)).toMatchObject({ until: Date.parse(`${day}T00:00:00Z`) });
  });

  it.each([
    ["/away for 2 weeks", "2w"],
    ["/away for a month", "1mo"],
    ["/away three days", "3d"],
    ["/away 5 business days", "5bd"],
    ["/away 10days", "10d"],
  ])("%s is %s", (text, short) => {
    expect(actOf("mem", text)).toEqual(actOf("mem", `/away ${short}`));
  });

  it.each(["/away cancel", "/unaway"])("%s: back again", (text) => {
    expect(actOf("mem", text)).toEqual({ kind: "away", off: true, until: null });
  });

  it("back again, and the registry still says otherwise: that is told, with what ends it", () => {
    const away = (until: string | true) => ({ registry: { people: [{ ...held("members", "mem"), away: until }] } });
    expect(actOf("mem", "/away cancel", away("2026-12-02"))).toMatchObject({
      off: true,
      note: "The registry itself says that you are away until 2 December 2026 (UTC): that ends once `away` is taken out of your entry there.",
    });
    expect(actOf("mem", "/unaway", away(true))).toMatchObject({ note: expect.stringContaining("you are away: that") });
    expect(actOf("mem", "/away cancel", away("2026-11-02"))).not.toHaveProperty("note");
  });

  it.each([
    "/away soon",
    "/away until 2026-02-31",
    "/away 2026-13-01",
    "/away 0 weeks",
    "/away many weeks",
    "/away until mo",
  ])("%s is no day", (text) => {
    expect(refusalOf("mem", text)).toContain("as a day");
  });

  it("a day that has begun is refused", () => {
    expect(refusalOf("mem", "/away until 2026-11-23")).toContain("has begun already");
  });

  it("R31: a day and a length count from when it was said, however late it is read", () => {
    const thursday = Date.parse("2026-11-26T23:59:58Z");
    const readAt = (late: number) => ({ facts: { ...anIssue(), readAt: thursday + late } });
    const until = (text: string, late: number) => {
      const act = actOf("mem", text, { ...readAt(late), saidAt: thursday });
      return act.kind === "away" && act.until !== null ? new Date(act.until).toISOString() : null;
    };
    const [soon, later] = [4_000, 3 * DAY_MS];
    for (const late of [0, soon, later]) {
      expect(until("/away until Friday", late)).toBe("2026-11-27T00:00:00.000Z");
      expect(until("/away 2026-11-27", late)).toBe("2026-11-27T00:00:00.000Z");
      expect(until("/away for 3 days", late)).toBe("2026-11-29T23:59:58.000Z");
      expect(until("/away 1bd", late)).toBe("2026-11-27T23:59:58.000Z");
    }
  });

  it("is for people with a role", () => {
    expect(refusalOf("octo-fan", "/away")).toContain("anyone with a role");
    expect(refusalOf("mem", "/away", { registry: { commands: { away: "approvers" } } })).toContain("approver");
  });
});
