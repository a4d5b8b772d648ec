import { expect, it } from "vitest";
import { isWorthwhile } from "../../src/server/idle-garbage.ts";

const MB = 1024 * 1024;

it("memory is given back after the start, and again once it has grown, while the process has nothing to do", () => {
  expect(isWorthwhile({ busy: 0.01, resident: 120 * MB }, null)).toBe(true);
  expect(isWorthwhile({ busy: 0.01, resident: 120 * MB }, 110 * MB)).toBe(false);
  expect(isWorthwhile({ busy: 0.01, resident: 300 * MB }, 110 * MB)).toBe(true);
});

it("never while it works: the pause would be somebody's", () => {
  expect(isWorthwhile({ busy: 0.2, resident: 300 * MB }, 110 * MB)).toBe(false);
  expect(isWorthwhile({ busy: 0.2, resident: 300 * MB }, null)).toBe(false);
});
