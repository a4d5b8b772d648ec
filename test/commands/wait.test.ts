import { describe, expect, it } from "vitest";
import { anOpenDecision, decidingAnswer, decidingAs } from "./a-deciding.ts";

const direction = anOpenDecision("direction");
const governance = anOpenDecision("governance");
const technical = anOpenDecision("technical");

describe("/wait", () => {
  it("is about the decision that is open, with its reason", () => {
    const content = { kind: "wait", why: "the figures come on Monday" };
    expect(decidingAs("ben", "/wait the figures come on Monday", { decisions: [direction] })).toEqual({
      kind: "statement",
      about: direction.id,
      content,
    });
    expect(decidingAs("ben", "/wait", { decisions: [direction] })).toMatchObject({ content: { why: "" } });
  });

  it("asks which one where several could be moved, and takes its kind", () => {
    const decisions = [direction, governance];
    expect(decidingAnswer("ben", "/wait for me", { decisions })).toContain("`/wait governance why`");
    expect(decidingAs("ben", "/wait governance for me", { decisions })).toEqual({
      kind: "statement",
      about: governance.id,
      content: { kind: "wait", why: "for me" },
    });
  });

  it("of several only one that names a time can be moved", () => {
    expect(decidingAs("ben", "/wait for me", { decisions: [technical, direction] })).toMatchObject({
      about: direction.id,
    });
    expect(decidingAnswer("ben", "/wait", { decisions: [technical] })).toContain("it has no `wait`");
  });

  it("is not taken back, and has nothing to move where nothing is open", () => {
    expect(decidingAnswer("ben", "/wait cancel", { decisions: [direction] })).toContain("is not taken back");
    expect(decidingAnswer("ben", "/wait")).toContain("No decision is open here");
  });
});
