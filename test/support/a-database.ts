/**
 * A database with Rung's tables and nothing in them, on the PostgreSQL server that all tests of a run share: a copy of one that was
 * brought up to date once, and lent from test to test, which costs milliseconds where an embedded one takes seconds of computing. What
 * an embedded one does otherwise is tried by `onEachDatabase`.
 */
import { inject } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { createLog } from "../../src/shared/log.ts";
import { copiedDatabaseAt } from "./a-postgres.ts";
import { emptied, shapeOf } from "./emptied.ts";

interface Lent {
  readonly url: string;
  /** Of the tables as they were made: one that comes back otherwise is not lent again. */
  readonly shape: string;
}

const kept: Lent[] = [];
const UP_TO_DATE = async () => {};
const open = (url: string) => openServer(url, createLog("silent"), UP_TO_DATE);

export async function aDatabase(): Promise<Database> {
  const lent = kept.pop();
  const url = lent?.url ?? (await copiedDatabaseAt(inject("postgresPort")));
  const database = await open(url);
  const shape = lent?.shape ?? (await shapeOf(database));
  let closing: Promise<void> | null = null;
  return {
    ...database,
    close: () => {
      closing ??= takenBack(database, { url, shape });
      return closing;
    },
  };
}

async function takenBack(database: Database, lent: Lent): Promise<void> {
  const whole = (await shapeOf(database)) === lent.shape;
  if (whole) await emptied(database);
  await database.close();
  if (whole) kept.push(lent);
}
