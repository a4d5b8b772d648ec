import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { movePolicy, type PolicyMove } from "../../../src/cli/import/policies/move-policy.ts";
import type { CommitOrigin, PullFacts } from "../../../src/model/facts.ts";
import { judged } from "../../gate/judged.ts";
import { aCommit, aFile, aPull, approval, bot, listOf, person } from "../../support/a-pull.ts";
import { indexOf } from "./a-policy.ts";
import {
  mergifySuffices,
  type OracleCondition,
  type OracleMerge,
  type OracleMergify,
  Written,
} from "./mergify-oracle.ts";

/** Who may write. */
const PEOPLE = ["ann", "ben", "cho", "dee"];
const BOTS = ["dependabot[bot]", "renovate[bot]"];
const PATHS = ["docs/a.md", "docs/b/c.md", "src/x.go", "src/x_test.go", "go.mod", ".mergify.yml", "README.md"];

const weighted = <T>(...each: readonly (readonly [number, fc.Arbitrary<T>])[]) =>
  fc.oneof(...each.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const texts = (...all: readonly string[]) => fc.constantFrom(...all).map((text): OracleCondition => ({ text }));
const approvals = texts(
  ...["#approved-reviews-by>=1", "#approved-reviews-by>=2", "#approved-reviews-by>1", "#approved-reviews-by=1"],
  ...["approved-reviews-by=ann", "approved-reviews-by:ben", "approved-reviews-by~=^(cho|dee)$"],
);
const depending = texts(
  ...[
    "files~=^docs/",
    "files=go.mod",
    "files~=\\.go$",
    "-files~=^(?!docs/)",
    "-files~=^(?!go\\.mod$)",
    "-files~=^src/",
  ],
  ...["files!=README.md", "base=main", "base~=^release", "base!=main", "-base=main", "base:dev"],
  ...["author=dependabot[bot]", "author~=^(dependabot|renovate)\\[bot\\]$", "author!=renovate[bot]", "author=ann"],
  ...["label=security", "label~=^sec", "label=trivial", "-author=ann"],
);
const besides = texts(
  ...["check-success=ci", "title~=^fix", "-draft", "-conflict", "label!=hold", "-label=wip", "check-success=lint"],
  "#changes-requested-reviews-by=0",
);
/** Nobody asks that an approval is absent. */
const absent = weighted([2, depending], [1, besides]);
const single = weighted([5, approvals], [5, depending], [3, besides]);

const { condition } = fc.letrec<{ condition: OracleCondition; group: OracleCondition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 6, arbitrary: single },
    { weight: 2, arbitrary: tie("group") },
  ),
  group: weighted<OracleCondition>(
    [4, fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((or) => ({ or }))],
    [2, fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((and) => ({ and }))],
    [1, fc.array(absent, { minLength: 1, maxLength: 2 }).map((or) => ({ not: { or } }))],
    [1, fc.array(absent, { minLength: 1, maxLength: 2 }).map((and) => ({ not: { and } }))],
  ),
}));
const conditions = fc.array(condition, { minLength: 1, maxLength: 4 });
/** As people write them: somebody approves, and something besides. */
const usual = fc.tuple(approvals, fc.array(condition, { maxLength: 2 })).map(([first, rest]) => [first, ...rest]);
const some = weighted<readonly OracleCondition[]>([3, usual], [2, conditions]);

const rule = (name: string) =>
  fc.record({
    name: fc.constant(name),
    conditions: some,
    actions: weighted<NonNullable<OracleMergify["pull_request_rules"]>[number]["actions"]>(
      [5, fc.constant({ merge: {} })],
      [2, fc.constant({ queue: { name: "q" } })],
      [1, fc.constant({ queue: {} })],
      [1, some.map((success) => ({ post_check: { success_conditions: success } }))],
    ),
  });
const protection = (name: string) =>
  fc.record({ name: fc.constant(name), if: fc.array(single, { maxLength: 2 }), success_conditions: some });
const queue = (name: string) =>
  fc.record({ name: fc.constant(name), queue_conditions: some, merge_conditions: fc.array(single, { maxLength: 2 }) });

