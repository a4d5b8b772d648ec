import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { scheduleJob } from "../../../src/database/scheduled-jobs.ts";
import type { Job } from "../../../src/model/job.ts";
import { clockWatch, startClockPoll } from "../../../src/server/recovery/github-clock.ts";
import { createLog } from "../../../src/shared/log.ts";
import { aDatabase } from "../../support/a-database.ts";

const log = createLog("silent");
let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

describe("GitHub's clock", () => {
  it("is seen to jump once for each jump, and slow answers are none", () => {
    let here = 0;
    let jumps = 0;
    const seen = clockWatch(
      () => {
        jumps += 1;
      },
      () => here,
    );
    seen(1_000);
    here = 60_000;
    seen(31_000);
    expect(jumps).toBe(0);
    seen(7 * 86_400_000);
    expect(jumps).toBe(1);
    seen(7 * 86_400_000 + 5_000);
    expect(jumps).toBe(1);
  });

  it("is asked for only while something waits for a time", async () => {
    let requests = 0;
    const ask = async () => {
      requests += 1;
    };
    const stop = startClockPoll({ ask, database, log, everyMs: 5 });
    try {
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(requests).toBe(0);
      const subject = { kind: "issue", repository: { owner: "o", name: "r", id: 1 }, number: 1 } as const;
      const job: Job = { installationId: 7, subject, cause: "promotion.due", notes: [] };
      await scheduleJob(database.db, { key: "issue:1#1", job, inMs: 1_000_000 });
      await vi.waitFor(() => expect(requests).toBeGreaterThan(0), { timeout: 60_000, interval: 5 });
    } finally {
      stop();
    }
  });
});
