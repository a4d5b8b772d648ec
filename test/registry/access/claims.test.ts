import { describe, expect, it } from "vitest";
import { accessClaims, claimedPeople } from "../../../src/registry/access/claims.ts";
import { aRegistry, user } from "../a-registry.ts";
import { theClaims } from "./a-world.ts";

const AREAS = `areas:
  kusion: { repos: [kusion] }
  karpor: { repos: [karpor], inherits: false }
  secret: { repos: [kusion], paths: [secret/**], exclusive: true }
`;
const text = (access: string, people: string) => `access: ${access}\n${AREAS}${people}`;

function members(access: string, people: string): Readonly<Record<string, readonly string[]>> {
  const { teams } = theClaims(text(access, people));
  return Object.fromEntries(teams.map((team) => [team.slug, team.members.map(({ login }) => login)]));
}

const LADDER = `maintainers: [ann, { login: ben, areas: [karpor] }]
approvers: [cho, ann, { login: dee, areas: [kusion, secret] }, { login: ben, areas: [kusion] }]
`;

describe("what the registry says of teams", () => {
  it("is nothing without `access`", () => {
    expect(accessClaims(aRegistry("maintainers: [ann]\n"))).toBeNull();
  });

  it("a team is for exactly those whose role in its area is that one", () => {
    expect(members('{ teams: { "{area}-maintainers": maintainers, "{area}-approvers": approvers } }', LADDER)).toEqual({
      "kusion-maintainers": ["ann"],
      "karpor-maintainers": ["ben"],
      "secret-maintainers": [],
      "kusion-approvers": ["cho", "dee", "ben"],
      // Whoever holds it everywhere holds it in neither an area that keeps to itself nor one that does not inherit.
      "karpor-approvers": [],
      "secret-approvers": ["dee"],
    });
  });

  it("or-above: whoever holds a higher role there, too", () => {
    expect(members('{ teams: { "{area}-team": { from: approvers, or-above: true } } }', LADDER)).toEqual({
      "kusion-team": ["ann", "cho", "dee", "ben"],
      "karpor-team": ["ben"],
      "secret-team": ["dee"],
    });
  });

  it("a team of no area is for those whose role is that one in some area, or everywhere", () => {
    expect(members("{ teams: { a: approvers, m: maintainers } }", LADDER)).toEqual({
      a: ["ben", "cho", "dee"],
      m: ["ann", "ben"],
    });
  });

  it("former people belong nowhere", () => {
    expect(members("{ teams: { a: maintainers } }", "maintainers: [ann, ben]\nemeritus: [ben]\n")).toEqual({
      a: ["ann"],
    });
  });

  it("a pin counts in every entry, and the earliest day of each person's", () => {
    const { teams } = theClaims(
      text(
        "{ teams: { a: approvers } }",
        "members: [{ login: Cho, id: 3, since: 2020-01-01 }]\napprovers: [{ login: cho, since: 2024-01-01 }]\n",
      ),
    );
    expect(teams[0]?.members).toEqual([{ login: "cho", key: "cho", id: 3, since: "2020-01-01" }]);
  });

  it("names areas as GitHub makes slugs", () => {
    const { teams } = theClaims(
      'access: { teams: { "{area}-team": maintainers } }\nareas: { Pkg/API.v2: { paths: [a/**] } }\nmaintainers: [ann]\n',
    );
    expect(teams.map(({ slug, area }) => [slug, area])).toEqual([["pkg-api-v2-team", "Pkg/API.v2"]]);
  });
});

describe("R67: people whom the registry has through teams", () => {
  const people = "maintainers: [ann]\napprovers: [{ team: KusionStack/core, areas: [kusion] }]\n";
  const access = text('{ teams: { "{area}-approvers": approvers } }', people);

  it("are named where the team was read, and else said to be unknown, in the areas where they hold something", () => {
    const read = theClaims(access, { members: new Map([["kusionstack/core", [user("kim", 6)]]]) });
    expect(read.teams.map(({ members, unreadTeams }) => [members.map(({ id }) => id), unreadTeams])).toEqual([
      [[6], []],
      [[], []],
      [[], []],
    ]);
    expect(theClaims(access).teams.map(({ unreadTeams }) => unreadTeams)).toEqual([["KusionStack/core"], [], []]);
  });

  it("are one person with their own entry, by login and by id", () => {
    const twice = text(
      "{ teams: { a: approvers } }",
      "approvers: [kim, { team: KusionStack/core }, { login: old, id: 6 }]\n",
    );
    const { teams } = theClaims(twice, { members: new Map([["kusionstack/core", [user("Kim", 6)]]]) });
    expect(teams[0]?.members).toHaveLength(1);
  });
});

describe("what the registry says of repositories", () => {
  const claims = theClaims(text("{ repositories: { maintainers: write, contributors: triage } }", LADDER));
  const said = (name: string) =>
    claims.inRepository(name)?.people.map(({ login, role, permission }) => `${login} ${role} ${permission}`);

  it("goes by the highest role in any of its areas, and by the nearest role below that is written", () => {
    expect(said("Kusion")).toEqual([
      "ann maintainers write",
      "cho approvers triage",
      "dee approvers triage",
      "ben approvers triage",
    ]);
    expect(said("karpor")).toEqual(["ann maintainers write", "ben maintainers write", "cho approvers triage"]);
    expect(said("other")).toEqual(["ann maintainers write", "cho approvers triage"]);
  });

  it("nothing is said of a role below all that are written", () => {
    const low = theClaims(text("{ repositories: { maintainers: write } }", "approvers: [cho]\n"));
    expect(low.inRepository("kusion")?.people[0]?.permission).toBeNull();
    expect([claims.saysPermissions, theClaims(text("{}", LADDER)).saysPermissions]).toEqual([true, false]);
  });

  it("a repository's own registry speaks there, joined with this one; unread, nothing is known", () => {
    const base = text("{ repositories: { maintainers: write, approvers: triage } }", LADDER);
    const own = aRegistry("extends: true\napprovers: [kim]\n", { base: aRegistry(base) }, "karpor");
    const both = theClaims(base, {
      own: new Map([
        ["karpor", own],
        ["kusion", null],
      ]),
    });
    expect(both.inRepository("karpor")?.people.map(({ login }) => login)).toContain("kim");
    expect(both.inRepository("Kusion")).toBeNull();
    expect(both.inRepository("other")?.people.map(({ login }) => login)).not.toContain("kim");
  });
});

describe("people whose accounts are looked up", () => {
  it("are those of teams and owners, each once", () => {
    const claims = theClaims(text("{ teams: { a: approvers }, owners: [Cho, kim] }", LADDER));
    expect(claimedPeople(claims).map(({ login }) => login)).toEqual(["ben", "cho", "dee", "kim"]);
  });
});
