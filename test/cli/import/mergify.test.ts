import { describe, expect, it } from "vitest";
import { fates, fromPolicy, indexOf, moved, passes } from "./a-policy.ts";

/** A rule that merges under these conditions, in YAML's flow form. */
function merging(...conditions: readonly (readonly string[])[]): string {
  const rules = conditions.map(
    (list, at) => `  - { name: r${at + 1}, conditions: [${list.join(", ")}], actions: { merge: {} } }\n`,
  );
  return `pull_request_rules:\n${rules.join("")}`;
}

const WRITERS = { "may-write": ["ann", "ben", "cho"] };
const two = '"#approved-reviews-by>=2"';
const one = '"#approved-reviews-by>=1"';

describe("rung import --from mergify", () => {
  it("asks once where alternatives ask the same of the same files", () => {
    const conditions = [two, "approved-reviews-by=dee", "files~=^docs/"];
    const { text } = moved(
      "mergify",
      `queue_rules:
  - { name: main, conditions: [{ or: [label=a, check-success=ci] }] }
pull_request_rules:
  - { name: docs, conditions: [${conditions.join(", ")}], actions: { queue: { name: main } } }
`,
    );
    const areas = text
      .split("\n")
      .filter((line) => line.includes("docs/**"))
      .map((line) => line.replace(/^.*?\{/, ""));
    expect(areas.length).toBe(new Set(areas).size);
    expect(areas.length).toBeGreaterThan(0);
  });

  it("asks for so many approvals of whoever may write, and leaves to be filled in who that is", () => {
    const done = moved("mergify", merging([two, "check-success=ci"]));
    expect(passes(indexOf(done, WRITERS), ["src/x.go"], ["ann", "cho"])).toBe(true);
    expect(passes(indexOf(done, WRITERS), ["src/x.go"], ["ann"])).toBe(false);
    expect(passes(indexOf(done), ["src/x.go"], ["ann", "cho"])).toBe(false);
    expect(fates(done)).toEqual({ "#approved-reviews-by>=2": "said", "check-success=ci": "elsewhere" });
  });

  it.each([
    ["#approved-reviews-by>=2", 2],
    ["#approved-reviews-by > 1", 2],
    ["#approved-reviews-by = 1", 1],
    ["#approved-reviews-by≥3", 3],
    ["#approved-reviews-by:2", 2],
  ])("reads %s as %i approvals", (condition, count) => {
    const written = moved("mergify", merging([JSON.stringify(condition)])).text;
    expect(written.includes(`min: ${count}`)).toBe(count > 1);
  });

  it("asks besides for one of a team, of the owner's where none is named", () => {
    const done = moved("mergify", merging([two, "approved-reviews-by=@core"]));
    expect(done.text).toContain("{ team: org/core }");
    const named = moved("mergify", merging([one, "approved-reviews-by~=^(dee|eve)$"]));
    expect(passes(indexOf(named, WRITERS), ["src/x.go"], ["ann"])).toBe(false);
    expect(passes(indexOf(named, WRITERS), ["src/x.go"], ["ann", "eve"])).toBe(true);
  });

  it("lets a way with a condition of its own lower nothing", () => {
    const done = moved("mergify", merging([two], ["label=hotfix", one], ["author=ann", one], ["title~=^fix"]));
    expect(passes(indexOf(done, WRITERS), ["src/x.go"], ["ann"], { labels: ["hotfix"] })).toBe(false);
    expect(fates(done)).toMatchObject({
      "label=hotfix": "stricter",
      "author=ann": "stricter",
      "title~=^fix": "stricter",
    });
  });

  it("asks what a queue asks of what is put into it, too", () => {
    const queue = `queue_rules: [{ name: q, conditions: [${two}] }]\npull_request_rules: [{ name: r, conditions: [${one}], actions: { queue: { name: q } } }]`;
    expect(passes(indexOf(moved("mergify", queue), WRITERS), ["src/x.go"], ["ann"])).toBe(false);
    const alone = `queue_rules: [{ name: q, queue_conditions: [${one}], merge_conditions: [${two}] }]`;
    expect(passes(indexOf(moved("mergify", alone), WRITERS), ["src/x.go"], ["ann"])).toBe(false);
  });

  it("asks what a merge protection asks beside what merges", () => {
    const text = `${merging([one])}merge_protections:\n  - name: infra\n    if: ["files~=^infra/"]\n    success_conditions: ["approved-reviews-by=dee"]\n`;
    const index = indexOf(moved("mergify", text), WRITERS);
    expect(passes(index, ["src/x.go"], ["ann"])).toBe(true);
    expect(passes(index, ["infra/y.tf"], ["ann"])).toBe(false);
    expect(passes(index, ["infra/y.tf"], ["ann", "dee"])).toBe(true);
  });

  it("knows `no other files` by its negative lookahead, for which fewer approvals are enough", () => {
    const done = moved("mergify", merging([two], ["-files~=^(?!docs/)", one]));
    const index = indexOf(done, WRITERS);
    expect(passes(index, ["docs/a.md"], ["ann"])).toBe(true);
    expect(passes(index, ["docs/a.md", "src/x.go"], ["ann"])).toBe(false);
  });

  it("holds with one label, the one that is called so", () => {
    const done = moved("mergify", merging([one, "label!=question", "-label=do-not-merge", "label!=later"]));
    expect(done.text).toContain("hold: do-not-merge");
    expect(fates(done)).toMatchObject({
      "-label=do-not-merge": "said",
      "label!=question": "elsewhere",
      "label!=later": "elsewhere",
    });
    expect(passes(indexOf(done, WRITERS), ["src/x.go"], ["ann"], { labels: ["do-not-merge"] })).toBe(false);
  });

  it("lets approvals lapse at a push where the file dismisses them", () => {
    const rule = "  - { name: d, conditions: [], actions: { dismiss_reviews: { approved: true } } }\n";
    expect(moved("mergify", merging([one]) + rule).text).toContain("lapse: push");
    const kept = "  - { name: d, conditions: [], actions: { dismiss_reviews: { approved: false } } }\n";
    expect(moved("mergify", merging([one]) + kept).text).not.toContain("lapse");
  });

  it("reads none of several alternatives of checks as approval, and what must not hold as nothing that lowers", () => {
    const checks = "{ or: [check-success=a, check-skipped=a] }";
    const done = moved("mergify", merging([one, checks], [`{ not: [${two}] }`]));
    expect(passes(indexOf(done, WRITERS), ["src/x.go"], [])).toBe(false);
  });

  it("tells what a protection asks of the pull request itself: no approval says it, whoever gave it", () => {
    const text = `${merging([one])}merge_protections:\n  - name: docs\n    success_conditions: ["files~=^docs/"]\n  - name: docs of ann\n    success_conditions: [{ or: [{ and: ["base=main", "approved-reviews-by=dee"] }, { and: ["label=x", "approved-reviews-by=eve"] }] }]\n`;
    const done = moved("mergify", text);
    expect(fates(done)).toMatchObject({
      "files~=^docs/": "elsewhere",
      "base=main": "elsewhere",
      "label=x": "elsewhere",
    });
    // Neither of the two may hold: all that they ask is asked.
    const index = indexOf(done, WRITERS);
    expect(passes(index, ["src/x.go"], ["ann", "dee"])).toBe(false);
    expect(passes(index, ["src/x.go"], ["ann", "dee", "eve"])).toBe(true);
  });

  it("takes two conditions that must not hold for one only where they say the same", () => {
    const ways = (first: string, second: string) =>
      indexOf(
        moved(
          "mergify",
          merging(
            [`{ not: { or: [${first}] } }`, "approved-reviews-by=dee"],
            [`{ not: { or: [${second}] } }`, "approved-reviews-by=eve"],
          ),
        ),
      );
    expect(passes(ways("label=x", "label=y"), ["src/x.go"], ["dee"])).toBe(false);
    expect(passes(ways("label=x", "label=y"), ["src/x.go"], ["dee", "eve"])).toBe(true);
    expect(passes(ways("label=x", "label=x"), ["src/x.go"], ["dee"])).toBe(true);
    const long = "x".repeat(120);
    expect(passes(ways(`label=${long}1`, `label=${long}2`), ["src/x.go"], ["dee"])).toBe(false);
  });

  it("writes nothing where no approval is asked for", () => {
    expect(fromPolicy("mergify", merging(["check-success=ci"]))).toMatchObject({
      why: "it asks for nobody's approval",
    });
    expect(fromPolicy("mergify", "extends: .github\n")).toMatchObject({ why: "it asks for nobody's approval" });
  });

  it.each([
    ["pull_request_rules: {}", "1:21 pull_request_rules must be a list, and a mapping stands here"],
    [merging(['"???"']), '2:30 "???" is no condition of Mergify\'s'],
    [merging(["{ nor: [a] }"]), "2:30 a condition is a text, `and`, `or` or `not`"],
    [
      "pull_request_rules: [{ conditions: 3, actions: { merge: {} } }]",
      "1:36 conditions of a rule without a name must be a list, and a single value stands here",
    ],
  ])("R24: refuses %j with its place", (text, fault) => {
    const done = fromPolicy("mergify", text);
    const [first] = done.kind === "policy" ? [] : done.faults;
    expect(`${first?.line}:${first?.column} ${first?.message}`).toBe(fault);
  });
});
