/** Writes the tables of commands and criteria into the README and docs/promotions.md, from the code; a test fails when they differ. */
import { readFileSync, writeFileSync } from "node:fs";
import { withCommandTable } from "../src/commands/table.ts";
import { withCriteriaReference } from "../src/promotions/reference.ts";

const readme = new URL("../README.md", import.meta.url);
writeFileSync(readme, withCommandTable(readFileSync(readme, "utf8")));
const promotions = new URL("../docs/promotions.md", import.meta.url);
writeFileSync(promotions, withCriteriaReference(readFileSync(promotions, "utf8")));
