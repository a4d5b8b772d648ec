import { describe, expect, it } from "vitest";
import { effectParagraphs } from "../../src/gate/effect-text.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { effectOfJudged, type Governed, judgedByBoth } from "../../src/gate/registry-effect.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import { aLadder, aPull, approval, cut, type PullOptions } from "../support/a-pull.ts";

const HOME = { owner: "KusionStack", name: ".github", private: false };
const KUSION = {
  ...{ owner: "KusionStack", name: "kusion", id: 42, private: false, archived: false, defaultBranch: "main" },
};

function open(options: PullOptions = {}): Governed {
  return { facts: aPull(options), record: emptyRecord(), diffs: new Map() };
}

function effect(before: RegistryIndex, after: RegistryIndex, ...pulls: readonly Governed[]) {
  const judged = pulls.map((pull) => judgedByBoth(pull, before, after));
  return effectOfJudged({ repository: HOME, before, after, limits: [] }, judged);
}

const ANN = aLadder({ approvers: ["ann", "ben"] });
const BEN = aLadder({ approvers: ["ben"] });

describe("the effect of a registry on open pull requests", () => {
  it("lists those that would stand otherwise, in both directions", () => {
    const byAnn = open({ reviews: [approval("ann")] });
    const from = "Approved: kusion";
    const to = "Needs 1 approval: kusion";
    expect(effect(ANN, BEN, byAnn, open()).pulls).toMatchObject([{ number: 7, from, to }]);
    expect(effect(BEN, ANN, byAnn, open()).pulls).toMatchObject([{ number: 7, from: to, to: from }]);
    expect(effect(ANN, ANN, byAnn)).toMatchObject({ pulls: [], areas: [], looked: 1 });
  });

  it("mode: advise blocks nothing: to enforce stops what waits, and nothing that is approved", () => {
    const advising = aLadder({ approvers: ["ann", "ben"], mode: "advise" });
    const told = effect(advising, ANN, open(), open({ number: 8, reviews: [approval("ann")] }));
    const to = "Needs 1 approval: kusion";
    expect(told.pulls).toMatchObject([{ number: 7, from: `${to} (advice)`, to }]);
  });

  it("a pull request that nobody could finish any more stands otherwise", () => {
    const [changed] = effect(ANN, aLadder({ approvers: ["pat"] }), open()).pulls;
    expect(changed).toMatchObject({ to: "Nobody besides the author may approve kusion" });
  });

  it("counts who could approve by area, the enclosing areas' people included, and says where that is not enough", () => {
    const areas = { kusion: { repos: ["kusion"] }, engine: { repos: ["kusion"], paths: ["pkg/engine/**"] } };
    const of = (...listed: readonly string[]) =>
      aLadder({
        areas: { ...areas, engine: { ...areas.engine, approval: { min: 2 } } },
        approvers: [...listed.map((login) => ({ login, areas: ["kusion"] })), { login: "eve", areas: ["engine"] }],
      });
    const { areas: fewer } = effect(of("ann", "ben"), of("ann"));
    expect(fewer).toEqual([
      { area: "kusion", before: 2, after: 1, needed: 1 },
      { area: "engine", before: 3, after: 2, needed: 2 },
    ]);
    expect(effectParagraphs(effect(of("ann"), of()))).toContain(
      "`engine`: 1 instead of 2, which is not enough: 2 are needed",
    );
    expect(effect(ANN, BEN).areas).toEqual([{ area: null, before: 2, after: 1, needed: 1 }]);
  });

  it("R14: what was cut is told as unknown, and is neither of the two", () => {
    const long = open({ reviews: cut([approval("ann")], 250) });
    const told = effect(ANN, BEN, long);
    expect(told).toMatchObject({ pulls: [], looked: 0 });
    expect(told.limits).toEqual(["Of 1 more it cannot be told without reading more of them."]);
  });

  it("R27: a private repository's pull request is counted and not named, unless that is where the change is", () => {
    const secret = open({ title: "secret", repository: { ...KUSION, private: true }, reviews: [approval("ann")] });
    expect(effect(ANN, BEN, secret)).toMatchObject({
      pulls: [],
      limits: [expect.stringContaining("1 more would change")],
    });
    const repository = { owner: "KusionStack", name: "kusion", private: true };
    expect(
      effectOfJudged({ repository, before: ANN, after: BEN, limits: [] }, [judgedByBoth(secret, ANN, BEN)]).pulls,
    ).toHaveLength(1);
    const other = { ...repository, name: ".github" };
    expect(
      effectOfJudged({ repository: other, before: ANN, after: BEN, limits: [] }, [judgedByBoth(secret, ANN, BEN)])
        .pulls,
    ).toEqual([]);
  });

  it("R25: what people wrote stands as text", () => {
    const pull = open({ title: "@all [x](y) | **z**", reviews: [approval("ann")] });
    const text = effectParagraphs(effect(ANN, BEN, pull));
    expect(text).not.toContain("@all");
    expect(text).not.toContain("**z**");
  });
});
