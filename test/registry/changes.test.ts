import { describe, expect, it } from "vitest";
import { registryChanges } from "../../src/registry/changes.ts";
import { aRegistry } from "./a-registry.ts";

const changes = (before: string, after: string) => registryChanges(aRegistry(before), aRegistry(after));

const PEOPLE = "areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }\n";

describe("registryChanges", () => {
  it("says nothing where nothing changes, order of people and comments apart", () => {
    const text = `${PEOPLE}maintainers: [ann, ben]\napprovers: [{ login: cho, areas: [kusion] }]\n`;
    expect(changes(text, text)).toEqual([]);
    expect(changes(text, `# x\n${text.replace("[ann, ben]", "\n  - Ben\n  - ann # lead")}`)).toEqual([]);
  });

  it("says who gains and loses what where", () => {
    expect(
      changes(
        `${PEOPLE}maintainers: [ann, ben]\napprovers: [{ login: cho, areas: [kusion, karpor] }, { login: dee, areas: [kusion] }]\n`,
        `${PEOPLE}maintainers: [ann, octo-fan, { login: dee, areas: [kusion] }, { team: KusionStack/leads, areas: [karpor] }]\napprovers: [{ login: cho, areas: [kusion] }]\n`,
      ),
    ).toEqual([
      "octo-fan becomes maintainer everywhere.",
      "dee moves from approver to maintainer of kusion.",
      "cho is no longer approver of karpor.",
      "Team KusionStack/leads becomes maintainer of karpor.",
      "ben is no longer maintainer everywhere.",
    ]);
  });

  it("R4: a changed pin is another person, and a changed login of a pinned account is not", () => {
    const pinned = (login: string, id: string) => `maintainers: [{ login: ${login}${id} }, ben]\n`;
    expect(changes(pinned("ann", ", id: 1"), pinned("ann", ", id: 2"))).toEqual([
      "ann is pinned to another account: id 2 instead of 1.",
    ]);
    expect(changes(pinned("ann", ""), pinned("ann", ", id: 2"))).toEqual(["ann is pinned to the account with id 2."]);
    expect(changes(pinned("ann", ", id: 1"), pinned("ann", ""))).toEqual([
      "ann is no longer pinned: whoever has that login holds the roles.",
    ]);
    expect(changes(pinned("ann", ", id: 1"), pinned("anna", ", id: 1"))).toEqual([
      "The account with id 1 is now called anna, formerly ann.",
    ]);
  });

  it("R4: a stranger under the old login of a renamed account is a gain", () => {
    expect(
      changes("maintainers: [{ login: ann, id: 1 }, ben]", "maintainers: [{ login: anna, id: 1 }, ben, ann]"),
    ).toEqual(["The account with id 1 is now called anna, formerly ann.", "ann becomes maintainer everywhere."]);
  });

  it("says which rules change from what to what", () => {
    expect(
      changes(
        "approval: { min: 2 }\nmaintainers: [ann, ben]",
        'approval: { branches: { "release-*": { min: 3 } } }\nlabels: { hold: false }\nmode: advise\ncommands: { hold: members }\nmaintainers: [ann, ben]',
      ),
    ).toEqual([
      "`approval.min`: from `2` to `1`.",
      "`approval.branches.release-*.min`: from nothing to `3`.",
      "`labels.hold`: from `do-not-merge/hold` to nothing.",
      "`commands.hold`: from nothing to `members`.",
      "`mode`: from `enforce` to `advise`.",
    ]);
  });

  it("says which areas come, go and change", () => {
    expect(
      changes(
        "areas: { a: { repos: [x], exclusive: true, approval: { min: 2 } }, b: { repos: [x] }, c: { repos: [x] } }\nmaintainers: [ann, ben]",
        'areas: { a: { repos: [x, y], paths: ["p/**"] }, d: { paths: [d], exclusive: true, approval: { min: 2, from: maintainers } }, b: { repos: [x] } }\nmaintainers: [ann, ben]',
      ),
    ).toEqual([
      "Area c is removed.",
      "The repositories of area a: from `x` to `x`, `y`.",
      "The paths of area a: from nothing to `p/**`.",
      "The approvals that area a needs: from `2` to nothing.",
      "Area a is no longer exclusive.",
      "Area d is added: `d` of every repository, exclusive, 2 approvals needed, approvals from maintainers.",
    ]);
  });

  it("R12a: says that the order of areas changes, since it decides between equally specific ones", () => {
    expect(
      changes(
        "areas: { a: { repos: [x] }, b: { repos: [x] } }\nmaintainers: [ann, ben]",
        "areas: { b: { repos: [x] }, a: { repos: [x] } }\nmaintainers: [ann, ben]",
      ),
    ).toEqual(["The order of the areas changes; among equally specific ones the last owns a path."]);
  });

  it("says what changes in the ladder", () => {
    expect(
      changes(
        "roles: { a: , b: { promotion: { vote: { of: b, share: 1/2 } } }, c: }\nc: [ann, ben]",
        "roles: { b: { promotion: { vote: { of: b, share: 2/3 } } }, a: , d: , c: { summary: Top. } }\nc: [ann, ben]",
      ),
    ).toEqual([
      "The ladder gains the role d.",
      "The order of the ladder, lowest first, changes from a, b and c to b, a and c.",
      'What promotion to b asks for: from `{"vote":{"of":"b","share":"1/2"}}` to `{"vote":{"of":"b","share":"2/3"}}`.',
      "The summary of c: from nothing to `Top.`.",
      // The top approves where no rule names one, and the rung below it reviews.
      "`reviews.from`: from `b` to `d`.",
    ]);
  });

  it("says that another registry is extended, or no longer", () => {
    const base = aRegistry("maintainers: [ann, ben]");
    const extending = aRegistry("extends: true\napprovers: [cho]", { base }, "kusion");
    expect(registryChanges(base, extending)).toEqual([
      "cho becomes approver everywhere.",
      "The registry extends KusionStack/.github.",
    ]);
    expect(registryChanges(extending, base)).toContain("The registry no longer extends KusionStack/.github.");
  });

  it("R25: text from people stays text", () => {
    const [sentence] = changes(
      "maintainers: [ann, ben]",
      'welcome: "<!-- x --> @org/all #1 `a`"\nmaintainers: [ann, ben]',
    );
    expect(sentence).toBe(
      "`welcome`: from nothing to <code>&lt;!-- x --&gt; @&#8203;org/all #&#8203;1 \\`a\\`</code>.",
    );
  });
});
