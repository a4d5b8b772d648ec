import { describe, expect, it } from "vitest";
import { checkOutcome } from "../../src/gate/check-outcome.ts";
import { report } from "../../src/gate/check-report.ts";
import type { GatingDecision, GatingState } from "../../src/gate/gating-decision.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { verdict } from "../../src/gate/verdict.ts";
import { anIndex } from "../registry/a-registry.ts";
import { aPull, approval, minute } from "../support/a-pull.ts";

const INDEX = anIndex("version: 1\nmaintainers: [ann, ben]\n");
const AT = minute(10);

function decided(state: GatingState, url?: string): GatingDecision {
  return { kind: "governance", files: ["GOVERNANCE.md"], state, by: "maintainers", ...(url && { url }) };
}

function judged(decisions: readonly GatingDecision[], isApproved = true) {
  const facts = aPull({ author: "pat", files: ["GOVERNANCE.md"], reviews: isApproved ? [approval("ann")] : [] });
  return verdict({ facts, index: INDEX, record: emptyRecord(), diffs: new Map(), decisions });
}

const OPEN: GatingState = { kind: "open", figure: "1 of 2 yes", endsAt: AT };

describe("R93: what waits for a decision", () => {
  it.each<[GatingState, string]>([
    [{ kind: "needed" }, "Decision needed: governance"],
    [OPEN, "Decision open: governance"],
    [{ kind: "declined", at: AT }, "Declined: governance"],
    [{ kind: "changed", files: ["GOVERNANCE.md"] }, "Decision needed: governance"],
    [{ kind: "unknown", why: "over 300 files cannot be compared" }, "Decision needed: governance"],
  ])("does not pass, however much it is approved: %j", (state, title) => {
    const found = judged([decided(state, "https://github.test/c/1")]);
    expect(found.state).toEqual({ kind: "waiting" });
    expect(checkOutcome(found, "pull")).toBe("waiting");
    expect(report(found).title).toBe(title);
  });

  it("passes with the decision and the approvals, and not with the decision alone", () => {
    const accepted = [decided({ kind: "accepted", at: AT }, "https://github.test/c/1")];
    expect(judged(accepted).state).toEqual({ kind: "approved" });
    expect(judged(accepted, false).state).toEqual({ kind: "waiting" });
    expect(report(judged(accepted)).summary).toContain("[accepted](https://github.test/c/1)");
  });

  it("says what is missing of both, and how to go on", () => {
    const { title, summary } = report(judged([decided({ kind: "needed" })], false));
    expect(title).toMatch(/^Needs 1 approval: .*; decision needed: governance$/);
    expect(summary).toContain("maintainers can open it with `/decide governance …`");
    expect(summary).toContain("never instead of them");
    expect(report(judged([decided(OPEN, "https://github.test/c/1")])).summary).toContain(
      "[1 of 2 yes](https://github.test/c/1)",
    );
  });

  it("where no decision is needed nothing of it is in the verdict", () => {
    expect(judged([])).not.toHaveProperty("decisions");
  });
});
