import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { movePolicy } from "../../../src/cli/import/policies/move-policy.ts";
import { parseRegistry } from "../../../src/commands/read-registry.ts";
import type { CommitOrigin, PullFacts } from "../../../src/model/facts.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import { judged } from "../../gate/judged.ts";
import { aCommit, aFile, aPull, approval, bot, listOf, person } from "../../support/a-pull.ts";
import {
  type OracleIf,
  type OracleItem,
  type OraclePolicy,
  type OraclePull,
  type OracleRule,
  policyBotSays,
} from "./policy-bot-oracle.ts";

const PEOPLE = ["ann", "ben", "cho", "dee", "eve"];
const MEMBERS = ["ann", "ben", "fay"];
const BOTS = ["dependabot[bot]", "agent[bot]"];
const PATHS = ["docs/a.md", "docs/b/c.md", "src/x.go", "src/x_test.go", "go.mod", ".policy.yml", "README.md"];

const expressions = fc.uniqueArray(
  fc.constantFrom(
    "^docs/",
    "\\.md$",
    "^src/.*\\.go$",
    "_test\\.go$",
    "^go\\.mod$",
    "^\\.policy\\.yml$",
    "README",
    ".*",
    "s.c",
    "(?i)readme",
  ),
  { minLength: 1, maxLength: 2 },
);
const some = <T>(value: fc.Arbitrary<T>, weight = 3) => fc.option(value, { nil: undefined, freq: weight });
const optional = (record: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> =>
  fc
    .record(record)
    .map((found) => Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)));

const seldom = 7;
/** `if` of a rule; most have none or one. */
const predicates: fc.Arbitrary<OracleIf> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 6,
    arbitrary: optional({
      changed_files: some(optional({ paths: expressions, ignore: some(expressions, 4) })),
      only_changed_files: some(fc.record({ paths: expressions })),
      no_changed_files: some(fc.record({ paths: expressions }), seldom),
      has_author_in: some(fc.record({ users: fc.subarray([...BOTS, "ann", "eve"], { minLength: 1 }) }), 4),
      only_has_contributors_in: some(fc.record({ users: fc.subarray(BOTS, { minLength: 1 }) }), 4),
      targets_branch: some(fc.record({ pattern: fc.constantFrom("^main$", "^release", ".*", "^(main|dev)$") }), 4),
      modified_lines: some(fc.record({ total: fc.constantFrom("> 100", "< 20", "= 7") }), 4),
      has_labels: some(fc.subarray(["security", "trivial"], { minLength: 1 }), 4),
      has_status: some(fc.constant(["ci"]), seldom),
      title: some(fc.constant({ matches: ["^fix"] }), seldom),
    }),
  },
);

const rule = (name: string): fc.Arbitrary<OracleRule> =>
  fc.record({
    name: fc.constant(name),
    if: predicates,
    options: optional({
      allow_author: some(fc.boolean()),
      allow_contributor: some(fc.boolean(), seldom),
      allow_non_author_contributor: some(fc.boolean(), seldom),
      invalidate_on_push: some(fc.boolean()),
    }) as fc.Arbitrary<Readonly<Record<string, boolean>>>,
    requires: optional({
      count: fc.constantFrom(0, 1, 1, 1, 2),
      users: fc.subarray(PEOPLE, { minLength: 1, maxLength: 3 }),
      organizations: some(fc.constant(["acme"]), 4),
      conditions: some(fc.constant({ has_status: ["lint"] }), seldom),
    }) as fc.Arbitrary<NonNullable<OracleRule["requires"]>>,
  });

const NAMES = ["r1", "r2", "r3", "r4"];
const names = fc.subarray(NAMES, { minLength: 1 });
const items: fc.Arbitrary<OracleItem> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 4, arbitrary: names.map((or) => ({ or })) },
  { weight: 1, arbitrary: fc.tuple(names, names).map(([and, rest]) => ({ or: [{ and }, ...rest] })) },
  { weight: 1, arbitrary: fc.tuple(names, names).map(([or, rest]) => ({ and: [{ or }, ...rest] })) },
);
const anyPolicy: fc.Arbitrary<OraclePolicy> = fc.record({
  approval: fc.array(items, { minLength: 1, maxLength: 3 }),
  rules: fc.tuple(rule("r1"), rule("r2"), rule("r3"), rule("r4")),
});

