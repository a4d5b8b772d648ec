import { describe, expect, it } from "vitest";
import { aNomination, answeredAs, wordAs } from "./a-promoting.ts";

describe("/accept", () => {
  it("is the candidate's, about their own promotion among others", () => {
    const open = [aNomination(undefined, { candidate: "kim", id: "comment:2/1" }), aNomination()];
    expect(wordAs("dee", "/accept", { open })).toEqual({
      about: ["comment:1/1"],
      content: { kind: "accept", cancel: false },
    });
    expect(wordAs("dee", "/unaccept").content).toEqual({ kind: "accept", cancel: true });
    expect(answeredAs("ann", "/accept", { open })).toContain(
      "I cannot take `/accept` from ann: only the candidate accepts",
    );
  });

  it("says where nobody asks for it", () => {
    expect(answeredAs("dee", "/accept", { open: [aNomination({ sponsors: 1 })] })).toContain("asks for no acceptance");
  });
});
