import { expect, it } from "vitest";
import { notReadyReasons, type ReadinessOptions } from "../../src/server/readiness.ts";

const stats = { waiting: 7, running: 0, oldestSeconds: 900, lagSeconds: 30, parked: 1 };
const ready: ReadinessOptions = {
  stats: async () => stats,
  identity: { notReadyReason: () => null },
  githubHealth: { notReadyReason: async () => null },
  maxLagMs: 30_000,
};

it("nothing is missing while what is due waits no longer than allowed, whatever waits for a later try", async () => {
  expect(await notReadyReasons(ready)).toEqual([]);
  expect(
    await notReadyReasons({ ...ready, maxLagMs: null, stats: async () => ({ ...stats, lagSeconds: 1e6 }) }),
  ).toEqual([]);
});

it("a lag beyond READY_MAX_LAG is said with both figures", async () => {
  const late = { ...stats, lagSeconds: 31.4 };
  expect(await notReadyReasons({ ...ready, stats: async () => late })).toEqual([
    "what is due waits for 31 s, more than READY_MAX_LAG (30 s) allows: 7 deliveries wait",
  ]);
});

it("each part is named that is notReadyReason: the database, and GitHub", async () => {
  const gone = () => Promise.reject(new Error("connection refused"));
  const ungithubHealthed = { notReadyReason: async () => "GitHub has not answered for 20 s" };
  expect(await notReadyReasons({ ...ready, stats: gone, githubHealth: ungithubHealthed })).toEqual([
    "the database does not answer",
    "GitHub has not answered for 20 s",
  ]);
  expect(await notReadyReasons({ ...ready, stats: async () => null })).toEqual(["the database is not open yet"]);
});

it("before GitHub has confirmed the app that is what is missing, and GitHub is not asked again", async () => {
  let asked = 0;
  const githubHealth = {
    notReadyReason: async () => {
      asked += 1;
      return null;
    },
  };
  const identity = { notReadyReason: () => "GitHub has not yet confirmed the app's credentials" };
  expect(await notReadyReasons({ ...ready, identity, githubHealth })).toEqual([
    "GitHub has not yet confirmed the app's credentials",
  ]);
  expect(asked).toBe(0);
});

it("a database that never answers is told within seconds", async () => {
  const silent = () => new Promise<never>(() => {});
  expect(await notReadyReasons({ ...ready, stats: silent })).toEqual(["the database does not answer"]);
});
