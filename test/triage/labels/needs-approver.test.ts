import { expect, it } from "vitest";
import { needsApprover } from "../../../src/triage/labels/needs-approver.ts";
import { approval } from "../../support/a-pull.ts";
import { wanted } from "./a-labelling.ts";

it("needs-approver: until every area has its approvals, and not while it is a draft", () => {
  expect(wanted(needsApprover)).toBe(true);
  expect(wanted(needsApprover, { draft: true })).toBe(false);
  expect(wanted(needsApprover, { reviews: [approval("ann")] })).toBe(false);
  const files = ["docs/a.md", "pkg/engine/a.go"];
  expect(wanted(needsApprover, { files, reviews: [approval("max")] })).toBe(true);
});
