/** The sandbox's KusionStack with its past, and the command line against it. */

import { rung } from "../../../src/cli/rung.ts";
import { kusionStack, registryText } from "../../../src/sandbox/kusionstack.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start.ts";
import { steppingClock } from "../../../src/sandbox/world/clock.ts";
import { START } from "../../sandbox/a-sandbox.ts";
import { noBot } from "../no-bot.ts";

/** Started with everything that it has when a person starts it, at a fixed time. */
export function pastSandbox(): Promise<Sandbox> {
  return startSandbox({ world: kusionStack({ clock: steppingClock(START, 2_000) }) });
}

export async function replayed(
  sandbox: Sandbox,
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
) {
  const out: string[] = [];
  const err: string[] = [];
  const readFile = (path: string) => files[path] ?? registryText();
  const env = { GITHUB_TOKEN: sandbox.personalToken("octo-fan"), GHE_HOST: sandbox.host, GHE_PROTOCOL: "http" };
  const io = { cwd: "/", readFile, out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await rung(["replay", ...args], io, noBot, env);
  return { code, out: out.join("\n"), err: err.join("\n") };
}
