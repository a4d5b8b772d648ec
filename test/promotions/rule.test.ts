import { describe, expect, it } from "vitest";
import { leaves, measuresOf, parsePromotion, ruleOf, wordingOf } from "../../src/promotions/rule.ts";
import { DEFAULT_LADDER } from "../../src/registry/ladder.ts";
import { faultsOf } from "../registry/a-registry.ts";
import { aRule } from "./a-promotion.ts";

const scope = { owner: "KusionStack", role: "approvers", areas: ["kusion"] };
const faults = (block: unknown) =>
  parsePromotion(block).faults.map(({ path, message }) => `${path.join(".")}: ${message}`);
const named = (block: unknown) => leaves(aRule(block).criterion).map(({ number, kind }) => `${number} ${kind}`);

describe("a promotion's rule", () => {
  it("KusionStack's ladder, as it writes it down", () => {
    const words = DEFAULT_LADDER.flatMap(({ promotion }) =>
      promotion === null ? [] : leaves(aRule(promotion).criterion).map((leaf) => wordingOf(leaf, scope)),
    );
    expect(words).toEqual([
      "1 merged code pull request in KusionStack",
      "3 merged documentation pull requests in KusionStack",
      "2 sponsors from approvers in kusion",
      "10 merged code pull requests in KusionStack",
      "20 reviewed pull requests labelled feature, bug, kind/feature or kind/bug in KusionStack",
      "2 sponsors from maintainers in kusion",
      "no objection from maintainers for 7 days",
      "2/3 of maintainers vote yes",
    ]);
  });

  it("a block is read once as long as it is the same object; what is no rule is none each time", () => {
    const block = { sponsors: { from: "maintainers", min: 2 } };
    expect(ruleOf(block)).toBe(ruleOf(block));
    expect(ruleOf(block)).toEqual(parsePromotion({ ...block }).rule);
    const faulty = { sponsors: { from: 7 } };
    expect([ruleOf(faulty), ruleOf(faulty), ruleOf("nobody")]).toEqual([null, null, null]);
  });

  it("criteria are numbered in the order written, a list under a key as several", () => {
    expect(
      named({
        vote: { of: "a" },
        "merged-pulls": [{ kind: "code" }, { kind: "docs" }],
        all: [{ sponsors: 2, notice: "7d" }],
      }),
    ).toEqual(["1 vote", "2 merged-pulls", "3 merged-pulls", "4 sponsors", "5 notice"]);
    expect(named({ holds: ["a", "b"] })).toEqual(["1 holds"]);
    expect(named({ objections: [{ from: "a" }, { from: "b" }] })).toEqual(["1 objections", "2 objections"]);
  });

  it("equal counts are measured once", () => {
    const { criterion } = aRule({ any: [{ "merged-pulls": 3 }, { "merged-pulls": { min: 3 }, sponsors: 1 }] });
    expect(measuresOf(criterion, scope)).toHaveLength(1);
  });

  it("only what is known may stand in it, with the nearest known word", () => {
    expect(faults({ "merge-pulls": 3 })).toEqual([
      'merge-pulls: unknown key "merge-pulls"; did you mean "merged-pulls"?',
    ]);
    expect(faults({ any: [{ "merged-pulls": { mni: 3 } }] })).toEqual([
      'any.0.merged-pulls.mni: unknown key "mni"; did you mean "min"?',
    ]);
    expect(faults({ some: { min: 1, of: [{ vots: {} }] } })).toEqual([
      'some.of.0.vots: unknown key "vots"; did you mean "vote"?',
    ]);
    expect(faults({ attestation: [{ txt: "a" }] })[0]).toBe(
      'attestation.0.txt: unknown key "txt"; did you mean "text"?',
    );
    expect(faults({ any: [] })).toEqual(["any: an empty list can never be met"]);
    expect(faults({ "merged-pulls": null })).toEqual([
      'merged-pulls: "merged-pulls" has no value, and nothing that is empty means everything; write one, or leave the key out',
    ]);
    expect(faults({ vote: { of: "a", share: "5/3" } })[0]).toContain('vote.share: "5/3" is no share');
  });

  it("has usual times, and takes others", () => {
    expect(aRule({ sponsors: 2 })).toMatchObject({
      expires: 90 * 864e5,
      remind: 14 * 864e5,
      waive: null,
      nominate: null,
    });
    expect(aRule({ sponsors: 2, expires: "30d", remind: false, waive: "approvers" })).toMatchObject({
      ...{ expires: 30 * 864e5, remind: null, waive: "approvers" },
    });
  });

  it("asks for no more criteria than people can follow", () => {
    expect(faults({ attestation: Array.from({ length: 61 }, (_, number) => `text ${number}`) })[0]).toContain(
      "more than 60 criteria",
    );
  });
});

describe("in roles.yaml", () => {
  const text = (criteria: string) => `roles:
  low: {}
  high:
    promotion:
${criteria}
high: [{ login: ann, affiliation: X }, { login: ben, affiliation: x }]
`;

  it("every fault of the criteria has its line and column, and a faulty role is a role still", () => {
    expect(faultsOf(text("      all:\n        - sponsors: { from: high, mn: 3 }\n        - notice: 7 days"))).toEqual([
      '6:35 unknown key "mn"; did you mean "min"?',
      expect.stringContaining('7:19 "7 days" is no duration'),
    ]);
    expect(faultsOf(text("      sponsors: { of-which: { from: high, mn: 3 } }"))[0]).toContain('did you mean "min"?');
    expect(faultsOf(`commands: { hold: high }\n${text("      sponsrs: 2")}`)).toEqual([
      '6:7 unknown key "sponsrs"; did you mean "sponsors"?',
    ]);
  });

  it("roles and areas that criteria name must be defined", () => {
    expect(
      faultsOf(
        text("      sponsors: { from: hihg }\n      vote: { of: [high, lo] }\n      merged-pulls: { area: engine }"),
      ),
    ).toEqual([
      '5:25 role "hihg" is not defined; defined are low, high; did you mean "high"?',
      '6:26 role "lo" is not defined; defined are low, high; did you mean "low"?',
      '7:29 area "engine" is not defined, and no area is; define it under areas',
    ]);
  });

  it("warns of what nobody can satisfy", () => {
    const warnings = (criteria: string) => faultsOf(text(criteria)).filter((fault) => fault.includes("high need"));
    expect(warnings("      sponsors: { from: high, min: 3 }")).toEqual([
      "5:7 warning: high need 3 sponsors from high, but only 2 people hold that; ask for fewer, or name more people",
    ]);
    expect(warnings("      any:\n        - sponsors: { from: high, min: 2, employers: distinct }")).toEqual([
      '6:11 warning: high need sponsors of different employers from high, but all are of "X"; name people of others, or leave `employers` out',
    ]);
    expect(warnings("      sponsors: { from: high, min: 2 }")).toEqual([]);
    expect(faultsOf("roles:\n  low:\n    promotion:\n      vote: { of: high }\n  high: {}\nlow: [ann]\n")).toContain(
      "4:7 warning: low need 1 voter from high, but nobody holds that; ask for fewer, or name more people",
    );
  });
});
