/** An entry of the table of subcommands: everything there is to know about one. Help, argument reading and documents follow from it. */

import { z } from "zod";
import type { Action, Ending, Io, Machine } from "./command.ts";
import { type Declared, readArguments } from "./read-arguments.ts";

/** What the exit codes say; without a word, 2 is "used wrongly". */
export interface Exits {
  readonly 0: string;
  readonly 1?: string;
  readonly 2?: string;
}

interface Entry<Shape extends z.ZodRawShape> {
  readonly name: string;
  /** One sentence, for lists. */
  readonly summary: string;
  /** Arguments by name, in the order of the usage line. */
  readonly given: Shape;
  /** Options of which one call takes one. */
  readonly either?: readonly [string, string];
  /** What it reads from the environment, for help. */
  readonly environment?: string;
  /** Lines as they are typed. */
  readonly example: readonly [string, ...string[]];
  readonly exits: Exits;
  /** It commands the runner of GitHub Actions itself; what others print is only text to that. */
  readonly commandsRunner?: true;
  /** Loaded when it is called: most need more of the machine than help does. */
  readonly load: () => Promise<{ readonly run: Action<z.output<z.ZodObject<Shape>>> }>;
}

export interface Subcommand extends Declared {
  readonly summary: string;
  readonly environment: string | null;
  readonly example: readonly string[];
  readonly exits: Exits;
  readonly commandsRunner: boolean;
  /** The text of its action, by which a test sees that it uses what help tells of. */
  actionText(): Promise<string>;
  /** A misuse that the arguments show ends it before anything is loaded. */
  run(args: readonly string[], io: Io, machine: Machine): Promise<Ending>;
}

export function subcommand<Shape extends z.ZodRawShape>(entry: Entry<Shape>): Subcommand {
  const { name, summary, given, either = [], environment = null, example, exits, commandsRunner = false, load } = entry;
  const schema = z.object(given);
  return {
    name,
    summary,
    given,
    either,
    environment,
    example,
    exits,
    commandsRunner,
    actionText: async () => (await load()).run.toString(),
    run: async (args, io, machine) => {
      const read = readArguments(args, { name, given, either }, (raw) => schema.safeParse(raw));
      if (read.kind === "misused") return read;
      const { run } = await load();
      return await run(read.given, io, machine);
    },
  };
}
