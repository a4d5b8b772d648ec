import { expect, it } from "vitest";
import { type Withdrawal, withdrawn } from "../../src/gate/withdrawn-check.ts";

const at = { repository: { owner: "o", name: "r" }, headSha: "h" };

it.each(["left", "moved", "unread", "dropped", "ungoverned"] satisfies Withdrawal[])(
  "R38: what a check says once it is withdrawn (%s) lets no merge through, and says what comes next",
  (why) => {
    const [check, ...others] = withdrawn(at, ["rung"], why);
    expect(others).toEqual([]);
    expect(["success", "neutral", "skipped"]).not.toContain(check?.outcome);
    expect(check?.summary).toMatch(/judged|verdict|looks at once/);
  },
);
