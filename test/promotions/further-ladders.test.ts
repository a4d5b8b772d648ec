/** Rules of ladders beyond the collected ones, as their governance documents state them. */

import { describe, expect, it } from "vitest";
import { leaves, wordingOf } from "../../src/promotions/rule.ts";
import { aRule, ballot, days, evaluated, object, sponsor } from "./a-promotion.ts";

const words = (block: unknown, areas: readonly string[] = []) =>
  leaves(aRule(block).criterion).map((leaf) => wordingOf(leaf, { owner: "o", role: "maintainers", areas }));

describe("further ladders", () => {
  it("Jaeger: seconded by two others; contested, it goes to a majority vote", () => {
    const block = {
      all: [
        { contributing: { min: "3mo", attest: "takes part in discussions and reviews" } },
        { "reviewed-pulls": { min: 10, attest: "non-trivial" } },
        { "merged-pulls": { min: 10, attest: "non-trivial" } },
        { nomination: "maintainers" },
        { sponsors: { from: "maintainers", min: 2, nominator: false } },
        {
          objections: {
            ...{ from: "maintainers", window: "5bd", starts: "nominated" },
            "overruled-by": { of: "maintainers", share: "majority" },
          },
        },
      ],
    };
    expect(words(block).at(-1)).toBe(
      "no objection from maintainers for 5 business days after the nomination, unless a majority of maintainers outvote it",
    );
    expect(words(block)[7]).toBe("2 sponsors from maintainers, the nominator not among them");
  });

  it("Node.js: a week without opposition, which the committee may overrule", () => {
    const block = {
      "lazy-consensus": { from: "contributors", window: "7d", "overruled-by": { of: "maintainers", "min-yes": 2 } },
    };
    const words = [object("dee", "no", days(1)), ballot("ann"), ballot("ben")];
    expect(evaluated(block, { candidate: "pat", now: days(7), words: words.slice(0, 2) }).state).toBe("opposed");
    expect(evaluated(block, { candidate: "pat", now: days(7), words }).met).toBe(true);
  });

  it("TiKV: consensus, lazy majority, and two thirds without those who stay silent", () => {
    const consensus = { vote: { of: "maintainers", "min-yes": 2, veto: true, window: "6d" } };
    const lazyMajority = {
      vote: { of: "maintainers", "min-yes": 2, share: "majority", "share-of": "cast", window: "3d" },
    };
    const twoThirds = { vote: { of: "maintainers", share: "2/3", "drop-absent": "20d" } };
    const said = [ballot("ann"), ballot("ben"), ballot("cho", "no")];
    expect(evaluated(consensus, { words: said, now: days(6) }).state).toBe("opposed");
    expect(evaluated(lazyMajority, { words: said, now: days(3) }).met).toBe(true);
    expect(evaluated(twoThirds, { words: said.slice(0, 1), now: days(20) }).met).toBe(true);
  });

  it("containerd: seven days, a third or two thirds of the committers, and the candidate's agreement", () => {
    expect(words({ notice: "7d", vote: { of: "committers", share: "1/3" }, acceptance: true })).toEqual([
      "open for 7 days at least",
      "1/3 of committers vote yes",
      "the candidate accepts",
    ]);
  });

  it("Dapr: two maintainers, or the one where there is only one, and a week without objection", () => {
    const block = {
      sponsors: { from: "maintainers", min: 2, "small-group": { under: 2, min: 1 } },
      "lazy-consensus": "maintainers",
    };
    expect(words(block)[0]).toBe("2 sponsors from maintainers; 1 where there are fewer than 2 of them");
  });

  it("Knative: two members, at least one of whom works elsewhere", () => {
    const block = { sponsors: { from: "contributors", min: 2, employers: "one-other-than-candidate" } };
    expect(evaluated(block, { words: [sponsor("ann"), sponsor("ben")] }).met).toBe(false);
    expect(evaluated(block, { words: [sponsor("ann"), sponsor("cho")] }).met).toBe(true);
  });

  it("Cloud Foundry: twenty of several sorts, whose substance a lead judges", () => {
    const of = ["opened-pulls", "reviewed-pulls", "opened-issues", "comments"];
    const block = {
      tenure: { in: "reviewers", min: "3mo", area: true },
      contributions: { of, min: 20, attest: { text: "substantial", by: "leads" } },
    };
    expect(words(block, ["routing"])).toEqual([
      "3 months as a reviewer of routing",
      "20 contributions in o (opened pull requests, reviews, opened issues or comments)",
      "substantial (vouched for by leads)",
    ]);
  });

  it("Kyverno: five contributions, three of them merged; a vote of three working days", () => {
    const block = {
      "merged-pulls": 3,
      contributions: 5,
      vote: { of: "maintainers", share: "majority", window: "3bd" },
    };
    expect(words(block)[2]).toBe("a majority of maintainers vote yes, within 3 business days");
  });

  it("Airflow: a committer for three months, nominated by the committee, mentored if the vote failed before", () => {
    const block = {
      all: [
        { tenure: { in: "committers", min: "3mo" }, nomination: "pmc" },
        {
          any: [
            { attestation: "first nomination" },
            { attestation: { text: "proposer and mentor are in favour", by: "pmc", min: 2 } },
          ],
        },
      ],
    };
    expect(words(block).at(-1)).toBe("proposer and mentor are in favour (vouched for by 2 of pmc)");
  });

  it("Cilium: one of several sorts of work, two words of members", () => {
    const block = {
      any: [{ "authored-or-reviewed-pulls": 1 }, { "resolved-issues": 1 }, { attestation: "equivalent" }],
      sponsors: { from: "members", min: 2 },
    };
    expect(words(block)).toHaveLength(4);
  });

  it("a committee beside the ladder votes by its own role alone", () => {
    expect(words({ vote: { of: "moderators", exactly: true, share: "unanimous", in: "area" } }, ["engine"])).toEqual([
      "all of moderators vote yes in engine",
    ]);
  });
});
