import { describe, expect, it } from "vitest";
import { aLadder } from "../support/a-pull.ts";
import { answeredAs, calledAs } from "./a-promoting.ts";

/** fay approves two areas and contributes everywhere. */
const WITH_FAY = aLadder({
  areas: { kusion: { repos: ["kusion"] }, karpor: { repos: ["karpor"] } },
  approvers: [{ login: "fay", areas: ["kusion", "karpor"] }],
  contributors: ["fay"],
}).registry;

describe("/step-down", () => {
  it.each([
    ["/step-down", null, []],
    ["/step-down approver", "approvers", []],
    ["/step-down from approvers of Kusion", "approvers", ["kusion"]],
    ["/step-down kusion", null, ["kusion"]],
  ])("%j", (text, role, areas) => {
    expect(calledAs("fay", text, { open: [], registry: WITH_FAY })).toEqual({ kind: "step-down", role, areas });
  });

  it.each(["/step-down", "/step-down approver", "/step-down kusion", "/step-down approver kusion"])(
    "%j of somebody who holds nothing else is one and the same change",
    (text) => {
      expect(calledAs("eve", text, { open: [] })).toEqual({ kind: "step-down", role: null, areas: [] });
    },
  );

  it("is refused where nothing of it is held, or known", () => {
    expect(answeredAs("pat", "/step-down")).toContain("I cannot take `/step-down` from pat");
    expect(answeredAs("eve", "/step-down maintainer")).toContain(
      "eve does not hold that, so there is nothing to step down from; held is approver of kusion.",
    );
    expect(answeredAs("eve", "/step-down karpor")).toContain("does not hold that");
    expect(answeredAs("eve", "/step-down king")).toContain("I know no role or area `king`");
  });
});
