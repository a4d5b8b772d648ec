/** `rung action`: what action.yml runs. */

import { setTimeout as after } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import { openMemory } from "../database/embedded.ts";
import type { Env } from "../environment/variables.ts";
import { scrubbed } from "../shared/log.ts";
import { actionSettings } from "./action/action-settings.ts";
import { runAction } from "./action/run-action.ts";
import type { Io, Machine } from "./command.ts";
import { unheeded } from "./terminal-text.ts";

/** 0: handled, or nothing to do; 1: not handled, with the reason at the run. */
export async function run(_: object, io: Io, { env }: Machine): Promise<0 | 1> {
  return await runOn(openMemory, io, env);
}

/** The same on another database: to make one in memory is most of the work of a short run. */
export async function runOn(openDatabase: () => Promise<Database>, io: Io, env: Env): Promise<0 | 1> {
  const error = (text: string) => io.out(`::error title=Rung::${oneLine(text)}`);
  const reading = actionSettings(env);
  if (reading.kind === "faulty") {
    for (const fault of reading.faults) error(fault);
    return 1;
  }
  return await runAction(reading.settings, {
    out: (text) => io.out(oneLine(text)),
    warn: (text) => io.out(`::warning title=Rung::${oneLine(text)}`),
    error,
    readFile: (path) => io.readFile(path),
    wait: (seconds) => after(seconds * 1_000),
    openDatabase,
  });
}

/** What GitHub said may stand in it: nothing of it may be a command to the runner, and no token may show (R27). */
function oneLine(text: string): string {
  return unheeded(scrubbed(text).replaceAll(/\s*[\r\n]+\s*/g, " "));
}
