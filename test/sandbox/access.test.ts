import { describe, expect, it } from "vitest";
import { PERMISSIONS } from "../../src/sandbox/kusionstack.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { association } from "../../src/sandbox/render/association.ts";
import type { CodeownersError } from "../../src/sandbox/world/codeowners.ts";
import type { App, Team } from "../../src/sandbox/world/model.ts";
import { aListener, aSandbox, asPerson, aWorld, graphql, KUSION } from "./a-sandbox.ts";
import { asApp, installationToken } from "./a-token.ts";

const ORG = "/orgs/KusionStack";
const TEAM = `${ORG}/teams/kusion-approvers`;
const GRANTING = { ...PERMISSIONS, members: "write" as const };
const DAY = 86_400_000;

/** A world whose app may put people into teams, with one team of hoangndst. */
function aGrantingWorld(permissions: App["permissions"] = GRANTING): { world: PlayedWorld; team: Team } {
  const world = aWorld({ permissions, events: ["membership", "organization", "member", "team"] });
  const description = "Kept by Rung from KusionStack/.github";
  const repositories = { [KUSION]: "write" as const };
  return {
    world,
    team: world.addTeam("KusionStack", "kusion-approvers", ["hoangndst"], { description, repositories }),
  };
}

const logins = (list: readonly { login: string }[]) => list.map(({ login }) => login);

describe("teams", () => {
  it("a member is put into a team at once, anybody else is invited, and both only once", async () => {
    const { world, team } = aGrantingWorld();
    const sandbox = await aSandbox({ world });
    const put = async (login: string) => (await asApp(sandbox, "PUT", `${TEAM}/memberships/${login}`, {})).json.state;
    expect([await put("zoumo"), await put("octo-fan")]).toEqual(["active", "pending"]);
    expect([await put("zoumo"), await put("octo-fan")]).toEqual(["active", "pending"]);
    expect(logins((await asApp(sandbox, "GET", `${TEAM}/members`)).json)).toEqual(["hoangndst", "zoumo"]);
    expect(logins((await asApp(sandbox, "GET", `${TEAM}/invitations`)).json)).toEqual(["octo-fan"]);
    world.as("octo-fan").acceptInvitation(team.organization);
    expect((await asApp(sandbox, "GET", `${TEAM}/memberships/octo-fan`)).json.state).toBe("active");
    expect((await asApp(sandbox, "GET", `${ORG}/memberships/octo-fan`)).json).toMatchObject({ role: "member" });
    expect((await asApp(sandbox, "GET", `${TEAM}/invitations`)).json).toEqual([]);
  });

  it("the app needs members: write to put somebody in, members: read to see who is in", async () => {
    const status = async (permissions: Record<string, "read" | "write">, method: string, path: string) => {
      const sandbox = await aSandbox({ world: aGrantingWorld({ ...permissions, members: "read" }).world });
      const token = { ...permissions };
      const installation = sandbox.world.installations[0];
      if (installation !== undefined) installation.accepted = { permissions: token, events: [] };
      const answer = await asApp(sandbox, method, path, method === "PUT" ? {} : undefined);
      return [answer.status, answer.json.message];
    };
    const { members: _, ...none } = PERMISSIONS;
    const refused = [403, "Resource not accessible by integration"];
    expect(await status(PERMISSIONS, "PUT", `${TEAM}/memberships/zoumo`)).toEqual(refused);
    expect(await status(none, "GET", `${TEAM}/members`)).toEqual(refused);
    expect(await status(none, "GET", `${ORG}/failed_invitations`)).toEqual(refused);
    expect(await status(PERMISSIONS, "GET", `/repos/${KUSION}/teams`)).toEqual(refused);
    expect((await status(PERMISSIONS, "GET", `${TEAM}/members`))[0]).toBe(200);
  });

  it("unknown and blocked people, organisations and teams of an identity provider are refused as GitHub does", async () => {
    const { world, team } = aGrantingWorld();
    const sandbox = await aSandbox({ world });
    const put = async (login: string) => (await asApp(sandbox, "PUT", `${TEAM}/memberships/${login}`, {})).status;
    world.organizations.of(team.organization).blocked.add(world.actor("jemshad"));
    expect([await put("nobody-at-all"), await put("jemshad"), await put("KusionStack")]).toEqual([404, 403, 422]);
    team.identityProvider = "Okta";
    const answer = await asApp(sandbox, "PUT", `${TEAM}/memberships/zoumo`, {});
    expect([answer.status, answer.json.message]).toEqual([403, expect.stringContaining("external group backed team")]);
  });

  it("fifty invitations a day, and not one more", async () => {
    const { world, team } = aGrantingWorld();
    const app = world.as("rung[bot]", world.apps[0] ?? null);
    for (let at = 0; at < 50; at += 1) app.addToTeam(team, `guest-${at}`);
    expect(() => app.addToTeam(team, "guest-50")).toThrow("Validation Failed");
    world.clock.advance(DAY);
    expect(app.addToTeam(team, "guest-50")).toBe("pending");
  });

  it("lists are paged, those of a parent hold its children's members, secret teams are kept from others", async () => {
    const { world, team } = aGrantingWorld();
    const names = Array.from({ length: 120 }, (_, at) => `guest-${at}`);
    world.addTeam("KusionStack", "kusion-guests", names, { parent: team });
    world.addTeam("KusionStack", "security", ["zoumo"], { privacy: "secret" });
    const sandbox = await aSandbox({ world });
    const first = await asApp(sandbox, "GET", `${TEAM}/members?per_page=100`);
    expect([first.json.length, first.link.includes('rel="next"')]).toEqual([100, true]);
    expect((await asApp(sandbox, "GET", `${TEAM}/members?per_page=100&page=2`)).json).toHaveLength(21);
    const secret = async (login: string) => (await asPerson(sandbox, login, "GET", `${ORG}/teams/security`)).status;
    expect([await secret("SparkYuan"), await secret("zoumo"), await secret("adohe")]).toEqual([200, 200, 404]);
    expect((await asApp(sandbox, "GET", `${ORG}/teams/security`)).json.privacy).toBe("secret");
  });
});

