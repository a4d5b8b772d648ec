import { beforeAll, describe, expect, it } from "vitest";
import { type Client, openGitHub } from "../../../src/github/client/client.ts";
import { readTeams } from "../../../src/github/read/access-teams.ts";
import { readAccessWorld } from "../../../src/github/read/access-world.ts";
import { accessClaims } from "../../../src/registry/access/claims.ts";
import type { PlayedWorld } from "../../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start.ts";
import type { Actor } from "../../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../../contract/github-description.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { aWorld } from "../../sandbox/a-sandbox.ts";

const people = Array.from({ length: 230 }, (_, at) => `person-${at}`);

let sandbox: Sandbox;
let world: PlayedWorld;
let client: Client;
let organization: Actor;
const wrong: string[] = [];
beforeAll(async () => {
  world = aWorld({});
  sandbox = await startSandbox({ world });
  sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  client = aClient();
  organization = world.actor("KusionStack");
  world.addTeam("KusionStack", "crowd", people);
  world.addTeam("KusionStack", "core", ["SparkYuan"], { description: "Kept by Rung from KusionStack/.github" });
  world.addTeam("KusionStack", "below", ["ann"]).parent = world.teams.find(({ slug }) => slug === "core") ?? null;
  world.organizations.of(organization).members.clear();
  world.organizations.of(organization).members.set(world.anyone("SparkYuan"), "admin");
  const spark = world.as("SparkYuan");
  const core = world.teams.find(({ slug }) => slug === "core");
  if (core === undefined) throw new Error("no team");
  spark.addToTeam(core, "cho");
  spark.invite(organization, { email: "somebody@example.org", teams: [core] });
  core.repositories.set(world.repo("KusionStack/kusion"), "maintain");
  return async () => {
    await sandbox.close();
    expect(wrong).toEqual([]);
  };
});

