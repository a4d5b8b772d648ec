/** A folder on the disk with files in it, and `rung` run in it; git knows it where that is asked for. */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import type { Machine } from "../../src/cli/command.ts";
import { rung } from "../../src/cli/rung.ts";
import { noBot } from "./no-bot.ts";

type Files = Readonly<Record<string, string>>;

export function aFolder(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "rung-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** All of its files are tracked. */
export function aCheckout(files: Files): string {
  const folder = aFolder(files);
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  execFileSync("git", ["add", "--all"], { cwd: folder });
  return folder;
}

/** Runs `rung` in a folder. `input`: what comes by standard input. */
export async function runIn(cwd: string, args: readonly string[], input = "", env: Machine["env"] = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (text: string) => out.push(text),
    err: (text: string) => err.push(text),
    readFile: (path: string) => (path === "-" ? input : readFileSync(resolve(cwd, path), "utf8")),
    cwd,
  };
  const code = await rung(args, io, noBot, env);
  return { code, out: out.join("\n"), err: err.join("\n") };
}