describe("invitations", () => {
  it("expire after seven days and are listed as failed; declined ones just vanish", async () => {
    const { world, team } = aGrantingWorld();
    const sandbox = await aSandbox({ world });
    for (const login of ["octo-fan", "jemshad"]) world.as("SparkYuan").addToTeam(team, login);
    world.as("jemshad").declineInvitation(team.organization);
    world.clock.advance(7 * DAY - 60_000);
    expect(logins((await asApp(sandbox, "GET", `${ORG}/invitations`)).json)).toEqual(["octo-fan"]);
    world.clock.advance(60_000);
    expect((await asApp(sandbox, "GET", `${ORG}/invitations`)).json).toEqual([]);
    const failed = (await asApp(sandbox, "GET", `${ORG}/failed_invitations`)).json;
    expect(failed).toMatchObject([
      { login: "octo-fan", failed_reason: "Invitation expired. User did not accept this invite for 7 days." },
    ]);
    expect(Date.parse(failed[0].failed_at) - Date.parse(failed[0].created_at)).toBe(7 * DAY);
    expect((await asApp(sandbox, "GET", `${TEAM}/memberships/octo-fan`)).status).toBe(404);
    expect(() => world.as("octo-fan").acceptInvitation(team.organization)).toThrow("has not invited");
  });
});

