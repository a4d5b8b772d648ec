import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { textOf, whyNot } from "../a-publication.ts";

const registry = (rest: string) =>
  `publish: [{ file: maintainers.yaml, repo: .project, as: cncf-project, project: kusionstack, teams: { project-maintainers: maintainers, "a: b": approvers } }]\n${rest}`;
const PROJECT = { name: ".project" };

describe("as: cncf-project", () => {
  it("has a team for each role, everybody once and quoted where YAML needs it", () => {
    const text = textOf(
      registry('maintainers: [SparkYuan, "no", { login: sparkyuan, since: 2024-01-01 }]\napprovers: ["null"]\n'),
      PROJECT,
    );
    expect(text).toBe(`# From roles.yaml of KusionStack/.github; change that, this file is written anew.
maintainers:
  - project_id: kusionstack
    org: KusionStack
    teams:
      - name: project-maintainers
        members:
          - SparkYuan
          - "no"
      - name: "a: b"
        members:
          - "null"
`);
    expect(parse(text)).toMatchObject({
      maintainers: [{ teams: [{ members: ["SparkYuan", "no"] }, { members: ["null"] }] }],
    });
  });

  it("is not written with a team of nobody, nor without somebody who may be on it", () => {
    expect(whyNot(registry("maintainers: [ann]\n"), PROJECT)).toContain("nobody holds approvers");
    const team = registry("maintainers: [ann, { team: KusionStack/core }]\napprovers: [ben]\n");
    expect(whyNot(team, PROJECT)).toContain("who is in KusionStack/core is not known here");
    const teams = new Map([["KusionStack/Core", [{ login: "bob", id: 7, type: "User" as const }]]]);
    expect(textOf(team, { ...PROJECT, teams })).toContain("          - ann\n          - bob\n");
  });
});
