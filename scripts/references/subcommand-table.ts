/** The table of subcommands in docs/operations.md, derived from their entries so that it is always up to date. */

import type { Subcommand } from "../../src/cli/subcommand.ts";
import { usageOf } from "../../src/cli/usage.ts";
import { between } from "./between.ts";

/** docs/operations.md with the present table; unchanged if its markers are missing. */
export function withSubcommandTable(page: string, subcommands: readonly Subcommand[]): string {
  const rows = subcommands.map((one) => {
    const usage = usageOf(one).replaceAll("|", "\\|");
    return `| \`rung ${usage}\` | ${one.summary} | ${one.exits[1] ?? ""} |`;
  });
  const table = ["| Command | What it does | Exits with 1 when |", "| --- | --- | --- |", ...rows].join("\n");
  return between(page, "subcommands", table);
}
