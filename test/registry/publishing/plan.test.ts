import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { codeOwners } from "../../../src/registry/ownership/code-owners.ts";
import { entriesFor, pathsToRead, planned, withheld } from "../../../src/registry/publishing/plan.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import { anyText } from "../../support/any-text.ts";
import { aRegistry, logins } from "../a-registry.ts";
import { aPublication, plansOf } from "./a-publication.ts";

const PUBLISH = [
  { file: "M.md", as: "table" },
  { file: "R.md", as: "ladder" },
  { file: "CODEOWNERS", as: "codeowners" },
  { file: "OWNERS", as: "owners" },
  { file: "m.yaml", as: "cncf-project", project: "p", teams: { core: "maintainers" } },
  { file: "s.yml", as: "security-insights", "core-team": "maintainers" },
];
const SECURITY = "header: { schema-version: 2.0.0 }\nrepository:\n  url: x\n";

const login = fc.constantFrom("ann", "ben", "no", "null", "o-1", "Zed", "7");
const folder = fc.constantFrom("a/**", "a/b/**", "docs/", "my docs/**", "**");
const registries = fc
  .record({
    areas: fc.dictionary(
      fc.constantFrom("x", "y", "z"),
      fc.record({
        paths: fc.array(folder, { minLength: 1, maxLength: 2 }),
        exclusive: fc.boolean(),
        inherits: fc.boolean(),
        approval: fc.record({ min: fc.integer({ min: 0, max: 2 }) }),
      }),
    ),
    maintainers: fc.array(login, { minLength: 1, maxLength: 3 }),
    approvers: fc.array(
      fc.record({
        login,
        area: fc.constantFrom(null, "x", "y", "z"),
        name: anyText({ minLength: 1, maxLength: 20 }),
      }),
      {
        maxLength: 4,
      },
    ),
  })
  .map(({ areas, maintainers, approvers }) =>
    stringify({
      publish: PUBLISH,
      areas,
      maintainers,
      approvers: approvers.map(({ login: one, area, name }) => ({
        login: one,
        ...(area !== null && Object.hasOwn(areas, area) ? { areas: [area] } : {}),
        ...(/^[\w ]*\w[\w ]*$/.test(name) ? { name } : {}),
      })),
    }),
  );

describe("what is planned", () => {
  it("R65: published once, the second time writes nothing", () => {
    fc.assert(
      fc.property(registries, fc.constantFrom("\n", "\r\n"), (text, end) => {
        const files: Record<string, string> = { "s.yml": SECURITY.replaceAll("\n", end), "a/f": "", "docs/g": "" };
        for (const { files: first } of plansOf(text, { files }))
          for (const { path, outcome } of first) if (outcome.kind === "written") files[path] = outcome.text;
        const again = plansOf(text, { files }).flatMap((plan) => plan.files);
        expect(again.filter(({ outcome }) => outcome.kind === "written")).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("R66: as GitHub reads the file, each path has the owners that may approve it, or a reason is told", () => {
    fc.assert(
      fc.property(registries, (text) => {
        const files = { "a/f": "", "a/b/g": "", "docs/h": "", top: "" };
        const publication = aPublication(text, { files });
        const [plan] = planned(
          entriesFor(publication.registry, publication.repository).filter(({ as }) => as === "codeowners"),
          publication,
        );
        const [file] = plan?.files ?? [];
        expect(file?.outcome.kind === "told" ? file.outcome.why : "", text).not.toContain("no reason for it");
        if (file?.outcome.kind !== "written") return;
        const { rules } = codeOwners(file.outcome.text, "CODEOWNERS", "KusionStack");
        const index = indexed(publication.registry);
        const told = new Set(plan?.differences.map(({ where }) => where));
        for (const path of Object.keys(files)) {
          const chains = index.areaPathsOf(publication.repository, path);
          const [chain] = chains;
          const owners = rules.findLast(({ pattern }) => pattern.matches(path))?.owners ?? [];
          if (told.has(path) || chain === undefined || chains.length > 1) continue;
          const wanted = index.neededFor(chain, "").min === 0 ? [] : logins(index.approversOf(chain));
          expect(new Set(owners), `${path} of\n${text}`).toEqual(new Set(wanted));
        }
        const all = plansOf(text, { files }).flatMap(({ differences }) => differences);
        expect(
          all.filter(({ reason }) => reason === null),
          text,
        ).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("is of one repository: entries that name it, or none where it is the registry's own", () => {
    const registry = aRegistry(`publish:
  - { file: A.md, as: table }
  - { file: B.md, as: table, repos: [Kusion, karpor] }
maintainers: [ann]
`);
    const files = (name: string) => entriesFor(registry, { owner: "KusionStack", name }).map(({ file }) => file);
    expect([files(".github"), files("kusion"), files("other")]).toEqual([["A.md"], ["B.md"], []]);
  });

  it("writes nothing of an entry while a difference has no reason", () => {
    // GitHub passes over teams of another organisation.
    const text = "publish: [{ file: CODEOWNERS, as: codeowners }]\nmaintainers: [ann, { team: KusionStack/core }]\n";
    const publication = { ...aPublication(text), repository: { owner: "Other", name: ".github" } };
    const [plan] = planned(entriesFor(publication.registry, publication.repository), publication);
    expect(plan?.differences.some(({ reason }) => reason === null)).toBe(true);
    for (const { outcome } of plan?.files ?? [])
      expect(outcome).toMatchObject({ kind: "told", text: expect.any(String) });
  });

  it("asks for texts that can be read at once before", () => {
    const text = `publish: [{ file: A.md, as: table }, { file: OWNERS, as: owners }]\nareas: { x: { paths: ["a/**"] } }\nmaintainers: [ann]\napprovers: [{ login: eve, areas: [x] }]\n`;
    const publication = aPublication(text, { files: { "b/OWNERS": "", "c/d": "" } });
    const entries = entriesFor(publication.registry, publication.repository);
    expect(new Set(pathsToRead(entries, publication))).toEqual(
      new Set(["A.md", "OWNERS", "a/OWNERS", "b/OWNERS", "OWNERS_ALIASES"]),
    );
  });

  it("of a private registry goes into a public repository with `public: true` alone", () => {
    const [closed, open] =
      aRegistry(`publish: [{ file: A.md, as: table }, { file: B.md, as: table, public: true }]\nmaintainers: [ann]\n`)
        .publish ?? [];
    if (closed === undefined || open === undefined) throw new Error("no entries");
    expect(withheld(closed, { from: "private", to: "public" })).toContain("`public: true` on the entry allows it");
    for (const [entry, from, to] of [
      [open, "private", "public"],
      [closed, "public", "public"],
      [closed, "private", "private"],
    ] as const)
      expect(withheld(entry, { from, to })).toBeNull();
  });
});
