/** The bad days of a database: every connection of the bots cut at once, and now and then a failover to a copy that takes no writes. */

import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import type { Dice } from "./dice.ts";

/** One time in so many, the server that answers next takes no writes for a while. */
const FAILOVERS = 0.25;
const READ_ONLY_MS = 1_500;

export interface DatabaseTrouble {
  /** How often connections were cut so far. */
  readonly cuts: number;
  /** Resolves when the database is as it was. */
  readonly over: Promise<void>;
}

/** Until `signal` aborts, every `everyMs` on average. `client` keeps its own connection. */
export function databaseTrouble(client: pg.Client, dice: Dice, everyMs: number, signal: AbortSignal): DatabaseTrouble {
  let cuts = 0;
  const go = async () => {
    while (!signal.aborted) {
      await wait(everyMs * (0.5 + dice.next()), null, { signal }).catch(() => {});
      if (signal.aborted) return;
      if (dice.chance(FAILOVERS)) await failover(client);
      else await cut(client);
      cuts += 1;
    }
  };
  const over = go();
  return {
    over,
    get cuts() {
      return cuts;
    },
  };
}

async function cut(client: pg.Client): Promise<void> {
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
}

/** New connections meet a server that says "read-only transaction" until it is promoted. */
async function failover(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>("select quote_ident(current_database()) as name");
  const name = rows[0]?.name ?? "";
  await client.query(`alter database ${name} set default_transaction_read_only = on`);
  await cut(client);
  await wait(READ_ONLY_MS);
  await client.query(`alter database ${name} reset default_transaction_read_only`);
  await cut(client);
}
