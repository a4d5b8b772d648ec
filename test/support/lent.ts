/**
 * Open databases that go from test to test: making or opening one costs more than most tests do, emptying one takes milliseconds. A test
 * that has closed its database cannot use it any more; one that comes back with other tables, or with something under way, is not lent
 * again.
 */

import type { KyselyPlugin } from "kysely";
import { z } from "zod";
import type { Database } from "../../src/database/database.ts";
import { emptying, SHAPE } from "./emptied.ts";

interface Lent {
  readonly database: Database;
  /** Of the tables as they were made. */
  readonly shape: string;
  /** The statement that takes out all that is in them. */
  readonly emptying: string;
}

/** `make` opens a new one; of those that came back `most` are kept. */
export function lending(make: () => Promise<Database>, most: number): () => Promise<Database> {
  const kept: Lent[] = [];

  async function made(): Promise<Lent> {
    const database = await make();
    return { database, shape: (await stateOf(database)).shape, emptying: await emptying(database) };
  }

  async function takenBack(lent: Lent): Promise<void> {
    const { database } = lent;
    if (kept.length >= most || !(await isWhole(lent))) return await database.close();
    await database.prepared(lent.emptying, []);
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

/** Its tables are as they were made, and nobody is at work in it. */
async function isWhole({ database, shape }: Lent): Promise<boolean> {
  const state = await stateOf(database);
  return !state.busy && state.shape === shape;
}

/** Busy: somebody holds a lock in it, or another connection is within a statement or a transaction. */
const STATE = `select ${SHAPE} as shape,
  exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle')
  or exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))
  as busy`;

const stateView = z.object({ shape: z.string(), busy: z.boolean() });

async function stateOf(database: Database): Promise<z.infer<typeof stateView>> {
  const { rows } = await database.prepared(STATE, []);
  return stateView.parse(rows[0]);
}
