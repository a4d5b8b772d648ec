/** Writes what documents say of commands and criteria, from the code; a test fails when they differ. */
import { readFileSync, writeFileSync } from "node:fs";
import { commandGroups, commandTable, withReference } from "../src/commands/reference.ts";
import { withCriteriaReference } from "../src/promotions/reference.ts";

function rewrite(document: string, change: (text: string) => string): void {
  const file = new URL(`../${document}`, import.meta.url);
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

rewrite("README.md", (text) => withReference(text, commandGroups()));
rewrite("docs/commands.md", (text) => withReference(text, commandTable()));
rewrite("docs/promotions.md", withCriteriaReference);
