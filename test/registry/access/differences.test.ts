import { describe, expect, it } from "vitest";
import { NO_MEMORY, type RepositoryFacts } from "../../../src/registry/access/access-world.ts";
import { accessDifferences } from "../../../src/registry/access/differences.ts";
import {
  aRepository,
  aTeam,
  aWorld,
  collaborator,
  december,
  differing,
  FAILED,
  FORBIDDEN,
  invited,
  known,
  people,
  person,
  theClaims,
} from "./a-world.ts";

const text = (access: string, rest = "approvers: [ann, ben]\n") => `access: ${access}\n${rest}`;
const CORE = text("{ teams: { core: approvers } }");
const found = (registry: string, ...given: Parameters<typeof aWorld>) =>
  accessDifferences(theClaims(registry), aWorld(...given), NO_MEMORY);

describe("a team", () => {
  it("that is as the registry says differs in nothing, whatever the letter case", () => {
    expect(differing(CORE, aWorld({ teams: [aTeam("Core", [{ login: "ANN", id: 1 }, person("ben")])] }))).toEqual([]);
  });

  it("lacks whom the registry says, and has whom it does not", () => {
    const [missing, surplus] = found(CORE, { teams: [aTeam("core", people("ann", "eve"))] }).differences;
    expect(missing).toEqual({
      kind: "missing",
      key: "missing:core:2",
      team: "core",
      role: "approvers",
      orAbove: false,
      area: null,
      person: { login: "ben", id: 2 },
      state: { kind: "never-invited" },
      again: null,
    });
    expect(surplus).toMatchObject({
      kind: "surplus",
      key: "surplus:core:5",
      person: { login: "eve", id: 5 },
      change: null,
    });
  });

  it("has its owners and whoever is `besides` anyway, and owners are never missing", () => {
    const world = aWorld({
      teams: [aTeam("core", people("ben", "SparkYuan", "kim"))],
      owners: people("ann", "SparkYuan"),
    });
    expect(differing(text("{ teams: { core: approvers }, besides: [Kim] }"), world)).toEqual([]);
  });

  it("that is not there is told alone; so is a secret one, whose members are nobody's to read", () => {
    const absent = aWorld({}, { teams: new Map([["core", known(null)]]) });
    expect(differing(CORE, absent)).toEqual(["team-missing:core"]);
    const secret = aWorld({ teams: [aTeam("core", people("eve"), { privacy: "secret" })] });
    expect(differing(CORE, secret)).toEqual(["apart:core"]);
  });

  it("need be handed over, by nobody else's name, where Rung adds people; below another or from an identity provider it is told", () => {
    const granting = text("{ mode: grant, teams: { core: approvers } }");
    const world = (facts: Parameters<typeof aTeam>[2]) =>
      aWorld({ teams: [aTeam("core", people("ann", "ben"), facts)] });
    for (const [facts, told] of [
      [{}, []],
      [{ description: "Our core team. kept by rung from kusionstack/.GitHub." }, []],
      [{ description: null }, ["not-handed-over:core"]],
      [{ description: "Kept by Rung from KusionStack/other" }, ["not-handed-over:core"]],
      [{ description: "Kept by Rung from KusionStack/.github-private" }, ["not-handed-over:core"]],
      [{ parent: "staff" }, ["apart:core"]],
      [{ fromIdentityProvider: true }, ["apart:core"]],
      [{ fromIdentityProvider: null }, []],
    ] as const) {
      expect([facts, differing(granting, world(facts))]).toEqual([facts, told]);
      expect([facts, differing(CORE, world(facts))]).toEqual([facts, []]);
    }
  });

  it("whose invitations are pending waits for these, and tells of those that the registry does not say", () => {
    const invitations = known([invited("ben"), invited("eve", december(2), "kim"), invited(null, december(3), null)]);
    const { differences, pending } = found(CORE, { teams: [aTeam("core", people("ann"), { invitations })] });
    expect(pending).toMatchObject([{ team: "core", person: { login: "ben", id: 2 }, sentAt: december(1) }]);
    expect(differences).toMatchObject([
      { kind: "invitation-surplus", person: { login: "eve" }, by: "kim" },
      { kind: "invitation-surplus", person: null, by: null },
    ]);
  });
});