describe("collaborators", () => {
  it("are told apart by how they got there, and have the highest of what is given", async () => {
    const { world } = aGrantingWorld();
    const sandbox = await aSandbox({ world });
    const owner = world.as("SparkYuan");
    const kusion = world.repo(KUSION);
    owner.giveCollaborator(kusion, "octo-fan", "triage");
    owner.giveCollaborator(kusion, "hoangndst", "none");
    const list = async (affiliation: string) =>
      logins((await asApp(sandbox, "GET", `/repos/${KUSION}/collaborators?affiliation=${affiliation}`)).json);
    expect(await list("outside")).toEqual(["octo-fan"]);
    expect(["SparkYuan", "octo-fan", "jemshad"].map((login) => association(world, kusion, world.actor(login)))).toEqual(
      ["MEMBER", "COLLABORATOR", "NONE"],
    );
    expect(await list("direct")).not.toContain("hoangndst");
    expect(await list("all")).toContain("hoangndst");
    const asked = `query($a: CollaboratorAffiliation) { repository(owner: "KusionStack", name: "kusion") {
      collaborators(first: 100, affiliation: $a) { edges { permission node { login }
        permissionSources { permission roleName source { __typename ... on Team { slug } } } } } } }`;
    const { data } = await graphql(sandbox, asked, { a: "ALL" }, "SparkYuan");
    const edges: readonly { node: { login: string } }[] = data.repository.collaborators.edges;
    const of = (login: string) => edges.find(({ node }) => node.login === login);
    expect(of("hoangndst")).toMatchObject({
      permission: "WRITE",
      permissionSources: [{ permission: "WRITE", source: { __typename: "Team", slug: "kusion-approvers" } }],
    });
    expect(of("octo-fan")).toMatchObject({
      permission: "TRIAGE",
      permissionSources: [{ permission: "READ", roleName: "triage", source: { __typename: "Repository" } }],
    });
    expect(of("SparkYuan")).toMatchObject({ permission: "ADMIN" });
  });
});

describe("CODEOWNERS' errors", () => {
  it("name patterns and owners that cannot be read, and owners who may not push, with their place", async () => {
    const { world } = aGrantingWorld();
    const sandbox = await aSandbox({ world });
    const lines = [
      "# owners",
      "* @hoangndst @KusionStack/kusion-approvers",
      "/docs/ @octo-fan  # may not push",
      "/pkg/ @KusionStack/go-reviewer @nobody",
      "***/*.go @hoangndst",
      "*.txt docs@",
      "/ui/",
    ];
    world
      .as("SparkYuan")
      .commit(world.repo(KUSION), "main", { files: { ".github/CODEOWNERS": `${lines.join("\n")}\n` } });
    const { json } = await asApp(sandbox, "GET", `/repos/${KUSION}/codeowners/errors`);
    const errors: readonly CodeownersError[] = json.errors;
    const told = errors.map((one) => [one.line, one.column, one.kind, one.suggestion]);
    const team =
      "make sure the team @KusionStack/go-reviewer exists, is publicly visible, and has write access to the repository";
    expect(told).toEqual([
      [3, 8, "Unknown owner", "make sure @octo-fan exists and has write access to the repository"],
      [4, 7, "Unknown owner", team],
      [4, 32, "Unknown owner", "make sure @nobody exists and has write access to the repository"],
      [5, 1, "Invalid pattern", "Did you mean `**/*.go`?"],
      [6, 7, "Invalid owner", null],
    ]);
    expect(errors.at(-1)?.message).toBe("Invalid owner on line 6:\n\n  *.txt docs@\n        ^");
  });
});

describe("GraphQL", () => {
  it("tells a team with its members' roles, its invitations, its repositories' permission, and who owns the organisation", async () => {
    const { world, team } = aGrantingWorld();
    const sandbox = await aSandbox({ world });
    world.as("SparkYuan").addToTeam(team, "SparkYuan");
    world.as("SparkYuan").addToTeam(team, "octo-fan");
    const asked = `{ organization(login: "KusionStack") {
      team(slug: "kusion-approvers") { description privacy parentTeam { slug }
        members(first: 100, membership: IMMEDIATE) { totalCount pageInfo { hasNextPage } edges { role node { login databaseId } } }
        invitations(first: 10) { nodes { createdAt email invitee { login } inviterActor { login } } }
        repositories(first: 10) { edges { permission node { nameWithOwner } } } }
      membersWithRole(first: 100) { edges { role node { login } } } } }`;
    const { data, errors } = await graphql(sandbox, asked, {}, "SparkYuan");
    expect(errors).toBeUndefined();
    expect(data.organization.team).toMatchObject({
      description: "Kept by Rung from KusionStack/.github",
      privacy: "VISIBLE",
      parentTeam: null,
      members: {
        totalCount: 2,
        edges: [
          { role: "MEMBER", node: { login: "hoangndst" } },
          { role: "MAINTAINER", node: { login: "SparkYuan" } },
        ],
      },
      invitations: { nodes: [{ email: null, invitee: { login: "octo-fan" }, inviterActor: { login: "SparkYuan" } }] },
      repositories: { edges: [{ permission: "WRITE", node: { nameWithOwner: KUSION } }] },
    });
    const people: readonly { role: string; node: { login: string } }[] = data.organization.membersWithRole.edges;
    expect(people.filter(({ role }) => role === "ADMIN").map(({ node }) => node.login)).toEqual(["SparkYuan"]);
    const asMember = await graphql(sandbox, asked, {}, "adohe");
    expect(asMember.data.organization.team.invitations).toBeNull();
  });
});

