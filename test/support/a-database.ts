/**
 * A database with Rung's tables and no rows, on the PostgreSQL server that all tests of a run share: a copy of one that was migrated
 * once, and lent from test to test. That costs milliseconds where an embedded one takes seconds of computing. Where an embedded one
 * behaves differently, `onEachDatabase` tests it.
 */

import { inject } from "vitest";
import { openServer } from "../../src/database/postgres-server.ts";
import { createLog } from "../../src/shared/log.ts";
import { bySocket, copiedDatabaseAt } from "./a-postgres.ts";
import { lending } from "./lent.ts";

const UP_TO_DATE = async () => {};

export const aDatabase = lending(async () => {
  const address = await copiedDatabaseAt(inject("postgresPort"));
  return await openServer(bySocket(address, inject("postgresFolder")), createLog("silent"), UP_TO_DATE);
}, Number.POSITIVE_INFINITY);
