import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { ALL_SECTIONS } from "../../../src/server/page/links.ts";
import { aDatabase } from "../../support/a-database.ts";
import { aLargeSite, SIZE } from "./a-large-site.ts";
import { aBrowser, aGitHub, kusion, signedIn } from "./a-site.ts";
import { accessRead } from "./access-read.ts";

const MAX_BYTES = 250 * 1024;
const MAX_STOPS = 600;

/** What a keyboard stops at, folded away or not. */
const STOPS = /<(?:a\s[^>]*href|button|summary|input|select|textarea|[a-z]+\s[^>]*tabindex="0")/g;

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
  await aLargeSite(database);
  await accessRead(database, kusion, 1_000);
});
afterAll(() => database.close());

const base = "/KusionStack/kusion";
const page = async (path: string) => (await aBrowser(database).get(path)).text();

describe(`with ${SIZE.pulls} open pull requests, ${SIZE.people} people, ${SIZE.promotions} promotions and ${SIZE.areas} areas`, () => {
  it.each([
    "/",
    base,
    `${base}?page=10`,
    `${base}?for=somebody-of-the-community-0`,
    `${base}/pull/1`,
    `${base}/pull/2`,
    `${base}/promotion/1001`,
    `${base}/people?page=2`,
    ...ALL_SECTIONS.map((section) => `${base}/${section}`),
  ])("%s is light enough for a phone, and short enough for a keyboard", async (path) => {
    const answer = await aBrowser(database).get(path);
    const text = await answer.text();
    const found = { status: answer.status, bytes: Buffer.byteLength(text), stops: text.match(STOPS)?.length ?? 0 };
    expect(found).toMatchObject({ status: 200 });
    expect(found.bytes, path).toBeLessThanOrEqual(MAX_BYTES);
    expect(found.stops, path).toBeLessThanOrEqual(MAX_STOPS);
  });

  it("every pull request, person and promotion is on exactly one page of its list", async () => {
    const all = async (path: string, pages: number) =>
      (await Promise.all(Array.from({ length: pages }, (_, at) => page(`${path}?page=${at + 1}`)))).join("\n");
    const pulls = [...(await all(base, 10)).matchAll(/\/pull\/(\d+)"/g)].map(([, number]) => number);
    expect([pulls.length, new Set(pulls).size]).toEqual([SIZE.pulls, SIZE.pulls]);
    const people = [...(await all(`${base}/people`, 2)).matchAll(/class="who" href="[^"]*\/(somebody-[^"]+)"/g)].map(
      ([, who]) => who,
    );
    expect([people.length, new Set(people).size]).toEqual([SIZE.people, SIZE.people]);
    const promotions = [...(await all(`${base}/promotions`, 3)).matchAll(/\/promotion\/(\d+)"/g)].map(
      ([, number]) => number,
    );
    expect([promotions.length, new Set(promotions).size]).toEqual([SIZE.promotions, SIZE.promotions]);
  });

  it("a filter has an address, keeps it over the pages, and finds by words, state and person", async () => {
    const found = await page(`${base}?area=component-with-a-name-5`);
    expect(found).toMatch(/\d+ of 200 open pull requests/);
    expect(found).toContain("Show all 200");
    expect(await page(`${base}?q=number+17`)).toContain("of 200 open pull requests");
    const waiting = await page(`${base}?state=waiting`);
    expect(waiting).toContain('href="../KusionStack/kusion?state=waiting&amp;page=2"');
    expect(await page(`${base}?q=no-such-words`)).toContain("No open pull request matches.");
  });

  it("whoever signs in has what waits for them at hand, with how much it is", async () => {
    const github = aGitHub({}, "somebody-of-the-community-0");
    const browser = aBrowser(database, { github });
    expect(await page(base)).not.toContain("Waits for me");
    await signedIn(browser, github);
    const own = await (await browser.get(base)).text();
    expect(own).toMatch(
      /href="\.\.\/KusionStack\/kusion\?for=somebody-of-the-community-0"[^>]*>Waits for me <span class="count">\d+</,
    );
  });

  it("speaks in plain words of what it decided", async () => {
    const shown = `${await page(`${base}/decisions`)}${await page(`${base}/pull/1`)}`;
    for (const word of ["sweep", "without-role", ": waiting, ", "nobody-can", "no-role", "not counted:"])
      expect(shown).not.toContain(word);
    expect(shown).toContain("Rung looked again, as it does regularly");
  });
});
