/** The command line as a function: finds the subcommand and runs it. */

import type { Env } from "../environment/variables.ts";
import { nearest } from "../shared/nearest.ts";
import type { Io, Machine, StartBot } from "./command.ts";
import type { Subcommand } from "./subcommand.ts";
import { subcommands } from "./subcommands.ts";
import { unheeded, unsteered } from "./terminal-text.ts";
import { helpOf, helpOfAll, usageOf } from "./usage.ts";

/**
 * Runs `rung` with the arguments after its name; resolves to the exit code: 0 fine, 1 bad news, 2 used wrongly. `home`: the folder
 * that Rung's own settings count from, where that is not where the person stands.
 */
export async function rung(
  args: readonly string[],
  io: Io,
  startBot: StartBot,
  env: Env = process.env,
  home: string = io.cwd,
): Promise<0 | 1 | 2> {
  const [name, ...rest] = meant(args);
  if (name === undefined) {
    io.err(helpOfAll(subcommands));
    return 2;
  }
  if (isHelp(name)) {
    io.out(helpOfAll(subcommands));
    return 0;
  }
  const subcommand = subcommands.find((one) => one.name === name);
  if (subcommand === undefined) {
    io.err(unknownSubcommand(name));
    return 2;
  }
  if (optionsOf(rest).some(isHelp)) {
    io.out(helpOf(subcommand));
    return 0;
  }
  return await answered(subcommand, rest, io, { env, startBot, home });
}

/** The same in the words of the table: `rung help check`, `rung --version`. */
function meant([name, ...rest]: readonly string[]): readonly string[] {
  if (name === "--version" || name === "-v" || name === "-V") return ["version", ...rest];
  if (name !== "help") return name === undefined ? [] : [name, ...rest];
  const [about, ...more] = rest.filter((word) => !isHelp(word));
  return about === undefined ? ["--help"] : [about, ...more, "--help"];
}

/** Behind `--` nothing is an option. */
function optionsOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end === -1 ? args : args.slice(0, end);
}

/** Whoever asked for JSON gets some, also where there is no answer: `{ "error": … }`. */
async function answered(subcommand: Subcommand, args: readonly string[], io: Io, machine: Machine): Promise<0 | 1 | 2> {
  const told: string[] = [];
  let isSilent = true;
  const isInWorkflow = machine.env.GITHUB_ACTIONS === "true" && !subcommand.commandsRunner;
  const inert = (text: string) => (isInWorkflow ? unheeded(unsteered(text)) : unsteered(text));
  const heard: Io = {
    ...io,
    readFile: (path) => io.readFile(path),
    // Names of files, texts and titles are other people's: whatever prints them, nothing of them steers the terminal, or a workflow's runner.
    out: (text) => {
      isSilent = false;
      io.out(inert(text));
    },
    err: (text) => {
      told.push(text);
      io.err(inert(text));
    },
  };
  const ending = await subcommand.run(args, heard, machine);
  const code = typeof ending === "number" ? ending : misused(heard, subcommand, ending.problem);
  if (isSilent && code !== 0 && optionsOf(args).includes("--json"))
    io.out(JSON.stringify({ error: told.join("\n") }, null, 2));
  return code;
}

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h";
}

function unknownSubcommand(name: string): string {
  const known = nearest(name, ["--help", "--version", ...subcommands.map((one) => one.name)]);
  const hint = known === null ? "`rung --help` lists what there is" : `did you mean \`rung ${known}\`?`;
  return `rung has no command ${JSON.stringify(name)}; ${hint}`;
}

/** Says how a subcommand is used, after what was wrong. */
function misused(io: Io, subcommand: Subcommand, problem: string): 2 {
  io.err(`${problem}\nUsage: rung ${usageOf(subcommand)}`);
  return 2;
}
