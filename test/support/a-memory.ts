/**
 * The embedded database in memory, empty and migrated. To make one takes seconds of computing and to empty one milliseconds, so what
 * one test closes the next one opens.
 */
import type { Database } from "../../src/database/database.ts";
import { openMemory } from "../../src/database/embedded.ts";
import { emptied, shapeOf } from "./emptied.ts";

interface Lent {
  readonly database: Database;
  /** Of the tables as they were made: whatever comes back otherwise is thrown away. */
  readonly shape: string;
}

/** Each takes some hundred megabytes, and few tests have more than two open at a time. */
const MAX_KEPT = 2;
const kept: Lent[] = [];

export async function aMemory(): Promise<Database> {
  const lent = kept.pop() ?? (await made());
  let back: Promise<void> | null = null;
  return {
    ...lent.database,
    close: () => {
      back ??= takenBack(lent);
      return back;
    },
  };
}

async function made(): Promise<Lent> {
  const database = await openMemory();
  return { database, shape: await shapeOf(database) };
}

async function takenBack(lent: Lent): Promise<void> {
  const { database, shape } = lent;
  if (kept.length >= MAX_KEPT || (await shapeOf(database)) !== shape) return await database.close();
  await emptied(database);
  kept.push(lent);
}
