import { describe, expect, it } from "vitest";
import { checkOutcome } from "../../src/gate/check-outcome.ts";
import { report } from "../../src/gate/check-report.ts";
import { combined } from "../../src/gate/combined.ts";
import { brokenRegistry, type Proposal, unknownVerdict } from "../../src/gate/verdict.ts";
import type { Verdict } from "../../src/gate/verdict-types.ts";
import type { Fault, ParsedRegistry } from "../../src/registry/registry-types.ts";
import { aComment, aFile, aLadder, aPull, approval, aReview, cut, minute } from "../support/a-pull.ts";
import { approvers, judged, pushes, reasons, states } from "./judged.ts";

const index = aLadder({ contributors: ["cho"], approvers: ["ann", "ben"], maintainers: ["max", "moe"] });
const approved = [approval("ann")];

describe("what was cut short", () => {
  it("R14: files, reviews and comments that were not read in full block, with what and how many", () => {
    const files = judged(aPull({ reviews: approved, files: cut(["a.go"], 3_100) }), index);
    expect(files.state).toEqual({
      kind: "unknown",
      why: "GitHub tells at most 3000 changed files of a pull request, and this one has 3100",
    });
    const some = judged(aPull({ reviews: approved, files: cut(["a.go"], 310) }), index);
    expect(some.state).toEqual({ kind: "unknown", why: "GitHub returned 1 of 310 changed files" });
    expect(judged(aPull({ reviews: cut(approved, 101) }), index).state.kind).toBe("unknown");
    expect(judged(aPull({ reviews: approved, comments: cut([], 7) }), index).state.kind).toBe("unknown");
  });

  it("R14: commits matter where contributors do not count", () => {
    const strict = aLadder({ approvers: ["ann"], approval: { contributorsCount: false } });
    const facts = aPull({
      reviews: approved,
      commits: cut([{ sha: "c", parents: ["b"], people: [facts0.author] }], 312),
    });
    expect(judged(facts, strict).state).toEqual({
      kind: "unknown",
      why: "GitHub tells at most 250 commits of a pull request, and this one has 312",
    });
    expect(judged(facts, index).state.kind).toBe("approved");
  });

  it("R14: labels matter while the hold label may be among those not read", () => {
    expect(judged(aPull({ reviews: approved, labels: cut(["x"], 101) }), index).state.kind).toBe("unknown");
    const none = aLadder({ approvers: ["ann"], labels: { hold: null } });
    expect(judged(aPull({ reviews: approved, labels: cut(["x"], 101) }), none).state.kind).toBe("approved");
  });

  it("R14: inline comments matter once one of them carried a command", () => {
    const facts = aPull({ reviews: approved, reviewComments: cut([], 5) });
    expect(judged(facts, index).state.kind).toBe("approved");
    expect(judged(facts, index, { record: { ...pushes(), inline: true } }).state.kind).toBe("unknown");
  });
});

const facts0 = aPull();

describe("states", () => {
  it("R15b: a hold blocks whoever approved", () => {
    const result = judged(
      aPull({ reviews: approved, comments: [aComment("cho", "/hold wait", { at: minute(5) })] }),
      index,
    );
    expect(result.state.kind).toBe("held");
    expect(result.holds).toEqual([{ login: "cho", why: "wait", at: minute(5) }]);
    expect(checkOutcome(result, "pull")).toBe("action_required");
  });

  it("a draft keeps its approvals and stays in progress", () => {
    const result = judged(aPull({ draft: true, reviews: approved }), index);
    expect(result.state.kind).toBe("draft");
    expect(approvers(result)).toEqual({ kusion: ["ann"] });
    expect(checkOutcome(result, "pull")).toBe("waiting");
  });

  it("R11: changes requested fail the check, waiting leaves it in progress", () => {
    expect(checkOutcome(judged(aPull({ reviews: [aReview("ann", "CHANGES_REQUESTED")] }), index), "pull")).toBe(
      "failure",
    );
    expect(checkOutcome(judged(aPull(), index), "pull")).toBe("waiting");
    expect(checkOutcome(judged(aPull({ reviews: approved }), index), "pull")).toBe("success");
  });

  it("R18: on a merge queue's commit nothing stays pending", () => {
    for (const facts of [aPull(), aPull({ draft: true }), aPull({ comments: [aComment("ann", "/hold")] })]) {
      expect(checkOutcome(judged(facts, index), "merge-group")).toBe("failure");
    }
    expect(checkOutcome(judged(aPull({ reviews: approved }), index), "merge-group")).toBe("success");
  });

  it("mode: advise reports and never blocks", () => {
    const advising = aLadder({ approvers: ["ann"], mode: "advise" });
    expect(checkOutcome(judged(aPull(), advising), "pull")).toBe("neutral");
    expect(checkOutcome(judged(aPull(), advising), "merge-group")).toBe("neutral");
  });

  it("R19: with no good registry known the check fails closed", () => {
    const verdict = brokenRegistry("roles.yaml", ["roles.yaml:14:5 unknown key"]);
    expect(checkOutcome(verdict, "pull")).toBe("failure");
    expect(report(verdict).title).toBe("roles.yaml has 1 fault (line 14): no good version is known");
  });
});

