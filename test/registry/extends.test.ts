import { describe, expect, it } from "vitest";
import { joined } from "../../src/registry/extends.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { aRegistry, chainAt, faultsOf, KUSION, logins, user } from "./a-registry.ts";

const ORGANISATION = `
areas:
  engine: { repos: [kusion], paths: ["pkg/engine/**"], exclusive: true }
  docs: { paths: ["docs/**"] }
approval: { min: 2, lapse: push, branches: { "release-*": { min: 3 } } }
reviews: { request: 4 }
labels: { approved: fine }
maintainers: [{ login: eve, areas: [engine] }, { login: root, id: 1 }, boss]
`;
const OPEN = `
approval: { min: 2, lapse: push }
mode: enforce
maintainers: [root, boss]
`;
const organisation = aRegistry(ORGANISATION);
const open = aRegistry(OPEN);
const own = (text: string) => aRegistry(`extends: true\n${text}`, {}, "kusion");
const together = (text: string, base = organisation) => joined(own(text), base);

describe("joined", () => {
  it("lists join: people, teams and areas of both files stand", () => {
    const registry = together(
      'areas: { cli: { paths: ["cmd/**"] } }\napprovers: [{ login: cho, areas: [cli] }, { team: KusionStack/x }]\n',
    );
    expect(logins(registry.people)).toEqual(["cho", "eve", "root", "boss"]);
    expect(registry.teams).toHaveLength(1);
    expect(registry.areas.map(({ name }) => name)).toEqual(["engine", "docs", "cli"]);
    expect(registry.sources.map(({ repository }) => repository.name)).toEqual(["kusion", ".github"]);
    expect(registry.extends).toBeUndefined();
  });

  it("rules override: those that the repository's file writes, and only those", () => {
    const registry = together("approval: { min: 1, lapse: never }\nlabels: { lgtm: false }\nmode: advise\n", open);
    expect(registry.approval).toMatchObject({ min: 1, lapse: "never" });
    expect(registry.labels).toMatchObject({ lgtm: null, approved: "approved" });
    expect(registry.mode).toBe("advise");
    const silent = together("approvers: [cho]");
    expect(silent.approval).toMatchObject({ min: 2, lapse: "push" });
    expect(silent.reviews.request).toBe(4);
    expect(silent.labels.approved).toBe("fine");
  });

  it("branches of both files stand", () => {
    expect(together("approval: { branches: { main: { min: 1 } } }").approval.branches).toEqual([
      { pattern: "main", min: 1 },
      { pattern: "release-*", min: 3 },
    ]);
  });

  it("the ladder is the organisation's; of a role the file changes summary and promotion", () => {
    const registry = together(
      "roles: { approvers: { summary: Ours. }, chiefs: { summary: New. } }\nchiefs: [mallory]\n",
    );
    expect(registry.roles.map(({ name }) => name)).toEqual(organisation.roles.map(({ name }) => name));
    expect(registry.roles.find(({ name }) => name === "approvers")?.summary).toBe("Ours.");
    expect(logins(registry.people)).not.toContain("mallory");
  });

  it("a role of the organisation's own ladder can be filled by the repository's file", () => {
    const base = aRegistry("roles: { writers: , editors: }\neditors: [ann, ben]\n");
    expect(logins(together("writers: [cho]", base).people)).toEqual(["cho", "ann", "ben"]);
  });

  it("R4: whom the organisation pins is pinned in the repository's file too", () => {
    const index = indexed(together("approvers: [root]"));
    expect(index.rolesOf(user("root", 1)).map(({ role }) => role)).toEqual(["approvers", "maintainers"]);
    expect(index.rolesOf(user("root", 666))).toEqual([]);
  });

  it("is idempotent, and takes one step only", () => {
    const once = together("approvers: [cho]");
    expect(joined(once, organisation)).toBe(once);
    expect(() => joined(own("approvers: [a]"), own("approvers: [b]"))).toThrow(/one step/);
  });
});

