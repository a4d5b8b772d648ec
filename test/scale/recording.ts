/** A database whose every statement is remembered with its values, and with the line of the sources that asked for it. */
import { type KyselyPlugin, PostgresQueryCompiler } from "kysely";
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
  return {
    statements,
    database: {
      ...database,
      db: database.db.withPlugin(listening),
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
  const [first] = frames;
  return {
    site: first === undefined ? null : `${first[2]}:${first[3]}`,
    by: frames.flatMap(([, name]) => name ?? []),
  };
}