describe("registry changes", () => {
  const files = ["roles.yaml"];
  const good: Proposal = {
    path: "roles.yaml",
    parsed: { registry: index.registry, faults: [] },
    changes: ["eve becomes a maintainer"],
  };

  it("R1: the registry's file needs a holder of the top role; approvers do not count for it", () => {
    expect(judged(aPull({ files, reviews: approved }), index, { proposal: good }).state.kind).toBe("waiting");
    const result = judged(aPull({ files, reviews: [approval("max")] }), index, { proposal: good });
    expect(result.state.kind).toBe("approved");
    expect(result.registryChange).toEqual({
      path: "roles.yaml",
      changes: ["eve becomes a maintainer"],
      faults: [],
      broken: false,
    });
  });

  it("R1: its author never helps itself, author-counts or not", () => {
    const lax = aLadder({ approvers: ["ann"], maintainers: ["max", "moe"], approval: { authorCounts: true } });
    const facts = aPull({ author: "max", files, reviews: [approval("max")] });
    const result = judged(facts, lax, { proposal: good });
    expect(result.state.kind).toBe("waiting");
    expect(reasons(result, "max")).toEqual([{ kind: "author" }]);
    expect(result.areas[0]?.candidates.map(({ login }) => login)).toEqual(["moe"]);
  });

  it("R12: moving the registry away or into place is a change of it", () => {
    const moved = [aFile("docs/roles.txt", { change: "renamed", previousPath: "roles.yaml" })];
    const result = judged(aPull({ files: moved, reviews: approved }), index, { proposal: { ...good, parsed: null } });
    expect(states(result)).toEqual({ kusion: "approved", "roles.yaml": "waiting" });
    const added = [aFile(".github/roles.yaml", { change: "added" })];
    expect(judged(aPull({ files: added, reviews: approved }), index, { proposal: good }).state.kind).toBe("waiting");
  });

  it("a faulty proposal blocks, with its faults on their lines", () => {
    const fault: Fault = { severity: "error", line: 14, column: 5, message: "unknown key" };
    const parsed: ParsedRegistry = { registry: null, faults: [fault] };
    const result = judged(aPull({ files, reviews: [approval("max")] }), index, { proposal: { ...good, parsed } });
    expect(result.state.kind).toBe("proposal-faulty");
    expect(checkOutcome(result, "pull")).toBe("failure");
    expect(result.registryChange?.faults).toEqual([
      { path: "roles.yaml", line: 14, column: 5, level: "failure", message: "unknown key" },
    ]);
  });

  it("R14: without the proposed file nothing can be told", () => {
    expect(judged(aPull({ files, reviews: [approval("max")] }), index).state.kind).toBe("unknown");
  });

  it("is never cheaper than any other file of the repository", () => {
    const two = aLadder({ maintainers: ["max", "moe"], approval: { min: 2 } });
    expect(judged(aPull({ files, reviews: [approval("max")] }), two, { proposal: good }).areas[0]?.missing).toBe(1);
    const free = aLadder({ maintainers: ["max"], approval: { min: 0 } });
    expect(judged(aPull({ files }), free, { proposal: good }).state.kind).toBe("waiting");
  });
});

describe("several pull requests", () => {
  const passing = judged(aPull({ reviews: approved }), index);
  const waiting = judged(aPull({ number: 8 }), index);

  it("R17: with the same head the check passes only if each one would", () => {
    const both = combined(
      [
        { number: 7, verdict: passing },
        { number: 8, verdict: waiting },
      ],
      "pull",
    );
    expect(both.outcome).toBe("waiting");
    expect(both.title).toBe("#8: Needs 1 approval: kusion");
    expect(
      combined(
        [
          { number: 7, verdict: passing },
          { number: 9, verdict: passing },
        ],
        "pull",
      ).outcome,
    ).toBe("success");
  });

  it("R17, R21: it says the same whichever of them is looked at", () => {
    const parts = [
      { number: 8, verdict: waiting },
      { number: 7, verdict: passing },
    ];
    expect(combined(parts, "pull")).toEqual(combined(parts.toReversed(), "pull"));
  });

  it("R17: each has its section", () => {
    const { text } = combined(
      [
        { number: 8, verdict: waiting },
        { number: 7, verdict: passing },
      ],
      "pull",
    );
    expect(text.match(/^### .*/gm)).toEqual(["### #7: Approved: kusion", "### #8: Needs 1 approval: kusion"]);
  });

  it("R18: a merge queue's commit passes only if each of its pull requests would, and fails where none is known", () => {
    expect(
      combined(
        [
          { number: 7, verdict: passing },
          { number: 8, verdict: waiting },
        ],
        "merge-group",
      ).outcome,
    ).toBe("failure");
    expect(combined([{ number: 7, verdict: passing }], "merge-group").outcome).toBe("success");
    expect(combined([], "merge-group").outcome).toBe("failure");
  });

  it("R17: one that cannot be told blocks the others", () => {
    const parts = [
      { number: 7, verdict: passing },
      { number: 8, verdict: unknownVerdict("GitHub did not answer") },
    ];
    expect(combined(parts, "pull")).toMatchObject({
      outcome: "failure",
      title: "#8: Cannot tell yet: GitHub did not answer",
    });
  });

  it("one alone is shown as it is", () => {
    const { outcome, ...shown } = combined([{ number: 7, verdict: passing }], "pull");
    expect(outcome).toBe("success");
    expect(shown).toEqual(report(passing));
  });
});

describe("purity", () => {
  it("R21: the same facts give the same verdict and the same text", () => {
    const facts = aPull({ reviews: approved, comments: [aComment("cho", "/hold")] });
    const [one, other]: Verdict[] = [judged(facts, index), judged(structuredClone(facts), index)];
    expect(one).toEqual(other);
    expect(one && report(one)).toEqual(other && report(other));
  });
});
