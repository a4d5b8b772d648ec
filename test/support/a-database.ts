/**
 * A database with Rung's tables and nothing in them, on the PostgreSQL server that all tests of a run share: copied in milliseconds from
 * one that was brought up to date once, where an embedded one takes seconds of computing. What embedded databases do otherwise is
 * tried by `onEachDatabase`.
 */
import { inject } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { createLog } from "../../src/shared/log.ts";
import { copiedDatabaseAt } from "./a-postgres.ts";

const UP_TO_DATE = async () => {};

export async function aDatabase(): Promise<Database> {
  const { url, drop } = await copiedDatabaseAt(inject("postgresPort"));
  const database = await openServer(url, createLog("silent"), UP_TO_DATE);
  let closing: Promise<void> | null = null;
  const close = async () => {
    await database.close();
    await drop();
  };
  return {
    ...database,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
