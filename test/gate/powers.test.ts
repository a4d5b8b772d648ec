import { describe, expect, it } from "vitest";
import { powerParagraphs } from "../../src/gate/power-text.ts";
import { powerChanges } from "../../src/gate/registry-effect.ts";
import { anIndex, KUSION } from "../registry/a-registry.ts";

const TREE = ["README.md", "main.go", "docs/a.md", "docs/b.md", "web/app.ts", "web/crypto/a.ts", "pkg/engine/a.go"];
const PEOPLE = `
maintainers: [mona]
approvers:
  - { login: wes, areas: [web] }
  - { login: sue, areas: [security] }
  - { login: dora, areas: [docs] }
  - ann
contributors: [carl]
members: [mel]
`;
const AREAS = {
  web: '{ paths: ["web/**"] }',
  security: '{ paths: ["**/crypto/**"], exclusive: true }',
  docs: '{ paths: ["docs/**"] }',
};

function registry(areas: Partial<Record<keyof typeof AREAS, string>> = {}, rest = ""): string {
  const written = Object.entries({ ...AREAS, ...areas }).map(([name, area]) => `  ${name}: ${area}`);
  return `areas:\n${written.join("\n")}${PEOPLE}${rest}`;
}

/** The lines told of the change from the usual registry to another. */
function told(after: string, before = registry(), tree: readonly string[] | null = TREE): readonly string[] {
  const scope = { tree: tree && { paths: tree, whole: true }, everywhere: false, defaultBranch: "main" };
  const changes = powerChanges({ before: anIndex(before), after: anIndex(after) }, KUSION, scope);
  return powerParagraphs(changes).join("\n").split("\n");
}

