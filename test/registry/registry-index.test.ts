import { describe, expect, it } from "vitest";
import { indexed } from "../../src/registry/registry-index.ts";
import { anIndex, aRegistry, chainAt, KUSION, logins, user } from "./a-registry.ts";

const OTHER = { owner: "KusionStack", name: "other" };

describe("rolesOf", () => {
  const index = anIndex(`
areas: { kusion: { repos: [kusion] } }
maintainers: [{ login: Ann, id: 7 }, ben]
approvers: [{ login: ann, areas: [kusion] }, cho]
`);

  it("R4: logins compare without case", () => {
    expect(index.rolesOf(user("CHO", 1)).map(({ role }) => role)).toEqual(["approvers"]);
  });

  it("R4: a person pinned by id counts by id alone, whatever the login", () => {
    expect(index.rolesOf(user("renamed", 7)).map(({ role }) => role)).toEqual(["maintainers", "approvers"]);
    expect(index.rolesOf(user("Ann", 8))).toEqual([]);
    expect(index.rolesOf(user("Ann"))).toEqual([]);
  });

  it("R4: one pinned entry pins the other entries of the login", () => {
    expect(index.rolesOf(user("ann", 99))).toEqual([]);
  });

  it("R3: bots, other accounts, deleted accounts and people not listed hold nothing", () => {
    expect(index.rolesOf({ login: "ben", id: 2, type: "Bot" })).toEqual([]);
    expect(index.rolesOf({ login: "ben", id: 2, type: "Other" })).toEqual([]);
    expect(index.rolesOf(null)).toEqual([]);
    expect(index.holdsAnyRole(user("octo-fan", 3))).toBe(false);
    expect(index.holdsAnyRole(user("ben", 2))).toBe(true);
  });

  it("members of a team hold what it holds, by id; nobody does through a team that was not read", () => {
    const text = "maintainers: [ann, ben]\napprovers: [{ team: KusionStack/Core }]\n";
    const members = [user("cho", 5), { login: "robot", id: 6, type: "Bot" as const }];
    const withTeam = anIndex(text, new Map([["kusionstack/core", members]]));
    expect(withTeam.rolesOf(user("cho", 5)).map(({ role }) => role)).toEqual(["approvers"]);
    expect(withTeam.rolesOf(user("cho", 50))).toEqual([]);
    expect(withTeam.rolesOf({ login: "robot", id: 6, type: "Bot" })).toEqual([]);
    expect(logins(withTeam.approversOf(chainAt(withTeam, KUSION, "a")))).toEqual(["ann", "ben", "cho"]);
    expect(anIndex(text).rolesOf(user("cho", 5))).toEqual([]);
  });

  it("R4: a holder whom a list names by login and a team by id is one person, with that id, and holds both", () => {
    const text = "areas: { kusion: { repos: [kusion] } }\nmaintainers: [ann, { login: cho, areas: [kusion] }]\n";
    const inTeam = `${text}approvers: [{ team: KusionStack/Core }]\n`;
    const index = anIndex(inTeam, new Map([["kusionstack/core", [user("cho", 5)]]]));
    expect(index.holdersOf("maintainers")).toMatchObject([
      { login: "ann", id: null },
      { login: "cho", id: 5 },
    ]);
    expect(index.rolesOfNamed({ login: "Cho", id: null }).map(({ role }) => role)).toEqual([
      "maintainers",
      "approvers",
    ]);
  });
});

describe("atLeast", () => {
  it("a role includes those below it, and a name that is no role is below everything", () => {
    const index = anIndex("maintainers: [ann, ben]");
    expect(index.topRole()).toBe("maintainers");
    expect(index.atLeast("maintainers", "approvers")).toBe(true);
    expect(index.atLeast("approvers", "approvers")).toBe(true);
    expect(index.atLeast("contributors", "approvers")).toBe(false);
    expect(index.atLeast("nonsense", "members")).toBe(false);
    expect(index.atLeast("maintainers", "nonsense")).toBe(false);
  });
});

