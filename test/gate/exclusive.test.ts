import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { glob } from "../../src/registry/glob.ts";
import type { AreaDefinition } from "../../src/registry/registry-types.ts";
import { aFile, aLadder, aPull, approval } from "../support/a-pull.ts";
import { approvers, judged, states } from "./judged.ts";

const SECURITY = { paths: ["**/crypto/**"], exclusive: true, approval: { min: 2 } };
const PEOPLE = [
  "ann",
  { login: "wes", areas: ["web"] },
  { login: "sue", areas: ["security"] },
  { login: "sam", areas: ["security"] },
];

describe("R76: an exclusive area governs every file that its patterns match", () => {
  it("whatever other area matches more closely", () => {
    const index = aLadder({ approvers: PEOPLE, areas: { web: { paths: ["web/**"] }, security: SECURITY } });
    const by = (...logins: string[]) =>
      judged(aPull({ files: ["web/crypto/a.ts"], reviews: logins.map((login) => approval(login)) }), index).state.kind;
    expect(by("wes")).toBe("waiting");
    expect(by("wes", "ann", "sue")).toBe("waiting");
    expect(by("sue", "sam")).toBe("approved");
  });

  it("and no area that needs nobody cuts anything out of it", () => {
    const vendored = { paths: ["web/crypto/vendor/**"], approval: { min: 0 } };
    const index = aLadder({ approvers: PEOPLE, areas: { vendored, security: SECURITY } });
    expect(states(judged(aPull({ files: ["web/crypto/vendor/a.js"] }), index))).toEqual({ security: "waiting" });
  });

  it("a file of two is in the row of each, and each is asked", () => {
    const keys = { paths: ["web/crypto/keys/**"], exclusive: true };
    const index = aLadder({
      approvers: [...PEOPLE, { login: "kim", areas: ["keys"] }],
      areas: { security: SECURITY, keys },
    });
    const facts = aPull({ files: ["web/crypto/keys/a.pem"], reviews: [approval("sue"), approval("kim")] });
    expect(judged(facts, index).areas).toMatchObject([
      { area: "keys", files: ["web/crypto/keys/a.pem"], state: "approved" },
      { area: "security", files: ["web/crypto/keys/a.pem"], state: "waiting", missing: 1 },
    ]);
    expect(approvers(judged(facts, index))).toEqual({ keys: ["kim"], security: ["sue"] });
  });

  it("both paths of a renamed file count", () => {
    const index = aLadder({ approvers: PEOPLE, areas: { web: { paths: ["web/**"] }, security: SECURITY } });
    const files = [aFile("web/plain/a.ts", { change: "renamed", previousPath: "web/crypto/a.ts" })];
    expect(states(judged(aPull({ files, reviews: [approval("wes")] }), index))).toEqual({
      web: "approved",
      security: "waiting",
    });
  });
});

const PATTERNS = ["**", "web/**", "web/crypto/**", "**/crypto/**", "web/*", "**/*.ts", "web/crypto/a.ts", "docs/**"];
const PATHS = ["web/crypto/a.ts", "web/a.ts", "docs/crypto/b.md", "docs/a.md", "a.ts", "crypto/x/y.ts"];
const NAMES = ["a", "b", "c", "d"];

const areas: fc.Arbitrary<readonly AreaDefinition[]> = fc.tuple(
  ...NAMES.map((name) =>
    fc.record({
      name: fc.constant(name),
      repos: fc.constantFrom([], ["kusion"], ["other"]),
      paths: fc.subarray(PATTERNS, { minLength: 1, maxLength: 3 }),
      exclusive: fc.boolean(),
      inherits: fc.boolean(),
      approval: fc.record({ min: fc.nat(2) }, { requiredKeys: [] }),
    }),
  ),
);

describe("R76: of random registries and pull requests", () => {
  it("none passes without all that each exclusive area asks for, from people whose role names it", () => {
    fc.assert(
      fc.property(
        areas,
        fc.subarray(PATHS, { minLength: 1 }),
        fc.subarray([...NAMES, "all"]),
        fc.boolean(),
        (defined, paths, who, renamed) => {
          const holders = NAMES.flatMap((area) => ["1", "2"].map((n) => ({ login: `${area}${n}`, areas: [area] })));
          const index = aLadder({
            approvers: ["all1", "all2", ...holders],
            areas: Object.fromEntries(defined.map(({ name, ...area }) => [name, area])),
          });
          const [first = "", ...rest] = paths;
          const files = renamed
            ? [aFile("elsewhere.txt", { change: "renamed", previousPath: first }), ...rest]
            : [first, ...rest];
          const reviews = who.flatMap((name) => [approval(`${name}1`), approval(`${name}2`)]);
          const result = judged(aPull({ files, reviews }), index);
          const asked = defined.filter(
            (area) =>
              area.exclusive &&
              !area.repos.includes("other") &&
              paths.some((path) => area.paths.some((pattern) => glob(pattern).matches(path))),
          );
          for (const area of asked) {
            const needed = area.approval.min ?? 1;
            expect(result.areas.find((row) => row.area === area.name)?.needed).toBe(needed);
            if (needed > 0 && !who.includes(area.name)) expect(result.state.kind).toBe("waiting");
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});
