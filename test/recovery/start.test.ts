import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openMemory } from "../../src/database/embedded.ts";
import { saveLook } from "../../src/database/looks.ts";
import { createLog } from "../../src/log.ts";
import type { Job } from "../../src/queue/model.ts";
import { startClockPoll } from "../../src/recovery/clock-poll.ts";
import { startFirstLook } from "../../src/recovery/first-look.ts";
import { aClient } from "../github/a-client.ts";

const log = createLog("silent");
let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

const installations = [{ id: 7 }, { id: 8, suspended_at: "2026-11-01T00:00:00Z" }, { id: 9, suspended_at: null }];

function aQueue() {
  const sent: Job[] = [];
  let hastened = 0;
  return {
    sent,
    hastened: () => hastened,
    enqueue: async (jobs: readonly Job[]) => {
      sent.push(...jobs);
    },
    hasten: async () => {
      hastened += 1;
    },
  };
}

describe("the first look", () => {
  const app = aClient({ rest: () => installations });

  it("R31: sweeps every installation that is not suspended, and makes due what waits for a time", async () => {
    const queue = aQueue();
    await startFirstLook({ github: { app }, database, queue, log, now: () => 1_000 }).sent;
    expect(queue.sent.map(({ installationId, subject }) => [installationId, subject.kind])).toEqual([
      [7, "sweep"],
      [9, "sweep"],
    ]);
    expect(queue.hastened()).toBe(1);
  });

  it("R31: is not made again within the hour, but what waits for a time is looked at", async () => {
    const queue = aQueue();
    await startFirstLook({ github: { app }, database, queue, log, now: () => 2_000 }).sent;
    expect(queue.sent).toEqual([]);
    expect(queue.hastened()).toBe(1);
    await startFirstLook({ github: { app }, database, queue, log, now: () => 5_000_000 }).sent;
    expect(queue.sent).toHaveLength(2);
  });
});

describe("GitHub's clock", () => {
  it("is asked for only while something waits for a time", async () => {
    const app = aClient({ rest: () => ({}) });
    const rest: typeof app.rest = async (...asked) => ({ ...(await app.rest(...asked)), at: 42 });
    const seen: number[] = [];
    const clockSeen = async (at: number) => {
      seen.push(at);
    };
    const stop = startClockPoll({ github: { app: { ...app, rest } }, database, clockSeen, log, everyMs: 5 });
    try {
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(app.asked).toEqual([]);
      const subject = { kind: "issue", repository: { owner: "o", name: "r", id: 1 }, number: 1 } as const;
      const job: Job = { installationId: 7, subject, cause: "promotion.due", notes: [] };
      await saveLook(database.db, { key: "issue:1#1", job, inMs: 1_000_000 });
      await vi.waitFor(() => expect(seen).toContain(42), { timeout: 10_000, interval: 5 });
    } finally {
      stop();
    }
  });
});
