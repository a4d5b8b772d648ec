import { describe, expect, it } from "vitest";
import { judged, told } from "../a-promotion.ts";

describe("holds", () => {
  it("is met by the role or one above; of a list by any", () => {
    expect(told({ holds: "contributors" })).toBe("met: is a contributor");
    expect(told({ holds: "members" })).toBe("met: is a contributor");
    expect(told({ holds: ["maintainers", "contributors"] })).toBe("met: is a contributor");
    expect(told({ holds: "approvers" })).toBe("short: is a contributor");
    expect(told({ holds: "members" }, { candidate: "pat" })).toBe("short: holds no role");
  });

  it("`below` is the rung below the one applied for", () => {
    expect(judged({ holds: "below" }).standing.state).toBe("met");
    expect(judged({ holds: "below" }, { role: "maintainers" }).standing.state).toBe("short");
  });

  it("asks for the nomination's area where it says so", () => {
    const block = { holds: { role: "approvers", area: true } };
    expect(judged(block, { candidate: "eve" }).standing.state).toBe("met");
    expect(judged(block, { candidate: "kim" }).standing.state).toBe("short");
  });
});
