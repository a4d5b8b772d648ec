import { describe, expect, it } from "vitest";
import { judged } from "../../../src/cli/policy-tests/judge.ts";
import { parsePolicyTests } from "../../../src/cli/policy-tests/parse-policy-tests.ts";
import { anIndex } from "../../registry/a-registry.ts";

const REGISTRY = `areas:
  engine: { paths: ["engine/**"] }
approval: { branches: { "release-*": { min: 2 } } }
maintainers: [ann]
approvers: [ben, { login: cho, id: 7, areas: [engine] }, { team: KusionStack/t, areas: [engine] }]
contributors: [dee]
`;
const TEAM = new Map([["kusionstack/t", [{ login: "tim", id: null, type: "User" as const }]]]);

/** What comes out otherwise than the test expects; `test`: its keys, one a line. */
function differences(test: string, registry = REGISTRY): readonly string[] {
  const lines = test
    .trim()
    .split("\n")
    .map((line) => `    ${line.trim()}`);
  const text = `tests:\n  - name: x\n${lines.join("\n")}\n`;
  const { read, faults } = parsePolicyTests(text);
  expect(faults).toEqual([]);
  const [first] = read?.tests.tests ?? [];
  if (first === undefined) throw new Error("no test");
  return judged(first, anIndex(registry, TEAM), "o/r").differences.map(
    ({ what, expected, actual }) => `${what}: ${expected}, found ${actual}`,
  );
}