describe("areaPathsOf", () => {
  const index = anIndex(`
areas:
  everything: { repos: [kusion, karpor, other] }
  kusion: { repos: [Kusion] }
  engine: { repos: [kusion], paths: ["pkg/engine/**"] }
  docs: { paths: ["docs/**", "**/*.md"] }
  late: { paths: ["**/*.md"] }
  deep: { repos: [kusion], paths: ["pkg/engine/api/*.go"] }
  alien: { repos: [karpor], paths: ["pkg/**"] }
maintainers: [ann, ben]
`);
  const areas = (path: string, repository = KUSION) => chainAt(index, repository, path).areas;

  it("R12a: the owner is the area whose matching pattern has the longest literal beginning", () => {
    expect(areas("pkg/engine/api/a.go")).toEqual(["deep", "engine", "kusion", "everything"]);
    expect(areas("pkg/engine/api/x/a.go")).toEqual(["engine", "kusion", "everything"]);
    expect(areas("docs/a.md")).toEqual(["docs", "late", "kusion", "everything"]);
  });

  it("R12a: among equals the one written last; areas of paths before areas of whole repositories", () => {
    expect(areas("a.md")).toEqual(["late", "docs", "kusion", "everything"]);
    expect(areas("main.go")).toEqual(["kusion", "everything"]);
  });

  it("areas lie only in the repositories they name, case apart, or in all", () => {
    expect(areas("pkg/engine/a.go", OTHER)).toEqual(["everything"]);
    expect(areas("pkg/x", { owner: "o", name: "KARPOR" })).toEqual(["alien", "everything"]);
  });

  it("R15: the empty path is the repository itself: whole areas only", () => {
    expect(areas("")).toEqual(["kusion", "everything"]);
    const covering = anIndex(
      'areas: { all: { paths: ["**"] }, docs: { paths: ["docs/**"] } }\nmaintainers: [ann, ben]',
    );
    expect(chainAt(covering, KUSION, "").areas).toEqual(["all"]);
  });

  it("R15: a path of no area gives an empty, open chain", () => {
    const none = anIndex('areas: { docs: { paths: ["docs/**"] } }\nmaintainers: [ann, ben]');
    expect(chainAt(none, KUSION, "src/a")).toMatchObject({ areas: [], open: true });
  });

  it("equal chains have equal keys, different ones different keys", () => {
    expect(chainAt(index, KUSION, "a.go").key).toBe(chainAt(index, KUSION, "b.go").key);
    expect(chainAt(index, KUSION, "a.go").key).not.toBe(chainAt(index, KUSION, "a.md").key);
    const closed = anIndex(
      'areas: { a: { paths: ["x"], exclusive: true }, b: { paths: ["y"] } }\nmaintainers: [ann, ben]',
    );
    expect(chainAt(closed, KUSION, "x").key).not.toBe(chainAt(closed, KUSION, "y").key);
  });
});

describe("who may approve", () => {
  const index = anIndex(`
areas:
  kusion: { repos: [kusion] }
  engine: { repos: [kusion], paths: ["pkg/engine/**"], exclusive: true }
  api: { repos: [kusion], paths: ["pkg/engine/api/**"] }
  docs: { repos: [kusion], paths: ["docs/**"], approval: { from: contributors, min: 0 } }
maintainers:
  - { login: max, areas: [kusion] }
  - { login: eve, areas: [engine] }
  - root
approvers:
  - { login: amy, areas: [kusion] }
  - { login: ivo, areas: [api, docs] }
  - max
contributors:
  - { login: dee, areas: [docs] }
`);
  const at = (path: string) => chainAt(index, KUSION, path);
  const who = (path: string, from?: string) => logins(index.approversOf(at(path), from));

  it("holders of the area, of enclosing areas and without areas may; order as written, each person once", () => {
    expect(who("main.go")).toEqual(["max", "root", "amy"]);
    expect(index.approversOf(at("main.go"))[0]).toEqual({
      login: "max",
      id: null,
      role: "maintainers",
      areas: ["kusion"],
    });
  });

  it("R15a: in an exclusive area only those whose role names it", () => {
    expect(who("pkg/engine/x.go")).toEqual(["eve"]);
    expect(index.mayApprove(user("root"), at("pkg/engine/x.go"))).toBeNull();
    expect(index.mayApprove(user("eve"), at("pkg/engine/x.go"))?.role).toBe("maintainers");
  });

  it("R76: an area inside an exclusive one has no say there, however closely it matches", () => {
    expect(at("pkg/engine/api/x.go")).toMatchObject({ areas: ["engine"], open: false });
    expect(who("pkg/engine/api/x.go")).toEqual(["eve"]);
  });

  it("the area that owns a path says from which role, and those above count too", () => {
    expect(who("docs/a.md")).toEqual(["max", "root", "amy", "ivo", "dee"]);
    expect(who("docs/a.md", "approvers")).toEqual(["max", "root", "amy", "ivo"]);
    expect(index.mayApprove(user("dee"), at("docs/a.md"))?.role).toBe("contributors");
    expect(index.mayApprove(user("dee"), at("docs/a.md"), "approvers")).toBeNull();
  });

  it("a role that is none gives nobody", () => {
    expect(who("main.go", "nonsense")).toEqual([]);
    expect(index.mayApprove(user("root"), at("main.go"), "nonsense")).toBeNull();
  });

  it("mayApprove gives the highest holding that counts there", () => {
    expect(index.mayApprove(user("max"), at("main.go"))?.role).toBe("maintainers");
    expect(index.mayApprove(user("max"), chainAt(index, OTHER, "main.go"))?.role).toBe("approvers");
    expect(index.mayApprove(null, at("main.go"))).toBeNull();
  });
});

