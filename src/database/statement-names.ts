/**
 * Gives statements names, by which each connection parses them once; that saves a fifth of PostgreSQL's work for an event. Statements
 * given to `prepared` always get one; of the others, those whose text is repeated and whose columns cannot change in meaning.
 */

import type pg from "pg";
import type { ServerPool } from "./pool.ts";

interface StatementNames {
  /** For texts of which there are few. */
  always(text: string): string;
  /** `null`: it stays without one. */
  perhaps(text: string): string | null;
}

/** Each connection keeps a plan for each. A list in a text makes as many texts as there are lengths. */
const MAX_NAMES = 300;

/**
 * Another version of Rung may change the columns that `*` stands for: while two versions share the database, one may add a column, and
 * PostgreSQL refuses a statement whose columns differ from those it was prepared with.
 */
const ALL_COLUMNS = /(?:select|returning|,|\.)\s*\*/i;

/** One for a database. */
export function statementNames(): StatementNames {
  const known = new Map<string, string>();
  const seenOnce = new Set<string>();

  function always(text: string): string {
    const name = known.get(text) ?? `rung-${known.size}`;
    known.set(text, name);
    return name;
  }

  return {
    always,
    perhaps: (text) => {
      if (known.has(text)) return always(text);
      if (known.size >= MAX_NAMES || ALL_COLUMNS.test(text)) return null;
      // What comes once would only be kept.
      if (seenOnce.delete(text)) return always(text);
      if (seenOnce.size >= MAX_NAMES) seenOnce.clear();
      seenOnce.add(text);
      return null;
    },
  };
}

/** The pool as the query builder sees it: its statements have their names. */
export function naming(pool: ServerPool, names: StatementNames): ServerPool {
  const wrapped = new WeakMap<pg.PoolClient, pg.PoolClient>();
  const wrap = (client: pg.PoolClient): pg.PoolClient =>
    Object.create(client, {
      query: {
        value: (text: string, values: readonly unknown[]) => {
          // Without values it is a transaction's beginning or end.
          const name = values.length === 0 ? null : names.perhaps(text);
          return client.query({ text, values: [...values], ...(name !== null && { name }) });
        },
      },
    });
  return {
    ...pool,
    connect: async () => {
      const client = await pool.connect();
      const known = wrapped.get(client) ?? wrap(client);
      wrapped.set(client, known);
      return known;
    },
  };
}