function aClient(): Client {
  const github = openGitHub({
    ...{ apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` },
    ...{ appId: sandbox.appId, privateKey: sandbox.privateKey },
  });
  return github.installation(sandbox.installationId);
}

async function counted<Value>(reading: () => Promise<Value>): Promise<readonly [Value, readonly string[]]> {
  const before = sandbox.journal.last;
  const value = await reading();
  return [value, sandbox.journal.counted(before).map(({ operation }) => operation)];
}

const asked = { owner: "KusionStack", logins: [], repositories: false };

describe("teams", () => {
  it("come in one request for each hundred members of all together, whole and each person once", async () => {
    const [{ teams }, requests] = await counted(() =>
      readTeams(client, { ...asked, teams: ["crowd", "core", "below", "nowhere"] }),
    );
    expect(requests).toEqual(["query Access", "query Access", "query Access"]);
    const crowd = teams.get("crowd");
    if (crowd?.kind !== "known" || crowd.value?.members.kind !== "known") throw new Error("unread");
    expect(new Set(crowd.value.members.value.map(({ login }) => login))).toEqual(new Set(people));
    expect(teams.get("nowhere")).toEqual({ kind: "known", value: null });
  });

  it("tell their direct members, invitations, description, the team above, and what they may do", async () => {
    const [{ teams, permissions, owners, accounts, at }, requests] = await counted(() =>
      readTeams(client, { ...asked, teams: ["Core", "below"], logins: ["Ann", "no-such-account"], repositories: true }),
    );
    expect(requests).toEqual(["query Access"]);
    const id = (login: string) => world.actor(login).id;
    expect(teams.get("core")).toMatchObject({
      value: {
        ...{ slug: "core", description: "Kept by Rung from KusionStack/.github", privacy: "visible", parent: null },
        members: { value: [{ id: id("SparkYuan"), login: "SparkYuan" }] },
        invitations: {
          value: [
            { login: "cho", id: id("cho"), by: "SparkYuan", sentAt: expect.any(Number) },
            { login: null, id: null, by: "SparkYuan" },
          ],
        },
      },
    });
    expect(teams.get("below")).toMatchObject({ value: { parent: "core", members: { value: [{ login: "ann" }] } } });
    expect(permissions.get("core")).toEqual({ kind: "known", value: new Map([["kusion", "maintain"]]) });
    expect(owners).toEqual([{ id: id("SparkYuan"), login: "SparkYuan" }]);
    expect(accounts.get("ann")).toMatchObject({
      value: { id: id("ann"), type: "User", createdAt: expect.any(Number) },
    });
    expect(accounts.get("no-such-account")).toEqual({ kind: "known", value: null });
    expect(at).toEqual(expect.any(Number));
  });

  it.each([
    ["R67: a later page that fails", { kind: "status", status: 502, match: "query Access" }, "failed"],
    [
      "R67: a list that is missing in the answer",
      { kind: "partial", field: "members", match: "query Access" },
      "failed",
    ],
    ["R67: GitHub forbids it", { kind: "status", status: 403, match: "query Access" }, "forbidden"],
  ] as const)("%s makes the team unread, never empty", async (_, fault, why) => {
    const teams = ["crowd"];
    const failing: Client = {
      ...client,
      graph: async (query, variables) => {
        // The first page comes.
        if (variables.members0 !== null) sandbox.faults.add({ ...fault, times: 1 });
        return await client.graph(query, variables);
      },
    };
    expect((await readTeams(failing, { ...asked, teams })).teams.get("crowd")).toMatchObject({ kind: "unread", why });
    sandbox.faults.clear();
  });

  it("R67: somebody who joins or leaves while the pages are read makes them unread", async () => {
    const crowd = world.teams.find(({ slug }) => slug === "crowd");
    let page = 0;
    const moving: Client = {
      ...client,
      graph: async (query, variables) => {
        page += 1;
        if (page === 2) crowd?.members.shift();
        return await client.graph(query, variables);
      },
    };
    const { teams } = await readTeams(moving, { ...asked, teams: ["crowd"] });
    crowd?.members.unshift(world.actor("person-0"));
    expect(teams.get("crowd")).toEqual({ kind: "unread", why: "failed", detail: "it changed while it was read" });
  });

  it("R29: GitHub's limits are for whoever asks to wait for", async () => {
    sandbox.faults.add({ kind: "secondary-limit", retryAfter: 1, times: 1, match: "query Access" });
    await expect(readTeams(aClient(), { ...asked, teams: ["core"] })).rejects.toMatchObject({ retryAfter: 1 });
  });

  it("an owner that is no organisation has none that can be read", async () => {
    const { teams } = await readTeams(client, { ...asked, owner: "octo-fan", teams: ["core"] });
    expect(teams.get("core")).toMatchObject({ kind: "unread", why: "forbidden" });
  });
});

describe("the world that a registry is held against", () => {
  const claimsOf = (text: string) => {
    const claims = accessClaims({
      ...anIndex(text).registry,
      sources: [{ repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "x" }],
    });
    if (claims === null) throw new Error("no access");
    return claims;
  };
  const kusion = [{ owner: "KusionStack", name: "kusion", isPrivate: false }];

  it("asks about failed invitations only where somebody is missing", async () => {
    const whole = claimsOf("maintainers: [SparkYuan]\naccess: { teams: { core: maintainers } }\n");
    const [, quiet] = await counted(() => readAccessWorld(client, whole, []));
    expect(quiet).toEqual(["query Access"]);
    const short = claimsOf("maintainers: [SparkYuan, dee]\naccess: { teams: { core: maintainers } }\n");
    world.anyone("dee");
    const [, more] = await counted(() => readAccessWorld(client, short, []));
    expect(more).toEqual(["query Access", "GET /orgs/{org}/failed_invitations"]);
  });

  it("asks REST for invitations that GraphQL does not tell, and for nothing else", async () => {
    const claims = claimsOf("maintainers: [SparkYuan]\naccess: { teams: { core: maintainers } }\n");
    sandbox.faults.add({ kind: "partial", field: "invitations", match: "query Access" });
    const [read, requests] = await counted(() => readAccessWorld(client, claims, []));
    expect(requests).toEqual(["query Access", "GET /orgs/{org}/teams/{team_slug}/invitations"]);
    expect(read.teams.get("core")).toMatchObject({
      value: {
        members: { value: [{ login: "SparkYuan" }] },
        invitations: { value: [{ login: "cho", id: null, by: "SparkYuan" }, { login: null }] },
      },
    });
    sandbox.faults.add({ kind: "status", status: 403, match: "/invitations" });
    const refused = await readAccessWorld(client, claims, []);
    expect(refused.teams.get("core")).toMatchObject({ value: { invitations: { kind: "unread", why: "forbidden" } } });
    sandbox.faults.clear();
  });

  it("tells collaborators with what they may do in effect, and whether they were added themselves", async () => {
    const repo = world.repo("KusionStack/kusion");
    repo.collaborators.clear();
    repo.collaborators.set("eve", "admin");
    world.anyone("eve");
    const text =
      "maintainers: [SparkYuan]\naccess: { teams: { core: maintainers }, repositories: { maintainers: admin } }\n";
    const read = await readAccessWorld(client, claimsOf(text), kusion);
    const facts = read.repositories.get("kusion");
    expect(facts?.collaborators).toMatchObject({ kind: "known" });
    const value = facts?.collaborators.kind === "known" ? facts.collaborators.value : [];
    const eve = value.find(({ login }) => login === "eve");
    expect(eve).toMatchObject({ permission: "admin", customRole: null, isDirect: true });
    expect(value.find(({ login }) => login === "SparkYuan")).toMatchObject({ permission: "admin", isDirect: false });
    expect(facts?.teams).toEqual({ kind: "known", value: new Map([["core", "maintain"]]) });
  });

  it("R67: collaborators, owners and failed invitations that GitHub does not tell are unread", async () => {
    const text =
      "maintainers: [SparkYuan, dee]\naccess: { teams: { core: maintainers }, repositories: { maintainers: admin } }\n";
    sandbox.faults.add({ kind: "status", status: 502, match: "collaborators" });
    sandbox.faults.add({ kind: "status", status: 403, match: "failed_invitations" });
    const read = await readAccessWorld(client, claimsOf(text), kusion);
    expect(read.repositories.get("kusion")?.collaborators).toMatchObject({ kind: "unread", why: "failed" });
    expect(read.failedInvitations).toMatchObject({ kind: "unread", why: "forbidden" });
    sandbox.faults.clear();
  });

  it("asks for owners by themselves where the organisation has more than a hundred members", async () => {
    const { members } = world.organizations.of(organization);
    for (const login of people) members.set(world.anyone(login), "member");
    const claims = claimsOf("maintainers: [SparkYuan]\naccess: { teams: { core: maintainers } }\n");
    const [read, requests] = await counted(() => readAccessWorld(client, claims, []));
    expect(requests).toEqual(["query Access", "GET /orgs/{org}/members"]);
    expect(read.owners).toMatchObject({ value: [{ login: "SparkYuan" }] });
  });
});
