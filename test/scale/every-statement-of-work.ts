/** All that the queue, what waits for a time and the regular rounds ask the database for. */

import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "../../src/database/database.ts";
import {
  deliveryCounts,
  dueOfCause,
  longForgotten,
  markFailed,
  park,
  parkedDeliveries,
  recentNotes,
  saveOwnNotes,
  toldAndFailed,
  unpark,
  waitingOfCauses,
} from "../../src/database/deliveries.ts";
import { dueJobs, makeAllDue, nextLookIn, scheduleJob, unscheduleJob } from "../../src/database/scheduled-jobs.ts";
import type { Job } from "../../src/model/job.ts";
import { startQueue } from "../../src/queue/queue.ts";
import { startRounds } from "../../src/server/recovery/rounds.ts";
import { createLog } from "../../src/shared/log.ts";
import type { About } from "./every-statement.ts";

const silent = createLog("silent");

function jobOf({ repository, installationId, number }: About): Job {
  return { installationId, subject: { kind: "pull", repository, number }, cause: "pull_request.opened", notes: [] };
}

/** With a backlog, as in a flood. */
export async function work(database: Database, about: About): Promise<void> {
  const { db } = database;
  const job = jobOf(about);
  const key = `pull:${about.repository.id}#${about.number}`;
  let tries = 0;
  const queue = await startQueue({
    database,
    log: silent,
    concurrency: 2,
    handle: async () => {
      tries += 1;
      if (tries > 4) await wait(3_000);
      if (tries % 2 === 0) throw new Error("it fails");
    },
  });
  const others = Array.from(
    { length: 300 },
    (_, number): Job => ({ ...job, subject: { kind: "pull", repository: about.repository, number } }),
  );
  await queue.enqueue(others);
  await queue.schedule(job, 10);
  await queue.schedule(job, null);
  await queue.storingFault();
  await queue.stats();
  await longForgotten(db, "subjects", 60);
  const id = randomUUID();
  // GitHub sends some twice.
  for (let times = 0; times < 2; times += 1) await queue.accept([{ id, event: "rung", job }]);
  await markFailed(db, [id], { error: "no", retryInSeconds: 60, failures: 1 });
  await park(db, [id], "no");
  await parkedDeliveries(db);
  await queue.retryParked([id]);
  await queue.retryParked();
  await unpark(db, [id]);
  await deliveryCounts(db);
  await dueOfCause(db, "sweep");
  await waitingOfCauses(db, about.installationId, ["sweep"]);
  await toldAndFailed(db, about.installationId, [about.repository.id]);
  // As many lie in a week here as in a flood's seconds.
  await recentNotes(db, key, 7 * 86_400);
  await saveOwnNotes(db, job, key);
  await wait(2_500);
  await queue.drain(100);
  await scheduleJob(db, { key, job, inMs: 0 });
  await dueJobs(db);
  await nextLookIn(db);
  await unscheduleJob(db, key, randomUUID());
  await unscheduleJob(db, key, null);
  await makeAllDue(db);
}

/** Two, since the first one asks for less. */
export async function rounds(db: Database["db"]): Promise<void> {
  let count = 0;
  const second = Promise.withResolvers<void>();
  const round = async () => {
    count += 1;
    if (count === 2) second.resolve();
    return { kind: "done" } as const;
  };
  const going = startRounds({ name: "trial", db, log: silent, everyMs: 20, round });
  await going.first;
  await second.promise;
  await going.stop();
}
