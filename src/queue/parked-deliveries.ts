/** Has parked deliveries tried again, from outside the running processes. */

import type { Database } from "../database/database.ts";
import type { Log } from "../shared/log.ts";
import { startBoss } from "./boss.ts";

/** Unparks those of these deliveries (`null`: all) that are parked; returns their ids. Running processes find their jobs. */
export async function retryParked(
  database: Database,
  log: Log,
  ids: readonly string[] | null,
): Promise<readonly string[]> {
  const boss = await startBoss(database, log);
  try {
    return (await boss.unpark(ids)).map(({ id }) => id);
  } finally {
    await boss.stop();
  }
}