describe("R82: who gains and loses what is computed from both registries", () => {
  it("and is nothing where nothing changes hands", () => {
    expect(told(registry())).toEqual([""]);
    expect(told(registry({}, "welcome: Hello\n"))).toEqual([""]);
  });

  it("approval.from: contributors", () => {
    expect(told(registry({}, "approval: { from: contributors }\n"))).toEqual([
      "**Who gains and loses what** (computed over 7 files of this repository and sample paths of each pattern)",
      "- `README.md`, `main.go`, `pkg/engine/a.go` and 6 more: carl may approve now",
      "- carl may now approve pull requests that have commits of theirs",
    ]);
  });

  it("exclusive taken away", () => {
    const text = told(registry({ security: '{ paths: ["**/crypto/**"] }' })).join("\n");
    expect(text).toContain("`web/crypto/a.ts`, `web/crypto/x`: mona, wes and ann may approve now");
  });

  it("a pattern moved, and one that matches nothing any more", () => {
    expect(told(registry({ docs: '{ paths: ["pkg/**"] }' })).join("\n")).toContain(
      "`docs/a.md`, `docs/b.md`, `docs/x`: dora may no longer approve\n- `pkg/engine/a.go`, `pkg/x`: dora may approve now",
    );
    expect(told(registry({ docs: '{ paths: ["Docs/**"] }' })).join("\n")).toContain("dora may no longer approve");
    expect(told(registry({ security: '{ paths: ["**/cripto/**"], exclusive: true }' })).join("\n")).toContain(
      "`web/crypto/a.ts`, `web/crypto/x`: mona, wes and ann may approve now; sue may no longer approve",
    );
  });

  it("two areas swapped", () => {
    const text = told(registry({ web: AREAS.docs, docs: AREAS.web })).join("\n");
    expect(text).toContain("`docs/a.md`, `docs/b.md`, `docs/x`: wes may approve now; dora may no longer approve");
    expect(text).toContain("`web/app.ts`, `web/x`: dora may approve now; wes may no longer approve");
  });

  it("a ladder turned round", () => {
    const ladder = (roles: string) => registry({}, `roles: { ${roles} }\n`);
    const text = told(
      ladder("maintainers: , approvers: , contributors: , members: "),
      ladder("members: , contributors: , approvers: , maintainers: "),
    ).join("\n");
    expect(text).toContain("carl and mel may approve now; mona may no longer approve");
    expect(text).toContain("mel may now approve changes of the registry; mona may no longer");
  });

  it("how many must approve, and nobody at all", () => {
    expect(told(registry({ docs: '{ paths: ["docs/**"], approval: { min: 0 } }' })).at(-1)).toBe(
      "- `docs/a.md`, `docs/b.md`, `docs/x`: needs nobody's approval instead of 1 approval (docs)",
    );
    expect(told(registry({ docs: '{ paths: ["docs/**"], approval: { min: 2 } }' })).at(-1)).toContain(
      "needs 2 approvals (docs) instead of 1 approval (docs)",
    );
  });

  it("rules about people: own pull requests, commands, reviews, nominations, parts in promotions", () => {
    expect(told(registry({}, "approval: { author-counts: true }\n")).at(-1)).toBe(
      "- mona, wes, sue, dora and ann may now approve their own pull requests",
    );
    expect(told(registry({}, "approval: { contributors-count: false }\n")).at(-1)).toBe(
      "- mona, wes, sue, dora and ann may no longer approve pull requests that have commits of theirs",
    );
    expect(told(registry({}, "reviews: { from: members }\n")).slice(-2)).toEqual([
      "- mel may now give `/lgtm`",
      "- mel may now be asked to review",
    ]);
    const hold = (role: string) => registry({}, `commands: { hold: ${role} }\n`);
    expect(told(hold("contributors"), hold("maintainers")).at(-1)).toContain("ann and carl may now use `/hold`");
    expect(told(hold("maintainers")).at(-1)).toBe("- only mona may now use `/hold`");
    expect(told(registry({}, "promotion: { nominate: maintainers }\n")).at(-1)).toContain("carl and mel may no longer");
    const sponsors = (from: string) =>
      registry(
        {},
        `roles: { members: , contributors: , approvers: { promotion: { sponsors: { from: ${from} } } }, maintainers: }\n`,
      );
    expect(told(sponsors("contributors"), sponsors("maintainers")).at(-1)).toBe(
      "- wes, sue, dora, ann and carl may now take part in promotions to approvers (sponsors.from)",
    );
  });

  it("files to come, of whatever two patterns overlap", () => {
    const of = (exclusive: boolean) =>
      registry({ web: '{ paths: ["web/*"] }', docs: `{ paths: ["**/*.md"], exclusive: ${exclusive} }` });
    expect(told(of(true), of(false), []).join("\n")).toContain("`web/x.md`");
  });

  it("without the tree, over sample paths of the patterns, and says so", () => {
    const text = told(registry({ security: '{ paths: ["**/crypto/**"] }' }), registry(), null).join("\n");
    expect(text).toContain("since the files of the repository could not be read in full");
    expect(text).toContain("`web/crypto/x`: mona, wes and ann may approve now");
  });

  it("R4: an account under another login is the same, another account under the same login is not", () => {
    const ann = (entry: string) => registry().replace("  - ann\n", `  - ${entry}\n`);
    expect(told(ann("{ login: anna, id: 5 }"), ann("{ login: ann, id: 5 }"))).toEqual([""]);
    expect(told(ann("{ login: ann, id: 6 }"), ann("{ login: ann, id: 5 }")).join("\n")).toContain(
      "ann may approve now",
    );
  });

  const vault = (people: string, more = "") => `areas:
  vault: { paths: ["vault/**"], exclusive: true${more} }
  keys: { paths: ["**/keys/**"], exclusive: true }
maintainers: [mona]
approvers:
${people}`;
  const KEY = ["vault/keys/a"];

  it("where several areas are asked: who changes places, whose approval alone is enough, which number is whose", () => {
    const places = (ann: string, ben: string) =>
      vault(`  - { login: ann, areas: [${ann}] }\n  - { login: ben, areas: [${ben}] }\n`);
    const withCho = (text: string) => `${text}  - { login: cho, areas: [vault] }\n`;
    expect(told(withCho(places("keys", "vault")), withCho(places("vault", "keys")), KEY)).toContain(
      "- `vault/keys/a`, `vault/keys/x`: ben may approve for vault now; ann may no longer approve for vault; ann may approve for keys now; ben may no longer approve for keys",
    );
    expect(told(places("vault, keys", "keys"), places("vault", "keys"), KEY).join()).toContain(
      "`vault/keys/x`: ann may approve alone now",
    );
    const two = `${places("vault", "keys")}  - { login: eve, areas: [vault, keys] }\n`.replace(
      "exclusive: true }\nmain",
      "exclusive: true, approval: { min: 2 } }\nmain",
    );
    expect(told(two.replace("areas: [vault]", "areas: [vault, keys]"), two, KEY).join()).not.toContain("alone");
    const both = `${places("vault", "keys")}  - { login: eve, areas: [vault, keys] }\n`.slice(vault("").length);
    const swapped = vault(both, ", approval: { min: 2 }");
    const other = swapped
      .replace(", approval: { min: 2 }", "")
      .replace("true }\nmain", "true, approval: { min: 2 } }\nmain");
    expect(told(other, swapped, KEY).join("\n")).toContain(
      "`vault/keys/a`, `vault/keys/x`: needs 1 approval (vault) and 2 approvals (keys) instead of 2 approvals (vault) and 1 approval (keys)",
    );
  });

  it("on other branches, and where a condition fits, whatever is otherwise there than as usual", () => {
    const rules = (from: string, ann: string) =>
      `approval: { branches: { "release-*": { min: 1, from: ${from} } }, when: [{ label: security, from: maintainers }] }\nmaintainers: [mona${ann}]\napprovers: [ann, kim]\n`;
    expect(told(rules("approvers", ""), rules("maintainers", ""), []).slice(1)).toEqual([
      "- whatever no pattern matches on branches `release-*`: ann and kim may approve now",
    ]);
    expect(told(rules("maintainers", ", ann"), rules("maintainers", ""), []).slice(1, 4)).toEqual([
      "- whatever no pattern matches on branches `release-*`: ann may approve now",
      "- whatever no pattern matches where `{ label: security }` fits: ann may approve now",
      "- ann may now approve changes of the registry",
    ]);
    const lines = (min: number) => `approval: { when: [{ lines: 800, min: ${min} }] }\nmaintainers: [mona, ann, kim]\n`;
    expect(told(lines(3), lines(2), []).slice(1)).toEqual([
      "- whatever no pattern matches where `{ lines: 800 }` fits: needs 3 approvals instead of 2 approvals",
      "- `roles.yaml` where `{ lines: 800 }` fits: needs 3 approvals instead of 2 approvals",
    ]);
  });

  it("the same people are told once, in whatever order the roles that are asked list them", () => {
    const people =
      "approval: { when: [{ label: security, from: maintainers }] }\napprovers: [kim]\nmaintainers: [ann, kim]\n";
    const web = (more: string) => `areas: { web: { paths: ["web/**"]${more} } }\n${people}`;
    const lines = told(web(", inherits: false"), web(""), ["web/a.ts"]).filter((line) => line.includes("`web/a.ts`"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("may no longer approve");
  });

  it("nothing of what needs nobody, and nothing that a person may do as before", () => {
    const free = (ann: string) =>
      `areas: { docs: { paths: ["**"], approval: { min: 0 } } }\nmaintainers: [mona]\napprovers: [${ann}]\n`;
    expect(told(free("{ login: ann, areas: [docs] }"), free(""), ["a.md"]).join()).not.toContain("`a.md`");
    const asked = (from: string) => registry({}, `reviews: { from: ${from} }\n`);
    expect(told(asked("maintainers"), asked("contributors")).join("\n")).toContain(
      "- carl may no longer be asked to review",
    );
    const low = (ann: string) =>
      registry(
        { docs: '{ paths: ["docs/**"], approval: { from: contributors } }' },
        `approval: { author-counts: true }\n`,
      ).replace("contributors: [carl]", `contributors: [carl${ann}]`);
    const own = told(low(", { login: pia, areas: [web] }"), low("")).filter((line) => line.includes("own pull"));
    expect(own).toEqual([]);
  });

  it("files that are left to nobody beside others, whose `/lgtm` counts where, who decides, and whose approval lets people come back", () => {
    const generated = told(registry({}, 'generated: ["docs/**"]\n')).join("\n");
    expect(generated).toContain("`docs/a.md`, `docs/b.md`, `docs/x`: needs nobody beside a change that does");
    expect(told(registry(), registry({}, 'generated: ["docs/**"]\n')).join("\n")).toContain(
      "`docs/a.md`, `docs/b.md`, `docs/x`: needs approval beside other changes, too",
    );
    const lgtm = (area: string) =>
      registry({}, "approval: { lgtm: 1 }\n").replace("[carl]", `[{ login: carl, areas: [${area}] }]`);
    expect(told(lgtm("docs"), lgtm("web")).slice(1)).toEqual([
      "- `docs/a.md`, `docs/b.md`, `docs/x`: the `/lgtm` of carl counts now",
      "- `web/app.ts`, `web/x`: the `/lgtm` of carl no longer counts",
    ]);
    const decisions = (by: string) => registry({}, `decisions: { technical: { by: ${by}, lazy: 7d } }\n`);
    expect(told(decisions("contributors"), decisions("approvers")).at(-1)).toBe("- carl may now decide on `technical`");
    expect(told(decisions("maintainers")).at(-1)).toBe("- mona may now decide on `technical`");
    const back = (from: string) => registry({}, `inactivity: { return: { within: 2y, from: ${from} } }\n`);
    expect(told(back("contributors"), back("approvers")).at(-1)).toBe(
      "- carl may now approve that people come back with `/return`",
    );
  });

  it("a registry file of another repository that it governs, where others may approve that than here", () => {
    const of = (area: string) =>
      `areas: { karpor: { repos: [karpor] }, crd: { repos: [crd] } }\nmaintainers: [mona, { login: ann, areas: [${area}] }]\n`;
    const scope = { tree: null, everywhere: true, defaultBranch: "main" };
    const home = { ...KUSION, name: ".github" };
    const changes = powerChanges({ before: anIndex(of("crd")), after: anIndex(of("karpor")) }, home, scope);
    expect(powerParagraphs(changes).join("\n").split("\n").slice(3)).toEqual([
      "- ann may now approve a registry file in `karpor`",
      "- ann may no longer approve a registry file in `crd`",
    ]);
  });
});
