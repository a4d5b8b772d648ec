import { expect, it } from "vitest";
import { clockWatch } from "../../src/jobs/clock-watch.ts";

it("a jump of GitHub's clock is noticed once, and slow answers are none", async () => {
  let here = 0;
  let jumps = 0;
  const seen = clockWatch(
    async () => {
      jumps += 1;
    },
    () => here,
  );
  await seen(1_000);
  here = 60_000;
  await seen(31_000);
  expect(jumps).toBe(0);
  await seen(7 * 86_400_000);
  expect(jumps).toBe(1);
  await seen(7 * 86_400_000 + 5_000);
  expect(jumps).toBe(1);
});
