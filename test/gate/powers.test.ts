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
});
