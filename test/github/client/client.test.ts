import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RequestSeen } from "../../../src/github/client/client.ts";
import { Declined, Forbidden, Gone, RateLimited, Transient, Unsupported } from "../../../src/github/client/errors.ts";
import { API, anApp, play, stop, tokens } from "../an-app.ts";

beforeEach(play);
afterEach(stop);

const get = (path = "/x") => anApp().installation(1).rest("GET", path);
const ask = (options: { optional?: string[]; unreliable?: string[] } = {}) =>
  anApp()
    .installation(1)
    .graph({ name: "Q", text: "query Q { x }", ...options }, {});

/** What a promise threw; fails when it did not. */
async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("nothing was thrown"),
    (error: unknown) => error,
  );
}

describe("R32: a repository that was renamed or transferred", () => {
  it("is read and written where GitHub says that it is now", async () => {
    tokens();
    const where = { location: `${API}/repositories/7/x` };
    nock(API).get("/repos/old/name/x").reply(301, {}, where).post("/repos/old/name/x").reply(307, {}, where);
    nock(API).get("/repositories/7/x").reply(200, { id: 1 }).post("/repositories/7/x", { a: 1 }).reply(201, { id: 2 });
    const client = anApp().installation(1);
    expect(await client.rest("GET", "/repos/old/name/x")).toMatchObject({ status: 200, data: { id: 1 } });
    const body = { a: 1 };
    expect(await client.rest("POST", "/repos/old/name/x", { body })).toMatchObject({ status: 201, data: { id: 2 } });
  });

  it("the token goes to no other server, and nothing is sent on and on", async () => {
    tokens();
    tokens();
    nock(API).get("/a").reply(301, {}, { location: "https://elsewhere.example/a" });
    nock(API)
      .get("/b")
      .times(2)
      .reply(301, {}, { location: `${API}/b` });
    for (const path of ["/a", "/b"]) expect(await thrown(get(path))).toBeInstanceOf(Declined);
    expect(nock.isDone()).toBe(true);
  });
});

describe("tokens", () => {
  it("one token serves requests until shortly before it ends", async () => {
    let now = Date.parse("2026-11-25T10:00:00Z");
    const first = tokens("ghs_first", "2026-11-25T11:00:00Z");
    nock(API, { reqheaders: { authorization: "Bearer ghs_first" } })
      .get("/x")
      .times(2)
      .reply(200, {});
    nock(API, { reqheaders: { authorization: "Bearer ghs_second" } })
      .get("/x")
      .reply(200, {});
    const client = anApp({ now: () => now }).installation(1);
    await Promise.all([client.rest("GET", "/x"), client.rest("GET", "/x")]);
    first.done();
    tokens("ghs_second", "2026-11-25T12:00:00Z");
    now = Date.parse("2026-11-25T10:56:00Z");
    await client.rest("GET", "/x");
    expect(nock.isDone()).toBe(true);
  });

  it("a token that GitHub revoked early is exchanged once", async () => {
    tokens("ghs_revoked");
    nock(API, { reqheaders: { authorization: "Bearer ghs_revoked" } })
      .get("/x")
      .reply(401, { message: "Bad credentials" });
    tokens("ghs_new");
    nock(API, { reqheaders: { authorization: "Bearer ghs_new" } })
      .get("/x")
      .reply(200, { ok: true });
    expect((await get()).data).toEqual({ ok: true });
  });

  describe("R32: a token keeps the permissions that it was made with", () => {
    const forbidden = { message: "Resource not accessible by integration" };
    const began = Date.parse("2026-11-25T10:00:00Z");
    const answers = (token: string, status: number) =>
      nock(API, { reqheaders: { authorization: `Bearer ${token}` } })
        .post("/x")
        .reply(status, status === 403 ? forbidden : { ok: true });

    it("so one that is a minute old is exchanged where it is refused, once", async () => {
      let now = began;
      const client = anApp({ now: () => now }).installation(1);
      tokens("ghs_first");
      answers("ghs_first", 403);
      expect(await thrown(client.rest("POST", "/x"))).toMatchObject({ reason: "permission" });
      now += 61_000;
      answers("ghs_first", 403);
      tokens("ghs_second");
      answers("ghs_second", 200);
      expect(await client.rest("POST", "/x")).toMatchObject({ data: { ok: true } });
      answers("ghs_second", 403);
      expect(await thrown(client.rest("POST", "/x"))).toMatchObject({ reason: "permission" });
      expect(nock.isDone()).toBe(true);
    });

    it("and is left at once where GitHub tells that they are others now", async () => {
      const app = anApp({ now: () => began });
      const client = app.installation(1);
      tokens("ghs_first");
      answers("ghs_first", 403);
      await thrown(client.rest("POST", "/x"));
      app.renewToken(1);
      app.renewToken(2);
      tokens("ghs_second");
      answers("ghs_second", 200);
      expect(await client.rest("POST", "/x")).toMatchObject({ data: { ok: true } });
    });
  });

  it("R27: no error carries a token", async () => {
    tokens("ghs_abcdefghijklmnopqrstuvwxyz");
    nock(API).get("/x").replyWithError("socket hang up");
    const error = await thrown(get());
    expect(error).toBeInstanceOf(Transient);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("ghs_");
  });

  it("R32: a suspended installation is forbidden for good", async () => {
    nock(API)
      .post("/app/installations/1/access_tokens")
      .reply(403, { message: "This installation has been suspended" });
    expect(await thrown(get())).toMatchObject({ reason: "suspended", retryable: false });
  });
});

