import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { savePublishing } from "../../../src/database/publishing.ts";
import { saveRepository } from "../../../src/database/repositories.ts";
import { addRequests } from "../../../src/database/review-requests.ts";
import { registryShown } from "../../../src/jobs/page/registry-page.ts";
import { SECTIONS } from "../../../src/server/page/links.ts";
import { aDatabase } from "../../support/a-database.ts";
import {
  aBrowser,
  aGitHub,
  emptied,
  governs,
  index,
  judgedPull,
  kusion,
  saidHoursAgo,
  secret,
  signedIn,
} from "./a-site.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptied(database);
  await governs(database, kusion);
  await governs(database, secret);
});

/** The tags there are, without what stands in their attributes. */
function tagsOf(page: string): readonly string[] {
  return page.replace(/"[^"]*"/g, '""').match(/<[a-z][^>]*>/gi) ?? [];
}

const text = async (answer: Promise<Response>) => (await answer).text();

describe("lists that follow the registry", () => {
  it("are told with the pull request that brings them up to date, and why others are not published, as text", async () => {
    const { get } = aBrowser(database);
    expect(await text(get("/KusionStack/kusion"))).not.toContain("Not published");
    const notes = ["M.md has no markers <b>here</b>"];
    await savePublishing(database.db, kusion.id, { files: ["M.md"], pull: 12, notes });
    await savePublishing(database.db, kusion.id, { elsewhere: ["karpor is not there"] });
    const page = await text(get("/KusionStack/kusion"));
    expect(page).toContain('/KusionStack/kusion/pull/12">pull request 12</a>');
    expect(page).toContain("M.md has no markers &lt;b&gt;here&lt;/b&gt;");
    expect(page).toContain("karpor is not there");
  });
});

describe("who may look", () => {
  it("what is public is open to anybody, and listed", async () => {
    const { get } = aBrowser(database);
    expect((await get("/KusionStack/kusion")).status).toBe(200);
    const home = await text(get("/"));
    expect(home).toContain('href="./KusionStack/kusion"');
    expect(home).not.toContain("secret");
  });

  it("what is private looks like what is not there, to whoever is not signed in, and GitHub is not asked", async () => {
    await judgedPull(database, secret);
    const github = aGitHub({ "KusionStack/secret": 43 });
    const { get } = aBrowser(database, { github });
    for (const path of ["", "/pull/7", "/pull/8"]) {
      const [hidden, nothing] = [await get(`/KusionStack/secret${path}`), await get(`/KusionStack/absent${path}`)];
      expect([hidden.status, nothing.status]).toEqual([404, 404]);
      const named = (page: string) => page.replaceAll("absent", "secret");
      expect(named(await nothing.text())).toBe(await hidden.text());
    }
    expect(github.asked).toEqual([]);
  });

  it("what is private is shown to those whom GitHub shows it, and to nobody else", async () => {
    await judgedPull(database, secret);
    const insider = aGitHub({ "KusionStack/secret": 43 });
    const inside = aBrowser(database, { github: insider });
    await signedIn(inside, insider);
    expect((await inside.get("/KusionStack/secret")).status).toBe(200);
    expect((await inside.get("/KusionStack/secret/pull/7")).status).toBe(200);
    expect(await text(inside.get("/"))).toContain('href="./KusionStack/secret"');

    const outsider = aGitHub({});
    const outside = aBrowser(database, { github: outsider });
    await signedIn(outside, outsider);
    expect((await outside.get("/KusionStack/secret")).status).toBe(404);
    expect((await outside.get("/KusionStack/secret/pull/7")).status).toBe(404);
    expect(await text(outside.get("/"))).not.toContain("/secret");
  });

  it("a private repository and a missing one both cost whoever is signed in one request", async () => {
    const github = aGitHub({});
    const browser = aBrowser(database, { github });
    await signedIn(browser, github);
    const before = github.asked.length;
    await browser.get("/KusionStack/secret");
    await browser.get("/KusionStack/nothing");
    expect(github.asked.slice(before).map(({ url }) => url.pathname)).toEqual([
      "/api/v3/repos/KusionStack/secret",
      "/api/v3/repos/KusionStack/nothing",
    ]);
  });

  it("seeing another repository that has the name now shows nothing of the one that had it", async () => {
    const github = aGitHub({ "KusionStack/secret": 99 });
    const browser = aBrowser(database, { github });
    await signedIn(browser, github);
    expect((await browser.get("/KusionStack/secret")).status).toBe(404);
  });

  it("GitHub is asked once in some minutes, and again after them", async () => {
    let now = 0;
    const github = aGitHub({ "KusionStack/secret": 43 });
    const browser = aBrowser(database, { github, now: () => now });
    await signedIn(browser, github);
    const asked = () => github.asked.filter(({ url }) => url.pathname.endsWith("/secret")).length;
    await browser.get("/KusionStack/secret");
    await browser.get("/KusionStack/secret");
    expect(asked()).toBe(1);
    now += 6 * 60_000;
    await browser.get("/KusionStack/secret");
    expect(asked()).toBe(2);
  });

  it("without an answer of GitHub nothing hidden is shown, and the next look asks again", async () => {
    const github = aGitHub({ "KusionStack/secret": 43 });
    const browser = aBrowser(database, { github });
    await signedIn(browser, github);
    github.fail = true;
    const failed = await browser.get("/KusionStack/secret");
    expect([failed.status, await failed.text()]).toEqual([503, expect.stringContaining("Cannot tell yet")]);
    github.fail = false;
    expect((await browser.get("/KusionStack/secret")).status).toBe(200);
  });

  it("that a repository is public is believed for two days, then it counts as private", async () => {
    const { get } = aBrowser(database);
    await saidHoursAgo(database, kusion.id, 47);
    expect((await get("/KusionStack/kusion")).status).toBe(200);
    await saidHoursAgo(database, kusion.id, 49);
    expect((await get("/KusionStack/kusion")).status).toBe(404);
    expect(await text(get("/"))).not.toContain("/kusion");
  });

  it("pages are kept by nobody in between", async () => {
    const { get } = aBrowser(database);
    expect((await get("/KusionStack/kusion")).headers.get("cache-control")).toBe("private, no-store");
  });
});

