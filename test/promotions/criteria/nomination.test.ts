import { describe, expect, it } from "vitest";
import { aRule, judged, told } from "../a-promotion.ts";

describe("nomination", () => {
  it("is by holders of the role or above, or by the candidate where self is named", () => {
    expect(told({ nomination: "maintainers" })).toBe("met: nominated by ann (Ant)");
    expect(judged({ nomination: "maintainers" }, { nominator: "eve" }).standing.state).toBe("short");
    expect(judged({ nomination: "maintainers" }, { nominator: "dee" }).standing.state).toBe("short");
    expect(told({ nomination: ["self", "maintainers"] }, { nominator: "dee" })).toBe("met: nominated themselves");
  });

  it("a maintainer who nominates themselves is still self-nominated", () => {
    expect(judged({ nomination: "maintainers" }, { candidate: "ann" }).standing.state).toBe("short");
  });

  it("says who may say /promote, where it must hold", () => {
    expect(aRule({ nomination: ["self", "approvers"] }).nominate).toEqual(["self", "approvers"]);
    expect(aRule({ all: [{ nomination: { by: "approvers" } }, { sponsors: 2 }] }).nominate).toEqual(["approvers"]);
    expect(aRule({ any: [{ nomination: "approvers" }, { sponsors: 2 }] }).nominate).toBeNull();
    expect(aRule({ nomination: "approvers", nominate: "maintainers" }).nominate).toEqual(["maintainers"]);
  });
});
