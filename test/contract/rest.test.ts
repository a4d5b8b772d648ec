import { createHmac, createSign } from "node:crypto";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Exchange } from "../../src/sandbox/http/api.ts";
import { EVENTS, kusionStack, PERMISSIONS } from "../../src/sandbox/kusionstack.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import { github, restFaults, webhookFaults } from "./github-description.ts";
import { teamsAndCollaborators } from "./organization-acts.ts";

const exchanges: Exchange[] = [];
const webhooks: { name: string; action: string | null; payload: Record<string, unknown>; signed: boolean }[] = [];
let sandbox: Sandbox;
let token = "";

const REPO = "/repos/KusionStack/kusion";
const receiver = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    const raw = Buffer.concat(chunks);
    const payload = JSON.parse(raw.toString("utf8"));
    const signature = `sha256=${createHmac("sha256", sandbox.webhookSecret).update(raw).digest("hex")}`;
    webhooks.push({
      name: `${incoming.headers["x-github-event"]}`,
      action: typeof payload.action === "string" ? payload.action : null,
      payload,
      signed: incoming.headers["x-hub-signature-256"] === signature,
    });
    outgoing.end("ok");
  });
});

function jwt(): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iat: now - 30, exp: now + 300, iss: sandbox.appId })}`;
  return `${claims}.${createSign("RSA-SHA256").update(claims).sign(sandbox.privateKey, "base64url")}`;
}

async function call(method: string, path: string, body?: unknown, authorization = `token ${token}`) {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}/api/v3${path}`, { method, headers: { authorization }, ...init });
  const text = await response.text();
  return { status: response.status, json: text === "" ? null : JSON.parse(text) };
}