describe("what answers mean (R29, R32)", () => {
  it.each([500, 502, 503])("%i is transient", async (status) => {
    tokens();
    nock(API).get("/x").reply(status, "<html>");
    expect(await thrown(get())).toBeInstanceOf(Transient);
  });

  it("a write cut off by the connection may have happened; a read did not", async () => {
    tokens();
    nock(API).post("/x").replyWithError("reset").get("/y").replyWithError("reset");
    const client = anApp().installation(1);
    expect(await thrown(client.rest("POST", "/x", { body: {} }))).toMatchObject({ mayHaveHappened: true });
    expect(await thrown(client.rest("GET", "/y"))).toMatchObject({ mayHaveHappened: false });
  });

  it("a secondary limit waits as long as GitHub says, and nothing else goes out meanwhile", async () => {
    tokens();
    nock(API).get("/x").reply(403, { message: "You have exceeded a secondary rate limit" }, { "retry-after": "17" });
    const client = anApp().installation(1);
    expect(await thrown(client.rest("GET", "/x"))).toMatchObject({ retryAfter: 17 });
    expect(await thrown(client.rest("GET", "/never-asked"))).toBeInstanceOf(RateLimited);
  });

  it("a used-up primary limit waits until its reset", async () => {
    tokens();
    const now = Date.parse("2026-11-25T10:00:00Z");
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 90) };
    nock(API).get("/x").reply(403, { message: "API rate limit exceeded" }, headers);
    const error = await thrown(
      anApp({ now: () => now })
        .installation(1)
        .rest("GET", "/x"),
    );
    expect(error).toMatchObject({ retryAfter: 90 });
  });

  it.each([
    [404, Gone],
    [410, Gone],
    [451, Gone],
    [422, Declined],
    [409, Declined],
  ])("%i is final", async (status, kind) => {
    tokens();
    nock(API).get("/x").reply(status, { message: "no" });
    expect(await thrown(get())).toBeInstanceOf(kind);
  });

  it("R60: a refusal gives GitHub's own reasons, and its headline only where it lists none", async () => {
    tokens();
    const errors = [{ resource: "PullRequest", code: "custom", message: "The topic branch has been deleted." }];
    nock(API).get("/x").reply(422, { message: "Validation Failed", errors });
    expect(await thrown(get())).toMatchObject({ message: "GET /x: 422 The topic branch has been deleted." });
    tokens();
    nock(API)
      .get("/x")
      .reply(422, { message: "Validation Failed", errors: ["One.", "Two.", "One."] });
    expect(await thrown(get())).toMatchObject({ message: "GET /x: 422 One.; Two." });
    tokens();
    nock(API)
      .get("/x")
      .reply(422, { message: "Validation Failed", errors: [{ code: "missing" }, 7] });
    expect(await thrown(get())).toMatchObject({ message: "GET /x: 422 Validation Failed" });
  });

  it("R32: a permission not granted and an archived repository are told apart", async () => {
    tokens();
    nock(API).get("/x").reply(403, { message: "Resource not accessible by integration" });
    nock(API).get("/y").reply(403, { message: "Repository was archived so is read-only." });
    const client = anApp().installation(1);
    const permission = await thrown(client.rest("GET", "/x"));
    expect(permission).toBeInstanceOf(Forbidden);
    expect(permission).toMatchObject({ reason: "permission" });
    expect(await thrown(client.rest("GET", "/y"))).toMatchObject({ reason: "archived" });
  });

  it.each([
    ["checks=write", "checks: write"],
    ["issues=write; pull_requests=write", "issues: write or pull_requests: write"],
    ["contents=read,checks=write", "contents: read and checks: write"],
    ["<b>", null],
    [undefined, null],
  ])("R32: names the permission that GitHub asks for: %s", async (named, needs) => {
    const headers = named === undefined ? {} : { "x-accepted-github-permissions": named };
    tokens();
    nock(API).get("/x").reply(403, { message: "Resource not accessible by integration" }, headers);
    nock(API).get("/y").reply(403, { message: "Branch is protected" }, headers);
    const client = anApp().installation(1);
    expect(await thrown(client.rest("GET", "/x"))).toMatchObject({ needs });
    expect(await thrown(client.rest("GET", "/y"))).toMatchObject({ needs: null });
  });

  it("an answer that is no JSON proves nothing", async () => {
    tokens();
    nock(API).get("/x").reply(200, "<html>proxy</html>");
    expect(await thrown(get())).toBeInstanceOf(Transient);
  });
});

