import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readWholeOrUnread } from "../../../src/github/read/access-list.ts";
import { readTeams } from "../../../src/github/read/access-teams.ts";
import { readAccessWorld } from "../../../src/github/read/access-world.ts";
import { accessClaims } from "../../../src/registry/access/claims.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { type AnotherGitHub, anotherGitHub, listed, refusal } from "./another-github.ts";

const person = (databaseId: number, login = `p${databaseId}`) => ({ databaseId, login });
const people = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => person(from + at));
const owner = { role: "ADMIN", node: person(1, "SparkYuan") };

const aTeam = (facts: object) => ({
  ...{ slug: "core", description: null, privacy: "VISIBLE", parentTeam: null },
  ...{ members: listed([person(1)]), invitations: listed([]), repositories: listed([]), ...facts },
});
const anOrganization = (facts: object) => ({ organization: { membersWithRole: listed([owner]), ...facts } });
const asked = { owner: "KusionStack", teams: ["core"], logins: [], repositories: false };

const CHANGED = { kind: "unread", why: "failed", detail: "it changed while it was read" };

const source = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "1" } as const;
const REGISTRY = "maintainers: [{ login: p1, id: 1 }]\naccess:\n  teams: { core: maintainers }\n";

async function worldOf(organization: object, rest: AnotherGitHub["rest"] = {}) {
  const user = ({ login }: { login: string }) => ({ ...person(1, login), createdAt: "2015-01-01T00:00:00Z" });
  const { client, requests } = await anotherGitHub({ root: { ...anOrganization(organization), user }, rest });
  const claims = accessClaims({ ...anIndex(REGISTRY).registry, sources: [source] });
  if (claims === null) throw new Error("no claims");
  const world = await readAccessWorld(client, claims, []);
  return { world, core: world.teams.get("core"), requests };
}

const coreOf = async (team: object, rest: AnotherGitHub["rest"] = {}) =>
  await worldOf({ team: () => aTeam(team) }, rest);

describe("R67: a team", () => {
  it("whose pages overlap, since somebody moved to another one, is unread", async () => {
    const members = ({ after }: { after: string | null }) =>
      after === null
        ? listed(people(0, 100), { total: 150, next: "x" })
        : listed([person(99), ...people(100, 149)], { total: 150 });
    expect((await coreOf({ members })).core).toEqual(CHANGED);
  });

  it("of which one list is longer by as much as another is shorter is unread", async () => {
    const facts = {
      members: listed([person(1)], { total: 2 }),
      invitations: listed([{ createdAt: "2026-01-01T00:00:00Z" }], { total: 0 }),
    };
    expect((await coreOf(facts)).core).toEqual(CHANGED);
  });

  it.each([
    ["members", { members: listed([person(1), null]) }],
    ["invitations", { invitations: listed([null]) }],
  ])("with an account among its %s that GitHub hides is unread: that is somebody", async (_, facts) => {
    expect((await coreOf(facts)).core).toMatchObject({ kind: "unread", detail: "GitHub hides somebody of it" });
  });

  it.each([
    ["null", null],
    ["refused", () => Promise.reject(refusal("FORBIDDEN", "Resource not accessible by integration"))],
  ])("whose invitations are %s has those that GitHub's other interface tells", async (_, invitations) => {
    const sent = { id: 900, login: "cho", email: null, created_at: "2026-01-02T00:00:00Z", inviter: { login: "ann" } };
    const rest = { "/orgs/KusionStack/teams/core/invitations": () => ({ body: [sent] }) };
    const { core, requests } = await coreOf({ invitations }, rest);
    expect(core).toMatchObject({
      value: { members: { value: [{ id: 1 }] }, invitations: { value: [{ login: "cho", id: null, by: "ann" }] } },
    });
    expect(requests).toHaveLength(2);
  });

  it("whose invitations nobody tells is unread", async () => {
    const { core } = await coreOf({ invitations: null });
    expect(core).toMatchObject({ value: { invitations: { kind: "unread", why: "forbidden" } } });
  });

  it("that is refused leaves the others as they are, and a word of GitHub's decides whether it lasts", async () => {
    const refused = {
      saml: refusal("FORBIDDEN", "Resource protected by organization SAML enforcement."),
      slow: refusal("SERVICE_UNAVAILABLE", "Something went wrong."),
      none: refusal("NOT_FOUND", "Could not resolve to a Team."),
    };
    const team = ({ slug }: { slug: keyof typeof refused | "core" }) => {
      if (slug === "core") return aTeam({});
      throw refused[slug];
    };
    const { client } = await anotherGitHub({ root: anOrganization({ team }) });
    const { teams } = await readTeams(client, { ...asked, teams: ["core", "saml", "slow", "none"] });
    expect(teams.get("core")).toMatchObject({ kind: "known", value: { slug: "core" } });
    expect(teams.get("saml")).toMatchObject({ kind: "unread", why: "forbidden" });
    expect(teams.get("slow")).toMatchObject({ kind: "unread", why: "failed" });
    expect(teams.get("none")).toEqual({ kind: "known", value: null });
  });
});

