/** `/help [command]`: the commands there are here and who may use them, or one command in detail. */

import { mayUse } from "../gate/permission.ts";
import type { Answer } from "../model/answer.ts";
import type { Call } from "../model/call.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { nearest } from "../shared/nearest.ts";
import { joinList, samePerson } from "../shared/people.ts";
import type { Command, CommandContext } from "./command.ts";
import { hasRoleHere, mayAct } from "./power.ts";
import { whoCanApprove } from "./statement-answer.ts";

/** The list is asked for late, since it contains this command too. */
export function helpAbout(list: () => readonly Command[]): Command {
  const help: Command = {
    name: "help",
    group: "help",
    usage: "/help [command]",
    summary: "Shows the commands that you may use here, those for others and who may, or one of them in detail.",
    who: "anyone",
    may: "anyone",
    examples: ["/help", "/help approve"],
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
  const said = code(word.slice(0, 60));
  const meant = nearest(
    word.replace(/^\//, ""),
    list.map(({ name }) => name),
  );
  if (meant !== null)
    return { kind: "told", text: `I know no command ${said}; did you mean ${code(`/help ${meant}`)}?` };
  return { kind: "told", text: `I know no command ${said}; ${code("/help")} alone shows those there are.` };
}

function overview(context: CommandContext, list: readonly Command[]): string {
  const subject = context.facts.kind === "issue" ? "this issue" : "this pull request";
  const here = list.filter(({ on }) => on === undefined || on === context.facts.kind);
  const theirs = here.filter((command) => isTheirs(command, context));
  const others = here.filter((command) => !theirs.includes(command));
  const who = escapeMarkdown(context.speaker.login);
  const approvers = context.verdict === null ? "" : whoCanApprove(context.verdict.areas);
  return [
    `Commands that ${who} may use on ${subject}, each at the start of a line:`,
    "",
    ...table(theirs, context),
    ...(others.length === 0
      ? []
      : ["", `Those that others may use here, and not ${who}:`, "", ...table(others, context)]),
    "",
    ...(others.some(({ may }) => may === "approval") && approvers !== ""
      ? [`Who can approve this: ${approvers.replace(/ can\.$/, ".")}`, ""]
      : []),
    "`/help` with a command's name tells more about it, as in `/help approve`.",
  ].join("\n");
}

function table(list: readonly Command[], context: CommandContext): readonly string[] {
  const rows = list.map((command) => `| ${code(command.usage)} | ${command.summary} | ${whoMay(command, context)} |`);
  return ["| Command | What it does | Who may |", "| --- | --- | --- |", ...rows];
}

/** With the roles that count here. */
function isTheirs(command: Command, context: CommandContext): boolean {
  if (command.concerns === "holders" && !hasRoleHere(context)) return false;
  if (command.concerns === "emeritus" && !isEmeritus(context)) return false;
  return (command.action === undefined ? mayUse(command, context) : mayAct(command, context)).ok;
}

function isNot({ concerns }: Command): string {
  return concerns === "emeritus" ? "is not listed as emeritus here" : "holds no role here";
}

function isEmeritus({ registry: { emeritus = [] }, speaker }: CommandContext): boolean {
  return emeritus.some((former) => samePerson(former, speaker));
}

const WHERE = { pull: "pull requests", issue: "issues", both: "pull requests and issues" } as const;

function detail(command: Command, context: CommandContext): string {
  const allowed = mayUse(command, context);
  const lines = [
    `${code(command.usage)}: ${command.summary}`,
    "",
    `- **Who may:** ${whoMay(command, context)}`,
    `- **Where:** ${WHERE[command.on ?? "both"]}`,
  ];
  if (command.cancelForms !== undefined) lines.push(`- **Taken back by:** ${codes(command.cancelForms, "or")}`);
  lines.push(`- **Examples:** ${codes(command.examples, "and")}`);
  if (!allowed.ok) lines.push("", allowed.text);
  else if (!isTheirs(command, context))
    lines.push("", `${escapeMarkdown(context.speaker.login)} ${isNot(command)}, so this is for others.`);
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
