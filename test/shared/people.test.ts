import { describe, expect, it } from "vitest";
import { joinList, roleWithArticle, samePerson, singularRole } from "../../src/shared/people.ts";

describe("people in answers", () => {
  it("R4: the same person has the same id, or the same login in any case where an id is unknown", () => {
    expect(samePerson({ login: "Ann", id: 1 }, { login: "other", id: 1 })).toBe(true);
    expect(samePerson({ login: "ann", id: 1 }, { login: "ann", id: 2 })).toBe(false);
    expect(samePerson({ login: "Ann", id: null }, { login: "ann", id: 2 })).toBe(true);
    expect(samePerson(null, null)).toBe(false);
  });

  it.each([
    ["approvers", "approver", "an approver"],
    ["members", "member", "a member"],
    ["committee", "committee", "a committee"],
    ["deputies", "deputy", "a deputy"],
    ["boss", "boss", "a boss"],
  ])("the role %s is held by one %s", (role, one, a) => {
    expect(singularRole(role)).toBe(one);
    expect(roleWithArticle(role)).toBe(a);
  });

  it("long lists are cut and say how much", () => {
    expect(joinList([], "or")).toBe("");
    expect(joinList(["a"], "or")).toBe("a");
    expect(joinList(["a", "b", "c"], "and")).toBe("a, b and c");
    expect(joinList(["a", "b", "c", "d"], "or", 2)).toBe("a, b or 2 more");
  });
});
