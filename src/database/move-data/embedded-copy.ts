/** A copy of the embedded database, migrated to this version: the original stays as it is, and nothing else may use it in the meantime. */

import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../../shared/log.ts";
import type { Database } from "../database.ts";
import { openEmbedded } from "../embedded.ts";
import { lockFolder } from "../folder-lock.ts";
import { migrate, requireKnownSteps } from "../migrations.ts";

/** A person who runs a command should soon learn that the folder is in use. */
const SHORT_WAIT_MS = 500;

/**
 * Beside the original, where there is room for such data; leftovers of a killed process are removed. The folder's lock is held until the
 * copy is closed. Throws FolderInUse, or what openEmbedded throws.
 */
export async function openEmbeddedCopy(dataDir: string, log: Log): Promise<Database> {
  const lock = await lockFolder(dataDir, log, SHORT_WAIT_MS);
  const copy = join(dataDir, "pgdata.copy");
  const end = async () => {
    rmSync(copy, { recursive: true, force: true });
    await lock.release();
  };
  try {
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy, { mode: 0o700 });
    cpSync(join(dataDir, "pgdata"), join(copy, "pgdata"), { recursive: true });
    const database = await openEmbedded(copy, log, async (db) => {
      await requireKnownSteps(db, "the embedded database");
      await migrate(db, log);
      await db.deleteFrom("leases").execute();
    });
    return {
      ...database,
      close: async () => {
        await database.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
