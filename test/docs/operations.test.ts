/** The sentences under "When something is wrong" are those that Rung says. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { unfitness } from "../../src/database/fitness.ts";
import { serverWords, UnfitDatabase } from "../../src/database/server-fault.ts";
import { nodeFault } from "../../src/environment/node-version.ts";
import { settingFault } from "../../src/environment/system-fault.ts";
import { credentials, faults, reading } from "../environment/a-reading.ts";

const page = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
const section = /^## When something is wrong\n(.*?)^## /ms.exec(page)?.[1] ?? "";
const sentences = [...section.matchAll(/^```text\n(.*?)\n```$/gms)].map(([, text = ""]) => text.replaceAll("\n", " "));

const failed = (code: string) => Object.assign(new Error("raw"), { code });
const file = "/etc/rung/credentials.json";
const fit = { encoding: "UTF8", version: 180_000, standby: false, readOnly: false, user: "rung", name: "rung" };
const look = { ...fit, schema: "public", makesTables: true, makesSchemas: true, writes: true };
const server = (words: string) => `the PostgreSQL server at db:5432/rung (DATABASE_URL) cannot be used: ${words}`;

function unfit(change: Partial<typeof look>): string {
  const [told, code] = unfitness({ ...look, ...change }) ?? [];
  if (told === undefined) throw new Error("it is fit");
  return server(serverWords(new UnfitDatabase(told, code)));
}
const warned = (env: Readonly<Record<string, string>>) => reading({ ...credentials, ...env }).warnings;

describe('docs/operations.md, "When something is wrong"', () => {
  it("has each kind of fault, in the words of the code", () => {
    expect(sentences).toEqual([
      ...faults({ ...credentials, PORT: "80a" }),
      ...faults({ ...credentials, DATA_DIR: "~/rung" }),
      ...warned({ DATABASE_ULR: "x" }),
      ...faults({ ...credentials, PRIVATE_KEY: "", PRIVATE_KEY_PATH: "/etc/rung/rung.pem" }),
      ...faults(
        { CREDENTIALS_PATH: file },
        { [file]: '{"app_id":1,"webhook_secret":"w","github":"https://github.com"}' },
      ),
      settingFault(failed("EACCES"), "write", "DATA_DIR", "/var/lib/rung"),
      settingFault(failed("ENOSPC"), "write", "DATA_DIR", "/var/lib/rung"),
      settingFault(failed("EADDRINUSE"), "listen", "PORT", "3000 (at 127.0.0.1)"),
      server(serverWords(failed("ECONNREFUSED"))),
      server(serverWords(failed("28P01"))),
      unfit({ encoding: "LATIN1" }),
      unfit({ makesTables: false }),
      unfit({ readOnly: true }),
      nodeFault("20.19.0"),
    ]);
  });
});
