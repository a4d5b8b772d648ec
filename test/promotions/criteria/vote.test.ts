import { describe, expect, it } from "vitest";
import { electorateOf } from "../../../src/promotions/voting/vote-shape.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { aLadder, person } from "../../support/a-pull.ts";
import { aPerson, ballot, cancelled, days, evaluated, judged, LADDER, refused, told } from "../a-promotion.ts";

const twelve = aLadder({ maintainers: Array.from({ length: 12 }, (_, number) => `m${number}`) });
const yes = (number: number) => Array.from({ length: number }, (_, at) => ballot(`m${at}`));
const twoThirds = { vote: { of: "maintainers", share: "2/3" } };
const vote = (params: object) => ({ vote: { of: "maintainers", ...params } });

describe("vote", () => {
  it("2/3 of 12 is 8, and without a window it passes on reaching them", () => {
    const state = (number: number) => judged(twoThirds, { index: twelve, words: yes(number) }).standing.state;
    expect(state(7)).toBe("waiting");
    expect(state(8)).toBe("met");
  });

  it("the last word of a person is the vote; a cancelled one is none", () => {
    const word = ballot("ann");
    expect(told(twoThirds, { words: [word, ballot("ann", "no")] })).toMatch(/^waiting: 0 of 2 yes; 1 no/);
    expect(told(twoThirds, { words: [word, cancelled(word)] })).toMatch(/^waiting: 0 of 2 yes; 0 no/);
  });

  it("only the electorate votes, never the candidate", () => {
    expect(refused(twoThirds, { words: [ballot("eve"), ballot("dee")] })).toEqual([
      "eve: is an approver; a maintainer or above is asked for",
      "dee: cannot vote on their own promotion",
    ]);
  });

  it("whoever came after the nomination does not vote; whoever lost the role is not waited for", () => {
    const electorate = {
      "1": [
        { ...aPerson("ann"), affiliation: null },
        { ...aPerson("gone"), affiliation: null },
      ],
    };
    expect(judged(twoThirds, { electorate, words: [ballot("ann")] }).standing.state).toBe("met");
    expect(refused(twoThirds, { electorate, words: [ballot("ben")] })).toEqual([
      "ben: was not among those who may vote when the nomination was made",
    ]);
  });

  it("R49: who holds a higher role of one area in a list, and this one everywhere through a team, is among those who may", () => {
    const text = "areas: { kusion: { repos: [kusion] } }\nmaintainers: [ann, { login: cho, areas: [kusion] }]\n";
    const inTeam = `${text}approvers: [{ team: KusionStack/core }]\n`;
    const index = anIndex(inTeam, new Map([["kusionstack/core", [person("cho")]]]));
    const nomination = { role: "approvers", areas: [], candidate: aPerson("dee") };
    const electors = electorateOf({ of: "approvers", in: "area" }, index, nomination);
    expect(electors.map(({ login }) => login)).toEqual(["ann", "cho"]);
  });

  it("is lost once enough said no", () => {
    expect(judged(twoThirds, { words: [ballot("ann", "no"), ballot("ben", "no")] }).standing.state).toBe("opposed");
  });

  it("of the votes cast, with a quorum", () => {
    const block = vote({ share: "2/3", "share-of": "cast" });
    expect(judged(block, { words: [ballot("ann")] }).standing.state).toBe("met");
    expect(
      judged(vote({ share: "2/3", "share-of": "cast", quorum: 2 }), { words: [ballot("ann")] }).standing.state,
    ).toBe("waiting");
    const words = [ballot("ann"), ballot("ben", "abstain")];
    expect(judged(vote({ share: "2/3", "share-of": "cast", quorum: 2 }), { words }).standing.state).toBe("met");
  });

  it("with a number of yes, more yes than no", () => {
    const block = vote({ "min-yes": 2, share: "majority", "share-of": "cast" });
    expect(judged(block, { words: [ballot("ann"), ballot("ben")] }).standing.state).toBe("met");
    expect(judged(vote({ "min-yes": 3 }), { words: [ballot("ann"), ballot("ben")] }).standing.state).toBe("waiting");
  });

  it("a no is a veto where the registry says so", () => {
    const words = [ballot("ann"), ballot("ben"), ballot("cho", "no")];
    expect(judged(vote({ share: "majority" }), { words }).standing.state).toBe("met");
    expect(judged(vote({ share: "majority", veto: true }), { words }).standing.state).toBe("opposed");
  });

  it("a veto that stands when the window ends has lost it, and is looked at then", () => {
    const block = vote({ share: "majority", veto: true, window: "7d" });
    const words = [ballot("ann"), ballot("ben"), ballot("cho", "no")];
    expect(judged(block, { words }).standing).toMatchObject({ state: "opposed", dueAt: days(7) });
    expect(evaluated(block, { words }).lost).toBe(false);
    expect(evaluated(block, { words, now: days(7) }).lost).toBe(true);
  });

  it("stays open for its window, ends with it, and takes nothing afterwards", () => {
    const block = vote({ share: "majority", window: "7d" });
    const words = [ballot("ann"), ballot("ben")];
    const open = judged(block, { words }).standing;
    expect([open.state, open.onlyTime, open.dueAt]).toEqual(["waiting", true, days(7)]);
    expect(judged({ vote: { ...block.vote, early: true } }, { words }).standing.state).toBe("met");
    expect(judged(block, { words, now: days(7) }).standing.state).toBe("met");
    expect(judged(block, { words: words.slice(1), now: days(7) }).standing.state).toBe("opposed");
    const late = [...words.slice(1), ballot("ann", "yes", days(8))];
    expect(judged(block, { words: late, now: days(9) }).standing.state).toBe("opposed");
  });

  it("R92: what is said after its end takes back neither a vote nor a veto, and is answered", () => {
    const block = vote({ share: "majority", window: "7d" });
    const words = [ballot("ann"), ballot("ben")];
    const ended = { now: days(9) };
    for (const later of [ballot("ann", "no", days(8)), ballot("ann", "cancel", days(8))]) {
      expect(judged(block, { ...ended, words: [...words, later] }).standing.state).toBe("met");
      expect(refused(block, { ...ended, words: [...words, later] })).toEqual([
        expect.stringMatching(/^ann: the vote had ended on /),
      ]);
    }
    const opposed = [...words, ballot("cho", "no"), ballot("cho", "cancel", days(8))];
    expect(judged(vote({ ...block.vote, veto: true }), { ...ended, words: opposed }).standing.state).toBe("opposed");
  });

  it("one employer has no more votes than the cap", () => {
    const words = [ballot("ann"), ballot("ben")];
    expect(judged(vote({ share: "unanimous", "employer-cap": 1 }), { words }).standing.state).toBe("waiting");
    expect(
      judged(vote({ share: "unanimous", "employer-cap": 1 }), { words: [ballot("ann"), ballot("cho")] }).standing.state,
    ).toBe("met");
  });

  it("those who stay silent are no longer counted after the time set for that", () => {
    const block = vote({ share: "2/3", "drop-absent": "14d" });
    expect(judged(block, { words: [ballot("ann")], now: days(13) }).standing.state).toBe("waiting");
    expect(judged(block, { words: [ballot("ann")], now: days(14) }).standing.state).toBe("met");
  });

  it.each([{}, { after: "14d" }, { "drop-absent": "14d" }, { window: "1h" }, { window: "1h", "drop-absent": "14d" }])(
    "a vote by nobody is unknown, neither unanimous nor lost: %j",
    (more) => {
      expect(told(vote({ share: "unanimous", ...more }), { index: aLadder({ contributors: ["dee"] }) })).toBe(
        "unknown: unknown: nobody may vote",
      );
    },
  );

  it("the electorate is everyone of the role in any area, unless it says in: area", () => {
    const nomination = { role: "approvers", areas: ["kusion"], candidate: aPerson("dee") };
    const logins = (params: object) =>
      electorateOf({ of: "approvers", ...params }, LADDER, nomination).map(({ login }) => login);
    expect(logins({}).sort()).toEqual(["ann", "ben", "cho", "eve", "kim"]);
    expect(logins({ in: "area" }).sort()).toEqual(["ann", "ben", "cho", "eve"]);
    expect(logins({ exactly: true }).sort()).toEqual(["eve", "kim"]);
  });
});
