import { expect, it } from "vitest";
import { givenUp, restMs } from "../../src/server/idle-garbage.ts";

const MB = 1024 * 1024;
const seen = { busy: 0.01, idleMs: 3_000 };
const kept = { last: 110 * MB, withoutCode: 100 * MB };

it("memory is given back after the start, and again once it has grown, while the process has nothing to do", () => {
  expect(givenUp({ ...seen, resident: 120 * MB }, null)).toBe("code");
  expect(givenUp({ ...seen, resident: 150 * MB }, kept)).toBe("nothing");
  expect(givenUp({ ...seen, resident: 300 * MB }, kept)).toBe("garbage");
});

it("after a minute of rest less is worth a pause", () => {
  expect(givenUp({ ...seen, idleMs: 60_000, resident: 116 * MB }, kept)).toBe("garbage");
  expect(givenUp({ ...seen, idleMs: 57_000, resident: 116 * MB }, kept)).toBe("nothing");
  expect(givenUp({ ...seen, idleMs: 60_000, resident: 112 * MB }, kept)).toBe("nothing");
});

it("what was compiled stays through every pause between events, and goes after long rest", () => {
  expect(givenUp({ ...seen, idleMs: 597_000, resident: 300 * MB }, kept)).toBe("garbage");
  expect(givenUp({ ...seen, idleMs: 600_000, resident: 112 * MB }, kept)).toBe("code");
  expect(givenUp({ ...seen, idleMs: 600_000, resident: 102 * MB }, kept)).toBe("nothing");
});

it("never while it works: the pause would be somebody's", () => {
  expect(givenUp({ ...seen, busy: 0.2, resident: 300 * MB }, kept)).toBe("nothing");
  expect(givenUp({ ...seen, busy: 0.2, resident: 300 * MB }, null)).toBe("nothing");
});

it("rest is counted from what was handled last, so that a calm flow of events for an hour is none", () => {
  const hour = 3_600_000;
  const calm = { ...seen, resident: 120 * MB };
  expect(givenUp({ ...calm, idleMs: restMs(hour, 0, hour - 1_000) }, kept)).toBe("nothing");
  expect(givenUp({ ...calm, idleMs: restMs(hour, 0, null) }, kept)).toBe("code");
});
