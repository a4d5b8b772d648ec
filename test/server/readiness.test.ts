import { expect, it } from "vitest";
import { missingParts, type ReadinessOptions } from "../../src/server/readiness.ts";

const stats = { waiting: 7, running: 0, oldestSeconds: 900, lagSeconds: 30, parked: 1 };
const ready: ReadinessOptions = {
  stats: async () => stats,
  identity: { missing: () => null },
  reach: { missing: async () => null },
  maxLagMs: 30_000,
};

it("nothing is missing while what is due waits no longer than allowed, whatever waits for a later try", async () => {
  expect(await missingParts(ready)).toEqual([]);
  expect(await missingParts({ ...ready, maxLagMs: null, stats: async () => ({ ...stats, lagSeconds: 1e6 }) })).toEqual(
    [],
  );
});

it("a lag beyond READY_MAX_LAG is said with both figures", async () => {
  const late = { ...stats, lagSeconds: 31.4 };
  expect(await missingParts({ ...ready, stats: async () => late })).toEqual([
    "what is due waits for 31 s, more than READY_MAX_LAG (30 s) allows: 7 deliveries wait",
  ]);
});

it("each part is named that is missing: the database, and GitHub", async () => {
  const gone = () => Promise.reject(new Error("connection refused"));
  const unreached = { missing: async () => "GitHub has not answered for 20 s" };
  expect(await missingParts({ ...ready, stats: gone, reach: unreached })).toEqual([
    "the database does not answer",
    "GitHub has not answered for 20 s",
  ]);
  expect(await missingParts({ ...ready, stats: async () => null })).toEqual(["the database is not open yet"]);
});

it("before GitHub has confirmed the app that is what is missing, and GitHub is not asked again", async () => {
  let asked = 0;
  const reach = {
    missing: async () => {
      asked += 1;
      return null;
    },
  };
  const identity = { missing: () => "GitHub has not yet confirmed the app's credentials" };
  expect(await missingParts({ ...ready, identity, reach })).toEqual([
    "GitHub has not yet confirmed the app's credentials",
  ]);
  expect(asked).toBe(0);
});

it("a database that never answers is told within seconds", async () => {
  const silent = () => new Promise<never>(() => {});
  expect(await missingParts({ ...ready, stats: silent })).toEqual(["the database does not answer"]);
}, 20_000);