describe("GraphQL", () => {
  const reply = (body: object) => {
    tokens();
    nock(API).post("/graphql").reply(200, body);
  };

  it("NOT_FOUND on an optional path is absence", async () => {
    reply({
      data: { a: 1, organisation: null },
      errors: [{ type: "NOT_FOUND", path: ["organisation"], message: "x" }],
    });
    const answer = await ask({ optional: ["organisation"] });
    expect(answer.data).toEqual({ a: 1, organisation: null });
    expect([...answer.absent]).toEqual(["organisation"]);
  });

  it("NOT_FOUND elsewhere is Gone", async () => {
    reply({ data: { repository: null }, errors: [{ type: "NOT_FOUND", path: ["repository"], message: "x" }] });
    expect(await thrown(ask({ optional: ["organisation"] }))).toBeInstanceOf(Gone);
  });

  it.each([
    { path: ["mutation", "updateRefs"], message: "Field 'updateRefs' doesn't exist on type 'Mutation'" },
    { message: 'Cannot query field "updateRefs" on type "Mutation".' },
    { message: 'Unknown type "UpdateRefsInput".' },
    { message: "This mutation is not supported" },
  ])("a mutation that the server does not know was not begun: $message", async (error) => {
    reply({ errors: [{ message: "Something beside it" }, error] });
    expect(await thrown(ask())).toBeInstanceOf(Unsupported);
  });

  it.each([
    {
      path: ["query", "repository", "a"],
      extensions: { code: "undefinedField", typeName: "Repository", fieldName: "a" },
      message: "Field 'a' doesn't exist on type 'Repository'",
    },
    { extensions: { code: "argumentNotAccepted" }, message: "InputObject 'F' doesn't accept argument 'appId'" },
    { message: 'Cannot query field "a" on type "Repository".' },
    { message: 'Unknown argument "b" on field "Repository.a".' },
  ])("what the server's schema does not have is told apart from what failed: $message", async (error) => {
    reply({ errors: [error] });
    expect(await thrown(ask())).toMatchObject({ name: "NotInSchema", retryable: true });
  });

  it("R29: any other hole is partial data and is never half-decided", async () => {
    reply({ data: { a: { files: null } }, errors: [{ path: ["a", "files"], message: "Something went wrong" }] });
    expect(await thrown(ask())).toMatchObject({ name: "Transient", message: expect.stringContaining("partial data") });
  });

  it("a path known to be unreliable may fail in any way", async () => {
    reply({ data: { a: null }, errors: [{ path: ["a", "nodes", 0], message: "Something went wrong" }] });
    expect([...(await ask({ unreliable: ["a"] })).absent]).toEqual(["a"]);
  });

  it("a limit told in a 200 is a limit", async () => {
    reply({ errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] });
    expect(await thrown(ask())).toMatchObject({ name: "RateLimited", retryAfter: 60 });
  });

  it("GitHub's clock comes from its Date header", async () => {
    tokens();
    nock(API).post("/graphql").reply(200, { data: {} }, { date: "Wed, 25 Nov 2026 10:00:00 GMT" });
    expect((await ask()).at).toBe(Date.parse("2026-11-25T10:00:00Z"));
  });
});

describe("the app itself", () => {
  it("is asked for its name once; a failure is not remembered", async () => {
    nock(API).get("/app").reply(502, "").get("/app").reply(200, { id: 7, slug: "rung" });
    const app = anApp();
    expect(await thrown(app.appIdentity())).toBeInstanceOf(Transient);
    expect(await app.appIdentity()).toEqual({ slug: "rung", botLogin: "rung[bot]", appId: 7 });
    expect(await app.appIdentity()).toMatchObject({ slug: "rung" });
  });

  it("every request is counted with its route", async () => {
    tokens();
    nock(API).get("/repos/a/b").reply(200, {}).post("/graphql").reply(200, { data: {} });
    const seen: RequestSeen[] = [];
    const client = anApp({ onRequest: (request) => seen.push(request) }).installation(1);
    await client.rest("GET", "/repos/a/b");
    await client.graph({ name: "Q", text: "query Q { x }" }, {});
    expect(seen.map(({ route, status }) => `${route} ${status}`)).toEqual([
      "/app/installations/1/access_tokens 201",
      "/repos/a/b 200",
      "graphql Q 200",
    ]);
  });

  it("each request tells what GitHub says is left of the limit it counted against", async () => {
    tokens();
    const left = { "x-ratelimit-remaining": "4321", "x-ratelimit-resource": "graphql" };
    nock(API).post("/graphql").reply(200, { data: {} }, left).get("/repos/a/b").reply(200, {});
    const seen: RequestSeen[] = [];
    const client = anApp({ onRequest: (request) => seen.push(request) }).installation(1);
    await client.graph({ name: "Q", text: "query Q { x }" }, {});
    await client.rest("GET", "/repos/a/b");
    expect(seen.slice(1).map(({ limit }) => limit)).toEqual([{ resource: "graphql", remaining: 4321 }, null]);
  });
});
