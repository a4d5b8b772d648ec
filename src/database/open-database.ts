/** Opens the database that the environment names: PostgreSQL by DATABASE_URL, else embedded in DATA_DIR. */

import { resolve } from "node:path";
import { databaseAt } from "../environment/database-environment.ts";
import type { Environment } from "../environment/environment.ts";
import type { Log } from "../shared/log.ts";
import type { Database } from "./database.ts";

/** Opens and migrates. Throws with a message for people when the folder is in use or the server does not answer. */
export async function openDatabase(
  environment: Pick<Environment, "databaseUrl" | "dataDir">,
  log: Log,
): Promise<Database> {
  // Each is loaded only when used: the embedded one alone costs hundreds of megabytes.
  if (environment.databaseUrl !== null) {
    const { openServer } = await import("./postgres-server.ts");
    const database = await openServer(environment.databaseUrl, log);
    log.info({ database: databaseAt(environment.databaseUrl) }, "the database is PostgreSQL, by DATABASE_URL");
    return database;
  }
  const { openEmbedded } = await import("./embedded.ts");
  const database = await openEmbedded(environment.dataDir, log);
  log.info(
    { database: resolve(environment.dataDir) },
    "the database is the embedded one, in DATA_DIR; DATABASE_URL is not set",
  );
  return database;
}
