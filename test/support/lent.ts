/**
 * Open databases that go from test to test: to make one or to open one costs more than most tests do, to empty one milliseconds. Whoever
 * has closed theirs cannot use it any more; what comes back with other tables, or with something under way, is not lent again.
 */
import { type KyselyPlugin, sql } from "kysely";
import type { Database } from "../../src/database/database.ts";
import { emptied, shapeOf } from "./emptied.ts";

interface Lent {
  readonly database: Database;
  /** Of the tables as they were made. */
  readonly shape: string;
}

/** `make` opens a new one; of those that came back `most` are kept. */
export function lending(make: () => Promise<Database>, most: number): () => Promise<Database> {
  const kept: Lent[] = [];

  async function made(): Promise<Lent> {
    const database = await make();
    return { database, shape: await shapeOf(database) };
  }

  async function takenBack(lent: Lent): Promise<void> {
    const { database, shape } = lent;
    const isWhole = kept.length < most && (await isAtRest(database)) && (await shapeOf(database)) === shape;
    if (!isWhole) return await database.close();
    await emptied(database);
    kept.push(lent);
  }

  return async () => {
    const lent = kept.pop() ?? (await made());
    let back: Promise<void> | null = null;
    const close = () => {
      back ??= takenBack(lent);
      return back;
    };
    return { ...untilClosed(lent.database, () => back !== null), close };
  };
}

/** As it was before a closed one could be used again: every use is refused. */
function untilClosed(database: Database, isClosed: () => boolean): Omit<Database, "close"> {
  const refuse = () => {
    if (isClosed()) throw new Error("this database is closed");
  };
  const open: KyselyPlugin = {
    transformQuery: ({ node }) => {
      refuse();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const { boss, exclusive } = database;
  return {
    ...database,
    db: database.db.withPlugin(open),
    boss: {
      ...boss,
      executeSql: async (text, values) => {
        refuse();
        return await boss.executeSql(text, values);
      },
    },
    prepared: async (text, values) => {
      refuse();
      return await database.prepared(text, values);
    },
    transaction: async (run) => {
      refuse();
      return await database.transaction(run);
    },
    exclusive: {
      run: async (key, task) => {
        refuse();
        return await exclusive.run(key, task);
      },
    },
  };
}

/** Nobody holds a lock in it, and no other connection is within a statement or a transaction. */
async function isAtRest({ db }: Database): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`select
    exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle')
    or exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))
    as busy`.execute(db);
  return rows[0]?.busy === false;
}