describe("R67: owners", () => {
  const rest = { "/orgs/KusionStack/members": () => ({ body: [{ id: 1, login: "SparkYuan" }] }) };
  const ownersBy = async (membersWithRole: unknown, answers: AnotherGitHub["rest"] = rest) =>
    await worldOf({ membersWithRole, team: () => aTeam({}) }, answers);

  it.each([
    ["refused", () => Promise.reject(refusal("FORBIDDEN", "Resource not accessible by integration"))],
    ["of members whose role is not told", listed([{ role: null, node: person(1) }])],
    ["that GitHub hides", listed([owner, null])],
    ["none of whom is listed", listed([{ role: "MEMBER", node: person(2) }])],
  ])("%s are asked for once more, and take no team along", async (_, membersWithRole) => {
    const { world, requests } = await ownersBy(membersWithRole);
    expect(world.owners).toEqual({ kind: "known", value: [{ id: 1, login: "SparkYuan" }] });
    expect(world.teams.get("core")).toMatchObject({ kind: "known", value: { slug: "core" } });
    expect(requests).toEqual(["/graphql", "/orgs/KusionStack/members"]);
  });

  it("are unread where GitHub says that there are none", async () => {
    const none = { "/orgs/KusionStack/members": () => ({ body: [] }) };
    expect((await ownersBy(listed([]), none)).world.owners).toMatchObject({ kind: "unread" });
  });
});

it("R67: a question about many teams that takes GitHub too long is asked in halves", async () => {
  const slugs = Array.from({ length: 100 }, (_, at) => `team-${at}`);
  const root = anOrganization({ team: ({ slug }: { slug: string }) => aTeam({ slug }) });
  const instead = (count: number) => (count === 1 ? { status: 502, body: {} } : null);
  const { client, requests } = await anotherGitHub({ root, instead });
  const { teams, owners } = await readTeams(client, { ...asked, teams: slugs });
  expect([...teams.values()].map(({ kind }) => kind)).toEqual(slugs.map(() => "known"));
  expect(owners).toEqual([{ id: 1, login: "SparkYuan" }]);
  expect(requests).toHaveLength(3);
});

describe("who was given access to a repository itself", () => {
  const repository = (facts: object = {}) => ({
    ...{
      name: "kusion",
      owner: { __typename: "Organization", login: "KusionStack" },
      isPrivate: false,
      isArchived: false,
      object: null,
    },
    ...{ collaborators: listed([{ permission: "WRITE", node: person(7) }]), ...facts },
  });
  const byName = async (
    root: Record<string, object | null | Error>,
    more: { home?: string; privateToo?: boolean } = {},
  ) => {
    const found = ({ name }: { name: string }) => {
      const value = root[name];
      if (value instanceof Error) throw value;
      return value ?? null;
    };
    const { client, requests } = await anotherGitHub({
      root: { ...anOrganization({ team: () => aTeam({}) }), repository: found },
    });
    const watched = { home: "home", others: ["kusion", "Kusion", "karpor"], privateToo: false, ...more };
    const read = await readTeams(client, { ...asked, watched });
    return { ...read, requests };
  };

  it("comes along in the same request", async () => {
    const { watched, requests, teams } = await byName({ kusion: repository() });
    expect(watched).toMatchObject([
      { name: "kusion", collaborators: { value: [{ id: 7, permission: "write", isDirect: true }] } },
    ]);
    expect(requests).toHaveLength(1);
    expect(teams.get("core")).toMatchObject({ kind: "known" });
  });

  it.each([
    ["archived", { isArchived: true }],
    ["private, and the registry is public", { isPrivate: true }],
    ["of a registry of its own", { object: { __typename: "Blob" } }],
    ["moved to others", { owner: { __typename: "User", login: "octo-fan" } }],
  ])("is not looked at where the repository is %s", async (_, facts) => {
    expect((await byName({ kusion: repository(facts) })).watched).toEqual([]);
  });

  it("is looked at where the registry itself lies", async () => {
    const home = repository({ name: "home", object: { __typename: "Blob" } });
    expect((await byName({ home })).watched).toMatchObject([{ name: "home", collaborators: { kind: "known" } }]);
  });

  it("R67: takes nothing along where it is refused, and is unread where its pages do not fit", async () => {
    const refused = repository({ collaborators: () => Promise.reject(refusal("FORBIDDEN", "Must have push access.")) });
    const short = repository({
      name: "karpor",
      collaborators: listed([{ permission: "WRITE", node: person(7) }], { total: 2 }),
    });
    const { watched, teams } = await byName({ kusion: refused, karpor: short, home: refusal("NOT_FOUND", "Gone.") });
    expect(watched).toMatchObject([
      { name: "kusion", collaborators: { kind: "unread", why: "forbidden" } },
      { name: "karpor", collaborators: CHANGED },
    ]);
    expect(teams.get("core")).toMatchObject({ kind: "known" });
  });

  it("is read on behind a hundred", async () => {
    const edges = people(0, 150).map((node) => ({ permission: "ADMIN", node }));
    const collaborators = ({ after }: { after: string | null }) =>
      after === null
        ? listed(edges.slice(0, 100), { total: 150, next: "x" })
        : listed(edges.slice(100), { total: 150 });
    const { watched, requests } = await byName({ kusion: repository({ collaborators }) });
    expect(watched[0]?.collaborators).toMatchObject({ kind: "known", value: { length: 150 } });
    expect(requests).toHaveLength(2);
  });
});

