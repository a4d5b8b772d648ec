import { describe, expect, it } from "vitest";
import { registrySchema } from "../../../src/commands/read-registry.ts";
import { registryChanges } from "../../../src/registry/changes.ts";
import type { ParseOptions } from "../../../src/registry/parse-registry.ts";
import { faultsOf as allFaultsOf, aRegistry } from "../a-registry.ts";

/** Without warnings, which are of other things. */
const faultsOf = (text: string, options: ParseOptions = {}, name = ".github") =>
  allFaultsOf(text, options, name).filter((fault) => !fault.includes("warning"));
const PEOPLE = "maintainers: [ann]\n";
const one = (entry: string) => `publish:\n  - ${entry}\n${PEOPLE}`;

describe("publish", () => {
  it("is nothing where it is not written", () => {
    const registry = aRegistry(PEOPLE);
    expect([Object.hasOwn(registry, "publish"), Object.hasOwn(registry, "affiliations")]).toEqual([false, false]);
    expect(Object.hasOwn(registry.people[0] ?? {}, "name")).toBe(false);
  });

  it("takes repo and repos on every entry; without either the registry's own repository is meant", () => {
    const text = `publish:
  - { file: A.md, as: table }
  - { file: B.md, as: ladder, repo: kusion }
  - { file: .github/CODEOWNERS, as: codeowners, repos: [kusion, karpor] }
  - { file: m.yaml, as: cncf-project, repo: a, repos: [b, A], project: kusion-stack, teams: { project-maintainers: maintainers } }
${PEOPLE}`;
    expect(aRegistry(text).publish?.map(({ repos }) => repos)).toEqual([
      [],
      ["kusion"],
      ["kusion", "karpor"],
      ["A", "b"],
    ]);
  });

  it.each([
    ["{ file: A.md, as: tabel }", '2:23 "tabel" is not known here; did you mean "table"?'],
    ["{ file: A.md, as: html }", '2:23 "html" is not known here; write table or ladder'],
    ["{ file: A.md, as: table, columns: [name, lgoin] }", '2:46 "lgoin" is not known here; did you mean "login"?'],
    [
      "{ file: A.md, as: table, roles: [maintainer] }",
      '2:38 role "maintainer" is not defined; .* did you mean "maintainers"?',
    ],
    [
      "{ file: A.md, as: security-insights, core-team: aprovers }",
      '2:53 role "aprovers" is not defined; .* "approvers"?',
    ],
    ["{ file: A.md, as: cncf-project, project: x, teams: { a: nobody } }", '2:61 role "nobody" is not defined'],
    ["{ file: A.md, as: cncf-project, teams: { a: maintainers } }", "2:23 `as: cncf-project` needs `project`; add it"],
    [
      "{ file: A.md, as: cncf-project, project: Kusion Stack, teams: { a: maintainers } }",
      '2:46 "Kusion Stack" is no project',
    ],
    ["{ file: A.md, as: security-insights }", "2:23 `as: security-insights` needs `core-team`; add it"],
    [
      "{ file: A.md, as: ladder, columns: [name] }",
      "2:31 `as: ladder` has no `columns`; that is for table, so leave it out",
    ],
    ["{ file: A.md, as: table, colums: [name] }", '2:30 unknown key "colums"; did you mean "columns"?'],
    ["{ file: A.md }", "publish: as is missing; add it"],
    ["{ as: table }", "publish: file is missing; add it"],
    ["{ file: A.md, as: table, drift: stop }", '2:37 "stop" is not known here; write tell or fail'],
    ["{ file: A.md, as: table, repos: }", '"repos" has no value'],
    [
      "{ file: A.md, as: table, repo: other/kusion }",
      '2:36 "other" is another owner; lists are published into repositories of KusionStack alone',
    ],
    [
      "{ file: A.md, as: table, repos: [KusionStack/kusion] }",
      '2:38 "KusionStack/kusion" names the owner too; write "kusion"',
    ],
    ["{ file: ../A.md, as: table }", '2:13 "../A.md" has an empty, `.` or `..` segment'],
    ["{ file: a/../../B.md, as: table }", "2:13 .*`..` segment"],
    ["{ file: ./A.md, as: table }", "2:13 .*segment"],
    ["{ file: /etc/passwd, as: table }", '2:13 "/etc/passwd" begins with `/`'],
    ["{ file: 'a\\b.md', as: table }", "2:13 .*has a backslash"],
    ["{ file: 'C:/a.md', as: table }", "2:13 .*one machine"],
    ["{ file: docs/, as: table }", "2:13 .*is a folder"],
    ["{ file: .github/workflows/x.yml, as: ladder }", "2:13 .*is a workflow"],
    ["{ file: .GitHub/Workflows/x.yml, as: ladder }", "2:13 .*is a workflow"],
    ["{ file: .git/config, as: ladder }", "2:13 .*git's own"],
    ["{ file: roles.yaml, as: table }", "2:13 .*is the registry itself"],
    ["{ file: .github/roles.yaml, as: table }", "2:13 .*is the registry itself"],
    ["{ file: CODEOWNERS.md, as: codeowners }", "2:13 GitHub does not look for code owners in"],
    ["{ file: pkg/OWNERS, as: owners }", "2:13 Prow looks for files that are called OWNERS"],
  ])("%s is a fault with its place", (entry, expected) => {
    const faults = faultsOf(one(entry));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(expected.replace(/[()?|`{}]/g, "\\$&")));
  });

  it("two entries for one file in one repository are a fault, by whatever name of the repository", () => {
    const twice = (first: string, second: string) =>
      faultsOf(`publish:\n  - { file: A.md, as: table${first} }\n  - { file: a.md, as: ladder${second} }\n${PEOPLE}`);
    const told = '3:13 entry 1 of the list publishes "a.md" there already; join the two, or choose another file';
    expect(twice("", "")).toEqual([told]);
    expect(twice("", ", repo: .github")).toEqual([told]);
    expect(twice(", repos: [x, y]", ", repo: Y")).toEqual([told]);
    expect(twice(", repos: [x, y]", ", repo: z")).toEqual([]);
    expect(twice(", repo: x", "")).toEqual([]);
  });

  it("as: owners asks for areas that are folders, in the repositories that it is published into", () => {
    const text = (repos: string) => `publish: [{ file: OWNERS, as: owners, repo: kusion }]
areas:
  go: { repos: [${repos}], paths: ["pkg/**", "*.go"] }
  all: { repos: [kusion] }
${PEOPLE}`;
    expect(faultsOf(text("kusion"))).toEqual([
      '3:41 "*.go" is no folder, and `publish` has `as: owners`, whose files stand in folders; write one, as in docs/**'.replace(
        "3:41",
        `3:${'  go: { repos: [kusion], paths: ["pkg/**", '.length + 1}`,
      ),
    ]);
    expect(faultsOf(text("karpor"))).toEqual([]);
  });

  it("is in the schema for editors", () => {
    const schema = JSON.stringify(registrySchema());
    for (const word of ["security-insights", "core-team", "affiliations", "cncf-project"])
      expect(schema).toContain(word);
  });
});

describe("a person's name", () => {
  it("is read, told when it changes, and never an address", () => {
    const of = (name: string) => `maintainers: [{ login: ann, name: ${name} }]\n`;
    expect(aRegistry(of("Ann A")).people[0]?.name).toBe("Ann A");
    expect(registryChanges(aRegistry(of("Ann A")), aRegistry(of("Ann B")))).toEqual([
      "ann: `name` from Ann A to Ann B; lists that are published show it.",
    ]);
    expect(faultsOf(of("ann@example.org"))).toEqual([
      "1:35 an e-mail address is no name, and lists of names are published; write the name",
    ]);
  });
});

describe("a change of what is published", () => {
  it("is told by its file and repositories", () => {
    const before = aRegistry(PEOPLE);
    const after = aRegistry(
      `${one("{ file: A.md, as: table, repo: kusion, roles: [maintainers] }")}affiliations: { x: Y }\n`,
    );
    const told = registryChanges(before, after);
    expect(told).toHaveLength(2);
    expect(told[0]).toContain("`publish.A.md in kusion`: from nothing to ");
    expect(told[0]).toContain('"roles":["maintainers"]');
    expect(told[1]).toBe("`affiliations.x`: from nothing to `Y`.");
    expect(registryChanges(after, before)).toHaveLength(2);
    expect(registryChanges(after, after)).toEqual([]);
  });
});

describe("publish under extends", () => {
  const base = aRegistry(`publish:
  - { file: MAINTAINERS.md, as: table }
  - { file: .github/CODEOWNERS, as: codeowners, repos: [kusion, karpor] }
affiliations: { x: X, y: Y }
${PEOPLE}`);
  const own = (text: string) => `extends: true\n${text}`;

  it("joins the repository's own entries with those that the organisation publishes into repositories by name", () => {
    const registry = aRegistry(
      own("publish: [{ file: OWNERS.md, as: table }]\naffiliations: { y: Z }\n"),
      { base },
      "kusion",
    );
    expect(registry.publish?.map(({ file }) => file)).toEqual(["OWNERS.md", ".github/CODEOWNERS"]);
    expect(registry.affiliations).toEqual({ x: "X", y: "Z" });
    expect(aRegistry(own("mode: advise\n"), { base }, "kusion").publish?.map(({ file }) => file)).toEqual([
      ".github/CODEOWNERS",
    ]);
    expect(Object.hasOwn(aRegistry(own("mode: advise\n"), { base: aRegistry(PEOPLE) }, "kusion"), "publish")).toBe(
      false,
    );
  });

  it("publishes into no other repository, and nothing that the organisation publishes there", () => {
    const faults = (entry: string) => faultsOf(own(`publish: [${entry}]\n`), { base }, "kusion");
    expect(faults("{ file: A.md, as: table, repo: karpor }")).toEqual([
      "2:42 a registry that extends another publishes into its own repository; leave the key out",
    ]);
    expect(faults("{ file: A.md, as: table, repo: Kusion }")).toEqual([]);
    expect(faults("{ file: .github/CODEOWNERS, as: codeowners }")).toEqual([
      '2:19 the organisation\'s registry publishes ".github/CODEOWNERS" here; leave it to that',
    ]);
  });
});
