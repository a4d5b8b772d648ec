/** The embedded database in memory, empty and migrated. */

import type { Database } from "../../src/database/database.ts";
import { openMemory } from "../../src/database/embedded.ts";
import { prepareJobs } from "../../src/queue/boss.ts";
import { createLog } from "../../src/shared/log.ts";
import { lending } from "./lent.ts";

/** Each takes some hundred megabytes, and few tests have more than two open at a time. */
export const aMemory = lending(opened, 2);

/** With pg-boss's tables, so that what a test leaves in them goes as well. */
async function opened(): Promise<Database> {
  const database = await openMemory();
  await prepareJobs(database, createLog("silent"));
  return database;
}