describe("collaborators of REST", () => {
  const saying = "maintainers: [{ login: p1, id: 1 }]\naccess:\n  repositories: { maintainers: write }\n";
  const asREST = async (...people: readonly object[]) => {
    const rest = { "/repos/KusionStack/kusion/collaborators": () => ({ body: people }) };
    const user = ({ login }: { login: string }) => ({ ...person(1, login), createdAt: "2015-01-01T00:00:00Z" });
    const { client } = await anotherGitHub({ root: { ...anOrganization({}), user }, rest });
    const claims = accessClaims({ ...anIndex(saying).registry, sources: [source] });
    if (claims === null) throw new Error("no claims");
    const kusion = { owner: "KusionStack", name: "kusion", isPrivate: false };
    return (await readAccessWorld(client, claims, [kusion])).repositories.get("kusion")?.collaborators;
  };

  it("have their role's permission where GitHub tells that alone", async () => {
    expect(await asREST({ id: 1, login: "p1", role_name: "write" })).toMatchObject({
      value: [{ permission: "write", customRole: null }],
    });
  });

  it("R67: are unread where neither is told, or by a name alone that is no level", async () => {
    for (const role_name of [undefined, "constructor", "release-manager"])
      expect(await asREST({ id: 1, login: "p1", role_name })).toMatchObject({ kind: "unread", why: "failed" });
  });

  it("have a role of the organisation's own by its name, however it is called", async () => {
    const permissions = { pull: true, push: true, admin: false };
    expect(await asREST({ id: 1, login: "p1", role_name: "constructor", permissions })).toMatchObject({
      value: [{ permission: "write", customRole: "constructor" }],
    });
  });
});

describe("R67: a list of REST", () => {
  const view = z.object({ id: z.number() });
  const ids = (from: number, to: number) => people(from, to).map(({ databaseId: id }) => ({ id }));
  const by = async (pages: readonly { readonly body: unknown; readonly headers?: Record<string, string> }[]) => {
    const page = (query: URLSearchParams) => pages[Number(query.get("page")) - 1] ?? { body: [] };
    const { client, requests } = await anotherGitHub({ root: {}, rest: { "/list": page } });
    return { list: await readWholeOrUnread(client, "/list", view), requests };
  };
  const next = { link: '<http://127.0.0.1/list?page=2>; rel="next", <http://127.0.0.1/list?page=2>; rel="last"' };

  it("goes on behind a short page where GitHub says that there is another", async () => {
    const { list } = await by([{ body: ids(0, 40), headers: next }, { body: ids(40, 60) }]);
    expect(list).toMatchObject({ kind: "known", value: ids(0, 60) });
  });

  it("goes on behind a full page where GitHub says nothing", async () => {
    const { list } = await by([{ body: ids(0, 100) }, { body: ids(100, 130) }]);
    expect(list).toMatchObject({ kind: "known", value: ids(0, 130) });
  });

  it("whose pages overlap is unread", async () => {
    const { list } = await by([{ body: ids(0, 100) }, { body: ids(99, 130) }]);
    expect(list).toEqual(CHANGED);
  });
});
