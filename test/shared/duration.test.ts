import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationFault, durationText, milliseconds, timeAfter } from "../../src/shared/duration.ts";

const at = (day: string) => Date.parse(`${day}T12:00:00Z`);

describe("durations", () => {
  it("read 2s 5m 4h 7d 2w 3mo 1y", () => {
    expect(["2s", "5m", "4h", "7d", "2w"].map(milliseconds)).toEqual([2e3, 3e5, 144e5, 6048e5, 12096e5]);
    expect(["3mo", "1y", "5bd", "1d"].map(durationText)).toEqual(["3 months", "1 year", "5 business days", "1 day"]);
  });

  it("refuse what is none", () => {
    for (const text of ["", "7", "d", "0d", "-1d", "1.5d", "7 d", "7D", "1e3d", "999999y", "7d7d"])
      expect(durationFault(text)).toContain("is no duration");
  });

  it("months and years follow the calendar", () => {
    expect(timeAfter(at("2026-01-31"), "1mo")).toBe(at("2026-02-28"));
    expect(timeAfter(at("2024-02-29"), "1y")).toBe(at("2025-02-28"));
    expect(timeAfter(at("2026-11-30"), "3mo")).toBe(at("2027-02-28"));
    expect(timeAfter(at("2026-05-15"), "12mo")).toBe(timeAfter(at("2026-05-15"), "1y"));
  });

  it("five business days are a week, whatever the day", () => {
    for (const day of ["2026-11-23", "2026-11-24", "2026-11-27"])
      expect(timeAfter(at(day), "5bd")).toBe(timeAfter(at(day), "7d"));
  });

  it("a business day that begins on a weekend is the whole of Monday", () => {
    const tuesday = Date.parse("2026-12-01T00:00:00Z");
    for (const moment of ["2026-11-28T00:00:00Z", "2026-11-28T10:30:00Z", "2026-11-29T23:59:59Z"])
      expect(timeAfter(Date.parse(moment), "1bd")).toBe(tuesday);
    expect(timeAfter(at("2026-11-27"), "1bd")).toBe(at("2026-11-30"));
    expect(timeAfter(at("2026-11-28"), "5bd")).toBe(Date.parse("2026-12-07T00:00:00Z"));
  });

  it("lead forward, and later starts never end earlier", () => {
    const unit = fc.constantFrom("s", "m", "h", "d", "bd", "w", "mo", "y");
    const instant = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2060, 0) });
    fc.assert(
      fc.property(instant, instant, fc.integer({ min: 1, max: 60 }), unit, (one, other, amount, name) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        const duration = `${amount}${name}`;
        return timeAfter(first, duration) > first && timeAfter(first, duration) <= timeAfter(second, duration);
      }),
    );
  });
});
