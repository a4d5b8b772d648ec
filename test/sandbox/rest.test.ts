import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { aPullIn, aSandbox, asPerson, aWorld, KUSION, START } from "./a-sandbox.ts";
import { installationToken, jwt } from "./a-token.ts";

const REPO = `/repos/${KUSION}`;

async function get(sandbox: Sandbox, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${sandbox.url}/api/v3${path}`, { headers });
  return { status: response.status, json: JSON.parse(await response.text()) };
}

describe("authentication", () => {
  it("an app is known by a token signed with its own key, in time", async () => {
    const sandbox = await aSandbox();
    const { privateKey: foreign } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    const ask = (token: string) => get(sandbox, "/app", { authorization: `bearer ${token}` });
    const now = Math.floor(Date.now() / 1000);
    const iss = sandbox.appId;
    expect((await ask(jwt(sandbox.privateKey, { iss }))).status).toBe(200);
    expect((await ask(jwt(foreign, { iss }))).status).toBe(401);
    expect((await ask(jwt(sandbox.privateKey, { iss, exp: now - 1 }))).status).toBe(401);
    expect((await ask(jwt(sandbox.privateKey, { iss, exp: now + 3_600 }))).status).toBe(401);
    expect((await ask(jwt(sandbox.privateKey, { iss: 1 }))).status).toBe(404);
  });

  it("a wrong token is refused even where nobody needs one", async () => {
    const sandbox = await aSandbox();
    expect((await get(sandbox, REPO)).status).toBe(200);
    expect((await get(sandbox, REPO, { authorization: "token ghs_wrong" })).status).toBe(401);
  });

  it("an installation may do only what its permissions say", async () => {
    const sandbox = await aSandbox({ world: aWorld({ permissions: { checks: "write", pull_requests: "read" } }) });
    const authorization = `token ${await installationToken(sandbox)}`;
    const pull = aPullIn(sandbox.world);
    const post = (path: string, body: unknown) =>
      fetch(`${sandbox.url}/api/v3${path}`, { method: "POST", headers: { authorization }, body: JSON.stringify(body) });
    const comment = await post(`${REPO}/issues/${pull.number}/comments`, { body: "hm" });
    expect([comment.status, JSON.parse(await comment.text()).message]).toEqual([
      403,
      "Resource not accessible by integration",
    ]);
    expect((await post(`${REPO}/check-runs`, { name: "rung", head_sha: pull.headSha })).status).toBe(201);
  });

  it("a token limited to other repositories does not see a private one", async () => {
    const world = aWorld();
    world.repo(KUSION).private = true;
    const sandbox = await aSandbox({ world });
    const all = await installationToken(sandbox);
    const limited = await installationToken(sandbox, { repositories: ["karpor"] });
    expect((await get(sandbox, REPO, { authorization: `token ${all}` })).status).toBe(200);
    expect((await get(sandbox, REPO, { authorization: `token ${limited}` })).status).toBe(404);
    expect((await get(sandbox, REPO)).status).toBe(404);
  });

  it("a suspended installation gets neither tokens nor answers", async () => {
    const sandbox = await aSandbox();
    const token = await installationToken(sandbox);
    const [installation] = sandbox.world.installations;
    if (installation === undefined) throw new Error("not installed");
    sandbox.world.as("SparkYuan").suspend(installation);
    expect((await get(sandbox, REPO, { authorization: `token ${token}` })).status).toBe(403);
    expect(await installationToken(sandbox)).toBeUndefined();
  });
});

describe("answers", () => {
  it("an unchanged thing answers 304 to its ETag, a changed one 200", async () => {
    const sandbox = await aSandbox();
    const path = `/repos/KusionStack/.github/contents/roles.yaml`;
    const first = await asPerson(sandbox, "octo-fan", "GET", path);
    const etag = first.headers.get("etag") ?? "";
    expect((await asPerson(sandbox, "octo-fan", "GET", path, undefined, { "if-none-match": etag })).status).toBe(304);
    sandbox.world.as("SparkYuan").pushRegistry(sandbox.world.repo("KusionStack/.github"), "maintainers: [SparkYuan]\n");
    expect((await asPerson(sandbox, "octo-fan", "GET", path, undefined, { "if-none-match": etag })).status).toBe(200);
    expect(sandbox.journal.since().map((entry) => entry.effect)).toEqual(["read", "unchanged", "read"]);
  });

  it("what an app asks about itself, whenever it wants to know the time, is in the journal, and not counted", async () => {
    const sandbox = await aSandbox();
    await get(sandbox, "/app", { authorization: `bearer ${jwt(sandbox.privateKey, { iss: sandbox.appId })}` });
    await get(sandbox, REPO);
    const operations = (entries: readonly { readonly operation: string }[]) =>
      entries.map(({ operation }) => operation);
    expect(operations(sandbox.journal.since())).toEqual(["GET /app", "GET /repos/{owner}/{repo}"]);
    expect(operations(sandbox.journal.counted())).toEqual(["GET /repos/{owner}/{repo}"]);
  });

  it("the raw media type gives the file as it is, of a branch too", async () => {
    const sandbox = await aSandbox();
    const accept = { accept: "application/vnd.github.raw+json" };
    const path = `${REPO}/contents/docs/overview.md?ref=release-0.15`;
    const { text } = await asPerson(sandbox, "octo-fan", "GET", path, undefined, accept);
    expect(text).toMatch(/^# Overview\n/);
    expect((await asPerson(sandbox, "octo-fan", "GET", `${REPO}/contents/nope.md`)).status).toBe(404);
  });

  it("lists are paged by links, 100 at most", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world);
    for (let at = 1; at <= 101; at += 1) sandbox.world.as("octo-fan").comment(pull, `comment ${at}`);
    const path = `${REPO}/issues/${pull.number}/comments?per_page=500`;
    const first = await asPerson(sandbox, "octo-fan", "GET", path);
    expect(first.json).toHaveLength(100);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await asPerson(sandbox, "octo-fan", "GET", next.replace(`${sandbox.url}/api/v3`, ""));
    expect(second.json.map((one: { body: string }) => one.body)).toEqual(["comment 101"]);
    expect(second.headers.get("link")).not.toContain('rel="next"');
  });

  it("Date is the world's clock", async () => {
    const sandbox = await aSandbox();
    const { headers } = await asPerson(sandbox, "octo-fan", "GET", REPO);
    expect(Date.parse(headers.get("date") ?? "")).toBeGreaterThanOrEqual(START);
    expect(Date.parse(headers.get("date") ?? "")).toBeLessThan(START + 3_600_000);
  });

  it("a check takes 50 annotations and 65,535 characters, not more", async () => {
    const sandbox = await aSandbox();
    const { headSha } = aPullIn(sandbox.world);
    const authorization = `token ${await installationToken(sandbox)}`;
    const annotation = { path: "roles.yaml", start_line: 1, end_line: 1, annotation_level: "failure", message: "no" };
    const post = async (output: unknown) => {
      const body = JSON.stringify({ name: "rung", head_sha: headSha, output });
      return (
        await fetch(`${sandbox.url}/api/v3${REPO}/check-runs`, { method: "POST", headers: { authorization }, body })
      ).status;
    };
    expect(await post({ title: "t", summary: "s", annotations: Array.from({ length: 50 }, () => annotation) })).toBe(
      201,
    );
    expect(await post({ title: "t", summary: "s", annotations: Array.from({ length: 51 }, () => annotation) })).toBe(
      422,
    );
    expect(await post({ title: "t", summary: "s", text: "x".repeat(65_536) })).toBe(422);
  });

  it("a comparison of more than 300 files shows 300", async () => {
    const sandbox = await aSandbox();
    const files = Object.fromEntries(Array.from({ length: 310 }, (_, at) => [`docs/page-${at}.md`, `# ${at}\n`]));
    const pull = aPullIn(sandbox.world, { files });
    const compared = await asPerson(sandbox, "octo-fan", "GET", `${REPO}/compare/main...${pull.headSha}`);
    expect(compared.json.files).toHaveLength(300);
    const listed = await asPerson(sandbox, "octo-fan", "GET", `${REPO}/pulls/${pull.number}/files?per_page=100&page=4`);
    expect(listed.json).toHaveLength(10);
  });

  it("search finds by qualifiers and knows none it does not understand", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world, { title: "docs: words" });
    sandbox.world.as("SparkYuan").label(pull, "kind/documentation");
    const count = async (query: string) =>
      (await asPerson(sandbox, "octo-fan", "GET", `/search/issues?q=${encodeURIComponent(query)}`)).json.total_count;
    expect(await count("repo:KusionStack/kusion is:pr author:octo-fan label:kind/documentation,kind/bug")).toBe(1);
    expect(await count("org:KusionStack is:pr -author:octo-fan")).toBe(0);
    expect(await count("is:merged")).toBe(0);
    expect(await count("language:go")).toBeUndefined();
  });
});