describe("who is meant", () => {
  const pinned = text("{ teams: { core: approvers } }", "approvers: [{ login: ann, id: 1 }]\n");

  it("ids win: somebody renamed is the same, and somebody else under the old login is not", () => {
    const renamed = aWorld({ teams: [aTeam("core", [{ login: "ann-new", id: 1 }])], accounts: { ann: null } });
    expect(differing(pinned, renamed)).toEqual([]);
    const taken = aWorld({ teams: [aTeam("core", [{ login: "ann", id: 99 }])], accounts: { ann: { id: 99 } } });
    expect(differing(pinned, taken)).toEqual(["account:ann", "surplus:core:99"]);
  });

  it("an account that is gone, is no person, or was made after the day of its role is told and not missing", () => {
    const of = (account: object | null, since = "2026-12-01") =>
      found(text("{ teams: { core: approvers, more: approvers } }", `approvers: [{ login: ann, since: ${since} }]\n`), {
        teams: [aTeam("core", []), aTeam("more", [])],
        accounts: { ann: account },
      }).differences;
    expect(of(null)).toMatchObject([{ key: "account:ann", why: { kind: "gone" } }]);
    expect(of({ type: "Other" })).toMatchObject([{ why: { kind: "not-a-person" } }]);
    expect(of({ createdAt: Date.UTC(2026, 11, 2) })).toMatchObject([{ why: { kind: "young", since: "2026-12-01" } }]);
    expect(of({ createdAt: Date.UTC(2026, 11, 2) - 1 }).map(({ kind }) => kind)).toEqual(["missing", "missing"]);
  });

  it("a young account is told though it is in the team; with an id it is who it is", () => {
    const young = { ann: { createdAt: december(5) } };
    const teams = [aTeam("core", people("ann"))];
    const of = (entry: string) => text("{ teams: { core: approvers } }", `approvers: [${entry}]\n`);
    expect(differing(of("{ login: ann, since: 2026-12-01 }"), aWorld({ teams, accounts: young }))).toEqual([
      "account:ann",
    ]);
    expect(differing(of("{ login: ann, id: 1, since: 2026-12-01 }"), aWorld({ teams, accounts: young }))).toEqual([]);
  });
});

describe("owners", () => {
  const owners = (access: string) => differing(text(access), aWorld({ owners: people("ann", "eve", "kim") }));

  it("are compared where the registry says them, by whoever changed it last", () => {
    expect(owners("{}")).toEqual([]);
    expect(owners("{ owners: [Ann, ben], besides: [kim] }")).toEqual(["owner-missing:ben", "owner-surplus:5"]);
    const { differences } = accessDifferences(
      theClaims(text("{ owners: [ann] }")),
      aWorld({ owners: people("ann", "eve") }),
      {
        ...NO_MEMORY,
        changes: [
          { what: "added", where: { kind: "organisation" }, person: person("eve"), by: person("ben"), at: december(3) },
        ],
      },
    );
    expect(differences).toMatchObject([{ kind: "owner-surplus", change: { by: "ben", at: december(3) } }]);
  });

  it("are told with who let them in or took them out, and with nobody where an event told something else", () => {
    const by = (what: "added" | "removed" | "invited", there: readonly string[], login: string) => {
      const where = { kind: "organisation" } as const;
      const change = { what, where, person: person(login), by: person("ben"), at: december(3) };
      const world = aWorld({ owners: people("ann", ...there) });
      const memory = { ...NO_MEMORY, changes: [change] };
      return accessDifferences(theClaims(text("{ owners: [ann, kim] }")), world, memory).differences.map((one) => [
        one.kind,
        "change" in one ? one.change : undefined,
      ]);
    };
    const told = { by: "ben", at: december(3) };
    expect(by("removed", [], "kim")).toEqual([["owner-missing", told]]);
    expect(by("invited", [], "kim")).toEqual([["owner-missing", null]]);
    expect(by("added", ["kim", "eve"], "eve")).toEqual([["owner-surplus", told]]);
    expect(by("removed", ["kim", "eve"], "eve")).toEqual([["owner-surplus", null]]);
  });
});

