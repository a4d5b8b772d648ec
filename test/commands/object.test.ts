import { describe, expect, it } from "vitest";
import { aNomination, answeredAs, wordAs } from "./a-hearing.ts";

describe("/object", () => {
  it("keeps the reason as it was said", () => {
    expect(wordAs("ben", "/object @dee the engine, first").saying).toEqual({
      kind: "object",
      cancel: false,
      why: "the engine, first",
    });
    expect(wordAs("ben", "/object dee is new").saying).toMatchObject({ why: "dee is new" });
    expect(wordAs("ben", "/object cancel").saying).toEqual({ kind: "object", cancel: true, why: "" });
  });

  it("to a person stops all that is open for them: letting one through by asking back would be the wrong way round", () => {
    const open = [aNomination(), aNomination(undefined, { areas: ["karpor"], id: "comment:2/1" })];
    expect(wordAs("ben", "/object @dee too early", { open }).about).toEqual(["comment:1/1", "comment:2/1"]);
  });

  it("says where the rule knows no objections", () => {
    expect(answeredAs("ben", "/object no", { open: [aNomination({ acceptance: true })] })).toContain(
      "asks for no time for objections",
    );
  });
});