describe("faults to order", () => {
  const ask = (sandbox: Sandbox) => asPerson(sandbox, "octo-fan", "GET", REPO);

  it("a status strikes as often as asked, then no more", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.add({ kind: "status", status: 502, times: 2, match: "GET /repos" });
    expect([(await ask(sandbox)).status, (await ask(sandbox)).status, (await ask(sandbox)).status]).toEqual([
      502, 502, 200,
    ]);
  });

  it("limits say when to come back", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.add({ kind: "secondary-limit", times: 1, retryAfter: 7 });
    sandbox.faults.add({ kind: "primary-limit", times: 1, retryAfter: 7 });
    const secondary = await ask(sandbox);
    expect([secondary.status, secondary.headers.get("retry-after")]).toEqual([403, "7"]);
    const primary = await ask(sandbox);
    expect([primary.status, primary.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
  });

  it("a request may be done although its answer is lost", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world);
    const path = `${REPO}/issues/${pull.number}/comments`;
    sandbox.faults.add({ kind: "status-after", status: 502, times: 1 });
    expect((await asPerson(sandbox, "octo-fan", "POST", path, { body: "once" })).status).toBe(502);
    sandbox.faults.add({ kind: "reset-after", times: 1 });
    await expect(asPerson(sandbox, "octo-fan", "POST", path, { body: "twice" })).rejects.toThrow();
    sandbox.faults.add({ kind: "reset", times: 1 });
    await expect(asPerson(sandbox, "octo-fan", "POST", path, { body: "never" })).rejects.toThrow();
    expect(pull.comments.map((comment) => comment.body)).toEqual(["once", "twice"]);
  });
});
