import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { cookies } from "../../../src/server/page/session.ts";
import { aDatabase } from "../../support/a-database.ts";
import { NOON } from "../../support/a-pull.ts";
import { aBrowser, aGitHub, emptied, governs, secret, signedIn, TOKEN } from "./a-site.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptied(database);
  await governs(database, secret);
});

const SESSION = "__Host-rung";

describe("signing in with GitHub", () => {
  it("goes to GitHub with state and PKCE, comes back to where it began, and signs out by revoking the token", async () => {
    const github = aGitHub({ "KusionStack/secret": 43 });
    const browser = aBrowser(database, { github });
    const begun = await browser.get("/_page/sign-in?back=%2FKusionStack%2Fsecret");
    const there = new URL(begun.headers.get("location") ?? "");
    expect(`${there.origin}${there.pathname}`).toBe("https://github.test/login/oauth/authorize");
    expect(Object.fromEntries(there.searchParams)).toMatchObject({
      ...{ client_id: "the-client", code_challenge_method: "S256" },
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{32}$/),
    });
    const back = await signedIn(browser, github, "/KusionStack/secret");
    expect([back.status, back.headers.get("location")]).toEqual([303, "../KusionStack/secret"]);
    const page = await (await browser.get("/KusionStack/secret")).text();
    expect(page).toContain("Signed in as <b>ann</b>");
    expect(page).not.toContain(TOKEN);

    const ended = await browser.post("/_page/sign-out");
    expect(ended.status).toBe(303);
    expect(browser.jar.has(SESSION)).toBe(false);
    const last = github.asked.at(-1);
    expect([last?.method, last?.url.pathname, last?.body]).toEqual([
      "DELETE",
      "/api/v3/applications/the-client/token",
      JSON.stringify({ access_token: TOKEN }),
    ]);
    expect((await browser.get("/KusionStack/secret")).status).toBe(404);
  });

  it("cookies are for this host alone, unreadable to scripts, over TLS only, and short-lived", async () => {
    const github = aGitHub({});
    const browser = aBrowser(database, { github });
    const lines = (await signedIn(browser, github)).headers.getSetCookie();
    const session = lines.find((line) => line.startsWith(`${SESSION}=`)) ?? "";
    for (const part of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=7200"])
      expect(session).toContain(part);
    expect(session).not.toMatch(/Domain=/i);
    expect(session).not.toContain(TOKEN);
  });

  it("another's state, or none, or one of another browser signs nobody in", async () => {
    const github = aGitHub({});
    const victim = aBrowser(database, { github });
    const attacker = aBrowser(database, { github });
    const begun = await attacker.get("/_page/sign-in");
    const there = new URL(begun.headers.get("location") ?? "");
    github.challenge = there.searchParams.get("code_challenge") ?? "";
    const state = there.searchParams.get("state");
    await victim.get("/_page/sign-in");
    for (const query of [`code=the-code&state=${state}`, "code=the-code&state=x", "code=the-code", ""]) {
      const refused = await victim.get(`/_page/callback?${query}`);
      expect([query, refused.status]).toEqual([query, 400]);
      await victim.get("/_page/sign-in");
    }
    expect(victim.jar.has(SESSION)).toBe(false);
    expect(github.asked).toEqual([]);
  });

  it("a code is exchanged only with the verifier of this sign-in", async () => {
    const github = aGitHub({});
    const browser = aBrowser(database, { github });
    const begun = await browser.get("/_page/sign-in");
    github.challenge = "of-another-sign-in";
    const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state");
    expect((await browser.get(`/_page/callback?code=the-code&state=${state}`)).status).toBe(400);
    expect(browser.jar.has(SESSION)).toBe(false);
  });

  it("a sign-in that took longer than ten minutes is begun anew, and a session ends after two hours", async () => {
    let now = NOON;
    const github = aGitHub({ "KusionStack/secret": 43 });
    const browser = aBrowser(database, { github, now: () => now });
    const begun = await browser.get("/_page/sign-in");
    const there = new URL(begun.headers.get("location") ?? "");
    github.challenge = there.searchParams.get("code_challenge") ?? "";
    now += 11 * 60_000;
    const late = await browser.get(`/_page/callback?code=the-code&state=${there.searchParams.get("state")}`);
    expect(late.status).toBe(400);
    await signedIn(browser, github);
    expect((await browser.get("/KusionStack/secret")).status).toBe(200);
    now += 2 * 3_600_000 + 1;
    expect((await browser.get("/KusionStack/secret")).status).toBe(404);
  });

  it.each([
    "https://evil.test/",
    "//evil.test/",
    "/\\evil.test",
    "javascript:alert(1)",
    "/a b",
    "/../x",
    "/x/%2E./../../y",
  ])("never leads on to %s", async (back) => {
    const github = aGitHub({});
    const browser = aBrowser(database, { github });
    expect((await signedIn(browser, github, back)).headers.get("location")).toBe("../");
  });

  it("GitHub without an answer is told, and nobody is signed in", async () => {
    const github = aGitHub({});
    github.fail = true;
    const browser = aBrowser(database, { github });
    const failed = await signedIn(browser, github);
    expect([failed.status, await failed.text()]).toEqual([
      400,
      expect.stringContaining("GitHub did not answer in full"),
    ]);
  });

  it("without the app's credentials there is no sign-in", async () => {
    const browser = aBrowser(database, { signIn: false });
    expect((await browser.get("/_page/sign-in")).status).toBe(404);
    expect(await (await browser.get("/")).text()).not.toContain("Sign in");
  });

  it("another site's form signs nobody out", async () => {
    const github = aGitHub({});
    const browser = aBrowser(database, { github });
    await signedIn(browser, github);
    expect((await browser.post("/_page/sign-out", "https://evil.test")).status).toBe(403);
    expect(browser.jar.has(SESSION)).toBe(true);
  });
});

describe("cookies", () => {
  const { seal, open } = cookies(["new", "old"]);

  it("come back as they were sealed, also with the secret before while it is rotated", () => {
    expect(open("session", seal("session", { a: 1 }))).toEqual({ a: 1 });
    expect(open("session", cookies(["old"]).seal("session", { a: 1 }))).toEqual({ a: 1 });
    expect(open("session", cookies(["older"]).seal("session", { a: 1 }))).toBeNull();
  });

  it("of one purpose are none of another, and changed ones are nothing", () => {
    const sealed = seal("sign-in", { a: 1 });
    expect(open("session", sealed)).toBeNull();
    const bytes = Buffer.from(sealed, "base64url");
    for (const at of [0, 13, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(open("sign-in", changed.toString("base64url"))).toBeNull();
    }
    for (const cookie of ["", "x", "a".repeat(5_000)]) expect(open("sign-in", cookie)).toBeNull();
  });

  it("show nothing of what is in them", () => {
    expect(Buffer.from(seal("session", { token: TOKEN }), "base64url").toString("latin1")).not.toContain("ghu_");
  });
});