const configs: fc.Arbitrary<OracleMergify> = fc.record({
  queue_rules: weighted<NonNullable<OracleMergify["queue_rules"]>>(
    [3, fc.constant([])],
    [2, fc.tuple(queue("q"))],
    [1, fc.tuple(queue("q"), queue("p"))],
  ),
  pull_request_rules: weighted<NonNullable<OracleMergify["pull_request_rules"]>>(
    [4, fc.tuple(rule("r1"))],
    [4, fc.tuple(rule("r1"), rule("r2"))],
    [1, fc.tuple(rule("r1"), rule("r2"), rule("r3"))],
    [1, fc.constant([])],
  ),
  merge_protections: weighted<NonNullable<OracleMergify["merge_protections"]>>(
    [2, fc.constant([])],
    [2, fc.tuple(protection("p1"))],
    [1, fc.tuple(protection("p1"), protection("p2"))],
  ),
});

const pulls: fc.Arbitrary<OracleMerge> = fc.record({
  author: fc.constantFrom("pat", "ann", ...BOTS),
  files: fc.subarray(PATHS, { minLength: 1, maxLength: 3 }),
  branch: fc.constantFrom("main", "dev", "release-1"),
  labels: fc.subarray(["security", "trivial", "other", "hold", "wip"]),
  title: fc.constantFrom("fix: it", "feat: it"),
  checks: fc.subarray(["ci", "lint"]),
  approvals: fc.subarray(PEOPLE),
});

function factsOf(pull: OracleMerge): PullFacts {
  const author = pull.author.endsWith("[bot]") ? bot(pull.author) : person(pull.author);
  const origin: CommitOrigin = { sha: "h1", author, committer: "github", signature: "github" };
  return aPull({
    author,
    base: pull.branch,
    title: pull.title,
    labels: pull.labels,
    files: pull.files.map((path) => aFile(path, { lines: 3 })),
    commits: [aCommit("h1", [author])],
    origins: listOf([origin]),
    reviews: pull.approvals.map((login) => approval(login)),
  });
}

/** What the report says that something else asks. Approvals are nothing of that kind. */
function elsewhere({ told }: PolicyMove, written: Written): (condition: OracleCondition) => boolean {
  const given = told.filter(({ fate }) => fate === "elsewhere").map(({ statement }) => statement);
  expect(given.filter(({ text }) => text.includes("approved-reviews-by"))).toEqual([]);
  const lines = new Set(given.map(({ line }) => line));
  return (condition) => lines.has(written.lineOf(condition));
}

/** As the file writes it. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("text" in value) return value.text;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

describe("rung import --from mergify", () => {
  it("writes a registry that never passes what Mergify refuses for want of approvals, whatever its file and the pull request", () => {
    let passed = 0;
    fc.assert(
      fc.property(configs, fc.array(pulls, { minLength: 4, maxLength: 10 }), (config, list) => {
        const text = stringify(plain(config), { lineWidth: 0 });
        const tree = { paths: PATHS, read: (path: string) => (path === ".mergify.yml" ? text : null) };
        const moved = movePolicy("mergify", tree, { owner: "org", repository: null });
        if (moved?.kind !== "policy") {
          expect(moved?.faults).toEqual([]);
          return;
        }
        const laxer = moved.proof.differences.filter(({ kind }) => kind === "laxer");
        if (laxer.length > 0) throw new Error(`${text}\n${moved.text}\n${JSON.stringify(laxer)}`);
        const index = indexOf(moved, { "may-write": PEOPLE });
        const given = elsewhere(moved, new Written(config, text));
        for (const pull of list) {
          if (judged(factsOf(pull), index).state.kind !== "approved") continue;
          passed += 1;
          if (!mergifySuffices(config, pull, { people: PEOPLE, given }))
            throw new Error(`${text}\n${moved.text}\n${JSON.stringify([pull, moved.told])}`);
        }
      }),
      { numRuns: 150 },
    );
    expect(passed).toBeGreaterThan(30);
  });
});
