import { expect, it } from "vitest";
import { instant } from "../../src/names.ts";
import { moment } from "../../src/replies/moment.ts";

it("a moment is UTC with the day named", () => {
  expect(moment(instant("2026-11-27T14:04:59Z"))).toBe("Friday 27 November 2026, 14:04 UTC");
  expect(moment(instant("2024-01-01T00:30:00+02:00"))).toBe("Sunday 31 December 2023, 22:30 UTC");
});
