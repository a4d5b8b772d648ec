/** The end of a process, on a server: the embedded database has one connection, on which nothing can be held up. */

import { sql } from "kysely";
import { expect, it, vi } from "vitest";
import { scheduleJob } from "../../src/database/scheduled-jobs.ts";
import { startQueue } from "../../src/queue/queue.ts";
import { aDatabase } from "../support/a-database.ts";
import { silent } from "../support/each-database.ts";
import { aDelivery } from "./a-job.ts";

const soon = { timeout: 60_000, interval: 10 };

it("a queue that is being drained claims nothing more, also while a look at what is due cannot end", async () => {
  const [ends, frees, locked] = [
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
  ];
  const runs: string[] = [];
  const database = await aDatabase();
  const [due, waiting] = [aDelivery(1), aDelivery(2)];
  await scheduleJob(database.db, { key: "due", job: due.job, inMs: 0 });
  const holding = database.db.transaction().execute(async (trx) => {
    await sql`lock table looks in exclusive mode`.execute(trx);
    locked.resolve();
    await frees.promise;
  });
  await locked.promise;
  const queue = await startQueue({
    database,
    log: silent,
    concurrency: 1,
    handle: async ({ deliveries }) => {
      runs.push(...deliveries.map(({ id }) => id));
      await ends.promise;
    },
  });
  await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
  await queue.accept([waiting]);
  const drained = queue.drain(10_000);
  ends.resolve();
  await vi.waitFor(async () => expect(await queue.stats()).toMatchObject({ running: 0 }), soon);
  frees.resolve();
  await Promise.all([holding, drained]);
  expect(runs).not.toContain(waiting.id);
  await database.close();
});
