/** The simulation of a large organisation at its smallest: `npm run scale` is the large one, docs/scale.md what it came to. */

import { expect, it } from "vitest";
import { tableAsData } from "../bench/table.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import { slope } from "./memory.ts";
import { report } from "./report.ts";
import { simulate } from "./simulate.ts";
import { sizesAt, spread } from "./sizes.ts";

it("a small organisation's day is handled whole, and its sweep stays within its budget", async () => {
  const lines: string[] = [];
  const outcome = await simulate({
    ...{ scale: 0.001, deliveries: 60, processes: 1, latency: 0, backlog: 200, seed: 1, sweep: true },
    databaseUrl: await freshDatabase(),
    told: (line) => lines.push(line),
  });
  expect(outcome.refused).toBe(0);
  expect(outcome.deliveries).toBeGreaterThanOrEqual(60);
  expect(outcome.waits.handled).toBeGreaterThan(0);
  expect(outcome.requests.all).toBeGreaterThan(0);
  expect(outcome.requests.most).toBeLessThanOrEqual(outcome.requests.all);
  const { sweep } = outcome;
  // Each repository is listed, and each open pull request looked at.
  expect(sweep?.requests.graphql).toBeGreaterThan(sizesAt(0.001).repositories);
  expect(sweep?.requests.most).toBeLessThanOrEqual(sweep?.budget ?? 0);
  expect(outcome.held.at(-1)).toMatchObject({ sent: outcome.deliveries, resident: [expect.any(Number)] });
  const tables = report(outcome).map(tableAsData);
  expect(tables.map(({ rows }) => rows.length).every((count) => count >= 0)).toBe(true);
  expect(outcome.after.map(({ name }) => name)).toEqual(expect.arrayContaining(["audit", "deliveries", "pulls"]));
}, 300_000);

it("what there is is spread whole: few have much, and each has the least", () => {
  const shares = spread(1_000, 30, 2, 1.05);
  expect(shares.reduce((sum, one) => sum + one, 0)).toBe(1_000);
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(2);
  expect(shares[0]).toBeGreaterThan(5 * (shares[20] ?? 0));
  expect(spread(3, 3, 1, 1)).toEqual([1, 1, 1]);
});

it("a rise is told as it is drawn", () => {
  const line = [0, 1, 2, 3].map((at) => ({ at, value: 7 + 2 * at }));
  expect(slope(line)).toBeCloseTo(2);
  expect(slope([{ at: 1, value: 5 }])).toBe(0);
});
