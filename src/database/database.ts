/** The database: PostgreSQL by DATABASE_URL, else embedded in DATA_DIR; the same SQL and the same queue on both. */

import type { Kysely } from "kysely";
import type { Db as BossDb } from "pg-boss";
import type { Log } from "../shared/log.ts";
import type { KeyedLock } from "./keyed-lock.ts";
import type { Schema } from "./schema.ts";

export interface Database {
  readonly kind: "embedded" | "server";
  readonly db: Kysely<Schema>;
  /** The same database in the form that pg-boss needs. */
  readonly boss: BossDb;
  /** Runs one statement that is run often: planned once a connection. Its text must be one of a few. */
  prepared(text: string, values: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  /** The same within a transaction, on one connection; committed when `run` resolves. */
  transaction<Result>(run: (query: Database["prepared"]) => Promise<Result>): Promise<Result>;
  /** One at a time for a key, among all processes that share the database. */
  readonly exclusive: KeyedLock;
  /** Resolves when the database answers, and each connection to it has a session of its own. */
  ping(): Promise<void>;
  /** Housekeeping that a server does by itself; to be called every few minutes. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** What is done to the tables before anything else; throws if they cannot be used. */
export type Prepare = (db: Kysely<Schema>, log: Log) => Promise<void>;
