import { describe, expect, it } from "vitest";
import { answeredAs, heardAs } from "./a-hearing.ts";

describe("/step-down", () => {
  it.each([
    ["/step-down", null, []],
    ["/step-down approver", "approvers", []],
    ["/step-down from approvers of Kusion", "approvers", ["kusion"]],
  ])("%j", (text, role, areas) => {
    expect(heardAs("eve", text, { open: [] })).toEqual({ kind: "step-down", role, areas });
  });

  it("is refused where nothing of it is held, or known", () => {
    expect(answeredAs("pat", "/step-down")).toContain("I cannot take `/step-down` from pat");
    expect(answeredAs("eve", "/step-down maintainer")).toContain(
      "eve does not hold that, so there is nothing to step down from; held is approver of kusion.",
    );
    expect(answeredAs("eve", "/step-down karpor")).toContain("does not hold that");
    expect(answeredAs("eve", "/step-down king")).toContain("I know no role or area `king`");
  });
});