/** As people write them: somebody for everything, less for some files, somebody more for others, and a rule of any kind. */
const usualPolicy: fc.Arbitrary<OraclePolicy> = fc.record({
  approval: fc.constantFrom<readonly OracleItem[]>(
    [{ or: ["r1", "r2"] }, "r3", "r4"],
    [{ or: ["r1", "r2", "r4"] }, "r3"],
    [{ and: ["r3", { or: ["r1", "r2"] }] }],
    ["r1", "r3", "r4"],
  ),
  rules: fc.tuple(
    rule("r1").map((one) => ({ ...one, if: {} })),
    fc.tuple(rule("r2"), expressions).map(([one, paths]) => ({ ...one, if: { only_changed_files: { paths } } })),
    fc.tuple(rule("r3"), expressions).map(([one, paths]) => ({ ...one, if: { changed_files: { paths } } })),
    rule("r4"),
  ),
});
/** A bot's files, or more for lines and labels. */
const conditionalPolicy: fc.Arbitrary<OraclePolicy> = fc.record({
  approval: fc.constantFrom<readonly OracleItem[]>([{ or: ["r1", "r2"] }, "r3"], [{ or: ["r1", "r2"] }, "r3", "r4"]),
  rules: fc.tuple(
    rule("r1").map((one) => ({ ...one, if: {} })),
    fc.tuple(rule("r2"), expressions, fc.subarray(BOTS, { minLength: 1 })).map(([one, paths, users]) => ({
      ...one,
      if: { only_has_contributors_in: { users }, only_changed_files: { paths } },
      requires: { count: 0 },
    })),
    fc
      .tuple(
        rule("r3"),
        fc.constantFrom<OracleIf>(
          { modified_lines: { total: "> 100" } },
          { has_labels: ["security"] },
          { has_author_in: { users: ["agent[bot]"] } },
        ),
      )
      .map(([one, guard]) => ({ ...one, if: guard, requires: { count: 2, users: PEOPLE } })),
    rule("r4"),
  ),
});
const policies = fc.oneof(anyPolicy, usualPolicy, conditionalPolicy);

const pulls: fc.Arbitrary<OraclePull> = fc.record({
  author: fc.constantFrom("pat", "ann", "eve", ...BOTS),
  files: fc
    .subarray(PATHS, { minLength: 1, maxLength: 3 })
    .chain((paths) =>
      fc.tuple(...paths.map((path) => fc.constantFrom(3, 7, 60, 150).map((lines) => ({ path, lines })))),
    ),
  branch: fc.constantFrom("main", "dev", "release-1"),
  labels: fc.subarray(["security", "trivial", "other"]),
  title: fc.constantFrom("fix: it", "feat: it"),
  statuses: fc.subarray(["ci", "lint"]),
  contributors: fc.subarray(["ben"]),
  approvals: fc.subarray([...PEOPLE, "fay"]),
});

function yamlOf({ approval: list, rules }: OraclePolicy): string {
  return stringify({ policy: { approval: list }, approval_rules: rules });
}

function factsOf(pull: OraclePull): PullFacts {
  const account = (login: string) => (login.endsWith("[bot]") ? bot(login) : person(login));
  const author = account(pull.author);
  const [contributor = author] = pull.contributors.map(account);
  const origin: CommitOrigin = { sha: "h1", author: contributor, committer: contributor, signature: "github" };
  return aPull({
    author,
    base: pull.branch,
    title: pull.title,
    labels: pull.labels,
    files: pull.files.map(({ path, lines }) => aFile(path, { lines })),
    commits: [aCommit("h1", [author, contributor])],
    origins: listOf([origin]),
    reviews: pull.approvals.map((login) => approval(login)),
  });
}

describe("rung import --from policy-bot", () => {
  it("writes a registry that never passes what the policy refuses, whatever the policy and the pull request", () => {
    let passed = 0;
    fc.assert(
      fc.property(policies, fc.array(pulls, { minLength: 4, maxLength: 10 }), (policy, list) => {
        const text = yamlOf(policy);
        const tree = { paths: PATHS, read: (path: string) => (path === ".policy.yml" ? text : null) };
        const moved = movePolicy("policy-bot", tree, { owner: null, repository: null });
        if (moved?.kind !== "policy") return;
        expect(moved.proof.differences.filter(({ kind }) => kind === "laxer")).toEqual([]);
        const filled = moved.text.replace("members-of-acme: []", `members-of-acme: [${MEMBERS.join(", ")}]`);
        const source = { repository: { owner: "KusionStack", name: "kusion" }, path: "roles.yaml", oid: "" };
        const { registry, faults } = parseRegistry(filled, source);
        expect(registry === null ? [filled, faults] : null).toBeNull();
        if (registry === null) return;
        const index = indexed(registry);
        for (const pull of list) {
          if (judged(factsOf(pull), index).state.kind !== "approved") continue;
          passed += 1;
          // Where every rule is skipped, policy-bot ends in an error and not in a decision.
          const said = policyBotSays(policy, pull, { acme: MEMBERS });
          if (said === "pending") throw new Error(JSON.stringify({ text, filled, pull }, null, 1));
        }
      }),
      { numRuns: 120 },
    );
    expect(passed).toBeGreaterThan(50);
  });
});
