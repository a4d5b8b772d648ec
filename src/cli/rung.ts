/** The command line as a function: finds the subcommand and runs it. */

import type { Env } from "../environment/variables.ts";
import { nearest } from "../shared/nearest.ts";
import type { Io, StartBot } from "./command.ts";
import type { Subcommand } from "./subcommand.ts";
import { subcommands } from "./subcommands.ts";
import { helpOf, helpOfAll, usageOf } from "./usage.ts";

/** Runs `rung` with the arguments after its name; resolves to the exit code: 0 fine, 1 bad news, 2 used wrongly. */
export async function rung(
  args: readonly string[],
  io: Io,
  startBot: StartBot,
  env: Env = process.env,
): Promise<0 | 1 | 2> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.err(helpOfAll(subcommands));
    return 2;
  }
  if (name === "help" || isHelp(name)) {
    io.out(helpOfAll(subcommands));
    return 0;
  }
  const subcommand = subcommands.find((one) => one.name === name);
  if (subcommand === undefined) {
    io.err(unknownSubcommand(name));
    return 2;
  }
  if (rest.some(isHelp)) {
    io.out(helpOf(subcommand));
    return 0;
  }
  const ending = await subcommand.run(rest, io, { env, startBot });
  return typeof ending === "number" ? ending : misused(io, subcommand, ending.problem);
}

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h";
}

function unknownSubcommand(name: string): string {
  const meant = nearest(
    name,
    subcommands.map((one) => one.name),
  );
  const hint = meant === null ? "`rung --help` lists what there is" : `did you mean \`rung ${meant}\`?`;
  return `rung has no command ${JSON.stringify(name)}; ${hint}`;
}

/** Says how a subcommand is used, after what was wrong. */
function misused(io: Io, subcommand: Subcommand, problem: string): 2 {
  io.err(`${problem}\nUsage: rung ${usageOf(subcommand)}`);
  return 2;
}
