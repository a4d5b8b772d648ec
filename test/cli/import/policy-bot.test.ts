import { describe, expect, it } from "vitest";
import type { CommitOrigin } from "../../../src/model/facts.ts";
import type { Account } from "../../../src/shared/names.ts";
import { aFile, bot, listOf, person } from "../../support/a-pull.ts";
import { fates, fromPolicy, indexOf, moved, passes } from "./a-policy.ts";

/** A policy of these approvals, with rules in YAML's flow form. */
function aPolicy(approval: string, ...rules: readonly string[]): string {
  return `policy: { approval: [${approval}] }\napproval_rules:\n${rules.map((rule) => `  - ${rule}\n`).join("")}`;
}

function anOrigin(who: Account): CommitOrigin {
  return { sha: "h1", author: who, committer: "github", signature: "github" };
}

const ANYBODY = "{ name: all, requires: { count: 1, users: [ann, ben] } }";

describe("rung import --from policy-bot", () => {
  it("says where only `allow_contributor` lets the author approve", () => {
    const rule = (options: string) =>
      `{ name: all, requires: { count: 1, users: [ann, ben] }, options: { ${options} } }`;
    const said = (options: string) => {
      const { text, policy } = moved("policy-bot", aPolicy("all", rule(options)));
      const told = policy.rules.some((one) => one.startsWith("`allow_contributor` lets the author approve too"));
      return [text.includes("author-counts: true"), told];
    };
    expect(said("allow_author: false, allow_contributor: true")).toEqual([true, true]);
    expect(said("allow_author: true, allow_contributor: true")).toEqual([true, false]);
    expect(said("allow_author: false")).toEqual([false, false]);
  });

  it("asks of every file what a rule without `if` asks", () => {
    const done = moved("policy-bot", aPolicy("all", "{ name: all, requires: { count: 2, users: [ann, ben, cho] } }"));
    const index = indexOf(done);
    expect(passes(index, ["src/x.go"], ["ann"])).toBe(false);
    expect(passes(index, ["src/x.go"], ["ann", "cho"])).toBe(true);
    expect(done.told.map(({ fate }) => fate)).toEqual(["said"]);
  });

  it("asks for both where a rule for some files stands beside one for all, and for files of that rule alone, too", () => {
    const infra =
      "{ name: infra, if: { changed_files: { paths: ['^infra/'] } }, requires: { count: 1, users: [dee] } }";
    const index = indexOf(moved("policy-bot", aPolicy("all, infra", ANYBODY, infra)));
    expect(passes(index, ["infra/y.tf"], ["dee"])).toBe(false);
    expect(passes(index, ["infra/y.tf"], ["ann"])).toBe(false);
    expect(passes(index, ["infra/y.tf"], ["ann", "dee"])).toBe(true);
    expect(passes(index, ["src/x.go"], ["ann"])).toBe(true);
  });

  it("asks for both also where some other files need nobody", () => {
    const infra =
      "{ name: infra, if: { changed_files: { paths: ['^infra/'] } }, requires: { count: 1, users: [dee] } }";
    const docs = "{ name: docs, if: { only_changed_files: { paths: ['^docs/'] } } }";
    const index = indexOf(moved("policy-bot", aPolicy("{ or: [all, docs] }, infra", ANYBODY, docs, infra)));
    expect(passes(index, ["docs/a.md"], [])).toBe(true);
    expect(passes(index, ["docs/a.md", "src/x.go"], [])).toBe(false);
    expect(passes(index, ["infra/y.tf"], ["dee"])).toBe(false);
    expect(passes(index, ["infra/y.tf"], ["ann", "dee"])).toBe(true);
  });

  it("lets one kind of files alone need less, since two kinds together need what everything needs", () => {
    const docs = "{ name: docs, if: { only_changed_files: { paths: ['^docs/'] } } }";
    const text = "{ name: text, if: { only_changed_files: { paths: ['^README'] } } }";
    const done = moved("policy-bot", aPolicy("{ or: [all, docs, text] }", ANYBODY, docs, text));
    const index = indexOf(done);
    expect(passes(index, ["docs/a.md"], [])).toBe(true);
    expect(passes(index, ["docs/a.md", "README.md"], [])).toBe(false);
    expect(fates(done)).toMatchObject({ '"docs": no approval': "said", '"text": no approval': "stricter" });
  });

  it("lets no files need less by one clause where another clause asks for the same people", () => {
    const docs = "{ name: docs, if: { only_changed_files: { paths: ['^docs/'] } } }";
    const again = "{ name: again, requires: { count: 1, users: [ann, ben] } }";
    const index = indexOf(moved("policy-bot", aPolicy("{ or: [all, docs] }, again", ANYBODY, docs, again)));
    expect(passes(index, ["docs/a.md"], [])).toBe(false);
  });

  it("asks for so many of all alternatives' people that one of them is met", () => {
    const pair = "{ name: pair, requires: { count: 2, users: [cho, dee] } }";
    const index = indexOf(moved("policy-bot", aPolicy("{ or: [all, pair] }", ANYBODY, pair)));
    expect(passes(index, ["src/x.go"], ["cho"])).toBe(false);
    expect(passes(index, ["src/x.go"], ["cho", "dee"])).toBe(true);
    expect(passes(index, ["src/x.go"], ["cho", "ann"])).toBe(true);
  });

  it("drops an alternative whose condition Rung does not see, and asks always where it is the only one", () => {
    const status = "{ name: status, if: { has_status: [ci] } }";
    const dropped = moved("policy-bot", aPolicy("{ or: [all, status] }", ANYBODY, status));
    expect(passes(indexOf(dropped), ["src/x.go"], [])).toBe(false);
    expect(fates(dropped)).toMatchObject({ 'has_status of "status"': "stricter" });
    const alone = "{ name: titled, if: { title: { matches: ['^fix'] } }, requires: { count: 1, users: [ann] } }";
    expect(passes(indexOf(moved("policy-bot", aPolicy("titled", alone))), ["src/x.go"], [])).toBe(false);
  });

  it("asks for more on a branch, of the same people; of others it asks on every branch", () => {
    const more = (who: string) =>
      `{ name: release, if: { targets_branch: { pattern: '^release/' } }, requires: { count: 2, users: [${who}] } }`;
    const same = moved("policy-bot", aPolicy("all, release", ANYBODY, more("ann, ben, cho")));
    expect(same.text).toContain('branches:\n    "release/**": { min: 2 }');
    expect(passes(indexOf(same), ["src/x.go"], ["ann"])).toBe(true);
    expect(passes(indexOf(same), ["src/x.go"], ["ann"], { base: "release/1" })).toBe(false);
    const others = moved("policy-bot", aPolicy("all, release", ANYBODY, more("dee, eve")));
    expect(passes(indexOf(others), ["src/x.go"], ["ann"])).toBe(false);
  });

  const updates = (more: string) =>
    `{ name: updates, if: { has_author_in: { users: ['dependabot[bot]'] }, only_changed_files: { paths: ['^package-lock\\.json$'] }${more} } }`;

  it("R73: lets a bot's own files need fewer, where every commit is its own and GitHub's", () => {
    const done = moved(
      "policy-bot",
      aPolicy("{ or: [all, updates] }", ANYBODY, updates(", author_is_only_contributor: true")),
    );
    expect(done.text).toContain('- { author: dependencies, only: ["package-lock.json"], min: 0 }');
    expect(done.text).toContain('bots: { dependencies: ["dependabot[bot]"] }');
    const index = indexOf(done);
    const author = bot("dependabot[bot]");
    const by = (who: Account) => ({ author, origins: listOf([anOrigin(who)]) });
    expect(passes(index, ["package-lock.json"], [], by(author))).toBe(true);
    expect(passes(index, ["package-lock.json"], [], by(person("eve")))).toBe(false);
    expect(passes(index, ["package-lock.json", "src/x.go"], [], by(author))).toBe(false);
    expect(passes(index, ["package-lock.json"], [])).toBe(false);
  });

  it("R73: lets a bot need no fewer where the policy asks for what Rung does not see", () => {
    const done = moved("policy-bot", aPolicy("{ or: [all, updates] }", ANYBODY, updates(", has_status: [ci]")));
    expect(done.text).not.toContain("when:");
    expect(fates(done)).toMatchObject({ 'has_status of "updates"': "stricter", '"updates": no approval': "stricter" });
  });

  it("R74: leaves no way round what is asked under a condition where only the base covers it", () => {
    const base = "{ name: all, requires: { count: 2, users: [ann, ben] } }";
    const covered = (guard: string) =>
      `{ name: more, if: { ${guard} }, requires: { count: 1, users: [ann, ben, cho] } }`;
    const own = covered("has_author_in: { users: ['dependabot[bot]'] }");
    const bots = moved("policy-bot", aPolicy("{ or: [all, updates] }, more", base, updates(""), own));
    expect(bots.text).not.toContain("min: 0");
    expect(fates(bots)).toMatchObject({ '"updates": no approval': "stricter" });
    const others = covered("has_author_in: { users: ['agent[bot]'] }");
    const kept = moved("policy-bot", aPolicy("{ or: [all, updates] }, more", base, updates(""), others));
    expect(kept.text).toContain("min: 0");
    const docs = "{ name: docs, if: { only_changed_files: { paths: ['^docs/'] } } }";
    const large = covered("modified_lines: { total: '> 100' }");
    const files = indexOf(moved("policy-bot", aPolicy("{ or: [all, docs] }, more", base, docs, large)));
    expect(passes(files, ["docs/a.md"], [], { files: [aFile("docs/a.md", { lines: 101 })] })).toBe(false);
  });

  it("R74: asks for more by size, label and bot, of the same people", () => {
    const more = (name: string, guard: string) =>
      `{ name: ${name}, if: { ${guard} }, requires: { count: 2, users: [ann, ben, cho] } }`;
    const done = moved(
      "policy-bot",
      aPolicy(
        "all, large, labelled, written",
        ANYBODY,
        more("large", "modified_lines: { total: '> 800' }"),
        more("labelled", "has_labels: [Security]"),
        more("written", "has_author_in: { users: ['copilot-swe-agent[bot]'] }"),
      ),
    );
    for (const line of ["{ lines: 801, min: 2 }", "{ label: Security, min: 2 }", "{ author: agents, min: 2 }"])
      expect(done.text).toContain(`    - ${line}\n`);
    const index = indexOf(done);
    expect(passes(index, ["src/x.go"], ["ann"], { files: [aFile("src/x.go", { lines: 800 })] })).toBe(true);
    expect(passes(index, ["src/x.go"], ["ann"], { files: [aFile("src/x.go", { lines: 801 })] })).toBe(false);
    expect(passes(index, ["src/x.go"], ["ann"], { labels: ["security"] })).toBe(false);
    expect(passes(index, ["src/x.go"], ["ann"], { author: bot("copilot-swe-agent[bot]") })).toBe(false);
    const own = moved("policy-bot", aPolicy("all, own", ANYBODY, more("own", "has_labels: [approved]")));
    expect(own.text).not.toContain("label: approved");
  });

  it("says no approval policy, and rules that all are skipped, as what they are", () => {
    expect(fromPolicy("policy-bot", "policy: {}\n")).toMatchObject({ why: "it asks for nobody's approval" });
    const docs = "{ name: docs, if: { changed_files: { paths: ['^docs/'] } }, requires: { count: 1, users: [ann] } }";
    const done = moved("policy-bot", aPolicy("docs", docs));
    expect(done.proof.differences.filter(({ kind }) => kind === "untold").map(({ path }) => path)).toContain(
      "src/x.go",
    );
    expect(passes(indexOf(done), ["src/x.go"], [])).toBe(false);
  });

  it("finds nothing laxer where a rule beside another needs nobody, whatever Rung cannot see it depends on", () => {
    const free = "{ name: free, requires: { count: 0 } }";
    const fixes = "{ name: fixes, if: { title: { matches: ['^fix'] } }, requires: { count: 0 } }";
    const linted = "{ name: linted, requires: { count: 1, users: [ann], conditions: { has_status: [lint] } } }";
    const done = moved("policy-bot", aPolicy("{ or: [{ and: [free, fixes] }, linted] }, free", free, fixes, linted));
    expect(passes(indexOf(done), ["src/x.go"], [])).toBe(true);
  });

  it("R2: lets contributors and the author count only where every rule does", () => {
    const options = (name: string, allowed: string) =>
      `{ name: ${name}, requires: { count: 1, users: [ann] }, options: { ${allowed} } }`;
    const both = moved(
      "policy-bot",
      aPolicy("a, b", options("a", "allow_author: true"), options("b", "allow_contributor: true")),
    );
    expect(both.text).toContain("author-counts: true\n  contributors-count: false");
    const one = moved(
      "policy-bot",
      aPolicy("a, b", options("a", "allow_author: true"), options("b", "invalidate_on_push: true")),
    );
    expect(one.text).toContain("approval:\n  contributors-count: false\n  lapse: push\n");
    expect(fates(one)).toMatchObject({ 'allow_author of "a"': "stricter", 'invalidate_on_push of "b"': "said" });
  });

  it("leaves to be filled in who only GitHub knows, and counts nobody until then", () => {
    const done = moved(
      "policy-bot",
      aPolicy("all", "{ name: all, requires: { count: 1, organizations: [Acme], admins: true } }"),
    );
    expect(done.toFill.map(({ name }) => name)).toEqual(["members-of-acme", "may-admin"]);
    expect(passes(indexOf(done), ["src/x.go"], ["ann"])).toBe(false);
    expect(passes(indexOf(done, { "members-of-acme": ["ann"] }), ["src/x.go"], ["ann"])).toBe(true);
  });

  it("holds with the label by which the policy disapproves, and tells what else disapproves there", () => {
    const policy = `${aPolicy("all", ANYBODY)}`.replace(
      "] }",
      "], disapproval: { if: { has_labels: [hold], title: { matches: ['^WIP'] } }, requires: { users: [ann, zoe] } } }",
    );
    const done = moved("policy-bot", policy);
    expect(done.text).toContain("labels: { areas: false, hold: hold }");
    expect(fates(done)).toMatchObject({
      "has_labels of disapproval": "said",
      "title of disapproval": "elsewhere",
      "who disapproves": "elsewhere",
    });
  });

  it.each([
    ["policy: { approval: [nothing] }", '1:22 no rule is called "nothing"'],
    ["policy: { aproval: [] }", '1:11 policy has no key "aproval"; did you mean "approval"?'],
    ["policy: []", "1:9 policy must be a mapping, and a list stands here"],
    ["approval_rules: [{ requires: {} }]", "1:18 a rule needs a `name`"],
    [
      "approval_rules:\n  - name: a\n    requires: { count: many }",
      '3:24 count of "a" must be a whole number from 0 to 1000, and a single value stands here',
    ],
    [
      "approval_rules: [{ name: a, if: { changed_files: { paths: ['*.go'] } } }]",
      '1:60 "*.go" is no regular expression of Go\'s, so policy-bot refuses the file',
    ],
    [
      "approval_rules: [{ name: a, requires: { teams: [core] } }]",
      '1:49 "core" is no team; write it as organisation/team',
    ],
    [
      "approval_rules: [{ name: a, if: { modified_lines: { total: many } } }]",
      "1:60 total of modified_lines must be >, < or = and a number",
    ],
    ["policy: { approval: [{ xor: [a] }] }", "1:22 an item of the policy is a rule's name, `and` or `or`"],
    ["remote: org/policies", "1:1 the policy is another repository's file; run the import in a checkout of that one"],
    ["a: &x [*x]", "1:8 the alias *x stands within its own anchor"],
    ["a: *nowhere", "1:4 no anchor &nowhere stands before this alias"],
    ["a: 1\na: 2", '2:1 the key "a" is there twice; keep one of them'],
    ["a: 1\n---\nb: 2", "2:1 a second document begins here; the file is one"],
    [`a: ${"[".repeat(100)}`, "1:67 nested more than 64 levels deep, and is not read"],
    ["", "1:1 it is empty"],
  ])("R24: refuses %j with its place", (text, fault) => {
    const done = fromPolicy("policy-bot", text);
    const [first] = done.kind === "policy" ? [] : done.faults;
    expect(`${first?.line}:${first?.column} ${first?.message}`).toBe(fault);
  });

  it("R24: refuses a huge file without reading it", () => {
    const faults = [{ line: 1, column: 1, message: "the file is larger than 1 MB, and is not read" }];
    expect(fromPolicy("policy-bot", "x".repeat(1_000_001))).toMatchObject({ faults });
  });

  it("R24: refuses anchors that would make a huge file, and follows those that do not", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let at = 1; at < 12; at += 1) {
      const [from, to] = [at - 1, at].map((each) => String.fromCharCode(97 + each));
      bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(", ")}]`);
    }
    expect(fromPolicy("policy-bot", bomb.join("\n"))).toMatchObject({
      faults: [{ message: "anchors make more of this file than is read" }],
    });
    const shared = `approval_rules:\n  - { name: a, requires: &who { count: 1, users: [ann] } }\n  - { name: b, requires: { <<: *who, count: 2 } }\npolicy: { approval: [a, b] }`;
    expect(moved("policy-bot", shared).text).toContain("min: 2");
  });
});