describe("R76: exclusive areas come first", () => {
  const index = anIndex(`
areas:
  web: { paths: ["web/**"] }
  security: { paths: ["**/crypto/**"], exclusive: true, approval: { min: 2 } }
  keys: { paths: ["web/crypto/keys/**"], exclusive: true, approval: { from: maintainers } }
  vendored: { paths: ["web/crypto/vendor/**", "web/vendor/**"], approval: { min: 0 } }
  apart: { paths: ["web/apart/**"], inherits: false }
maintainers: [ann, ben, { login: kim, areas: [keys] }]
approvers:
  - { login: wes, areas: [web, vendored, apart] }
  - { login: sue, areas: [security] }
`);
  const asked = (path: string) =>
    index.areaPathsOf(KUSION, path).map((chain) => ({
      areas: chain.areas,
      who: logins(index.approversOf(chain)),
      ...index.neededFor(chain, "main"),
    }));

  it("whatever other area begins longer", () => {
    const security = { areas: ["security"], who: ["sue"], from: "approvers", min: 2 };
    expect(asked("web/crypto/a.ts")).toEqual([security]);
    expect(asked("crypto/a.ts")).toEqual([security]);
    expect(asked("web/crypto/vendor/a.ts")).toEqual([security]);
    expect(asked("web/vendor/a.ts")).toMatchObject([{ areas: ["vendored", "web"], min: 0 }]);
  });

  it("two that match are both asked", () => {
    expect(asked("web/crypto/keys/a.pem")).toEqual([
      { areas: ["keys"], who: ["kim"], from: "maintainers", min: 1 },
      { areas: ["security"], who: ["sue"], from: "approvers", min: 2 },
    ]);
  });

  it("also for a submodule or a link that stands where the folder would", () => {
    expect(asked("web/crypto")).toMatchObject([{ areas: ["security"] }]);
    expect(asked("web/crypto.ts")).toMatchObject([{ areas: ["web"] }]);
  });

  it("R13: an area that does not inherit takes nobody of those around it, and keeps nothing from others", () => {
    expect(asked("web/apart/a.ts")).toEqual([{ areas: ["apart"], who: ["wes"], from: "approvers", min: 1 }]);
    expect(asked("web/apart/crypto/a.ts")).toMatchObject([{ areas: ["security"] }]);
  });
});

describe("neededFor", () => {
  const index = anIndex(`
areas:
  engine: { paths: ["engine/**"], approval: { min: 2, from: maintainers } }
  free: { paths: ["free/**"], approval: { min: 0 } }
approval: { min: 1, branches: { "release-*": { min: 3 }, "release-1*": { min: 4 } } }
maintainers: [ann, ben]
`);
  const needed = (path: string, base: string) => index.neededFor(chainAt(index, KUSION, path), base);

  it("R12a: the larger of the branch's and the area's min", () => {
    expect(needed("engine/a", "main")).toEqual({ from: "maintainers", min: 2 });
    expect(needed("engine/a", "release-2")).toEqual({ from: "maintainers", min: 3 });
    expect(needed("a", "main")).toEqual({ from: "approvers", min: 1 });
    expect(needed("free/a", "main")).toEqual({ from: "approvers", min: 0 });
    expect(needed("free/a", "release-2")).toEqual({ from: "approvers", min: 3 });
  });

  it("R16: every branch pattern that matches applies, and the strictest wins", () => {
    expect(needed("a", "release-1.2").min).toBe(4);
    expect(index.branchPatterns("release-1.2")).toEqual(["release-*", "release-1*"]);
    expect(index.branchPatterns("main")).toEqual([]);
  });
});

