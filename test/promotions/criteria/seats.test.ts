import { describe, expect, it } from "vitest";
import { judged, told } from "../a-promotion.ts";

const maintainers = { role: "maintainers" };

describe("seats", () => {
  it("counts those who hold the role, the candidate among them", () => {
    expect(told({ seats: 4 }, maintainers)).toBe("met: 4 with the candidate");
    expect(told({ seats: 3 }, maintainers)).toBe("short: 4 with the candidate");
  });

  it("one employer has no more than its seats, or its share", () => {
    expect(told({ seats: { "per-employer": 2 } }, maintainers)).toBe("short: 4 with the candidate, 3 of them of Ant");
    expect(judged({ seats: { "per-employer": 3 } }, maintainers).standing.state).toBe("met");
    expect(judged({ seats: { share: "1/2" } }, maintainers).standing.state).toBe("short");
    expect(judged({ seats: { share: "3/4" } }, maintainers).standing.state).toBe("met");
  });

  it("is unknown where the candidate's employer is", () => {
    expect(told({ seats: { "per-employer": 3 } }, { ...maintainers, candidate: "pat" })).toBe(
      "unknown: 4 with the candidate; the candidate's employer is not in the registry",
    );
  });

  it("a soft cap is told and never blocks", () => {
    expect(judged({ seats: { "per-employer": 1, soft: true } }, maintainers).standing.state).toBe("met");
  });
});
