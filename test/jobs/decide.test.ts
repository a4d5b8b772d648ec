import { describe, expect, it } from "vitest";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { unknownVerdict, verdict } from "../../src/gate/verdict.ts";
import { type Evaluated, groupChecks, headChecks } from "../../src/jobs/decide.ts";
import { aLadder, aPull, approval, type PullOptions } from "../support/a-pull.ts";

const index = aLadder({
  approvers: ["ann"],
  maintainers: ["max", "mia"],
  approval: { branches: [{ pattern: "release-*", min: 2 }] },
});

function evaluated(options: PullOptions = {}): Evaluated {
  const facts = aPull(options);
  const result = verdict({ facts, index, record: emptyRecord(), diffs: new Map() });
  return { facts, verdict: result, patterns: index.branchPatterns(facts.base.ref) };
}

const approved = (options: PullOptions = {}) => evaluated({ reviews: [approval("ann")], ...options });
const shown = (checks: ReturnType<typeof headChecks>) => checks.map(({ name, outcome }) => `${name}: ${outcome}`);

describe("the checks of a head", () => {
  it("one check named rung, on the head", () => {
    expect(headChecks([approved()], [])).toMatchObject([
      { name: "rung", outcome: "success", headSha: "h1", repository: { owner: "KusionStack", name: "kusion" } },
    ]);
    expect(shown(headChecks([evaluated()], []))).toEqual(["rung: waiting"]);
  });

  it("R16: a branch with rules of its own has a check of its own, with the same verdict", () => {
    const both = [approval("ann"), approval("max")];
    expect(shown(headChecks([evaluated({ base: "release-1", reviews: both })], []))).toEqual([
      "rung: success",
      "rung (release-*): success",
    ]);
    expect(shown(headChecks([approved({ base: "release-1" })], []))).toEqual([
      "rung: waiting",
      "rung (release-*): waiting",
    ]);
  });

  it("R16: after a retarget the check of the other branch stops saying what it said", () => {
    expect(shown(headChecks([approved()], ["rung", "rung (release-*)"]))).toEqual([
      "rung: success",
      "rung (release-*): cancelled",
    ]);
  });

  it("R19: without a good registry every check that stands on the head fails with it", () => {
    const broken: Evaluated = { facts: aPull(), verdict: unknownVerdict("x"), patterns: null };
    expect(shown(headChecks([broken], ["rung (release-*)"]))).toEqual(["rung: failure", "rung (release-*): failure"]);
  });

  it("R17: passes only if each pull request with the head would, and says which does not", () => {
    const checks = headChecks([approved({ number: 7 }), evaluated({ number: 8 })], []);
    expect(shown(checks)).toEqual(["rung: waiting"]);
    expect(checks[0]?.title).toContain("#8");
    expect(shown(headChecks([approved({ number: 7 }), approved({ number: 8 })], []))).toEqual(["rung: success"]);
  });

  it("R17: a twin for a branch with stronger rules brings that branch's check along", () => {
    const checks = headChecks([approved({ number: 7 }), approved({ number: 8, base: "release-1" })], []);
    expect(shown(checks)).toEqual(["rung: waiting", "rung (release-*): waiting"]);
  });
});

describe("R18: the checks of a merge queue's commit", () => {
  const group = { repository: { owner: "o", name: "r" }, headSha: "g" };
  const part = ({ facts, verdict: result }: Evaluated) => ({ number: facts.number, verdict: result });

  it("pass when each pull request in it would", () => {
    const parts = [part(approved()), part(approved({ number: 8 }))];
    const checks = groupChecks({ ...group, parts, patterns: ["release-*", "release-*"] });
    expect(shown(checks)).toEqual(["rung: success", "rung (release-*): success"]);
    expect(checks[0]?.headSha).toBe("g");
  });

  it("fail rather than wait when one would not, or when none is known", () => {
    const parts = [part(approved()), part(evaluated({ number: 8 }))];
    expect(shown(groupChecks({ ...group, parts, patterns: [] }))).toEqual(["rung: failure"]);
    expect(shown(groupChecks({ ...group, parts: [], patterns: [] }))).toEqual(["rung: failure"]);
  });
});
