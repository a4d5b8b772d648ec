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

  it("is unknown where those whose employer is not written could be one too many", () => {
    const approvers = { seats: { "per-employer": 4, of: "approvers" } };
    expect(judged(approvers).standing).toMatchObject({
      state: "unknown",
      figure: "6 with the candidate, 4 of them of Ant; of 1 more the employer is not in the registry",
      next: "the registry must say the employer of eve (`affiliation`)",
    });
    expect(judged({ seats: { "per-employer": 5, of: "approvers" } }).standing.state).toBe("met");
    expect(judged({ seats: { "per-employer": 3, of: "approvers" } }).standing.state).toBe("short");
    expect(judged({ seats: { share: "2/3", of: "approvers" } }).standing.state).toBe("unknown");
  });

  it("a soft cap is told and never blocks", () => {
    expect(judged({ seats: { "per-employer": 1, soft: true } }, maintainers).standing.state).toBe("met");
  });
});
