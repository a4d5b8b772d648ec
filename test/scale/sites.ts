/** Every place of the sources where a statement is given to the database. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Statements that are not asked for while Rung serves: whole files, each with the reason. */
const OTHERWISE: Readonly<Record<string, string>> = {
  "-migrations.ts": "the tables' history, once",
  "database/migrations.ts": "the tables' history, once",
  "database/move-data/": "all of a database is moved, by hand",
  "database/embedded.ts": "the embedded database's upkeep",
  "database/tables.ts": "what the command line asks before it reads",
};

const CALL =
  /\.(?:execute|executeTakeFirst|executeTakeFirstOrThrow|stream)\(|\browsOf(?:<\w+>)?\(\s*(?:db|trx|within),/g;

/** As `src/database/pulls.ts:37`. */
export function statementSites(): readonly string[] {
  return sources("src").flatMap((path) => {
    if (Object.keys(OTHERWISE).some((part) => path.includes(part))) return [];
    const text = readFileSync(join(root, path), "utf8");
    return [...text.matchAll(CALL)].flatMap(({ index }) => {
      // A transaction is no statement; what it holds is.
      if (/transaction\(\)\s*$/.test(text.slice(0, index))) return [];
      return [`${path}:${text.slice(0, index).split("\n").length}`];
    });
  });
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return path.endsWith(".ts") ? [path] : [];
  });
}
