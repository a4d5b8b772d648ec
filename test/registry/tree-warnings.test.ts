import { describe, expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";

const HOME = { owner: "o", name: "shop" };
const PATHS = ["README.md", "api/v1.pb.go", "docs/guide.md", "roles.yaml", "src/main.go"];

/** Warnings of a registry with two maintainers, as `line:column message`. */
function warned(text: string, { repository = HOME, paths = PATHS } = {}): readonly string[] {
  const source = { repository, path: "roles.yaml", oid: "" };
  const { registry, faults } = parseRegistry(`maintainers: [ann, ben]\n${text}`, source, {
    tree: { repository, paths },
  });
  expect(registry).not.toBeNull();
  return faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe("with the files of the repository at hand", () => {
  it("a pattern that matches one of them earns no warning", () => {
    expect(warned('generated: ["**/*.pb.go"]\nareas: { docs: { paths: ["docs/**"], approval: { min: 2 } } }')).toEqual(
      [],
    );
  });

  it("a pattern of `generated` or of an area that matches none is told with its place, and with a difference in case", () => {
    expect(warned('generated: ["**/*.pb.go", "**/*.gen.ts"]')).toEqual([
      '2:27 "**/*.gen.ts" matches no file of this repository',
    ]);
    expect(warned('generated: ["API/**"]')).toEqual([
      '2:13 "API/**" matches no file of this repository; there are some that differ in case, which counts',
    ]);
    expect(warned('areas: { lib: { paths: ["lib/**"], approval: { min: 2 } } }')).toEqual([
      '2:25 "lib/**" matches no file of this repository',
    ]);
  });

  it("patterns that together are every file are told, since nothing is left beside which they would need nobody", () => {
    expect(warned('generated: ["*", "*/**"]')).toContainEqual(expect.stringMatching(/^2:1 this covers every file/));
    expect(warned('generated: ["**"]')).toEqual([expect.stringMatching(/^2:13 "\*\*" covers every file/)]);
  });

  it("what may be about another repository is not held against these files", () => {
    const shared = 'generated: ["x/**"]\nareas: { a: { paths: ["x/**"], approval: { min: 2 } } }';
    expect(warned(shared, { repository: { owner: "o", name: ".github" } })).toEqual([]);
    expect(warned('generated: ["x/**"]\nareas: { a: { repos: [till], approval: { min: 2 } } }')).toEqual([]);
    expect(warned('areas: { a: { repos: [Shop], paths: ["x/**"], approval: { min: 2 } } }')).toHaveLength(1);
  });

  it("a file that extends another is held against them without it", () => {
    expect(warned('extends: true\ngenerated: ["x/**"]')).toEqual([expect.stringMatching(/^3:13 "x/)]);
  });

  it("a repository without files beside its registry is waited for", () => {
    expect(warned('generated: ["**/*.pb.go"]', { paths: ["roles.yaml"] })).toEqual([]);
  });
});