describe("what is shown", () => {
  const page = (path: string) => text(aBrowser(database).get(path));

  it("people by role with their areas and times, emeritus apart", async () => {
    const shown = await page("/KusionStack/kusion/people");
    expect(shown).toMatch(/Maintainers.*SparkYuan.*24 January 2024.*AntGroup.*Approvers.*hoangndst/s);
    expect(shown).toMatch(/Emeritus.*liu-hm19/s);
  });

  it("open pull requests with whom they wait for, and who was asked, spelled as the registry does", async () => {
    await judgedPull(database, kusion, { author: "pat", title: "fix: a thing", files: ["main.go"] });
    await addRequests(database.db, kusion.id, 7, [{ login: "sparkyuan", id: null }]);
    const shown = await page("/KusionStack/kusion");
    expect(shown).toContain("Needs 1 approval: kusion");
    const waits = /data-title="Waits for"><div>(.*?)<\/div>/.exec(shown)?.[1]?.replace(/<[^>]+>/g, "");
    expect(waits).toBe("1 of SparkYuan or hoangndst for kusion");
    const asked = /data-title="Review asked of"><div>(.*?)<\/div>/.exec(shown)?.[1]?.replace(/<[^>]+>/g, "");
    expect(asked).toBe("SparkYuan");
  });

  it("the whole verdict of one pull request", async () => {
    await judgedPull(database, kusion, { author: "pat", files: ["pkg/engine/apply.go"] });
    const shown = await page("/KusionStack/kusion/pull/7");
    expect(shown).toContain("pkg/engine/apply.go");
    expect(shown).toContain("Nobody can finish this");
  });

  it("the ladder with its criteria in words", async () => {
    const shown = await page("/KusionStack/kusion/ladder");
    expect(shown).toMatch(/<li>\s*20 reviewed pull requests|20 reviewed pull requests/);
    expect(shown).toContain("Where everybody begins.");
  });

  it("R25, R27: whatever people call things is text and nothing else", async () => {
    const bad = `<script>alert(1)</script>"'><img src=x>`;
    const shown = registryShown({ kind: "good", index, stale: null, unreadTeams: [bad] }, "KusionStack");
    if (shown?.kind !== "good") throw new Error("the registry is good");
    const [role, ...roles] = shown.roles.map((one) => ({ ...one, summary: bad }));
    const person = { role: "maintainers", login: bad, areas: [bad], since: bad, affiliation: bad, away: bad };
    const area = { name: bad, repos: [bad], paths: [bad], exclusive: true, from: bad, min: 1 };
    await saveRepository(database.db, kusion, 7, {
      ...{ ...shown, roles: [...(role ? [{ ...role, name: bad }] : []), ...roles], people: [person], areas: [area] },
      ...{ emeritus: [bad], teams: [{ role: "maintainers", team: bad, areas: [bad] }] },
      stale: { path: bad, faults: [bad], goodSince: 0 },
    });
    await judgedPull(database, kusion, { author: "<svg onload=1>", title: bad, files: ["<i>.go", "`x`|</td>.go"] });
    const sections = SECTIONS.map((section) => `/KusionStack/kusion/${section}`);
    for (const path of ["/KusionStack/kusion", "/KusionStack/kusion/pull/7", "/", ...sections]) {
      const tags = tagsOf(await page(path));
      expect(tags.filter((tag) => /^<(?:script|img|i|svg on|style|iframe)\b|\s(?:on\w+|style)=/i.test(tag))).toEqual(
        [],
      );
    }
  });

  it("a title's `javascript:` and a login that is none become no link", async () => {
    await judgedPull(database, kusion, { author: "javascript:alert(1)", title: "[x](javascript:alert(1))" });
    expect(await page("/KusionStack/kusion/pull/7")).not.toMatch(/href="(?!\.|#|https:\/\/github\.test\/)/);
  });

  it("nothing is loaded from elsewhere and nothing runs", async () => {
    const answer = await aBrowser(database).get("/KusionStack/kusion");
    expect(answer.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(await answer.text()).not.toMatch(/<script|@import|url\(/);
  });

  it("a registry without a good version shows its faults and no people", async () => {
    await saveRepository(database.db, kusion, 7, {
      kind: "broken",
      from: kusion,
      path: "roles.yaml",
      faults: ["line 3: <oops>"],
    });
    const shown = await page("/KusionStack/kusion");
    expect(shown).toContain("line 3: &lt;oops&gt;");
    expect(shown).not.toContain("Maintainers");
  });

  it("R19: a link that was kept to what only a good registry tells leads to its faults, and not to nothing", async () => {
    await saveRepository(database.db, kusion, 7, {
      kind: "broken",
      from: kusion,
      path: "roles.yaml",
      faults: ["oops"],
    });
    for (const [path, to] of [
      ["/KusionStack/kusion/people", "../../KusionStack/kusion"],
      ["/KusionStack/kusion/promotion/9", "../../../KusionStack/kusion"],
    ] as const) {
      const answer = await aBrowser(database).get(path);
      expect([answer.status, answer.headers.get("location")]).toEqual([302, to]);
    }
    expect((await aBrowser(database).get("/KusionStack/secret/people")).status).toBe(404);
  });

  it("under a base every link stays below it", async () => {
    await judgedPull(database, kusion);
    const { get } = aBrowser(database, { base: "/status", signIn: false });
    expect((await get("/KusionStack/kusion")).status).toBe(404);
    const shown = await text(get("/status/KusionStack/kusion"));
    const links = [...shown.matchAll(/(?:href|action)="([^"#]+)"/g)].map(([, href = ""]) => href);
    expect(links).toContain("../KusionStack/kusion/pull/7");
    const at = "https://rung.test/status/KusionStack/kusion";
    for (const href of links.filter((one) => !one.startsWith("https://github.test/")))
      expect(new URL(href, at).pathname, href).toMatch(/^\/status(?:\/|$)/);
    expect((await get("/status/_page/style.css")).status).toBe(200);
    expect((await get("/status")).status).toBe(200);
  });
});
