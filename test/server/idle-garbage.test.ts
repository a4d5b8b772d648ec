import { expect, it } from "vitest";
import { isWorthwhile } from "../../src/server/idle-garbage.ts";

const MB = 1024 * 1024;
const seen = { busy: 0.01, idleMs: 3_000 };

it("memory is given back after the start, and again once it has grown, while the process has nothing to do", () => {
  expect(isWorthwhile({ ...seen, resident: 120 * MB }, null)).toBe(true);
  expect(isWorthwhile({ ...seen, resident: 120 * MB }, 110 * MB)).toBe(false);
  expect(isWorthwhile({ ...seen, resident: 300 * MB }, 110 * MB)).toBe(true);
});

it("after a minute of rest less is worth a pause", () => {
  expect(isWorthwhile({ ...seen, idleMs: 60_000, resident: 116 * MB }, 110 * MB)).toBe(true);
  expect(isWorthwhile({ ...seen, idleMs: 57_000, resident: 116 * MB }, 110 * MB)).toBe(false);
  expect(isWorthwhile({ ...seen, idleMs: 60_000, resident: 112 * MB }, 110 * MB)).toBe(false);
});

it("never while it works: the pause would be somebody's", () => {
  expect(isWorthwhile({ ...seen, busy: 0.2, resident: 300 * MB }, 110 * MB)).toBe(false);
  expect(isWorthwhile({ ...seen, busy: 0.2, resident: 300 * MB }, null)).toBe(false);
});
