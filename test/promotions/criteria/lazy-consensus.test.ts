import { describe, expect, it } from "vitest";
import { days, judged, object } from "../a-promotion.ts";

describe("lazy-consensus", () => {
  it("is met by a week of silence from the nomination on", () => {
    expect(judged({ "lazy-consensus": "maintainers" }, { now: days(6) }).standing.dueAt).toBe(days(7));
    expect(judged({ "lazy-consensus": "maintainers" }, { now: days(7) }).standing.state).toBe("met");
  });

  it("is stopped by an objection", () => {
    const words = [object("ann", "no", days(1))];
    expect(judged({ "lazy-consensus": "maintainers" }, { now: days(7), words }).standing.state).toBe("opposed");
  });

  it("says so", () => {
    const block = { "lazy-consensus": { from: "maintainers", window: "72h" } };
    expect(judged(block).wording).toBe("lazy consensus of maintainers within 72 hours");
  });
});
