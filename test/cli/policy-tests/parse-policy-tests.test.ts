import { describe, expect, it } from "vitest";
import { FIRST_TEST, parsePolicyTests } from "../../../src/cli/policy-tests/parse-policy-tests.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { aLadder } from "../../support/a-pull.ts";

const faults = (text: string) =>
  parsePolicyTests(text).faults.map(({ line, column, message }) => `${line}:${column} ${message}`);

const ONE = "tests:\n  - name: one\n    author: ann\n    files: [a]\n    expect: approved\n";

describe("roles.test.yaml", () => {
  it("a sound file has no faults, and each test its line", () => {
    const { read } = parsePolicyTests(`${ONE}  - name: two\n    author: ben\n    files: []\n    expect: waiting\n`);
    expect(read?.tests.tests.map(({ name }) => name)).toEqual(["one", "two"]);
    expect(read?.lines).toEqual([2, 6]);
  });

  it("tells every fault at once, each with its place and what was meant", () => {
    const text = [
      ...["tests:", "  - name: one", "    auther: ann", "    files: [a]", "    reviews:"],
      ...[
        "      - { by: '@ann', state: aproved }",
        "    expect: { verdict: aproved, waitingfor: [a] }",
        "repositry: a/b",
      ],
    ];
    expect(faults(text.join("\n"))).toEqual([
      '3:5 unknown key "auther"; did you mean "author"?',
      '6:15 "@ann" is no login, since those have no @ here; write "ann"',
      '6:30 "aproved" is not known here; did you mean "approved"?',
      '7:24 "aproved" is not known here; did you mean "approved"?',
      '7:33 unknown key "waitingfor"; did you mean "waiting-for"?',
      '8:1 unknown key "repositry"; did you mean "repository"?',
    ]);
  });

  it.each([
    ["", /^1:1 there is no test; write one, as in tests: \[\{ name: /],
    ["tests", /^1:1 there is no test; write one, as in tests: \[\{ name: /],
    ["- name: one\n", /^1:1 a list begins here; write it below a line `tests:`$/],
    ["tests: []", /there is no test; write one/],
    [`${ONE}${ONE.replace("tests:\n", "")}`, /^6:11 there are two tests called "one"/],
    [ONE.replace("approved", "{}"), /nothing is expected/],
    [ONE.replace("approved", "yes"), /did you mean|expected one of/],
    [`repository: kusion\n${ONE}`, /^1:13 expected OWNER\/NAME/],
    [`${ONE}x: &a 1\n`, /roles\.test\.yaml does not take/],
  ])("%j", (text, message) => {
    expect(faults(text).join("\n")).toMatch(message);
  });

  it("the test that a first fault proposes is a whole file without faults", () => {
    expect(faults(FIRST_TEST)).toEqual([]);
  });

  it("areas and teams are held against the registry", () => {
    const text = `repository: o/r\nteams: { o/x: [ann] }\n${ONE.replace("approved", "{ waiting-for: [egnine, r], may-approve: { moon: [ann] } }")}`;
    const index = anIndex("areas: { engine: { repos: [kusion] } }\nmaintainers: [ann, { team: KusionStack/t }]\n");
    expect(
      parsePolicyTests(text)
        .read?.against(index)
        .map(({ line, message }) => `${line} ${message}`),
    ).toEqual([
      '2 the registry names the team "kusionstack/t"; list its members under teams',
      '2 the registry names no team "o/x"; remove it',
      '7 no area "egnine" is there; did you mean "engine"?',
      '7 no area "moon" is there; there are engine, r',
    ]);
    expect(parsePolicyTests(ONE).read?.against(aLadder())).toEqual([]);
  });

  it("kinds of decisions are held against the registry", () => {
    const text = ONE.replace("expect:", "decided: [lwa, Law]\n    expect:");
    const kinds = (decisions: string) =>
      parsePolicyTests(text)
        .read?.against(anIndex(`maintainers: [ann]\n${decisions}`))
        .map(({ message }) => message);
    expect(kinds("decisions: { law: { by: maintainers, lazy: 7d } }\n")).toEqual([
      'no kind of decision is called "lwa"; did you mean "law"?',
    ]);
    expect(kinds("")).toEqual([
      'no kind of decision is called "lwa"; the registry has none',
      'no kind of decision is called "Law"; the registry has none',
    ]);
  });
});
