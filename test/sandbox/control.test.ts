import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { kusionStack } from "../../src/sandbox/kusionstack.ts";
import { kusionStackAtWork } from "../../src/sandbox/kusionstack-at-work.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { aPullIn, aSandbox, KUSION } from "./a-sandbox.ts";

const JSON_TYPE = { "content-type": "application/json" };

async function post(sandbox: Sandbox, path: string, body: unknown, headers: Record<string, string> = JSON_TYPE) {
  const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, json: JSON.parse(await response.text()) };
}

async function read(sandbox: Sandbox, path: string) {
  const response = await fetch(`${sandbox.url}/_sandbox/${path}`);
  return { status: response.status, json: JSON.parse(await response.text()) };
}

const on = { as: "octo-fan", owner: "KusionStack", repo: "kusion" };

describe("the control API", () => {
  it("shows KusionStack's people with their roles, its repositories and pull requests", async () => {
    const sandbox = await aSandbox({ world: kusionStack() });
    const { json } = await read(sandbox, "state");
    expect(json.personas.find((one: { login: string }) => one.login === "hoangndst")).toMatchObject({
      role: "approvers",
      areas: ["kusion"],
    });
    expect(json.personas.find((one: { login: string }) => one.login === "octo-fan")).toMatchObject({ role: null });
    expect(json.repositories.map((one: { name: string }) => one.name)).toEqual([
      "kusion",
      "karpor",
      "kuperator",
      "controller-mesh",
      "community",
      ".github",
    ]);
    expect(
      json.pulls.some(
        (pull: { repo: string; title: string }) => pull.repo === ".github" && /maintainers/.test(pull.title),
      ),
    ).toBe(true);
  });

  it("changes teams, invitations and collaborators as somebody, and shows them", async () => {
    const sandbox = await aSandbox();
    const act = async (as: string, action: string, more: Record<string, string>) =>
      (await post(sandbox, "act", { as, organization: "KusionStack", action, ...more })).json;
    const done = { ok: true, number: null, id: null, sha: null };
    const team = { team: "kusion-approvers" };
    expect(await act("SparkYuan", "create-team", { name: "Kusion Approvers" })).toEqual(done);
    expect(
      await act("SparkYuan", "edit-team", { ...team, description: "Kept by Rung from KusionStack/.github" }),
    ).toEqual(done);
    expect(await act("SparkYuan", "give-team", { ...team, repo: "kusion", permission: "write" })).toEqual(done);
    for (const login of ["hoangndst", "octo-fan", "jemshad", "riven-blade"]) {
      expect(await act("SparkYuan", "add-to-team", { ...team, login })).toEqual(done);
    }
    expect(await act("octo-fan", "accept-invitation", {})).toEqual(done);
    expect(await act("jemshad", "decline-invitation", {})).toEqual(done);
    expect(await act("SparkYuan", "expire-invitation", { login: "riven-blade" })).toEqual(done);
    expect(await act("hoangndst", "remove-from-team", { ...team, login: "hoangndst" })).toEqual(done);
    expect(
      await act("SparkYuan", "give-collaborator", { repo: "kusion", login: "jakezhu9", permission: "admin" }),
    ).toEqual(done);
    expect(await act("SparkYuan", "set-organization-role", { login: "adohe", role: "admin" })).toEqual(done);
    expect((await act("octo-fan", "delete-team", team)).message).toContain("organization owner");
    expect((await act("SparkYuan", "add-to-team", { ...team, login: "nobody-here" })).message).toBe(
      "nobody is called nobody-here",
    );
    const { json } = await read(sandbox, "access");
    expect(json.owners).toEqual(["SparkYuan", "adohe"]);
    expect(json.teams.at(-1)).toMatchObject({
      slug: "kusion-approvers",
      description: "Kept by Rung from KusionStack/.github",
      members: [{ login: "octo-fan", role: "member" }],
      repositories: [{ repo: "kusion", permission: "write" }],
    });
    expect(json.invitations).toMatchObject([
      { login: "riven-blade", failed: { reason: expect.stringContaining("expired") } },
    ]);
    expect(json.collaborators.find((one: { login: string }) => one.login === "jakezhu9")).toMatchObject({
      outside: true,
    });
  });

  it("says which lists its registry publishes: at work three tables, CODEOWNERS and the decisions, else none", async () => {
    const lists = async (world: PlayedWorld) => (await read(await aSandbox({ world }), "state")).json.lists;
    expect(await lists(kusionStack({ empty: true }))).toEqual([]);
    expect(await lists(kusionStackAtWork({ empty: true }))).toEqual([
      "MAINTAINERS.md",
      "APPROVERS.md",
      "CONTRIBUTORS.md",
      ".github/CODEOWNERS",
      "DECISIONS.md",
    ]);
  });

  it("acts, and the pull request shows what was done, oldest first", async () => {
    const sandbox = await aSandbox();
    aPullIn(sandbox.world);
    expect((await post(sandbox, "act", { ...on, number: 1, action: "comment", body: "/approve" })).json).toMatchObject({
      ok: true,
      number: 1,
    });
    await post(sandbox, "act", { ...on, as: "hoangndst", number: 1, action: "review", event: "APPROVE", body: "fine" });
    await post(sandbox, "act", { ...on, number: 1, action: "touch" });
    await post(sandbox, "act", { ...on, as: "SparkYuan", number: 1, action: "label", label: "kind/bug" });
    const { json } = await read(sandbox, "pulls/KusionStack/kusion/1");
    expect(json.timeline.map((entry: { kind: string }) => entry.kind)).toEqual([
      "push",
      "comment",
      "review",
      "push",
      "event",
    ]);
    expect(json.timeline.at(-1).text).toBe("added the label kind/bug");
    expect(json.mergeBlockedBy).toEqual(['Required status check "rung" is expected.']);
    expect(json.files[0].patch).toContain("touched at");
  });

  it("refuses as GitHub does, with the reason", async () => {
    const sandbox = await aSandbox();
    aPullIn(sandbox.world);
    expect(await post(sandbox, "act", { ...on, number: 1, action: "merge" })).toMatchObject({ status: 403 });
    expect(await post(sandbox, "act", { ...on, number: 9, action: "merge" })).toMatchObject({ status: 404 });
    expect(await post(sandbox, "act", { ...on, as: "SparkYuan", number: 1, action: "merge" })).toMatchObject({
      status: 405,
    });
    expect(await post(sandbox, "act", { ...on, number: 1, action: "fly" })).toMatchObject({ status: 422 });
    expect(await post(sandbox, "latency", { ms: "fast" })).toMatchObject({ status: 422 });
  });

  it("is closed to foreign pages: other names of this machine, other origins, forms", async () => {
    const sandbox = await aSandbox();
    const port = Number(new URL(sandbox.url).port);
    const status = await new Promise((resolve) => {
      request({ port, host: "127.0.0.1", path: "/_sandbox/state", headers: { host: "evil.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    expect(status).toBe(403);
    expect((await post(sandbox, "act", {}, { "content-type": "text/plain" })).status).toBe(415);
    expect((await post(sandbox, "act", {}, { ...JSON_TYPE, origin: "https://evil.example" })).status).toBe(403);
  });

  it("R27: shows no key, secret or token anywhere", async () => {
    const sandbox = await aSandbox({ world: kusionStack() });
    const token = sandbox.personalToken("octo-fan");
    await fetch(`${sandbox.url}/api/v3/user`, { headers: { authorization: `token ${token}` } });
    const paths = ["state", "journal", "deliveries", "pulls/KusionStack/kusion/1"];
    const all = JSON.stringify(await Promise.all(paths.map((path) => read(sandbox, path))));
    for (const secret of [token, sandbox.webhookSecret, "PRIVATE KEY"]) expect(all).not.toContain(secret);
  });

  it("the event stream names what changed", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world);
    const stopping = new AbortController();
    const response = await fetch(`${sandbox.url}/_sandbox/events`, { signal: stopping.signal });
    const stream = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await stream?.read();
    sandbox.world.as("octo-fan").comment(pull, "hm");
    const { value } = (await stream?.read()) ?? {};
    expect(value).toBe(
      `data: ${JSON.stringify({ kind: "subject", owner: "KusionStack", repo: "kusion", number: 1 })}\n\n`,
    );
    stopping.abort();
  });

  it("files of a branch, and the text of one", async () => {
    const sandbox = await aSandbox();
    expect((await read(sandbox, `files/${KUSION}?ref=main`)).json.files).toContain("go.mod");
    expect((await read(sandbox, `files/${KUSION}?path=go.mod`)).json.text).toMatch(/^module/);
    expect((await read(sandbox, `files/${KUSION}?path=nope`)).status).toBe(404);
  });

  it("latency, clock and faults can be set from outside", async () => {
    const sandbox = await aSandbox();
    await post(sandbox, "faults", { kind: "status", status: 503, times: 1 });
    expect((await fetch(`${sandbox.url}/api/v3/repos/${KUSION}`)).status).toBe(503);
    expect((await post(sandbox, "clock", { set: "2026-12-01T00:00:00Z" })).json).toEqual({
      now: "2026-12-01T00:00:00Z",
    });
    expect((await post(sandbox, "clock", { advance: "7d" })).json).toEqual({ now: "2026-12-08T00:00:00Z" });
    expect((await post(sandbox, "clock", { advance: "1mo" })).json).toEqual({ now: "2027-01-07T00:00:00Z" });
    expect((await post(sandbox, "clock", { advance: "soon" })).status).toBe(422);
    await post(sandbox, "latency", { ms: 5 });
    expect((await read(sandbox, "state")).json.latency).toBe(5);
    expect((await read(sandbox, "journal")).json.entries).toMatchObject([
      { status: 503, operation: "GET /repos/{owner}/{repo}" },
    ]);
  });
});