describe("repositories", () => {
  const said = text(
    '{ repositories: { maintainers: write, approvers: triage }, besides: [kim], teams: { "{area}-approvers": approvers } }',
    "areas: { kusion: { repos: [kusion] } }\nmaintainers: [ann]\napprovers: [{ login: ben, areas: [kusion] }]\nmembers: [dee]\n",
  );
  const teams = [aTeam("kusion-approvers", people("ben"))];
  const GIVEN = { "kusion-approvers": "triage" } as const;
  const differ = (repository: ReturnType<typeof aRepository>, registry = said) =>
    differing(registry, aWorld({ teams, repositories: [repository], owners: people("SparkYuan") }));
  const right = [collaborator("ann", "write"), collaborator("ben", "triage", { isDirect: false })];

  it("that are as the registry says differ in nothing", () => {
    expect(differ(aRepository("kusion", right, GIVEN))).toEqual([]);
    const more = [collaborator("SparkYuan", "admin"), collaborator("kim", "admin"), collaborator("eve", "read")];
    expect(differ(aRepository("kusion", [...right, ...more], GIVEN))).toEqual([]);
  });

  it("somebody without a role who was given access themselves is told", () => {
    const eve = aRepository("kusion", [...right, collaborator("eve", "admin")], GIVEN);
    expect(differ(eve)).toEqual(["collaborator:kusion:5"]);
    const byTeam = [...right, collaborator("eve", "write", { isDirect: false })];
    expect(differ(aRepository("kusion", byTeam, GIVEN))).toEqual([]);
    const reader = [...right, collaborator("eve", "read")];
    expect(differ(aRepository("kusion", reader, GIVEN, true))).toEqual(["collaborator:kusion:5"]);
  });

  it("where nothing is said of permissions, whoever may push and holds no role at all is told", () => {
    const silent = text(
      "{ besides: [kim] }",
      "areas: { karpor: { repos: [karpor] } }\nmaintainers: [ann]\nmembers: [{ login: ben, areas: [karpor] }]\n",
    );
    const all = [collaborator("ann", "admin"), collaborator("ben", "write"), collaborator("kim", "write")];
    expect(differ(aRepository("kusion", all), silent)).toEqual([]);
    const strangers = [collaborator("eve", "write"), collaborator("dee", "triage"), collaborator("SparkYuan", "admin")];
    expect(differ(aRepository("kusion", [...all, ...strangers]), silent)).toEqual(["collaborator:kusion:5"]);
  });

  it("R67: where nothing is said of permissions, what is forbidden hinders nothing, and what failed hinders all", () => {
    const unread = (collaborators: RepositoryFacts["collaborators"]) =>
      found(text("{ owners: [ben] }", "maintainers: [ann]\n"), {
        repositories: [{ ...aRepository("kusion", []), collaborators }],
        owners: people("ben", "eve"),
      });
    expect(unread(FORBIDDEN)).toMatchObject({
      differences: [{ kind: "owner-surplus" }],
      unread: [],
      unseen: [{ part: { kind: "repository", repository: "kusion" } }],
    });
    expect(unread(FAILED)).toMatchObject({ differences: [], unread: [{ part: { repository: "kusion" } }], unseen: [] });
  });

  it("more and less than a role says are told with both", () => {
    const { differences } = found(said, {
      teams,
      repositories: [aRepository("kusion", [collaborator("ann", "admin"), collaborator("ben", "triage")], GIVEN)],
    });
    expect(differences).toMatchObject([
      { kind: "collaborator-permission", role: "maintainers", says: "write", gives: "admin" },
    ]);
    expect(differ(aRepository("kusion", [collaborator("ann", "read"), ...right.slice(1)], GIVEN))).toEqual([
      "permission:kusion:1",
    ]);
    const absent = found(said, { teams, repositories: [aRepository("kusion", right.slice(1), GIVEN)] }).differences;
    expect(absent).toMatchObject([{ person: { login: "ann" }, says: "write", gives: "read" }]);
    const hidden = found(said, {
      teams,
      repositories: [aRepository("kusion", right.slice(1), GIVEN, true)],
    }).differences;
    expect(hidden).toMatchObject([{ person: { login: "ann" }, says: "write", gives: "none" }]);
  });

  it("a role that gives nothing gives no direct access", () => {
    expect(differ(aRepository("kusion", [...right, collaborator("dee", "triage")], GIVEN))).toEqual([
      "permission:kusion:4",
    ]);
    const byTeam = collaborator("dee", "triage", { isDirect: false });
    expect(differ(aRepository("kusion", [...right, byTeam], GIVEN))).toEqual([]);
  });

  it("what a team has there is one difference, not one for each of its people", () => {
    const ben = (permission: "read" | "write") => collaborator("ben", permission, { isDirect: false });
    const kusion = (permission: "read" | "write") =>
      differ(aRepository("kusion", [right[0] ?? ben("read"), ben(permission)], { "kusion-approvers": permission }));
    expect(kusion("read")).toEqual(["team-permission:kusion:kusion-approvers"]);
    expect(kusion("write")).toEqual(["team-permission:kusion:kusion-approvers"]);
    expect(differ(aRepository("kusion", [right[0] ?? ben("read")], {}))).toEqual([
      "team-permission:kusion:kusion-approvers",
    ]);
  });

  it("who is missing from the team that gives it is not told twice", () => {
    const world = aWorld({
      teams: [aTeam("kusion-approvers", [])],
      repositories: [aRepository("kusion", right.slice(0, 1), GIVEN)],
    });
    expect(differing(said, world)).toEqual(["missing:kusion-approvers:2"]);
  });
});

