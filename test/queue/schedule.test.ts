import type { KyselyPlugin, UnknownRow } from "kysely";
import { expect, it, vi } from "vitest";
import { startSchedule } from "../../src/queue/schedule.ts";
import { createLog } from "../../src/shared/log.ts";
import { aDatabase } from "../support/a-database.ts";
import { aJob } from "./a-job.ts";

/** Holds back what the database answered, from when it is asked to until it is let go. */
function holding(isMeant: (rows: readonly UnknownRow[]) => boolean) {
  const { promise: held, resolve: isHeld } = Promise.withResolvers<void>();
  const { promise: freed, resolve: free } = Promise.withResolvers<void>();
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (isMeant(result.rows)) {
        isHeld();
        await freed;
      }
      return result;
    },
  };
  return { plugin, held, free };
}

/** A schedule whose first look has asked the database when the next one is due, and is not told before it is let go. */
async function heldSchedule() {
  const database = await aDatabase();
  const next = holding(([row]) => row !== undefined && "wait" in row);
  const taken: unknown[] = [];
  const schedule = startSchedule({
    db: database.db.withPlugin(next.plugin),
    log: createLog("silent"),
    enqueue: async (_id, job) => {
      taken.push(job.subject);
    },
  });
  await next.held;
  const close = async () => {
    await schedule.stop();
    await database.close();
  };
  return { schedule, taken, free: next.free, close };
}

it("a look that is asked for while the next one's time is on its way is not waited for until that time", async () => {
  const { schedule, taken, free, close } = await heldSchedule();
  await schedule.at(aJob(1), 0);
  free();
  await vi.waitFor(() => expect(taken).toMatchObject([{ number: 1 }]), { timeout: 60_000 });
  await close();
});

it("whoever makes everything due finds it stored once that is done, a look that was under way or none", async () => {
  const { schedule, taken, free, close } = await heldSchedule();
  await schedule.at(aJob(1), 3_600_000);
  const hastened = schedule.runDueNow();
  free();
  await hastened;
  expect(taken).toMatchObject([{ number: 1 }]);
  await schedule.at(aJob(2), 3_600_000);
  await schedule.runDueNow();
  expect(taken).toMatchObject([{ number: 1 }, { number: 2 }]);
  await close();
});
