/** `rung report`: writes the page as a site of files, from what the bot's database holds. GitHub is not asked. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ghesUrls } from "../environment/environment.ts";
import { siteFiles } from "../server/page/static-files.ts";
import { counted, type Io, misused } from "./command.ts";
import { type Env, withDatabase } from "./with-database.ts";

export const usage = "report [--output DIR] [--with-private]";

/**
 * Reads the database that DATABASE_URL or DATA_DIR names, as the bot does; GHE_HOST and GHE_PROTOCOL say where links to GitHub lead.
 * 1: the database cannot be had, or a file not written.
 */
export async function run(args: readonly string[], io: Io, env: Env = process.env): Promise<number> {
  const asked = options(args);
  if (typeof asked === "string") return misused(io, asked, usage);
  const told: Io = { ...io, err: (text) => io.err(`the report could not be written: ${text}`) };
  return await withDatabase(told, env, { tables: ["pulls", "repositories", "nominations"] }, async ({ db }) => {
    try {
      const output = resolve(io.cwd, asked.output);
      const webUrl = env.GHE_HOST ? ghesUrls(env.GHE_PROTOCOL ?? "https", env.GHE_HOST).webUrl : "https://github.com";
      const files = siteFiles({ db, webUrl, withPrivate: asked.withPrivate, writtenAt: Date.now() });
      let count = 0;
      for await (const { path, text } of files) {
        const target = join(output, path);
        mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
        writeFileSync(target, text, { mode: 0o600 });
        // One that was there keeps its mode otherwise.
        chmodSync(target, 0o600);
        count += 1;
      }
      io.out(`${counted(count, "file")} written; open ${join(asked.output, "index.html")}`);
      return 0;
    } catch (error) {
      told.err(error instanceof Error ? error.message : String(error));
      return 1;
    }
  });
}

interface Asked {
  readonly output: string;
  readonly withPrivate: boolean;
}

function options(args: readonly string[]): Asked | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { output: { type: "string", default: "report" }, "with-private": { type: "boolean", default: false } },
    });
    return { output: values.output, withPrivate: values["with-private"] };
  } catch (error) {
    return error instanceof Error ? error.message : "the options cannot be read";
  }
}
