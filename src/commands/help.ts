/** `/help [command]`: the commands there are here and who may use them, or one command in detail. */

import { mayUse } from "../gate/permission.ts";
import type { Answer } from "../model/answer.ts";
import type { Call } from "../model/call.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import type { Command, CommandContext } from "./command.ts";

/** The list is asked for late, since it contains this command too. */
export function helpAbout(list: () => readonly Command[]): Command {
  const help: Command = {
    name: "help",
    aliases: [],
    group: "help",
    usage: "/help [command]",
    summary: "Shows the commands there are here and who may use them, or one of them in detail.",
    who: "anyone",
    may: "anyone",
    examples: ["/help", "/help approve"],
    on: ["pull", "issue"],
    cancelForms: [],
    behind: "a command",
    decide: (call, context) => ({ answer: answered(call, context, help, list()) }),
  };
  return help;
}

function answered(call: Call, context: CommandContext, help: Command, list: readonly Command[]): Answer {
  const allowed = mayUse(help, context);
  if (!allowed.ok) return { kind: "refused", text: allowed.text };
  const [word] = call.words.split(/\s+/);
  if (word === undefined || word === "") return { kind: "told", text: overview(context, list) };
  const about = list.find((command) => command.name === word.replace(/^\//, "").toLowerCase());
  if (about !== undefined) return { kind: "told", text: detail(about, context) };
  const names = joinList(
    list.map((command) => code(`/${command.name}`)),
    "and",
    list.length,
  );
  return { kind: "told", text: `I know no command ${code(word.slice(0, 60))}. There are ${names}.` };
}

function overview(context: CommandContext, list: readonly Command[]): string {
  const isIssue = context.facts.kind === "issue";
  const here = list.filter((command) => command.on.includes(context.facts.kind));
  const rows = here.map((command) => {
    const yours = mayUse(command, context).ok ? "yes" : "no";
    return `| ${code(command.usage)} | ${command.summary} | ${whoMay(command, context)} | ${yours} |`;
  });
  return [
    `Commands on ${isIssue ? "an issue" : "a pull request"}, each at the start of a line:`,
    "",
    `| Command | What it does | Who may | ${escapeMarkdown(context.speaker.login)} |`,
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "`/help` with a command's name tells more about it, as in `/help approve`.",
  ].join("\n");
}

function detail(command: Command, context: CommandContext): string {
  const allowed = mayUse(command, context);
  const lines = [
    `${code(command.usage)}: ${command.summary}`,
    "",
    `- **Who may:** ${whoMay(command, context)}`,
    `- **Where:** ${joinList(
      command.on.map((kind) => (kind === "pull" ? "pull requests" : "issues")),
      "and",
    )}`,
  ];
  if (command.cancelForms.length > 0) lines.push(`- **Taken back by:** ${codes(command.cancelForms, "or")}`);
  lines.push(`- **Examples:** ${codes(command.examples, "and")}`);
  if (!allowed.ok) lines.push("", allowed.text);
  return lines.join("\n");
}

function whoMay(command: Command, { registry }: CommandContext): string {
  const floor = Object.hasOwn(registry.commands, command.name) ? registry.commands[command.name] : undefined;
  return floor === undefined ? command.who : `${escapeMarkdown(floor)} and above (this registry's choice)`;
}

function codes(forms: readonly string[], word: "and" | "or"): string {
  return joinList(
    forms.map((form) => code(form)),
    word,
    forms.length,
  );
}
