import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { filesOf, plansOf, reasonsOf, whyNot } from "../a-publication.ts";

const registry = (rest: string) => `publish: [{ file: OWNERS, as: owners }]\n${rest}`;

function written(rest: string, files: Readonly<Record<string, string>> = {}) {
  return Object.fromEntries(
    filesOf(registry(rest), { files }).map(({ path, outcome }) => [
      path,
      outcome.kind === "written" ? parse(outcome.text) : outcome,
    ]),
  );
}

const PEOPLE = "maintainers: [ann]\napprovers: [{ login: eve, areas: [x] }]\ncontributors: [dee]\n";

describe("as: owners", () => {
  it("is a file at the top and one in each folder that is an area; what folders above give is not said again", () => {
    expect(written(`areas: { x: { paths: ["pkg/a/**"] }, y: { paths: ["my docs/**"] } }\n${PEOPLE}`)).toEqual({
      OWNERS: { approvers: ["ann"], reviewers: ["dee"] },
      "my docs/OWNERS": { approvers: ["ann"] },
      "pkg/a/OWNERS": { approvers: ["eve"] },
    });
  });

  it("shuts those above out where the registry does", () => {
    for (const closed of ["exclusive: true", "inherits: false", "approval: { from: maintainers }"]) {
      const rest = `areas: { x: { paths: ["a/**"], ${closed} } }\nmaintainers: [{ login: eve, areas: [x] }]\napprovers: [ann]\n`;
      expect(written(rest)["a/OWNERS"], closed).toMatchObject({
        options: { no_parent_owners: true },
        approvers: ["eve"],
      });
      expect(reasonsOf(registry(rest)).filter((one) => one.includes("null"))).toEqual([]);
    }
  });

  it("quotes a login that YAML reads as something else", () => {
    const rest = 'maintainers: ["null", "no", "123", "1e3", "true", "On", ann]\n';
    const [file] = filesOf(registry(rest));
    expect(file?.outcome.kind === "written" && parse(file.outcome.text, { version: "1.1" })).toEqual({
      approvers: ["null", "no", "123", "1e3", "true", "On", "ann"],
    });
  });

  it("gives each difference its reason", () => {
    expect(
      reasonsOf(
        registry(
          `areas: { x: { paths: ["a/**"], approval: { min: 2 } }, y: { paths: ["b/**"], approval: { min: 0 } } }\n${PEOPLE}`,
        ),
      ),
    ).toEqual([
      "a/**: needs 2; OWNERS knows only any one of them",
      "b/**: needs nobody; OWNERS always asks for somebody",
    ]);
    const files = { "roles.yaml": "", "a/b/OWNERS": "approvers: [zed]\n", "a/b/f": "", "c/f": "" };
    expect(
      reasonsOf(
        registry(
          `areas: { x: { paths: ["a/**"] } }\n${PEOPLE.replace("[ann]", "[ann]\napprovers: []").replace("approvers: []\n", "")}`,
        ),
        { files },
      ),
    ).toEqual([
      "a/b/OWNERS: a/b/OWNERS is there besides, and says so",
      "a/b/f: a/b/OWNERS is there besides, and says so",
    ]);
  });

  it("writes none into a folder that Prow passes over, and says that those above are asked there", () => {
    const rest = `areas: { x: { paths: ["vendor/a/b/**"] }, y: { paths: ["vendor/**"] } }\n${PEOPLE}`;
    expect(Object.keys(written(rest))).toEqual(["OWNERS", "vendor/OWNERS"]);
    expect(reasonsOf(registry(rest))).toEqual([
      "vendor/a/b/**: Prow passes over OWNERS files in that folder, and asks those above",
    ]);
  });

  it("takes two areas for a reason only where nobody may approve both", () => {
    const rest = `areas: { x: { paths: ["a/**"], exclusive: true }, y: { paths: ["a/b/**"], exclusive: true } }\nmaintainers: [{ login: ann, areas: [x] }, { login: ben, areas: [y] }, zoe]\n`;
    expect(reasonsOf(registry(rest))).toEqual([expect.stringMatching(/^a\/b\/\*\*: y and x are both asked/)]);
  });

  it("leaves teams out whose members are not known, and tells it; names the members where they are", () => {
    const rest = "maintainers: [ann, { team: KusionStack/core }]\n";
    expect(reasonsOf(registry(rest))).toContain(
      "every path: who is in KusionStack/core is left out; OWNERS knows people alone",
    );
    const teams = new Map([["kusionstack/core", [{ login: "bob", id: 7, type: "User" as const }]]]);
    const [plan] = plansOf(registry(rest), { teams });
    expect(plan?.differences).toEqual([]);
    expect(plan?.files[0]?.outcome).toMatchObject({ text: expect.stringContaining("  - ann\n  - bob\n") });
  });

  it("is not written where an area that came with `extends` is no folder", () => {
    const text = registry(PEOPLE.replace("[x]", "[w]")).replace(
      "[{ file: OWNERS, as: owners }]",
      "[{ file: OWNERS, as: owners, repo: kusion }]",
    );
    const [file] = filesOf(`areas: { w: { repos: [.github], paths: ["*.go"] } }\n${text}`, { name: "kusion" });
    expect(file?.outcome.kind).toBe("written");
    expect(whyNot(registry("maintainers: []\n"))).toBe("it is undefined");
  });
});
