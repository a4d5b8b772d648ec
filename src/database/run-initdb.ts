/** Run by initial-files.ts in a process of its own: makes the files of an embedded database in the folder given as its argument. */

import { PGlite } from "@electric-sql/pglite";
import "./one-compiler.ts";

process.once("disconnect", () => process.exit(1));
const [folder] = process.argv.slice(2);
// A log in pieces of 1 MB: of the 16 MB that one takes otherwise a new database uses the smallest part.
const made = await PGlite.create(folder, { initDbStartParams: ["--wal-segsize=1"] });
await made.close();
process.exit(0);
