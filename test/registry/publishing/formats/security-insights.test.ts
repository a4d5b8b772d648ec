import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { filesOf, textOf, whyNot } from "../a-publication.ts";

const REGISTRY = `publish: [{ file: security-insights.yml, as: security-insights, core-team: maintainers }]
affiliations: { AntGroup: Ant Group }
maintainers: [{ login: ann, name: "Ann: A", affiliation: AntGroup }, { login: "no" }]
`;
const HEADER = "header:\n  schema-version: 2.0.0   # kept\n";
const at = (text: string) => ({ files: { "security-insights.yml": text } });

describe("as: security-insights", () => {
  it("keeps the core team of a file of version 2, and every other byte of it", () => {
    const before = `${HEADER}repository:\n    url: https://x # y\n    status:   active\nother: [ 1,2 ]`;
    const text = textOf(REGISTRY, at(before));
    expect(text).toBe(`${HEADER}repository:
    core-team:
      # From roles.yaml; change that, this list is written anew.
      - name: "Ann: A"
        affiliation: Ant Group
        social: "https://github.com/ann"
        primary: true
      - name: "no"
        social: "https://github.com/no"
        primary: false
    url: https://x # y
    status:   active
other: [ 1,2 ]`);
    expect(filesOf(REGISTRY, at(text))[0]?.outcome).toEqual({ kind: "same" });
    expect(parse(text)).toMatchObject({ repository: { "core-team": [{ primary: true }, { primary: false }] } });
  });

  it("takes over an empty list, brings its own up to date, and keeps whom people made the first to ask", () => {
    const empty = `${HEADER}repository:\r\n  core-team: []\r\n  url: x\r\n`
      .replaceAll("\r\n", "\n")
      .replaceAll("\n", "\r\n");
    const text = textOf(REGISTRY, at(empty));
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(text.endsWith("    primary: false\r\n  url: x\r\n")).toBe(true);
    const turned = text
      .replace("primary: true", "primary: false")
      .replace(/primary: false(?=\r\n {2}url)/, "primary: true");
    expect(filesOf(REGISTRY, at(turned))[0]?.outcome).toEqual({ kind: "same" });
    const shorter = textOf(REGISTRY.replace(', { login: "no" }', ""), at(turned));
    expect(shorter.match(/primary: true/g)).toHaveLength(1);
    expect(shorter).not.toContain('"no"');
  });

  it.each([
    ["header:\n  schema-version: 1.0.0\n", "is of version 1.0.0"],
    ["repository:\n  url: x\n", "is of version unknown"],
    ["a: [", "cannot be read as YAML"],
    [HEADER, "has no `repository`"],
    [`${HEADER}repository: { url: x }\n`, "has no `repository` with keys below it"],
    [`${HEADER}repository:\n  core-team:\n    - name: Zed\n      primary: true\n`, "has a core team that people wrote"],
  ])("%j is told, not written", (before, why) => {
    expect(whyNot(REGISTRY, at(before))).toContain(why);
  });

  it("is begun by people, since the registry knows little of what it needs", () => {
    expect(whyNot(REGISTRY)).toContain("is not there; begin it by hand");
  });
});
