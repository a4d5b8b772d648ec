/**
 * What the documents say about the commands, derived from the list so that it is always up to date: docs/commands.md in full, the README
 * by name.
 */

import type { Command } from "../../src/commands/command.ts";
import { commands } from "../../src/commands/index.ts";
import { between } from "./between.ts";

/** The order and the names under which the README lists the commands. */
const GROUPS: Readonly<Record<Command["group"], string>> = {
  review: "Review",
  triage: "Triage",
  roles: "The ladder",
  decisions: "Decisions",
  help: "Help",
};

/** The Markdown table alone, without a line end at its end. */
export function commandTable(): string {
  const rows = commands.map(({ usage, cancelForms = [], summary, who, on }) => {
    const where = on === undefined ? "anywhere" : on === "pull" ? "pull requests" : "issues";
    const back = cancelForms.map(cell).join(" ");
    return `| ${cell(usage)} | ${summary} | ${who} | ${back} | ${where} |`;
  });
  return [
    "| Command | What it does | Who may | Taken back by | Where |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** A line for each group of commands, without a line end at its end. */
export function commandGroups(): string {
  return Object.entries(GROUPS)
    .map(([group, title]) => {
      const usages = commands.filter((command) => command.group === group).map(({ usage }) => cell(usage));
      return `- **${title}:** ${usages.join(" · ")}`;
    })
    .join("\n");
}

function cell(form: string): string {
  return `\`${form.replaceAll("|", "\\|")}\``;
}

/** The document with `part` between its markers; unchanged if they are missing. */
export function withReference(document: string, part: string): string {
  return between(document, "commands", part);
}
