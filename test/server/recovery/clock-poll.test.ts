import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { scheduleJob } from "../../../src/database/scheduled-jobs.ts";
import type { Job } from "../../../src/model/job.ts";
import { startClockPoll } from "../../../src/server/recovery/clock-poll.ts";
import { createLog } from "../../../src/shared/log.ts";
import { aClient } from "../../github/a-client.ts";
import { aMemory } from "../../support/a-memory.ts";

const log = createLog("silent");
let database: Database;
beforeAll(async () => {
  database = await aMemory();
});
afterAll(() => database.close());

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
      await scheduleJob(database.db, { key: "issue:1#1", job, inMs: 1_000_000 });
      await vi.waitFor(() => expect(seen).toContain(42), { timeout: 10_000, interval: 5 });
    } finally {
      stop();
    }
  });
});
