/** A database whose every statement is remembered with its values, and with the line of the sources that asked for it. */

import { type CompiledQuery, type KyselyPlugin, PostgresQueryCompiler } from "kysely";
import type { Database } from "../../src/database/database.ts";

export interface Recorded {
  readonly text: string;
  readonly values: readonly unknown[];
  /** `src/database/pulls.ts:37`, the innermost; `null`: a library's own. */
  readonly site: string | null;
  /** Of all functions of the sources that it was asked by, innermost first. */
  readonly by: readonly string[];
}

export interface Recording {
  readonly database: Database;
  readonly statements: readonly Recorded[];
}

export function recording(database: Database): Recording {
  const statements: Recorded[] = [];
  const note = (text: string, values: readonly unknown[]) => {
    statements.push({ text, values, ...askedBy() });
  };
  const compiler = new PostgresQueryCompiler();
  const listening: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      const { sql, parameters } = compiler.compileQuery(node, queryId);
      note(sql, parameters);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const { boss } = database;
  const listened = database.db.withPlugin(listening);
  // Statements that are written out pass by the plugin.
  const db = new Proxy(listened, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== "function") return found;
      if (name !== "executeQuery") return found.bind(target);
      return (query: CompiledQuery) => {
        note(query.sql, query.parameters);
        return target.executeQuery(query);
      };
    },
  });
  return {
    statements,
    database: {
      ...database,
      db,
      boss: {
        ...boss,
        executeSql: (text, values) => {
          note(text, values ?? []);
          return boss.executeSql(text, values);
        },
      },
      prepared: (text, values) => {
        note(text, values);
        return database.prepared(text, values);
      },
      transaction: (run) =>
        database.transaction((query) =>
          run((text, values) => {
            note(text, values);
            return query(text, values);
          }),
        ),
    },
  };
}

const DEPTH = 60;

function askedBy(): Pick<Recorded, "site" | "by"> {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = DEPTH;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = before;
  const frames = [...stack.matchAll(/at (?:async )?(?:([^\s(]+) \()?[^\s(]*?\/(src\/[^:)]+):(\d+):\d+/g)];
  const first = frames.find(([, , path]) => path !== "src/database/statement.ts");
  return {
    site: first === undefined ? null : `${first[2]}:${first[3]}`,
    by: frames.flatMap(([, name]) => name ?? []),
  };
}
