/** The command line as the shell meets it: arguments, streams, the folder one stands in. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { rung } from "./rung.ts";

/** `startBot`: what `rung start` does. Sets the exit code. */
export async function commandLine(args: readonly string[], startBot: () => Promise<void>): Promise<void> {
  // `rung who … | head` closes the pipe early; that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.stderr.write(`rung: its output cannot be written (${error.code}).\n`);
    process.exit(error.code === "EPIPE" ? 0 : 1);
  });
  process.stderr.on("error", () => {});
  const cwd = process.cwd();
  const io = {
    out: (text: string) => process.stdout.write(`${text}\n`),
    err: (text: string) => process.stderr.write(`${text}\n`),
    readFile: (path: string) => readFileSync(resolve(cwd, path), "utf8"),
    cwd,
  };
  process.exitCode = await rung(args, io, startBot);
}
