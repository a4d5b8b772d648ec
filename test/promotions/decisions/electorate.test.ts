import { describe, expect, it } from "vitest";
import type { PullFacts } from "../../../src/model/facts.ts";
import {
  areasOfDecision,
  decisionAuthority,
  electorateOfDecision,
  mayDecide,
} from "../../../src/promotions/decisions/electorate.ts";
import { joined } from "../../../src/registry/extends.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import { anIssue } from "../../commands/a-context.ts";
import { aRegistry } from "../../registry/a-registry.ts";
import { aFile, aPull } from "../../support/a-pull.ts";
import { aDecision, aKind, people, who } from "./a-decision.ts";

const IN_AREA = "{ technical: { by: approvers, in: area, lazy: 7d } }";
const KUSION = { owner: "KusionStack", name: "kusion" };

function areas(facts: ReturnType<typeof anIssue> | PullFacts, decisions = IN_AREA) {
  return areasOfDecision(aKind(decisions), facts, people(decisions));
}

function electors(facts: ReturnType<typeof anIssue> | PullFacts, decisions = IN_AREA): readonly string[] {
  return electorateOfDecision(people(decisions), aKind(decisions), areas(facts, decisions)).map(({ login }) => login);
}

function pull(...paths: readonly string[]): PullFacts {
  const whole = aPull();
  const items = paths.map((path) => aFile(path));
  return {
    ...whole,
    repository: { ...whole.repository, ...KUSION },
    files: { items, complete: true, total: items.length },
  };
}

function issue(...labels: readonly string[]) {
  const whole = anIssue();
  return {
    ...whole,
    repository: { ...whole.repository, ...KUSION },
    labels: { items: labels, complete: true, total: labels.length },
  };
}

describe("who decides", () => {
  it("without `in` whoever holds the role, or one above, anywhere", () => {
    const decisions = "{ k: { by: approvers, lazy: 7d } }";
    expect(areas(issue(), decisions)).toBeNull();
    expect(electors(issue(), decisions)).toEqual(["kim", "eve", "lou", "ann", "ben", "cho", "dee", "fay"]);
  });

  it("`in: area`: on a pull request those who hold one of the touched areas, or one around it", () => {
    expect(areas(pull("pkg/engine/a.go"))).toEqual(["engine"]);
    expect(electors(pull("pkg/engine/a.go"))).toEqual(["eve", "lou", "ann", "ben", "cho", "dee", "fay"]);
    expect(electors(pull("README.md"))).toEqual(["lou", "ann", "ben", "cho", "dee", "fay"]);
  });

  it("`in: area`: on an issue those of its area labels, case apart", () => {
    expect(areas(issue("area/Karpor", "bug", "area/none"))).toEqual(["karpor"]);
    expect(electors(issue("area/karpor"))).toEqual(["kim", "ann", "ben", "cho", "dee"]);
  });

  it("`in: area`: where no area is known everybody who holds the role in that repository", () => {
    expect(areas(issue("bug"))).toEqual(["kusion", "engine"]);
    expect(electors(issue())).toEqual(["eve", "lou", "ann", "ben", "cho", "dee", "fay"]);
  });

  it("R14: files that were not read may be of any area", () => {
    const whole = pull("pkg/engine/a.go");
    expect(areas({ ...whole, files: { ...whole.files, complete: false } })).toEqual(["kusion", "engine"]);
  });

  it("`in: AREA` those who hold that area", () => {
    expect(electors(issue(), "{ k: { by: approvers, in: karpor, lazy: 7d } }")).toEqual([
      "kim",
      "ann",
      "ben",
      "cho",
      "dee",
    ]);
  });

  it("also opens such a decision", () => {
    const index = people(IN_AREA);
    expect(mayDecide(index, aKind(IN_AREA), ["karpor"], who("kim"))).toBe(true);
    expect(mayDecide(index, aKind(IN_AREA), ["karpor"], who("eve"))).toBe(false);
  });

  it("is frozen with the decision, with its text", () => {
    const { decision } = aDecision();
    expect(decision.text).toBe("We move to Go 1.26");
    expect(decision.electorate?.map(({ login }) => login)).toEqual(["ann", "ben", "cho", "dee", "fay"]);
    expect(decision.shownAt).toBeUndefined();
  });

  it("R45: of the organisation's kinds its own file alone says, but for areas of the repository's", () => {
    const organisation = aRegistry("maintainers: [ann]\ndecisions: { k: { by: maintainers, lazy: 7d } }\n");
    const own = aRegistry(
      "extends: true\nareas: { own: { paths: [own/**] } }\nmaintainers: [mallory]\ndecisions: { mine: { by: maintainers, lazy: 1d } }\n",
      {},
      "kusion",
    );
    const whole = joined(own, organisation);
    const authorities = {
      governing: { index: indexed(whole), unreadTeams: [] },
      extended: { index: indexed(organisation), unreadTeams: [] },
    };
    const [theirs, mine] = whole.decisions ?? [];
    expect([theirs?.kind, mine?.kind]).toEqual(["k", "mine"]);
    if (theirs === undefined || mine === undefined) throw new Error("both kinds stand");
    const asked = (rule: typeof theirs, at: readonly string[] | null) =>
      electorateOfDecision(decisionAuthority(authorities, rule, at).index, rule, at).map(({ login }) => login);
    expect(asked(theirs, null)).toEqual(["ann"]);
    expect(asked(theirs, ["own"])).toEqual(["mallory", "ann"]);
    expect(asked(mine, null)).toEqual(["mallory", "ann"]);
  });
});
