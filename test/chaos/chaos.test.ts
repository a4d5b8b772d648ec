import { expect, it } from "vitest";
import { chaos } from "./run.ts";

/** Short; `npm run chaos` is the long one. A bound for hangs, not a claim about speed. */
const PATIENCE_MS = 15 * 60_000;

it(
  "R29, R30, R31, R37, R88: three bots that are killed, lose webhooks and database connections, and read late lose nothing, double nothing and end right",
  async () => {
    const outcome = await chaos({
      ...{ deliveries: 350, pulls: 20, processes: 3, killEveryMs: 3_000, faults: 0.1, pace: 20 },
      ...{ lagMs: 3_000, cutEveryMs: 5_000, seed: 1, minutes: 7, logs: null },
    });
    expect(outcome).toMatchObject({
      wrong: [],
      lost: [],
      doubled: [],
    });
    // Otherwise it was no chaos.
    expect(outcome.kills).toBeGreaterThan(0);
    expect(outcome.cuts).toBeGreaterThan(0);
    expect(outcome.faults).toBeGreaterThan(0);
    expect(outcome.failed).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);
