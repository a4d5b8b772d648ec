import { describe, expect, it } from "vitest";
import { answeredAs, calledAs } from "./a-promoting.ts";

describe("/return", () => {
  it.each([
    ["/return", null, []],
    ["/return approver", "approvers", []],
    ["/return to approvers of Kusion", "approvers", ["kusion"]],
    ["/return kusion", null, ["kusion"]],
  ])("%j", (text, role, areas) => {
    expect(calledAs("eve", text, { open: [] })).toEqual({ kind: "return", role, areas });
  });

  it("what is no role and no area is asked about", () => {
    expect(answeredAs("eve", "/return king")).toContain("I know no role or area `king`, so nothing was changed.");
  });
});
