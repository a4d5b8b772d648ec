import { expect, it } from "vitest";
import { approved } from "../../../src/triage/labels/approved.ts";
import { needsApprover } from "../../../src/triage/labels/needs-approver.ts";
import { aLadder, approval, aReview } from "../../support/a-pull.ts";
import { aLabelling, wanted } from "./a-labelling.ts";

it("approved: every touched area has its approvals, held or not", () => {
  expect(wanted(approved)).toBe(false);
  expect(wanted(approved, { reviews: [approval("ann")] })).toBe(true);
  expect(wanted(approved, { reviews: [approval("ann")], draft: true })).toBe(true);
  const held = { holds: [{ by: null, at: 1, why: "", source: "label" as const }] };
  expect(approved.wanted(aLabelling({ reviews: [approval("ann")] }, { record: held }))).toBe(true);
});

it("approved: not while somebody's request for changes stands", () => {
  expect(wanted(approved, { reviews: [approval("ann"), aReview("ben", "CHANGES_REQUESTED")] })).toBe(false);
});

it("approved: not where nobody was asked to approve", () => {
  const free = aLadder({ approvers: ["ann"], approval: { min: 0 } });
  expect(approved.wanted(aLabelling({}, { index: free }))).toBe(false);
});

it("R6: a label of that name approves nothing", () => {
  expect(wanted(approved, { labels: ["approved"] })).toBe(false);
});

it("approved, and needs-approver: where another employer is still missing it waits", () => {
  const index = aLadder({ approvers: ["ann", "ben"], approval: { employers: "mixed" } });
  const labelling = aLabelling({ reviews: [approval("ann")] }, { index });
  expect([approved.wanted(labelling), needsApprover.wanted(labelling)]).toEqual([false, true]);
});
