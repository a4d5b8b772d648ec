/** Writes the table of commands into the README, from the code; a test fails when the two differ. */
import { readFileSync, writeFileSync } from "node:fs";
import { withCommandTable } from "../src/commands/table.ts";

const readme = new URL("../README.md", import.meta.url);
writeFileSync(readme, withCommandTable(readFileSync(readme, "utf8")));
