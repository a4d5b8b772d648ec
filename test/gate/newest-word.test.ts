import { describe, expect, it } from "vitest";
import { report } from "../../src/gate/check-report.ts";
import { aComment, aLadder, aPull, approval, aReview, minute } from "../support/a-pull.ts";
import { judged, pushes, states } from "./judged.ts";

const index = aLadder({ approvers: ["ann", "ben"] });
const changes = aReview("ann", "CHANGES_REQUESTED", { at: minute(1) });
const byBen = approval("ben", { at: minute(2) });
const says = (body: string, at: number) => aComment("ann", body, { at: minute(at) });

describe("a request for changes and what its author says later", () => {
  const state = (facts: ReturnType<typeof aPull>, given = {}) => judged(facts, index, given).state.kind;

  it("R80: an approval by command that is taken back leaves the request standing, and the report says so", () => {
    const facts = aPull({ reviews: [changes, byBen], comments: [says("/approve", 3), says("/unapprove", 4)] });
    expect(state(facts)).toBe("changes-requested");
    const { summary } = report(judged(facts, index));
    expect(summary).toContain("Changes requested** by ann");
    expect(summary).toContain("What ann said since was withdrawn, so the request stands again");
  });

  it("R80: while the approval stands, by review or command, the request is answered", () => {
    expect(state(aPull({ reviews: [changes, byBen], comments: [says("/approve", 3)] }))).toBe("approved");
    expect(state(aPull({ reviews: [changes, byBen, approval("ann", { at: minute(3) })] }))).toBe("approved");
  });

  it("R80: an approval whose comment is deleted or edited leaves the request standing", () => {
    expect(state(aPull({ reviews: [changes, byBen] }))).toBe("changes-requested");
    const edited = { ...says("/approve", 3), edited: true };
    expect(state(aPull({ reviews: [changes, byBen], comments: [edited] }))).toBe("changes-requested");
  });

  it("R80: an approval that is dismissed leaves the request standing; R10: and no older approval", () => {
    const dismissed = aReview("ann", "DISMISSED", { at: minute(3) });
    const older = approval("ann", { at: minute(0) });
    const facts = aPull({ reviews: [older, changes, byBen, dismissed] });
    expect(state(facts)).toBe("changes-requested");
    expect(report(judged(facts, index)).summary).toContain("was dismissed, so the request stands again");
    const request = aReview("ann", "DISMISSED", { at: minute(1) });
    expect(state(aPull({ reviews: [older, request] }))).toBe("waiting");
  });

  it("R80: the request goes by its own dismissal", () => {
    const gone = aReview("ann", "DISMISSED", { at: minute(1) });
    expect(state(aPull({ reviews: [gone, byBen], comments: [says("/approve", 3), says("/unapprove", 4)] }))).toBe(
      "approved",
    );
  });

  it("R80: an approval that lapses with a push leaves the request standing, in the areas that changed", () => {
    const areas = aLadder({
      areas: { docs: { paths: ["docs/**"] }, code: { paths: ["src/**"] } },
      approvers: ["ann", "ben"],
    });
    const facts = aPull({
      head: "h2",
      files: ["docs/a.md", "src/a.ts"],
      reviews: [changes, approval("ann", { at: minute(3) }), approval("ben", { at: minute(30), commit: "h2" })],
    });
    const diffs = {
      "main...h1": { "docs/a.md": "+1", "src/a.ts": "+1" },
      "main...h2": { "docs/a.md": "+1", "src/a.ts": "+2" },
    };
    const result = judged(facts, areas, { record: pushes(["h2", 10]), diffs });
    expect(states(result)).toEqual({ docs: "approved", code: "blocked" });
    expect(report(result).summary).toContain("lapsed with a push");
  });

  it("R80: where nobody needs to approve, the request is answered by the approval all the same", () => {
    const free = aLadder({ areas: { docs: { paths: ["docs/**"], approval: { min: 0 } } }, approvers: ["ann"] });
    const facts = aPull({ head: "h2", files: ["docs/a.md"], reviews: [changes, approval("ann", { at: minute(3) })] });
    const diffs = { "main...h1": { "docs/a.md": "+1" }, "main...h2": { "docs/a.md": "+1" } };
    expect(judged(facts, free, { record: pushes(["h2", 10]), diffs }).state.kind).toBe("approved");
    expect(judged({ ...facts, reviews: { ...facts.reviews, items: [changes] } }, free, { diffs }).state.kind).toBe(
      "changes-requested",
    );
  });

  it("R80: an approval of one area answers the request there alone", () => {
    const areas = aLadder({
      areas: { docs: { paths: ["docs/**"] }, code: { paths: ["src/**"] } },
      approvers: ["ann", "ben"],
    });
    const facts = aPull({
      files: ["docs/a.md", "src/a.ts"],
      reviews: [changes, byBen],
      comments: [says("/approve docs", 3)],
    });
    expect(states(judged(facts, areas))).toEqual({ docs: "approved", code: "blocked" });
  });
});