describe("changes of the registry itself", () => {
  it("its file is roles.yaml or .github/roles.yaml, nothing else", () => {
    const index = anIndex("maintainers: [ann, ben]");
    expect(["roles.yaml", ".github/roles.yaml"].map(index.isRegistryPath)).toEqual([true, true]);
    expect(["docs/roles.yaml", "Roles.yaml", "roles.yml", ""].map(index.isRegistryPath)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("need the top role for the whole repository: without areas, or of an area that is the whole of it", () => {
    const index = anIndex(`
areas: { kusion: { repos: [kusion] }, docs: { repos: [kusion], paths: ["docs/**"] }, all: { repos: [kusion], paths: ["**"] } }
maintainers: [{ login: wes, areas: [kusion] }, { login: dot, areas: [docs] }, { login: all, areas: [all] }, root]
approvers: [amy]
`);
    expect(logins(index.registryApprovers(KUSION))).toEqual(["wes", "all", "root"]);
    expect(index.mayApproveRegistry(user("wes"), KUSION)?.role).toBe("maintainers");
    expect(index.mayApproveRegistry(user("dot"), KUSION)).toBeNull();
    expect(index.mayApproveRegistry(user("amy"), KUSION)).toBeNull();
    expect(logins(index.registryApprovers(OTHER))).toEqual(["root"]);
  });

  it("where the whole repository has nobody of the top role, any of the top role", () => {
    const index = anIndex(
      "areas: { kusion: { repos: [kusion] } }\nmaintainers: [{ login: wes, areas: [kusion] }]\napprovers: [amy]",
    );
    expect(logins(index.registryApprovers(OTHER))).toEqual(["wes"]);
    expect(index.mayApproveRegistry(user("wes"), OTHER)?.login).toBe("wes");
    expect(index.mayApproveRegistry(user("amy"), OTHER)).toBeNull();
  });

  it("a team of the whole repository that was not read still keeps the others out", () => {
    const text =
      "areas: { kusion: { repos: [kusion] } }\nmaintainers: [{ login: wes, areas: [kusion] }, { team: KusionStack/leads }]";
    expect(anIndex(text).registryApprovers(OTHER)).toEqual([]);
    expect(logins(anIndex(text, new Map([["KusionStack/leads", [user("lee", 4)]]])).registryApprovers(OTHER))).toEqual([
      "lee",
    ]);
  });
});

it("an area is found by its name, case apart", () => {
  const index = anIndex("areas: { Engine: { repos: [kusion] } }\nmaintainers: [ann, ben]");
  expect(index.areaNamed("ENGINE")?.name).toBe("Engine");
  expect(index.areaNamed("engin")).toBeNull();
  expect(index.areaNames()).toEqual(["Engine"]);
});

it("a registry that still waits to be joined answers nothing", () => {
  const own = aRegistry("extends: true\nmaintainers: [ann]", {}, "kusion");
  expect(() => indexed(own)).toThrow(/only once joined/);
});

it("R53: who may approve is found once for each of a hundred areas, though thousands may in each", () => {
  const areas = Array.from({ length: 100 }, (_, n) => `area-${n}`);
  const crowd = Array.from({ length: 3_000 }, (_, n) => `c${n}`);
  const index = anIndex(`
areas: { ${areas.map((name) => `${name}: { repos: [kusion], paths: ["${name}/**"] }`).join(", ")} }
groups: { all: [${crowd.join(", ")}] }
approvers: [{ group: all, areas: [${areas.join(", ")}] }]
`);
  const lists = () => areas.map((name) => index.approversOf(chainAt(index, KUSION, `${name}/a.go`)));
  const [first, second] = [lists(), lists()];
  expect(first.every((list, at) => list.length === 3_000 && list === second[at])).toBe(true);
});