describe("what the organisation keeps to itself with `exclusive`", () => {
  const chain = (text: string, path = "pkg/engine/apply.go") => {
    const index = indexed(together(text));
    return { index, chain: chainAt(index, KUSION, path) };
  };

  it("the repository's file can name nobody for it", () => {
    const text = "approvers: [{ login: mallory, areas: [engine] }]";
    const { index, chain: at } = chain(text);
    expect(index.mayApprove(user("mallory"), at)).toBeNull();
    // Nor does the entry, its area gone, hold everywhere.
    expect(index.holdsAnyRole(user("mallory"))).toBe(false);
    expect(logins(index.approversOf(at))).toEqual(["eve"]);
  });

  it("the repository's file can put no area inside it", () => {
    const text =
      'areas: { mine: { paths: ["pkg/engine/apply.go"], approval: { min: 0 } } }\nmaintainers: [{ login: mallory, areas: [mine] }]';
    const { index, chain: at } = chain(text);
    expect(at).toMatchObject({ areas: ["engine"], open: false });
    expect(index.mayApprove(user("mallory"), at)).toBeNull();
    expect(index.neededFor(at, "main")).toEqual({ from: "approvers", min: 2 });
  });

  it("the repository's file can neither redefine it nor ask for less", () => {
    const text =
      'areas: { Engine: { paths: ["nowhere/**"] } }\napproval: { min: 0, from: members, branches: { "release-*": { min: 0 } } }';
    const { index, chain: at } = chain(text);
    expect(at.areas).toEqual(["engine"]);
    expect(index.neededFor(at, "main")).toEqual({ from: "approvers", min: 2 });
    expect(index.neededFor(at, "release-1").min).toBe(3);
  });

  it("with such an area in the repository, loosening switches only become stricter", () => {
    const loose = "approval: { author-counts: true, contributors-count: false, lapse: never, lgtm: 1 }\nmode: advise\n";
    expect(together(loose)).toMatchObject({
      mode: "enforce",
      approval: { authorCounts: false, contributorsCount: false, lapse: "push", lgtm: 1 },
    });
    const elsewhere = joined(aRegistry(`extends: true\n${loose}`, {}, "other"), organisation);
    expect(elsewhere).toMatchObject({ mode: "advise", approval: { authorCounts: true, lapse: "never" } });
  });

  it("elsewhere the repository's file has its say", () => {
    const text =
      'areas: { cli: { paths: ["cmd/**"] } }\napproval: { min: 1 }\napprovers: [{ login: cho, areas: [cli] }]';
    const { index, chain: at } = chain(text, "cmd/main.go");
    expect(index.mayApprove(user("cho"), at)?.role).toBe("approvers");
    expect(index.neededFor(at, "main").min).toBe(1);
  });
});

describe("a text that extends, held against the registry it extends", () => {
  const faults = (text: string) =>
    faultsOf(text, { base: organisation }, "kusion").filter((fault) => !fault.includes("warning"));

  it("has every fault of what the join would drop", () => {
    expect(
      faults(`extends: true
areas: { docs: { paths: [docs] }, cli: { paths: [cmd] } }
roles: { chiefs: }
approvers: [{ login: a, areas: [engine] }, { login: b, areas: [docs, cly] }]
`),
    ).toEqual([
      '2:10 area "docs" is the organisation\'s; choose another name',
      expect.stringMatching(
        /^3:10 role "chiefs" is not defined; defined are members, .*; the ladder is the organisation's$/,
      ),
      '4:33 area "engine" is exclusive in the organisation\'s registry; only that file can name its people',
      '4:70 area "cly" is not defined; defined are docs, cli, engine; did you mean "cli"?',
    ]);
  });

  it("is returned joined", () => {
    const registry = aRegistry("extends: true\napprovers: [cho]", { base: organisation }, "kusion");
    expect(registry).toEqual(together("approvers: [cho]"));
  });

  it("extends only another repository of the same owner", () => {
    const of = (target: string) => faultsOf(`extends: ${target}\napprovers: [cho]`, {}, "kusion");
    expect(of("KusionStack/.github")).toEqual([]);
    expect(of("kusionstack/community")).toEqual([]);
    expect(of("Mallory/.github")).toEqual([
      '1:10 "Mallory" is another owner; a registry can extend only one of KusionStack',
    ]);
    expect(of("KusionStack/Kusion")).toEqual(["1:10 a registry cannot extend itself; name another repository"]);
    expect(of("community")).toEqual([expect.stringMatching(/^1:10 "community" is no repository/)]);
  });

  it("names the repository it extends, or the organisation's registry", () => {
    expect(own("approvers: [a]").extends?.repository).toBeNull();
    expect(aRegistry("extends: KusionStack/community\napprovers: [a]", {}, "kusion").extends?.repository).toEqual({
      owner: "KusionStack",
      name: "community",
    });
  });
});
