import { describe, expect, it } from "vitest";
import { aNomination, answeredAs, wordAs } from "./a-hearing.ts";

describe("/withdraw", () => {
  it.each(["dee", "ann", "cho"])("is for the candidate, the nominator and the top role: %s", (login) => {
    expect(wordAs(login, "/withdraw @dee")).toEqual({ about: ["comment:1/1"], saying: { kind: "withdraw" } });
  });

  it("is refused to others, with what they can do", () => {
    const open = [aNomination(undefined, { nominator: "eve" })];
    expect(answeredAs("kim", "/withdraw", { open })).toContain("I cannot take `/withdraw` from kim");
    expect(answeredAs("pat", "/withdraw", { open })).toContain("comments `/object why`");
    expect(wordAs("eve", "/withdraw", { open }).about).toHaveLength(1);
  });
});
