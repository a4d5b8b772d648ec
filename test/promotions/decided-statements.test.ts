import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { collectPromotions } from "../../src/promotions/collect-promotions.ts";
import { answersOf, decideStatements } from "../../src/promotions/decided-statements.ts";
import { ruleFor } from "../../src/promotions/nominee.ts";
import type { PromotionRecord } from "../../src/promotions/promotion-record.ts";
import type { PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { review } from "../../src/promotions/review.ts";
import { leaves } from "../../src/promotions/rule.ts";
import { nominated } from "../../src/promotions/stages.ts";
import { anIssue } from "../commands/a-context.ts";
import { aLadder, NOON } from "../support/a-pull.ts";
import { aPromotion, ballot, cancelled, days, LADDER, object, sponsor } from "./a-promotion.ts";

const RULE = { sponsors: { from: "maintainers", min: 1 }, vote: { of: "maintainers", veto: true } };

function recordWith(words: readonly PromotionStatement[]): PromotionRecord {
  return {
    ...{ nomination: aPromotion(RULE).nomination, url: "https://github.test/c/0", words, stage: nominated() },
    ...{ measured: [], measuredAt: NOON, reminded: false, trouble: null, rebuilt: false },
  };
}

function standing(words: readonly PromotionStatement[]) {
  const [promotion] = collectPromotions({
    facts: { ...anIssue(), readAt: days(1), comments: { items: [], complete: true, total: 0 } },
    ...{ registry: LADDER.registry, index: LADDER, commands, notes: [], known: [recordWith(words)], elsewhere: [] },
    ...{ account: () => "none" as const, progress: () => null, judge: () => LADDER, teamsRead: true },
    ...{ isLost: () => false, isAnswered: () => true },
  }).promotions;
  return promotion?.record.words ?? [];
}

describe("R78: deleting somebody's comment gives nobody anything", () => {
  it("a no and an objection stand when their comments are deleted; support does not", () => {
    const words = [sponsor("ann"), ballot("ben", "no"), object("cho"), ballot("ann", "yes")];
    expect(standing(words)).toMatchObject([
      { kind: "sponsor", cancel: true },
      { kind: "vote", choice: "no" },
      { kind: "object", cancel: false },
      { kind: "vote", choice: "yes" },
      { kind: "vote", choice: "cancel" },
    ]);
  });
});

describe("R81: a word is decided when it is said", () => {
  /** ann sponsored as a maintainer, and is in no role any more. */
  const without = aLadder({ areas: { kusion: { repos: ["kusion"] } }, maintainers: ["ben"] });
  const decide = (words: readonly PromotionStatement[], fresh: PromotionStatement) =>
    decideStatements({ record: recordWith(words), edited: [] }, new Set([fresh.key]), {
      index: without,
      owner: "KusionStack",
      repositories: [],
      now: days(1),
      fresh: false,
      unreadTeams: [],
    }).promotion.record.words.map(({ key }) => key);

  it("of several words of one person in one comment each is refused, and none is left to count with a later role", () => {
    const words = [ballot("eve", "yes"), ballot("eve", "yes"), sponsor("ben")];
    const { promotion, refused } = decideStatements(
      { record: recordWith(words), edited: [] },
      new Set(words.map(({ key }) => key)),
      { index: LADDER, owner: "KusionStack", repositories: [], now: days(1), fresh: true, unreadTeams: [] },
    );
    expect(promotion.record.words.map(({ by, kind }) => [by.login, kind])).toEqual([["ben", "sponsor"]]);
    expect(new Set(refused.map(({ word }) => word.key))).toEqual(new Set(words.slice(0, 2).map(({ key }) => key)));
  });

  it("what was given with a role is taken back for good by whoever has lost it", () => {
    const given = { ...sponsor("cho") };
    const back = { ...cancelled(given), key: "comment:900/1" };
    expect(decide([given, back], back)).toEqual([given.key, back.key]);
  });

  it("one that is decided again, since the database was lost, is listed once", () => {
    const word = { ...sponsor("pat"), url: "https://github.test/c/9" };
    const given = { index: without, owner: "o", repositories: [], now: days(1), fresh: false, unreadTeams: [] };
    const collected = { record: recordWith([word]), edited: [] };
    const once = decideStatements(collected, new Set([word.key]), given).promotion;
    const again = { ...once, record: { ...once.record, words: [word] } };
    expect(decideStatements(again, new Set([word.key]), given).promotion.record.refused).toEqual(once.record.refused);
    expect(once.record.refused).toHaveLength(1);
  });

  it("where nothing stands, taking it back is a stranger's word, and is not kept", () => {
    const back = { ...cancelled(sponsor("pat")), key: "comment:901/1" };
    expect(decide([back], back)).toEqual([]);
  });
});

describe("what is taken back", () => {
  const answerTo = (words: readonly PromotionStatement[], { key }: PromotionStatement) => {
    const given = { index: LADDER, owner: "o", repositories: [], now: days(1), fresh: false, unreadTeams: [] };
    const reviews = [review({ record: recordWith(words), edited: [] }, given)];
    const all = {
      promotions: [],
      answers: new Map(),
      statements: [key],
      fresh: new Set<string>(),
      made: [],
      stepDowns: [],
      roleStatements: [],
    };
    return answersOf(all, [], reviews).get(key);
  };
  const back = (word: PromotionStatement) => ({ ...cancelled(word), key: "comment:900/1" });

  it("is done where it was said", () => {
    const word = sponsor("ann");
    expect(answerTo([word, back(word)], back(word))).toEqual({ kind: "done" });
  });

  it("gets no thumb where it was not said, by somebody else, or is taken back already: it is said", () => {
    const said = sponsor("ann");
    const again = { ...cancelled(said, said.at + 2), key: "comment:901/1" };
    const text = "You have said nothing here that `/sponsor cancel` could take back, so nothing was changed.";
    expect(answerTo([back(said)], back(said))).toEqual({ kind: "told", text });
    expect(answerTo([sponsor("ben"), back(said)], back(said))).toEqual({ kind: "told", text });
    expect(answerTo([said, back(said), again], again)).toEqual({ kind: "told", text });
  });
});

describe("R49: a role without a rule is given by who holds the top role in all the areas", () => {
  const areas = { docs: { repos: ["kusion"], paths: ["docs/**"] }, engine: { repos: ["kusion"], paths: ["pkg/**"] } };
  const params = (index: typeof LADDER, at: readonly string[], teamsRead = true) => {
    const registry = { ...index.registry, roles: index.registry.roles.map((role) => ({ ...role, promotion: null })) };
    const rule = ruleFor("approvers", { registry, index, teamsRead }, at);
    return rule?.criterion.combine === "leaf" ? rule.criterion.params : rule?.criterion.of;
  };
  const whole = aLadder({ areas, maintainers: ["ann", { login: "ben", areas: ["docs"] }] });
  const parted = aLadder({ areas, maintainers: [{ login: "ben", areas: ["docs"] }] });

  it("not by who holds it for some of them", () => {
    expect(JSON.stringify(params(whole, ["docs", "engine"]))).not.toContain("anywhere");
    expect(JSON.stringify(params(whole, []))).not.toContain("anywhere");
    expect(JSON.stringify(params(parted, ["docs"]))).not.toContain("anywhere");
  });

  it("and by anyone of it where surely nobody else is there", () => {
    expect(JSON.stringify(params(parted, ["engine"]))).toContain("anywhere");
    expect(JSON.stringify(params(parted, []))).toContain("anywhere");
    expect(JSON.stringify(params(parted, [], false))).not.toContain("anywhere");
  });
});

describe("R77: a rule that asks for nothing", () => {
  const areas = { docs: { repos: ["kusion"], paths: ["docs/**"] }, engine: { repos: ["kusion"], paths: ["pkg/**"] } };
  const index = aLadder({ areas, maintainers: ["ann"] });
  const asked = (
    promotion: Record<string, string | boolean | readonly object[] | readonly string[]>,
    at: readonly string[] = [],
  ) => {
    const registry = { ...index.registry, roles: index.registry.roles.map((role) => ({ ...role, promotion })) };
    const rule = ruleFor("approvers", { registry, index }, at);
    return rule === null ? [] : leaves(rule.criterion).map(({ kind, params }) => ({ [kind]: params }));
  };
  const usual = [{ sponsors: { from: "maintainers", min: 1 } }];

  it("asks as if it were not there, and keeps its other keys", () => {
    for (const block of [{}, { waive: false }, { nominate: "anyone" }, { nominate: ["self", "approvers"] }])
      expect(asked(block)).toEqual(usual);
    const registry = {
      ...index.registry,
      roles: index.registry.roles.map((role) => ({ ...role, promotion: { waive: false } })),
    };
    expect(ruleFor("approvers", { registry, index })?.waivers).toBe("nobody");
    expect(asked({ nominate: "maintainers" })).toEqual([]);
  });

  it("asks so in the areas that its criteria leave out", () => {
    const block = { all: [{ for: "docs", notice: "7d" }] };
    expect(asked(block, ["engine"])).toEqual(usual);
    expect(asked(block, ["docs"])).toEqual([{ notice: "7d" }]);
    expect(asked(block, ["docs", "engine"])).toEqual([{ notice: "7d" }]);
  });
});