describe("R67: what could not be read", () => {
  const repositories = [aRepository("kusion", [collaborator("eve", "admin")])];
  const all = text("{ teams: { core: approvers, more: approvers }, owners: [kim] }");
  const teams = [aTeam("core", people("eve")), aTeam("more", people("ann", "ben"))];

  it("owners: nothing else can be told either", () => {
    expect(differing(all, aWorld({ teams, repositories }, { owners: FAILED }))).toEqual(["unread owners"]);
  });

  it.each([
    ["members", { members: FORBIDDEN }],
    ["invitations", { invitations: FAILED }],
  ])("the %s of a team are no difference of it, and the others are told", (_, facts) => {
    const world = aWorld({
      teams: [aTeam("core", [], facts), aTeam("more", people("ann", "ben"))],
      owners: people("kim"),
    });
    expect(differing(all, world)).toEqual(["unread team core"]);
  });

  it("a team that was not asked about, and one that did not come", () => {
    const world = aWorld({ teams: teams.slice(1), owners: people("kim") });
    expect(differing(all, world)).toEqual(["unread team core"]);
    const partial = { ...world, teams: new Map([...world.teams, ["core", FAILED] as const]) };
    expect(differing(all, partial)).toEqual(["unread team core"]);
  });

  it("failed invitations: nothing is told without them, where somebody is missing", () => {
    const world = aWorld({ teams, owners: people("kim") }, { failedInvitations: FAILED });
    expect(differing(all, world)).toEqual(["unread failed-invitations"]);
  });

  it("an account of somebody missing", () => {
    const world = aWorld({ teams: [aTeam("core", people("ann")), ...teams.slice(1)], owners: people("kim") });
    expect(differing(all, { ...world, accounts: new Map([["ben", FAILED]]) })).toEqual(["unread account ben"]);
    expect(differing(all, { ...world, accounts: new Map() })).toEqual(["unread account ben"]);
  });

  it("a repository's people or teams, and its own registry", () => {
    const kim = people("kim");
    const of = (facts: object) =>
      aWorld({
        teams: teams.slice(1),
        owners: kim,
        repositories: [{ ...aRepository("kusion", [collaborator("eve", "admin")]), ...facts }],
      });
    const one = text("{ teams: { more: approvers }, repositories: { maintainers: write } }");
    expect(differing(one, of({ collaborators: FAILED }))).toEqual(["unread repository kusion"]);
    expect(differing(one, of({ teams: FAILED }))).toEqual(["unread repository kusion"]);
    const claims = theClaims(one, { own: new Map([["kusion", null]]) });
    expect(accessDifferences(claims, of({}), NO_MEMORY)).toMatchObject({
      differences: [],
      unread: [{ part: { kind: "registry", repository: "kusion" } }],
    });
  });

  it("a team through which the registry has people: nothing is said of people in repositories", () => {
    const through = text("{ repositories: { approvers: write } }", "approvers: [ann, { team: KusionStack/staff }]\n");
    expect(differing(through, aWorld({ repositories }))).toEqual(["unread registry-team KusionStack/staff"]);
  });

  it("a team through which the registry has people", () => {
    const through = text("{ teams: { core: approvers } }", "approvers: [ann, { team: KusionStack/staff }]\n");
    expect(differing(through, aWorld({ teams: [aTeam("core", people("eve"))], repositories }))).toEqual([
      "unread registry-team KusionStack/staff",
    ]);
  });
});
