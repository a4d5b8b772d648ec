import { describe, expect, it } from "vitest";
import { aPull } from "../support/a-pull.ts";
import { answeredAs, calledAs } from "./a-promoting.ts";

describe("/stay", () => {
  it.each([
    ["/stay", null, ""],
    ["/stay I am only on leave", null, "I am only on leave"],
    ["/stay @ann reviews in the other organisation", "ann", "reviews in the other organisation"],
    ["/stay @ann", "ann", ""],
  ])("%j", (text, named, why) => {
    expect(calledAs("eve", text, { open: [], facts: aPull() })).toEqual({ kind: "stay", named, why });
  });

  it("on an issue there is nothing to keep", () => {
    expect(answeredAs("eve", "/stay", { open: [] })).toContain("this is none, so there is nothing to keep");
  });
});