describe("webhooks", () => {
  it("tell who did what, and nothing of what changes nothing", async () => {
    const { world, team } = aGrantingWorld();
    const listener = await aListener();
    const sandbox = await aSandbox({ world, webhookUrl: listener.url });
    const owner = world.as("SparkYuan");
    owner.addToTeam(team, "zoumo");
    owner.addToTeam(team, "zoumo");
    owner.addToTeam(team, "octo-fan");
    world.as("octo-fan").acceptInvitation(team.organization);
    world.as("zoumo").removeFromTeam(team, "zoumo");
    owner.setOrganizationRole(team.organization, "adohe", "admin");
    owner.giveCollaborator(world.repo(KUSION), "jemshad", "write");
    owner.giveCollaborator(world.repo(KUSION), "jemshad", "write");
    await sandbox.settled();
    expect(listener.received.map(({ event, action }) => `${event}.${action}`)).toEqual([
      "membership.added",
      "organization.member_invited",
      "organization.member_added",
      "membership.added",
      "membership.removed",
      "member.added",
    ]);
    expect(sandbox.webhooks.entries().map(({ sender }) => sender)).toEqual([
      "SparkYuan",
      "SparkYuan",
      "octo-fan",
      "octo-fan",
      "zoumo",
      "SparkYuan",
    ]);
  });

  it("only owners and a team's maintainers change it; anybody leaves", () => {
    const { world, team } = aGrantingWorld();
    expect(() => world.as("adohe").addToTeam(team, "zoumo")).toThrow("owner or team maintainer");
    team.maintainers.add(world.actor("hoangndst"));
    expect(world.as("hoangndst").addToTeam(team, "zoumo")).toBe("active");
    expect(() => world.as("hoangndst").addToTeam(team, "octo-fan")).toThrow("admin");
    world.as("zoumo").removeFromTeam(team, "zoumo");
    expect(team.members.map(({ login }) => login)).toEqual(["hoangndst"]);
  });
});

describe("faults to order", () => {
  it("the second page of members fails, and the app is refused members", async () => {
    const { world, team } = aGrantingWorld();
    const sandbox = await aSandbox({ world });
    sandbox.faults.add({ kind: "status", status: 502, times: 1, skip: 1, match: `${TEAM}/members` });
    const page = async (number: number) =>
      (await asApp(sandbox, "GET", `${TEAM}/members?per_page=1&page=${number}`)).status;
    expect([await page(1), await page(2), await page(2)]).toEqual([200, 502, 200]);
    sandbox.faults.add({ kind: "without-permission", permission: "members", match: "failed_invitations" });
    const refused = await asApp(sandbox, "GET", `${ORG}/failed_invitations`);
    expect([refused.status, refused.json.message]).toEqual([403, "Resource not accessible by integration"]);
    sandbox.faults.add({ kind: "without-permission", permission: "members", match: "query Members" });
    const query = `query Members { organization(login: "KusionStack") { team(slug: "${team.slug}") { members(first: 1) { totalCount } } } }`;
    const authorization = `token ${await installationToken(sandbox)}`;
    const body = JSON.stringify({ query });
    const answer = await fetch(`${sandbox.url}/api/graphql`, { method: "POST", headers: { authorization }, body });
    const { data, errors } = JSON.parse(await answer.text());
    expect([data.organization.team, errors[0].type]).toEqual([null, "FORBIDDEN"]);
  });
});
