import { describe, expect, it } from "vitest";
import { aCount, aRule, judged, told } from "../a-promotion.ts";

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

  it("is by anyone at all where that is written, unless a role bears the name", () => {
    expect(told({ nomination: "anyone" }, { nominator: "stranger" })).toBe("met: nominated by stranger");
    expect(aRule({ nomination: ["self", "anyone"] }).nominate).toEqual(["self", "anyone"]);
  });

  it("is by a bot that is named, however its login is written, once so many pull requests are merged", () => {
    const block = { nomination: { bots: ["ladder-bot"], pulls: 10 } };
    const by = (nominator: string, count = 10) =>
      told(block, { nominator, measured: { "merged-pulls": aCount(count) } });
    expect(by("ladder-bot[bot]")).toBe("met: nominated by ladder-bot\\[bot\\]; 10 of 10 merged pull requests");
    expect(by("ladder-bot[bot]", 3)).toBe("short: nominated by ladder-bot\\[bot\\]; 3 of 10 merged pull requests");
    expect(judged(block, { nominator: "ladder-bot" }).standing.state).toBe("unknown");
    expect(judged(block, { nominator: "ann" }).standing.state).toBe("short");
    expect(judged(block).wording).toBe("nominated by the bot ladder-bot, who asks for 10 merged pull requests");
    expect(aRule(block)).toMatchObject({ nominate: [], bots: ["ladder-bot"] });
    expect(() => aRule({ nomination: { pulls: 10, by: "self" } })).toThrow("no `bots` are named");
    expect(() => aRule({ nomination: { in: "area" } })).toThrow("nomination: by is missing");
  });

  it("says who may say /promote, where it must hold", () => {
    expect(aRule({ nomination: ["self", "approvers"] }).nominate).toEqual(["self", "approvers"]);
    expect(aRule({ all: [{ nomination: { by: "approvers" } }, { sponsors: 2 }] }).nominate).toEqual(["approvers"]);
    expect(aRule({ any: [{ nomination: "approvers" }, { sponsors: 2 }] }).nominate).toBeNull();
    expect(aRule({ nomination: "approvers", nominate: "maintainers" }).nominate).toEqual(["maintainers"]);
  });
});
