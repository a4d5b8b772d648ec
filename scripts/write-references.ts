/** Writes what documents say of commands, criteria, the command line and keys of the registry, from the code; a test fails when they differ. */

import { readFileSync, writeFileSync } from "node:fs";
import { subcommands } from "../src/cli/subcommands.ts";
import { commandGroups, commandTable, withReference } from "./references/command-reference.ts";
import { withCriteriaManual } from "./references/criteria-manual.ts";
import { withCriteriaReference } from "./references/criteria-reference.ts";
import { withRegistryKeys } from "./references/registry-keys.ts";
import { withSubcommandTable } from "./references/subcommand-table.ts";

function rewrite(document: string, change: (text: string) => string): void {
  const file = new URL(`../${document}`, import.meta.url);
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

rewrite("README.md", (text) => withReference(text, commandGroups()));
rewrite("docs/commands.md", (text) => withReference(text, commandTable()));
rewrite("docs/promotions.md", withCriteriaReference);
rewrite("docs/criteria.md", withCriteriaManual);
rewrite("docs/operations.md", (text) => withSubcommandTable(text, subcommands));
rewrite("docs/registry.md", withRegistryKeys);