beforeAll(async () => {
  const permissions = { ...PERMISSIONS, members: "write" as const, administration: "read" as const };
  const events = [...EVENTS, "member", "organization"];
  sandbox = await startSandbox({ world: kusionStack({ clock: steppingClock(Date.now()), permissions, events }) });
  sandbox.onExchange((exchange) => exchanges.push(exchange));
  const port = await new Promise<number>((resolve) => {
    receiver.listen(0, "127.0.0.1", () => {
      const address = receiver.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  sandbox.setWebhookUrl(`http://127.0.0.1:${port}/`);
  token = (await call("POST", `/app/installations/${sandbox.installationId}/access_tokens`, {}, `bearer ${jwt()}`)).json
    .token;
});

afterAll(async () => {
  await sandbox.close();
  receiver.closeAllConnections();
  receiver.close();
});

describe("the sandbox's REST API and webhooks", () => {
  it("apps: identity, installations, tokens, deliveries", async () => {
    const app = `bearer ${jwt()}`;
    const get = (path: string) => call("GET", path, undefined, app);
    expect((await get("/app")).json.slug).toBe("rung");
    expect((await get("/app/installations")).json).toHaveLength(1);
    await get(`/app/installations/${sandbox.installationId}`);
    expect((await get(`${REPO}/installation`)).json.id).toBe(sandbox.installationId);
    await get("/orgs/KusionStack/installation");
    expect((await get("/users/octo-fan/installation")).status).toBe(404);
    await get("/users/KusionStack/installation");
    expect((await call("GET", "/installation/repositories")).json.total_count).toBe(6);
    await call("GET", "/user", undefined, `token ${sandbox.personalToken("octo-fan")}`);
    await call("GET", "/rate_limit");
    sandbox.world.as("octo-fan").comment(sandbox.world.pull("KusionStack/kusion", 1), "Hello");
    await sandbox.settled();
    expect((await get("/app/hook/config")).json).toMatchObject({ content_type: "json", insecure_ssl: "0" });
    const deliveries = (await get("/app/hook/deliveries?per_page=1")).json;
    expect(deliveries[0]).toMatchObject({ event: "issue_comment", action: "created", status_code: 200 });
    await get(`/app/hook/deliveries/${deliveries[0].id}`);
    expect((await call("POST", `/app/hook/deliveries/${deliveries[0].id}/attempts`, undefined, app)).status).toBe(202);
  });

  it("an app registered from a manifest: its credentials for a code, once", async () => {
    const asked = { name: "Other", url: "https://example.org", redirect_url: "http://127.0.0.1:9/done" };
    const post = async (more: Record<string, string>) => {
      const body = new URLSearchParams({ manifest: JSON.stringify(asked), ...more });
      const url = `${sandbox.url}/organizations/KusionStack/settings/apps/new?state=abc`;
      return await fetch(url, { method: "POST", body, redirect: "manual" });
    };
    expect(await (await post({})).text()).toContain("Create GitHub App Other");
    const back = new URL((await post({ confirm: "yes" })).headers.get("location") ?? "");
    expect(back.searchParams.get("state")).toBe("abc");
    const conversion = () =>
      fetch(`${sandbox.url}/api/v3/app-manifests/${back.searchParams.get("code")}/conversions`, { method: "POST" });
    expect(await (await conversion()).json()).toMatchObject({ slug: "other", pem: expect.stringContaining("BEGIN") });
    expect((await conversion()).status).toBe(404);
  });

  it("people, organisations and teams", async () => {
    const { id } = (await call("GET", "/users/hoangndst")).json;
    expect((await call("GET", `/user/${id}`)).json.login).toBe("hoangndst");
    expect((await call("GET", "/user/999999999")).status).toBe(404);
    for (const path of ["", "/members", "/memberships/adohe"]) await call("GET", `/orgs/KusionStack${path}`);
    expect((await call("GET", "/orgs/KusionStack/members/adohe")).status).toBe(204);
    expect((await call("GET", "/orgs/KusionStack/members/octo-fan")).status).toBe(404);
    await call("GET", "/orgs/KusionStack/teams");
    expect((await call("GET", "/orgs/KusionStack/teams/go-reviewer")).json.privacy).toBe("closed");
    expect((await call("GET", "/orgs/KusionStack/teams/go-reviewer/members")).json).toHaveLength(2);
    await call("GET", "/orgs/KusionStack/teams/go-reviewer/memberships/adohe");
    await call("GET", "/orgs/KusionStack/teams/go-reviewer/repos");
    await call("GET", `${REPO}/teams`);
  });

  it("invitations: sent by a team and by the organisation, waiting and failed", async () => {
    const org = "/orgs/KusionStack";
    const put = (team: string, login: string) => call("PUT", `${org}/teams/${team}/memberships/${login}`, {});
    expect((await put("go-reviewer", "zoumo")).json.state).toBe("active");
    expect((await put("go-reviewer", "octo-fan")).json.state).toBe("pending");
    expect((await call("GET", `${org}/teams/go-reviewer/memberships/octo-fan`)).json.state).toBe("pending");
    await call("GET", `${org}/memberships/octo-fan`);
    expect((await call("GET", `${org}/teams/go-reviewer/invitations`)).json).toHaveLength(1);
    const { id } = (await call("GET", "/users/jemshad")).json;
    const team_ids = [(await call("GET", `${org}/teams/go-reviewer`)).json.id];
    const made = await call("POST", `${org}/invitations`, { invitee_id: id, team_ids });
    expect([made.status, made.json.team_count]).toEqual([201, 1]);
    expect((await call("GET", `${org}/invitations/${made.json.id}/teams`)).json[0].slug).toBe("go-reviewer");
    sandbox.world.as("SparkYuan").expireInvitation(sandbox.world.actor("KusionStack"), "jemshad");
    expect((await call("GET", `${org}/invitations`)).json.map((one: { login: string }) => one.login)).toEqual([
      "octo-fan",
    ]);
    expect((await call("GET", `${org}/failed_invitations`)).json[0]).toMatchObject({ login: "jemshad" });
  });

  it("repositories: files, branches, labels, permissions, activity", async () => {
    await call("GET", REPO);
    const readme = (await call("GET", `${REPO}/contents/README.md`)).json;
    expect(Buffer.from(readme.content, "base64").toString("utf8")).toMatch(/^# Kusion/);
    expect((await call("GET", `${REPO}/contents/docs`)).json).toHaveLength(2);
    const content = Buffer.from("# Changed\n").toString("base64");
    expect((await call("PUT", `${REPO}/contents/README.md`, { message: "Change", content })).status).toBe(422);
    expect(
      (await call("PUT", `${REPO}/contents/README.md`, { message: "Change", content, sha: readme.sha })).status,
    ).toBe(200);
    expect((await call("PUT", `${REPO}/contents/NEW.md`, { message: "Add", content })).status).toBe(201);
    await call("GET", `${REPO}/branches`);
    expect((await call("GET", `${REPO}/branches/main`)).json.protection.required_status_checks.checks).toEqual([
      { context: "rung", app_id: sandbox.appId },
    ]);
    expect((await call("GET", `${REPO}/rules/branches/main`)).json).toEqual([]);
    const required = { requiredChecks: [{ context: "rung", appId: sandbox.appId }], mergeQueue: false };
    sandbox.world.repo("KusionStack/kusion").protections.set("release-0.15", { ...required, ruleset: true });
    expect((await call("GET", `${REPO}/rules/branches/release-0.15`)).json).toHaveLength(2);
    expect((await call("GET", `${REPO}/activity?ref=main&per_page=5`)).json[0]).toMatchObject({
      activity_type: "push",
    });
    await call("GET", `${REPO}/labels`);
    await call("POST", `${REPO}/labels`, { name: "approved", color: "0e8a16" });
    await call("PATCH", `${REPO}/labels/approved`, { description: "Approved by everyone needed" });
    await call("GET", `${REPO}/labels/approved`);
    expect((await call("GET", `${REPO}/assignees/adohe`)).status).toBe(204);
    const people: readonly { login: string }[] = (await call("GET", `${REPO}/collaborators`)).json;
    expect(people.map(({ login }) => login)).toContain("hoangndst");
    expect((await call("GET", `${REPO}/collaborators/hoangndst/permission`)).json.role_name).toBe("write");
    expect((await call("GET", `${REPO}/codeowners/errors`)).status).toBe(404);
    const files = { ".github/CODEOWNERS": "* @hoangndst @octo-fan\n" };
    sandbox.world.as("SparkYuan").commit(sandbox.world.repo("KusionStack/kusion"), "owners", { files });
    expect((await call("GET", `${REPO}/codeowners/errors?ref=owners`)).json.errors).toHaveLength(1);
  });

  it("git: objects, refs, comparisons, commits", async () => {
    const main = (await call("GET", `${REPO}/git/ref/heads/main`)).json.object.sha;
    await call("GET", `${REPO}/git/commits/${main}`);
    const blob = (await call("POST", `${REPO}/git/blobs`, { content: "hello\n" })).json;
    expect(blob.sha).toBe("ce013625030ba8dba906f756967f9e9ca394464a");
    await call("GET", `${REPO}/git/blobs/${blob.sha}`);
    const entries = [{ path: "docs/hello.md", mode: "100644", type: "blob", sha: blob.sha }];
    const tree = (await call("POST", `${REPO}/git/trees`, { base_tree: main, tree: entries })).json;
    await call("GET", `${REPO}/git/trees/${tree.sha}?recursive=1`);
    const commit = (
      await call("POST", `${REPO}/git/commits`, { message: "Say hello", tree: tree.sha, parents: [main] })
    ).json;
    expect((await call("POST", `${REPO}/git/refs`, { ref: "refs/heads/hello", sha: commit.sha })).status).toBe(201);
    const compared = (await call("GET", `${REPO}/compare/main...hello`)).json;
    expect(compared).toMatchObject({
      status: "ahead",
      ahead_by: 1,
      files: [{ filename: "docs/hello.md", status: "added" }],
    });
    expect((await call("PATCH", `${REPO}/git/refs/heads/hello`, { sha: main })).status).toBe(422);
    expect((await call("PATCH", `${REPO}/git/refs/heads/hello`, { sha: main, force: true })).status).toBe(200);
    expect((await call("DELETE", `${REPO}/git/refs/heads/hello`)).status).toBe(204);
    await call("GET", `${REPO}/commits?path=README.md`);
    await call("GET", `${REPO}/commits/main`);
    const head = sandbox.world.pull("KusionStack/kusion", 1).headSha;
    expect((await call("GET", `${REPO}/commits/${head}/pulls`)).json).toHaveLength(1);
  });

  it("pull requests: reading, reviewing, merging", async () => {
    const files = { "docs/overview.md": "# Overview\n\nShorter.\n" };
    sandbox.world.as("SparkYuan").commit(sandbox.world.repo("KusionStack/kusion"), "shorter", { files });
    const opened = await call("POST", `${REPO}/pulls`, {
      title: "docs: shorter",
      head: "shorter",
      base: "main",
      body: "Less is more.",
    });
    expect(opened.status).toBe(201);
    const pull = `${REPO}/pulls/${opened.json.number}`;
    await call("GET", `${REPO}/pulls?state=all&per_page=3`);
    await call("GET", pull);
    await call("PATCH", pull, { title: "docs: a shorter overview" });
    await call("GET", `${pull}/files`);
    await call("GET", `${pull}/commits`);
    const review = (await call("POST", `${REPO}/pulls/1/reviews`, { event: "REQUEST_CHANGES", body: "No" })).json;
    await call("GET", `${REPO}/pulls/1/reviews`);
    await call("GET", `${REPO}/pulls/1/reviews/${review.id}`);
    await call("PUT", `${REPO}/pulls/1/reviews/${review.id}/dismissals`, { message: "Yes after all" });
    const asked = { body: "Why?", path: "docs/overview.md", line: 1, commit_id: opened.json.head.sha, side: "RIGHT" };
    const inline = (await call("POST", `${pull}/comments`, asked)).json;
    await call("GET", `${pull}/comments`);
    await call("GET", `${REPO}/pulls/comments/${inline.id}`);
    await call("PATCH", `${REPO}/pulls/comments/${inline.id}`, { body: "Why so short?" });
    await call("POST", `${REPO}/pulls/comments/${inline.id}/reactions`, { content: "eyes" });
    await call("DELETE", `${REPO}/pulls/comments/${inline.id}`);
    await call("POST", `${pull}/requested_reviewers`, { reviewers: ["hoangndst"] });
    expect((await call("GET", `${pull}/requested_reviewers`)).json.users).toHaveLength(1);
    await call("DELETE", `${pull}/requested_reviewers`, { reviewers: ["hoangndst"] });
    await call("PUT", `${pull}/update-branch`, {});
    expect((await call("GET", `${pull}/merge`)).status).toBe(404);
    expect((await call("PUT", `${pull}/merge`, { merge_method: "squash" })).status).toBe(405);
    const head = (await call("GET", pull)).json.head.sha;
    await call("POST", `${REPO}/check-runs`, { name: "rung", head_sha: head, conclusion: "success" });
    expect((await call("PUT", `${pull}/merge`, { merge_method: "squash" })).status).toBe(200);
    expect((await call("GET", `${pull}/merge`)).status).toBe(204);
  });

  it("issues: comments, reactions, labels, assignees, timeline", async () => {
    const opened = (await call("POST", `${REPO}/issues`, { title: "A question", body: "What is a stack?" })).json;
    const issue = `${REPO}/issues/${opened.number}`;
    await call("GET", `${REPO}/issues?state=open`);
    await call("GET", issue);
    const comment = (await call("POST", `${issue}/comments`, { body: "A stack is…" })).json;
    await call("GET", `${issue}/comments`);
    await call("GET", `${REPO}/issues/comments/${comment.id}`);
    await call("PATCH", `${REPO}/issues/comments/${comment.id}`, { body: "A stack is a set of resources." });
    const react = () => call("POST", `${REPO}/issues/comments/${comment.id}/reactions`, { content: "+1" });
    expect([(await react()).status, (await react()).status]).toEqual([201, 200]);
    await call("GET", `${REPO}/issues/comments/${comment.id}/reactions`);
    await call("POST", `${issue}/reactions`, { content: "eyes" });
    await call("GET", `${issue}/reactions`);
    await call("DELETE", `${REPO}/issues/comments/${comment.id}`);
    await call("POST", `${issue}/labels`, { labels: ["kind/bug", "brand new"] });
    await call("PUT", `${issue}/labels`, { labels: ["kind/bug"] });
    await call("GET", `${issue}/labels`);
    expect((await call("DELETE", `${issue}/labels/kind%2Fbug`)).status).toBe(200);
    expect((await call("DELETE", `${issue}/labels/kind%2Fbug`)).status).toBe(404);
    await call("POST", `${issue}/assignees`, { assignees: ["adohe", "octo-fan"] });
    expect((await call("GET", issue)).json.assignees).toHaveLength(1);
    await call("DELETE", `${issue}/assignees`, { assignees: ["adohe"] });
    await call("PATCH", issue, { state: "closed", state_reason: "not_planned" });
    await call("GET", `${issue}/events`);
    await call("GET", `${REPO}/issues/3/timeline`);
    expect(
      (await call("GET", `/search/issues?q=${encodeURIComponent("repo:KusionStack/kusion is:issue question")}`)).json
        .total_count,
    ).toBe(1);
  });

  it("checks: written, read, asked for again", async () => {
    const head = sandbox.world.pull("KusionStack/kusion", 1).headSha;
    const annotations = [
      { path: "roles.yaml", start_line: 1, end_line: 1, annotation_level: "failure", message: "no" },
    ];
    const output = { title: "Needs 1 approval: engine", summary: "Waiting.", text: "…", annotations };
    const run = (
      await call("POST", `${REPO}/check-runs`, { name: "rung", head_sha: head, status: "in_progress", output })
    ).json;
    await call("GET", `${REPO}/check-runs/${run.id}`);
    await call("PATCH", `${REPO}/check-runs/${run.id}`, {
      conclusion: "success",
      output: { title: "Approved", summary: "Approved" },
    });
    await call("GET", `${REPO}/check-runs/${run.id}/annotations`);
    const listed = (await call("GET", `${REPO}/commits/${head}/check-runs?check_name=rung&app_id=${sandbox.appId}`))
      .json;
    expect(listed).toMatchObject({ total_count: 1, check_runs: [{ conclusion: "success" }] });
    const suites = (await call("GET", `${REPO}/commits/${head}/check-suites`)).json;
    await call("GET", `${REPO}/check-suites/${suites.check_suites[0].id}`);
    expect((await call("POST", `${REPO}/check-runs/${run.id}/rerequest`)).status).toBe(201);
    expect((await call("POST", `${REPO}/check-suites/${suites.check_suites[0].id}/rerequest`)).status).toBe(201);
  });

  it("everything people can do is told by a webhook of GitHub's shape", async () => {
    const { world } = sandbox;
    const kusion = world.repo("KusionStack/kusion");
    const [fan, maintainer] = [world.as("octo-fan"), world.as("SparkYuan")];
    const pull = fan.openPull({
      repo: "KusionStack/kusion",
      title: "feat: x",
      files: { "x.go": "package x\n" },
      draft: true,
    });
    fan.markReady(pull);
    fan.convertToDraft(pull);
    fan.markReady(pull);
    fan.edit(pull, { title: "feat: y", body: "because" });
    fan.push(pull, { files: { "x.go": "package y\n" } });
    fan.rebase(pull);
    fan.retarget(pull, "release-0.15");
    fan.retarget(pull, "main");
    maintainer.label(pull, "kind/bug");
    maintainer.unlabel(pull, "kind/bug");
    maintainer.assign(pull, "adohe");
    maintainer.unassign(pull, "adohe");
    maintainer.requestReview(pull, "hoangndst");
    maintainer.unrequestReview(pull, "hoangndst");
    const said = maintainer.comment(pull, "one");
    maintainer.editComment(said, "two");
    maintainer.deleteComment(said);
    const review = maintainer.review(pull, "APPROVE", "good", { comments: [{ path: "x.go", line: 1, body: "nice" }] });
    maintainer.editReview(review, "better");
    maintainer.dismiss(review);
    const inline = maintainer.reviewComment(pull, { path: "x.go", line: 1, body: "hm" });
    maintainer.editReviewComment(inline, "hm?");
    maintainer.deleteReviewComment(inline);
    fan.close(pull);
    fan.reopen(pull);
    maintainer.enableAutoMerge(pull);
    maintainer.disableAutoMerge(pull);
    const bot = world.as(sandbox.botLogin, world.apps[0] ?? null);
    bot.createCheck(kusion, pull.headSha, "rung", { conclusion: "success" });
    kusion.protections.set("main", { requiredChecks: [{ context: "rung", appId: sandbox.appId }], mergeQueue: true });
    maintainer.enqueue(pull);
    maintainer.dequeue(pull);
    const entry = maintainer.enqueue(pull);
    bot.createCheck(kusion, entry.headSha, "rung", { conclusion: "success" });
    expect(pull.merged).not.toBeNull();
    const issue = fan.openIssue({ repo: "KusionStack/kusion", title: "hm" });
    fan.edit(issue, { body: "hmm" });
    maintainer.label(issue, "kind/bug");
    maintainer.unlabel(issue, "kind/bug");
    maintainer.assign(issue, "adohe");
    maintainer.unassign(issue, "adohe");
    maintainer.close(issue);
    maintainer.reopen(issue);
    const team = world.teams[0];
    const installation = world.installations[0];
    if (team === undefined || installation === undefined) throw new Error("nothing to act on");
    maintainer.addToTeam(team, "adohe");
    maintainer.removeFromTeam(team, "adohe");
    teamsAndCollaborators(world);
    const karpor = world.repo("KusionStack/karpor");
    maintainer.archive(karpor);
    maintainer.archive(karpor, false);
    maintainer.renameRepo(karpor, "karpor2");
    maintainer.setDefaultBranch(kusion, "release-0.15");
    maintainer.uninstallFrom(installation, karpor);
    maintainer.installOn(installation, karpor);
    maintainer.deleteRepo(karpor);
    maintainer.suspend(installation);
    maintainer.suspend(installation, false);
    await sandbox.settled();
    const told = new Set(
      webhooks.map(({ name, action }) =>
        [name, action]
          .filter((part) => part !== null)
          .join("-")
          .replaceAll("_", "-"),
      ),
    );
    expect(Object.keys(github.webhooks).filter((name) => !told.has(name))).toEqual([]);
  });

  it("every request and answer was as GitHub describes it", () => {
    expect([...new Set(exchanges.flatMap(restFaults))]).toEqual([]);
  });

  it("every route was asked", () => {
    const asked = new Set(exchanges.map((exchange) => `${exchange.method} ${exchange.route}`));
    const all = sandbox.routes.routes.map((route) => `${route.method} ${route.path}`);
    expect(all.filter((route) => !asked.has(route))).toEqual([]);
  });

  it("every webhook was signed, of GitHub's shape, and named its installation", () => {
    expect(webhooks.filter((hook) => !hook.signed)).toEqual([]);
    expect([...new Set(webhooks.flatMap((hook) => webhookFaults(hook.name, hook.action, hook.payload)))]).toEqual([]);
    expect(webhooks.filter((hook) => hook.payload.installation === undefined)).toEqual([]);
  });
});
