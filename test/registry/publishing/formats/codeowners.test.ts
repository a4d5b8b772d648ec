import { describe, expect, it } from "vitest";
import { codeownersDifferences } from "../../../../src/registry/publishing/codeowners-proof.ts";
import { aPublication, filesOf, reasonsOf, textOf, whyNot } from "../a-publication.ts";

const registry = (rest: string, owners = "people") =>
  `publish: [{ file: .github/CODEOWNERS, repo: kusion, as: codeowners, owners: ${owners} }]\n${rest}`;
const KUSION = { name: "kusion" };
const lines = (rest: string, owners?: string, files: Readonly<Record<string, string>> = {}) =>
  textOf(registry(rest, owners), { ...KUSION, files })
    .split("\n")
    .slice(1, -1);
const reasons = (rest: string, files: Readonly<Record<string, string>> = {}, owners?: string) =>
  reasonsOf(registry(rest, owners), { ...KUSION, files });

describe("as: codeowners", () => {
  it("names for each pattern everybody who may approve there, in the order in which the last one counts", () => {
    const rest = `areas:
  engine: { repos: [kusion], paths: ["pkg/engine/**"] }
  pkg: { repos: [kusion], paths: ["pkg/**"] }
  keys: { repos: [kusion], paths: ["**/*.pem"], exclusive: true }
  vendored: { repos: [kusion], paths: ["vendor/**"], approval: { min: 0 } }
  other: { repos: [karpor], paths: ["x/**"] }
maintainers: [ann, { login: kay, areas: [keys] }]
approvers: [{ login: eve, areas: [engine] }, { login: pia, areas: [pkg] }, { team: KusionStack/go, areas: [pkg] }, { login: zoe, areas: [other] }]
`;
    expect(lines(rest)).toEqual([
      "* @ann",
      "/pkg/ @ann @pia @KusionStack/go",
      "/vendor/",
      "/pkg/engine/ @ann @eve @pia @KusionStack/go",
      "**/*.pem @kay",
      "/roles.yaml @ann",
      "/.github/roles.yaml @ann",
    ]);
    expect(reasons(rest)).toEqual([]);
  });

  it("begins with a line that says whose registry it comes from", () => {
    expect(textOf(registry("maintainers: [ann]\n"), KUSION).split("\n")[0]).toBe(
      "# From roles.yaml of KusionStack/.github; change that, this file is written anew.",
    );
  });

  it("says patterns as GitHub reads them, and tells which it cannot say", () => {
    const of = (pattern: string, files: Readonly<Record<string, string>> = {}) =>
      lines(
        `areas: { x: { paths: [${JSON.stringify(pattern)}] } }\nmaintainers: [ann]\napprovers: [{ login: eve, areas: [x] }]\n`,
        "people",
        files,
      )[1];
    expect(of("my docs/**")).toBe("/my\\ docs/ @ann @eve");
    expect(of("*.md")).toBe("/*.md @ann @eve");
    expect(of("docs/*")).toBe("/docs/* @ann @eve");
    expect(of("**/testdata/**")).toBe("**/testdata/ @ann @eve");
    expect(of("app/\\[id\\]/**")).toBe("/app/\\[id\\]/ @ann @eve");
    expect(of("third/lib/**", { "third/lib": "" })).toBe("/third/lib @ann @eve");
    expect(of("c#/**")).toBe("/roles.yaml @ann");
    expect(of("app/[ab]/**")).toBe("/roles.yaml @ann");
  });

  it("gives each difference its reason", () => {
    const people = "maintainers: [ann]\napprovers: [{ login: eve, areas: [x] }, { login: yan, areas: [y] }]\n";
    expect(
      reasons(`areas: { x: { paths: ["a/**"], approval: { min: 2 } }, y: { paths: ["b/**"] } }\n${people}`, {
        "a/f": "",
      }),
    ).toEqual([
      "a/f: needs 2; CODEOWNERS knows only any one of them",
      "a/**: needs 2; CODEOWNERS knows only any one of them",
    ]);
    expect(reasons(`areas: { x: { paths: ["c#/**"] }, y: { paths: ["b/**"] } }\n${people}`)).toEqual([
      "c#/**: CODEOWNERS cannot say a pattern of x; it has neither ranges nor `#`",
    ]);
    expect(
      reasons(`areas: { x: { paths: ["a/**"] }, y: { paths: ["**/*.md"] } }\n${people}`, { "a/b.md": "" }),
    ).toEqual(["a/b.md: lies in x and y; CODEOWNERS asks the owners of the last line that matches alone"]);
    expect(
      reasons(
        `areas: { x: { paths: ["a/**"], exclusive: true }, y: { paths: ["a/b/**"], exclusive: true } }\n${people}`,
      ),
    ).toEqual(["a/b/**: y and x are both asked; CODEOWNERS knows only the last line that matches"]);
    expect(
      reasons(
        `areas: { x: { paths: ["a/**"] }, y: { paths: ["b/**"] }, z: { paths: ["z/**"], exclusive: true } }\n${people}`,
      ),
    ).toEqual(["z/**: nobody may approve it; CODEOWNERS cannot say that"]);
  });

  it("takes two areas for a reason only where the line that matches is right for what it is made for", () => {
    const entry = { owners: "people" } as const;
    const rest =
      'areas: { x: { paths: ["a/**"] }, y: { paths: ["**/*.md"] } }\nmaintainers: [ann]\napprovers: [{ login: eve, areas: [x] }, { login: yan, areas: [y] }]\n';
    const publication = aPublication(registry(rest), { ...KUSION, files: { "a/b.md": "" } });
    const reasonOf = (line: string) =>
      codeownersDifferences({ path: "CODEOWNERS", lines: ["* @ann", "**/*.md @ann @yan", line] }, entry, publication)
        .filter(({ where }) => where === "a/b.md")
        .map(({ reason }) => reason);
    expect(reasonOf("/a/ @ann @eve")).toEqual([expect.stringContaining("lies in x and y")]);
    expect(reasonOf("/a/ @ann @eve @mallory")).toEqual([null]);
    expect(reasonOf("/a/ @ann")).toEqual([null]);
  });

  it("tells what no such file knows, and the file that GitHub reads instead", () => {
    expect(
      reasons(
        'approval: { lgtm: 1, author-counts: true, branches: { "release-*": { min: 2 } } }\nmaintainers: [ann]\n',
      ).map((one) => one.slice(0, 60)),
    ).toEqual([
      "every path: the registry asks for 1 /lgtm besides; CODEOWNER",
      "every path: the author's own approval counts in the registry",
      "every path: on branches that match release-* more is asked f",
    ]);
    const text = registry("maintainers: [ann]\n").replace(".github/CODEOWNERS", "docs/CODEOWNERS");
    expect(reasonsOf(text, { ...KUSION, files: { CODEOWNERS: "" } })).toEqual([
      "every path: CODEOWNERS is there too, and GitHub reads that one instead",
    ]);
  });

  it("owners: teams names the teams that hold roles alone, and tells who is left out", () => {
    const rest = `areas: { x: { paths: ["a/**"] }, y: { paths: ["b/**"] } }
maintainers: [{ team: KusionStack/core }, ann]
approvers: [{ login: eve, areas: [x] }]
`;
    expect(lines(rest, "teams").slice(0, 2)).toEqual(["* @KusionStack/core", "/a/ @KusionStack/core"]);
    expect(new Set(reasons(rest, {}, "teams").map((one) => one.split(": ").slice(1).join(": ")))).toEqual(
      new Set(["`owners: teams` leaves out who is listed by name"]),
    );
  });

  const KEPT = `areas: { x: { paths: ["a/**"] }, y: { paths: ["b/**"], exclusive: true } }
maintainers: [ann, ben]
approvers: [{ login: eve, areas: [x] }, { login: kim, areas: [y] }, dee]
`;

  it("owners: teams names the teams of `access.teams` whose people all may approve, and the larger one of two", () => {
    const access =
      'access: { teams: { "{area}-approvers": { from: approvers, or-above: true }, core: maintainers, "{area}-only": approvers } }\n';
    expect(lines(`${access}${KEPT}`, "teams").slice(0, 3)).toEqual([
      "* @KusionStack/core",
      "/a/ @KusionStack/x-approvers",
      "/b/ @KusionStack/y-approvers",
    ]);
    expect(reasons(`${access}${KEPT}`, {}, "teams")).toContain(
      "files that no area names: no team of `access.teams` has dee among people who all may approve it",
    );
  });

  it("owners: teams without any team says what it needs", () => {
    expect(whyNot(registry(KEPT, "teams"), KUSION)).toContain(
      "the registry has no teams for `owners: teams`; say them in `access.teams`, or leave `owners` out",
    );
  });

  it("never overwrites a file that is there without the line, and shows what would stand there", () => {
    const [file] = filesOf(registry("maintainers: [ann]\n"), {
      ...KUSION,
      files: { ".github/CODEOWNERS": "* @KusionStack/x\n" },
    });
    expect(file?.outcome).toMatchObject({
      kind: "told",
      why: expect.stringContaining("does not say that it comes from roles.yaml"),
      text: expect.stringContaining("* @ann"),
    });
  });

  it("is not written where nobody may approve anything", () => {
    expect(whyNot(registry("maintainers: []\n"), KUSION)).toContain("nobody may approve anything");
  });
});
