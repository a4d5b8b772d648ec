/** `rung report`: writes the page as a site of static files from the bot's database. GitHub is not asked. */

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gitHubUrlsOf } from "../environment/github-environment.ts";
import { codeOf, messageOf } from "../environment/system-fault.ts";
import { siteFiles } from "../server/page/static-files.ts";
import { counted } from "../shared/counted.ts";
import type { Io, Machine } from "./command.ts";
import { fileFault } from "./file-fault.ts";
import { withDatabase } from "./with-database.ts";

interface Asked {
  /** `null`: the folder `report`. */
  readonly output: string | null;
  readonly "with-private": boolean;
}

export async function run(
  { output: named, "with-private": withPrivate }: Asked,
  io: Io,
  machine: Machine,
): Promise<0 | 1> {
  const folder = named ?? "report";
  const told: Io = { ...io, err: (text) => io.err(`the report could not be written: ${text}`) };
  return await withDatabase(told, machine, { tables: ["pulls", "repositories", "nominations"] }, async ({ db }) => {
    try {
      const output = resolve(io.cwd, folder);
      const { webUrl } = gitHubUrlsOf(machine.env);
      const files = siteFiles({ db, webUrl, withPrivate, writtenAt: Date.now() });
      let count = 0;
      for await (const { path, text } of files) {
        const target = join(output, path);
        mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
        writeFileSync(target, text, { mode: 0o600 });
        // One that was there keeps its mode otherwise.
        chmodSync(target, 0o600);
        count += 1;
      }
      io.out(`${counted(count, "file")} written; open ${join(folder, "index.html")}`);
      return 0;
    } catch (error) {
      told.err(codeOf(error) === "" ? messageOf(error) : `${folder}: ${fileFault(error, "write")}`);
      return 1;
    }
  });
}
