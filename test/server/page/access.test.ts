import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { saveUnread, saveWhole } from "../../../src/database/readings.ts";
import { aDatabase } from "../../support/a-database.ts";
import { NOON } from "../../support/a-pull.ts";
import { aBrowser, emptied, governs, kusion, secret } from "./a-site.ts";
import { accessRead } from "./access-read.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptied(database);
  await sql`delete from readings`.execute(database.db);
  await governs(database, kusion);
  await governs(database, secret);
});

const reading = { repository: kusion, installationId: 7, subject: "access", texts: "roles.yaml@a" };
const page = async (path: string) => (await aBrowser(database).get(`/KusionStack/${path}`)).text();
const statusOf = async (path: string) => (await aBrowser(database).get(`/KusionStack/${path}`)).status;

describe("access on the page", () => {
  it("has a view where the registry says who should have access, and nowhere else", async () => {
    expect(await statusOf("kusion/access")).toBe(404);
    expect(await page("kusion")).not.toContain(">Access");
    await accessRead(database, kusion, 2);
    expect(await statusOf("kusion/access")).toBe(200);
    expect(await page("kusion")).toMatch(/Access <span class="count">2</);
    expect(await statusOf("secret/access")).toBe(404);
  });

  it("tells each difference with both ways out, who has not accepted yet, the issue, and when it was last read in full", async () => {
    await accessRead(database, kusion, 1);
    const text = await page("kusion/access");
    expect(text).toContain("1 thing differs between what GitHub gives and what the registry says.");
    expect(text).toContain("<strong>eve-0</strong> is in <code>kusion-approvers</code>");
    expect(text).toContain("take them out of the team on GitHub");
    expect(text).toContain("cho is invited");
    expect(text).toMatch(/Last read in full on <time datetime="2026-11-23T12:00:00/);
    expect(text).toContain('/KusionStack/kusion/issues/12">Issue 12</a>');
  });

  it("cuts a long list into pages", async () => {
    await accessRead(database, kusion, 60);
    expect(await page("kusion/access")).toContain("1 to 25 of 60");
    expect(await page("kusion/access?page=3")).toContain("eve-59");
  });

  it("R67: a look that was not whole is said, above what was told before", async () => {
    await accessRead(database, kusion, 1);
    await saveUnread(database.db, reading, ["GitHub did not tell who is in `core`: 502."]);
    const text = await page("kusion/access");
    expect(text).toContain("The last look could not read everything");
    expect(text.indexOf("who is in <code>core</code>")).toBeLessThan(text.indexOf("eve-0"));
  });

  it("R67: before anything was read in full nothing is told", async () => {
    await saveUnread(database.db, reading, ["Rung may not read who is in `core`."]);
    const text = await page("kusion/access");
    expect(text).toContain("Nothing has been read in full yet");
    expect(await statusOf("secret/access")).toBe(404);
  });

  it("says why there is no issue, and that nothing differs", async () => {
    const shown = { differences: [], count: 0, pending: [], issue: null, trouble: "Issues are turned off." };
    await saveWhole(database.db, reading, { wholeAt: NOON, memory: {}, shown });
    const text = await page("kusion/access");
    expect(text).toContain("Issues are turned off.");
    expect(text).toContain("Nothing differs between");
  });
});
