import { describe, expect, it } from "vitest";
import type { PullDetail } from "../../../src/sandbox/control-model.ts";
import { tourPull, tourSteps } from "../../../src/sandbox/page/tour.ts";
import { aCheck, aComment, anIssueDetail, aPullDetail, aPush, aReview, aState } from "./a-port.ts";

const ticks = (pull: Partial<PullDetail>) =>
  tourSteps(aPullDetail(pull))
    .map((step) => (step.done ? "x" : "-"))
    .join("");
const green = [aCheck({ status: "completed", conclusion: "success", title: "Approved: kusion" })];
const refused = [aComment(), aComment({ id: 12, author: "rung[bot]", app: true, body: "I cannot take that." })];

describe("the tour", () => {
  it("starts with nothing ticked", () => {
    expect(ticks({})).toBe("-----");
  });

  it("ticks the refusal only once Rung has answered", () => {
    expect(ticks({ timeline: [aComment()] })).toBe("-----");
    expect(ticks({ timeline: refused })).toBe("x----");
  });

  it("ticks the approval once the check is green", () => {
    expect(ticks({ timeline: [aReview()] })).toBe("-----");
    expect(ticks({ timeline: [aReview()], checksInFull: green })).toBe("-x---");
  });

  it("ticks the push once the check is no longer green", () => {
    expect(ticks({ timeline: [aReview(), aPush()], checksInFull: green })).toBe("-x---");
    expect(ticks({ timeline: [aReview(), aPush()] })).toBe("-xx--");
  });

  it("ticks all of it along the whole way", () => {
    const timeline = [...refused, aReview(), aPush(), aReview({ id: 22 })];
    expect(ticks({ timeline, checksInFull: green })).toBe("xxxx-");
    expect(ticks({ timeline, checksInFull: green, state: "merged" })).toBe("xxxxx");
  });

  it("takes an open pull request that the approver did not write", () => {
    const issue = anIssueDetail();
    expect(tourPull(aState(aPullDetail(), issue))?.number).toBe(3);
    expect(tourPull(aState(aPullDetail({ author: "hoangndst" }), issue))).toBeNull();
    expect(tourPull(aState(aPullDetail({ draft: true }), issue))).toBeNull();
    expect(tourPull(aState(aPullDetail({ state: "closed" }), issue))).toBeNull();
  });
});
