import { posix } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { SECTIONS } from "../../../src/server/page/links.ts";
import { siteFiles } from "../../../src/server/page/static-files.ts";
import { aDatabase } from "../../support/a-database.ts";
import { NOON } from "../../support/a-pull.ts";
import { emptied, governs, judgedPull, kusion, secret } from "./a-site.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptied(database);
  await governs(database, kusion);
  await governs(database, secret);
  await judgedPull(database, kusion);
  await judgedPull(database, secret);
});

async function written(withPrivate: boolean): Promise<ReadonlyMap<string, string>> {
  const options = { db: database.db, webUrl: "https://github.test", withPrivate, writtenAt: NOON };
  const files = new Map<string, string>();
  for await (const { path, text } of siteFiles(options)) files.set(path, text);
  return files;
}

describe("the page as files", () => {
  it("is whole: every link among them leads to one of them, wherever the folder lies", async () => {
    const files = await written(false);
    expect(new Set(files.keys())).toEqual(
      new Set([
        "KusionStack/kusion/index.html",
        "KusionStack/kusion/pull/7/index.html",
        ...SECTIONS.map((section) => `KusionStack/kusion/${section}/index.html`),
        "index.html",
        "mark.svg",
        "style.css",
      ]),
    );
    for (const [path, text] of files) {
      for (const [, href = ""] of text.matchAll(/href="([^"#]+)"/g)) {
        if (href.startsWith("https://github.test/")) continue;
        expect(files.has(posix.join(posix.dirname(path), href)), `${href} in ${path}`).toBe(true);
      }
    }
  });

  it("says when it was written, and has no sign-in", async () => {
    const home = (await written(false)).get("index.html") ?? "";
    expect(home).toContain(
      'Written on <time datetime="2026-11-23T12:00:00.000Z">Monday 23 November 2026, 12:00 UTC</time>',
    );
    expect(home).not.toContain("Sign in");
  });

  it("leaves out what is private, unless told otherwise", async () => {
    const files = await written(false);
    expect([...files.values()].join("\n")).not.toContain("secret");
    expect([...(await written(true)).keys()]).toContain("KusionStack/secret/pull/7/index.html");
  });

  it("never leaves its folder, whatever stands in the database", async () => {
    await governs(database, { ...kusion, id: 50, owner: "..", name: "x" });
    await governs(database, { ...kusion, id: 51, name: "../../x" });
    expect([...(await written(true)).keys()].filter((path) => path.includes(".."))).toEqual([]);
  });
});