describe("a policy test", () => {
  it.each([
    ["approved by who may", "author: pat\nfiles: [a]\nreviews: [{ by: ben, state: approved }]\nexpect: approved"],
    ["logins without case", "author: pat\nfiles: [a]\nreviews: [{ by: BEN, state: approved }]\nexpect: approved"],
    ["R2: never the author", "author: ben\nfiles: [a]\nreviews: [{ by: ben, state: approved }]\nexpect: waiting"],
    [
      "R4: a pinned person by the registry's login",
      "author: pat\nfiles: [engine/a]\nreviews: [{ by: cho, state: approved }]\nexpect: approved",
    ],
    ["R3: a bot", 'author: pat\nfiles: [a]\nreviews: [{ by: "x[bot]", state: approved }]\nexpect: waiting'],
    ["a team's member", "author: pat\nfiles: [engine/a]\ncomments: [{ by: tim, text: /approve }]\nexpect: approved"],
    [
      "R12: both paths of a rename",
      "author: pat\nfiles: [{ from: engine/a, to: b }]\nreviews: [{ by: ben, state: approved }]\nexpect: approved",
    ],
    [
      "R16: the branch's rule",
      "author: pat\nbase: release-1\nfiles: [a]\nreviews: [{ by: ben, state: approved }]\nexpect: { verdict: waiting, checks: [rung, rung (release-*)] }",
    ],
    ["a draft", "author: pat\ndraft: true\nfiles: [a]\nexpect: draft"],
    [
      "R15b: the hold label put on by hand",
      "author: pat\nlabels: [do-not-merge/hold]\nfiles: [a]\nreviews: [{ by: ann, state: approved }]\nexpect: held",
    ],
    [
      "R10: the latest word",
      "author: pat\nfiles: [a]\nreviews: [{ by: ben, state: approved }, { by: ben, state: changes-requested }]\nexpect: { verdict: changes-requested, blocked-by: [ben] }",
    ],
    [
      "R10: a comment comes after the reviews",
      "author: pat\nfiles: [a]\nreviews: [{ by: ben, state: approved }]\ncomments: [{ by: ben, text: /approve cancel }]\nexpect: waiting",
    ],
    [
      "R9: a push takes the approvals of what it changed",
      "author: pat\nfiles: [a, engine/a]\nreviews: [{ by: ann, state: approved, then-pushed: [engine/a] }]\nexpect: { waiting-for: [engine], approved-by: { r: [ann], engine: [] } }",
    ],
    [
      "R9a: a comment before a push is about the head of then",
      "author: pat\nfiles: [a]\ncomments: [{ by: ben, text: /approve, then-pushed: [a] }]\nexpect: { verdict: waiting, not-counted: [ben] }",
    ],
    [
      "R10: what was said before a push came before what was said after it",
      "author: pat\nfiles: [a]\nreviews: [{ by: ben, state: approved }]\ncomments: [{ by: ben, text: /approve cancel, then-pushed: [a] }]\nexpect: approved",
    ],
    [
      "R9a: a push elsewhere leaves it",
      "author: pat\nfiles: [a, engine/a]\ncomments: [{ by: ben, text: /approve, then-pushed: [engine/a] }]\nexpect: { waiting-for: [engine] }",
    ],
    [
      "the registry's own file",
      "author: pat\nfiles: [roles.yaml]\nexpect: { waiting-for: [roles.yaml], may-approve: [ann] }",
    ],
    [
      "who may approve, by area",
      "author: pat\nfiles: [a, engine/a]\nexpect: { may-approve: { r: [ann, ben], engine: [ann, ben, cho, tim] } }",
    ],
  ])("%s", (_, test) => {
    expect(differences(test)).toEqual([]);
  });

  it("R2: contributors, where they do not count", () => {
    const strict = REGISTRY.replace("approval: {", "approval: { contributors-count: false,");
    const test = "author: pat\nfiles: [a]\nreviews: [{ by: ben, state: approved }]\n";
    expect(differences(`${test}expect: approved`, strict)).toEqual([]);
    expect(
      differences(`${test}commits-by: [pat, ben]\nexpect: { verdict: waiting, not-counted: [ben] }`, strict),
    ).toEqual([]);
  });

  const CONDITIONS = `${REGISTRY.replace(
    "approval: {",
    "approval: { when: [{ lines: 100, min: 2 }, { author: newcomers, from: maintainers }, { label: big, min: 2 }, { author: deps, only: [go.sum, engine/go.sum], min: 0 }],",
  )}bots: { deps: ["x[bot]"] }\n`;

  it.each([
    ["R73: a bot's own lock file", 'author: "x[bot]"\nfiles: [go.sum]\nexpect: approved'],
    ["R73: another file", 'author: "x[bot]"\nfiles: [go.sum, a]\nexpect: waiting'],
    ["R73: another bot", 'author: "y[bot]"\nfiles: [go.sum]\nexpect: waiting'],
    ["R73: somebody else's commit", 'author: "x[bot]"\ncommits-by: ["x[bot]", ben]\nfiles: [go.sum]\nexpect: waiting'],
    ["R73: commits that are not verified", 'author: "x[bot]"\nverified: false\nfiles: [go.sum]\nexpect: waiting'],
    ["R73: a branch's own rule", 'author: "x[bot]"\nbase: release-1\nfiles: [go.sum]\nexpect: waiting'],
    [
      "R74: many lines, from so many on",
      "author: dee\nfiles: [b, a]\nlines: 100\nreviews: [{ by: ben, state: approved }]\nexpect: waiting",
    ],
    [
      "R74: fewer lines",
      "author: dee\nfiles: [a]\nlines: 99\nreviews: [{ by: ben, state: approved }]\nexpect: approved",
    ],
    ["R74: a newcomer", "author: pat\nfiles: [a]\nexpect: { may-approve: [ann] }"],
    ["R74: no newcomer any more", "author: pat\nnewcomer: false\nfiles: [a]\nexpect: { may-approve: [ann, ben] }"],
    [
      "R74: a label",
      "author: dee\nlabels: [BIG]\nfiles: [a]\nreviews: [{ by: ben, state: approved }]\nexpect: waiting",
    ],
    ["R74: a label of a bot's", 'author: "x[bot]"\nlabels: [big]\nfiles: [go.sum]\nexpect: waiting'],
  ])("knows conditions: %s", (_, test) => {
    expect(differences(test, CONDITIONS)).toEqual([]);
  });

  const DECIDING = `${REGISTRY}decisions: { law: { by: maintainers, lazy: 7d, paths: [GOVERNANCE.md] } }\n`;
  const RULES = "author: pat\nfiles: [GOVERNANCE.md]\nreviews: [{ by: ben, state: approved }]\n";

  it.each([
    ["R93: a change of its paths waits for one", `${RULES}expect: { verdict: waiting, waiting-for: [] }`],
    ["R93: one that was accepted", `${RULES}decided: [Law]\nexpect: approved`],
    ["R93: never instead of approvals", "author: pat\nfiles: [GOVERNANCE.md]\ndecided: [law]\nexpect: waiting"],
    [
      "R93: by the old name of a rename",
      `${RULES.replace("GOVERNANCE.md", "{ from: GOVERNANCE.md, to: a }")}expect: waiting`,
    ],
    ["R93: other files need none", `${RULES.replace("GOVERNANCE.md", "a")}expect: approved`],
  ])("knows decisions: %s", (_, test) => {
    expect(differences(test, DECIDING)).toEqual([]);
  });

  it("tells what was found instead", () => {
    const expected =
      "{ verdict: approved, waiting-for: [engine], approved-by: [ben], may-approve: { r: [ann] }, not-counted: [] }";
    expect(
      differences(`author: pat\nfiles: [a]\ncomments: [{ by: dee, text: /approve }]\nexpect: ${expected}`),
    ).toEqual([
      "verdict: approved, found waiting",
      "waiting-for: engine, found r",
      "approved-by: ben, found nobody and nothing",
      "may-approve r: ann, found ann, ben",
      "not-counted: nobody and nothing, found dee",
    ]);
  });
});
