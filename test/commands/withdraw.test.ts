import { describe, expect, it } from "vitest";
import { aNomination, answeredAs, wordAs } from "./a-promoting.ts";

describe("/withdraw", () => {
  it.each(["dee", "ann", "cho"])("is for the candidate, the nominator and the top role: %s", (login) => {
    expect(wordAs(login, "/withdraw @dee")).toEqual({ about: ["comment:1/1"], content: { kind: "withdraw" } });
  });

  it.each([
    ["/withdraw my objection", "`/object cancel`"],
    ["/withdraw my vote", "`/vote cancel`"],
    ["/withdraw sponsorship of @dee", "`/sponsor cancel`"],
    ["/withdraw cancel", "is not opened again"],
  ])("R58: %j is not taken for the end of the promotion", (text, way) => {
    const answer = answeredAs("cho", text);
    expect(answer).toContain("nothing was changed");
    expect(answer).toContain(way);
    expect(answer).toContain("`/withdraw` alone ends it");
  });

  it("R81: the commands that it proposes name the promotion where several are open", () => {
    const open = [aNomination(), aNomination(undefined, { candidate: "kim", id: "comment:2/1" })];
    const answer = answeredAs("cho", "/withdraw @kim my objection", { open });
    expect(answer).toContain("`/unobject @kim`");
    expect(wordAs("cho", "/unobject @kim", { open })).toMatchObject({
      about: ["comment:2/1"],
      content: { cancel: true },
    });
  });

  it("is refused to others, with what they can do", () => {
    const open = [aNomination(undefined, { nominator: "eve" })];
    expect(answeredAs("kim", "/withdraw", { open })).toContain("I cannot take `/withdraw` from kim");
    expect(answeredAs("pat", "/withdraw", { open })).toContain("comments `/object why`");
    expect(wordAs("eve", "/withdraw", { open }).about).toHaveLength(1);
  });
});
