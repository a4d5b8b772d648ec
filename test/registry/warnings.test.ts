import { describe, expect, it } from "vitest";
import { anIndex, aRegistry, faultsOf, KUSION, logins, user } from "./a-registry.ts";

const LADDER = "roles: { members: , contributors: , approvers: , maintainers: }\n";

describe("warnings for what parses but cannot work", () => {
  it("an area that needs more approvals than people can give", () => {
    const text = (min: number) => `${LADDER}areas: { engine: { paths: ["**"], approval: { min: ${min} } } }
maintainers: [{ login: ann, areas: [engine] }, ben]
`;
    expect(faultsOf(text(2))).toEqual([]);
    expect(faultsOf(text(3))).toEqual([
      '2:10 warning: area "engine" needs 3 approvals from approvers, but only 2 people hold that there; ask for fewer, or name more people',
    ]);
  });

  it("people of enclosing areas count towards it, and those of exclusive ones alone where it is exclusive", () => {
    const text = (exclusive: boolean) => `${LADDER}areas:
  kusion: { repos: [kusion] }
  karpor: { repos: [karpor] }
  engine: { repos: [kusion], paths: ["pkg/**"], exclusive: ${exclusive}, approval: { min: 2 } }
maintainers: [{ login: ann, areas: [kusion] }, { login: ben, areas: [engine] }, { login: cho, areas: [karpor] }]
approval: { min: 0 }
`;
    expect(faultsOf(text(false))).toEqual([]);
    expect(faultsOf(text(true))).toEqual([
      '5:3 warning: area "engine" needs 2 approvals from approvers, but only 1 person holds that there; ask for fewer, or name more people',
    ]);
  });

  it("a branch that needs more approvals than people can give", () => {
    expect(
      faultsOf(
        `${LADDER}areas: { a: { paths: ["a/**"] }, b: { paths: ["b/**"] } }\napproval: { branches: { "release-*": { min: 3 } } }\nmaintainers: [ann, ben]\n`,
      ),
    ).toEqual([
      '3:25 warning: branches "release-*" need 3 approvals, but too few people may approve a and b; ask for fewer, or name more people',
    ]);
  });

  it("files that no area covers and nobody may approve", () => {
    expect(
      faultsOf(`${LADDER}areas: { kusion: { repos: [kusion] } }
maintainers: [{ login: ann, areas: [kusion] }, { login: ben, areas: [kusion] }]
`),
    ).toEqual([
      "1:1 warning: files outside every area need 1 approval from approvers, but nobody holds that without areas; ask for fewer, or name more people",
    ]);
  });

  it("names the lists among them, which are edited alone, too", () => {
    expect(
      faultsOf(`publish:
  - { file: M.md, as: table }
  - { file: IN.md, as: table }
  - { file: T.md, repo: other, as: table }
areas: { lists: { paths: [IN.md] } }
maintainers: [{ login: ann, areas: [lists] }, { login: ben, areas: [lists] }]
`),
    ).toEqual([
      '1:1 warning: files outside every area, "M.md" among them where edited alone, need 1 approval from approvers, but nobody holds that without areas; ask for fewer, or name more people',
    ]);
  });

  it("more lgtm than people who may give it", () => {
    expect(faultsOf(`${LADDER}maintainers: [ann, ben]\napproval: { lgtm: 3 }\n`)).toEqual([
      "3:13 warning: the check asks for 3 lgtm from contributors, but only 2 people hold that; ask for fewer, or name more people",
    ]);
  });

  it("a team hides how many there are, so nothing is said", () => {
    expect(faultsOf(`${LADDER}maintainers: [{ team: KusionStack/leads }]\napproval: { min: 5, lgtm: 5 }\n`)).toEqual(
      [],
    );
  });

  it("a promotion that needs more sponsors than there are", () => {
    expect(
      faultsOf(`areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }
approval: { min: 0 }
maintainers: [{ login: ann, areas: [kusion, karpor] }, { login: ben, areas: [kusion] }]
approvers: [{ login: cho, areas: [karpor] }]
`),
    ).toEqual([
      "4:1 warning: approvers need 2 sponsors from maintainers in karpor, but only 1 person holds that; ask for fewer, or name more people",
    ]);
  });

  it("everyone of an area away without an end", () => {
    expect(
      faultsOf(`${LADDER}areas: { a: { paths: ["a/**"], exclusive: true } }
maintainers: [{ login: ann, areas: [a], away: true }, ben, cho]
`),
    ).toEqual([
      '2:10 warning: everyone who may approve "a" is away; write the day of return of one of them, or name somebody else',
      "2:10 warning: no more people may approve a than must, so none of them can get a change of their own approved there",
    ]);
  });

  it("R3: a bot or a deleted account has no effect, and is no reason to lose the registry", () => {
    const text = 'maintainers: [ann, ben]\napprovers: ["dependabot[bot]", ghost, { login: "Renovate[bot]" }]';
    expect(faultsOf(text)).toEqual([
      '2:13 warning: "dependabot[bot]" is a bot, and bots never hold roles; remove it',
      '2:32 warning: "ghost" is how GitHub shows deleted accounts, which hold no roles; remove it',
      '2:39 warning: "Renovate[bot]" is a bot, and bots never hold roles; remove it',
    ]);
    expect(aRegistry(text).people.map(({ login }) => login)).toEqual(["ann", "ben"]);
  });

  it("somebody on a list and emeritus, who therefore holds nothing", () => {
    const text = `maintainers: [ann, ben, { login: eve, id: 7 }, dan, fay]\nemeritus: [Ann, { login: old-eve, id: 7 }, { login: ben, id: 3 }]\n`;
    expect(faultsOf(text)).toEqual([
      '1:15 warning: "ann" is listed as emeritus too, and so holds nothing; remove one of the two',
      '1:20 warning: "ben" is listed as emeritus too, and so holds nothing; remove one of the two',
      '1:25 warning: "eve" is listed as emeritus too, and so holds nothing; remove one of the two',
    ]);
    const index = anIndex(text);
    expect(index.holdsAnyRole(user("ann", 5))).toBe(false);
    expect(logins(index.registryApprovers(KUSION))).toEqual(["dan", "fay"]);
  });

  it("a login listed twice in one role and area, and a person above and below in one area", () => {
    expect(
      faultsOf(`${LADDER}areas: { a: { paths: ["a/**"] }, b: { paths: ["b/**"] } }
maintainers: [ann, { login: Ann, areas: [a] }, { login: ben, areas: [a] }, dan]
approvers: [{ login: ben, areas: [a, b] }, cho]
`),
    ).toEqual([
      '3:20 warning: "Ann" is listed twice in maintainers in a; remove one of the entries',
      '4:13 warning: "ben" holds maintainers in a already, which includes approvers; remove this entry',
    ]);
  });

  it("but not a person who holds more in one area than everywhere", () => {
    expect(
      faultsOf(
        `${LADDER}areas: { a: { paths: ["a/**"] } }\nmaintainers: [{ login: ann, areas: [a] }, ben, dan]\napprovers: [ann]\n`,
      ),
    ).toEqual([]);
  });

  it("but not a person held everywhere and again in an area, or within one, that is closed to those held everywhere", () => {
    const areas =
      'areas: { a: { paths: ["a/**"], exclusive: true }, b: { paths: ["a/b/**"] }, c: { paths: ["c/**"] } }';
    const twice = (area: string) =>
      faultsOf(
        `${LADDER}${areas}\nmaintainers: [ben, ann, { login: ann, areas: [${area}] }]\napprovers: [{ login: cho, areas: [a] }, { login: dee, areas: [a] }]\n`,
      ).filter((text) => !text.includes("covers all of"));
    expect([twice("a"), twice("b"), twice("c").length]).toEqual([[], [], 1]);
  });

  it("but not files outside every area where an area's pattern covers everything", () => {
    const text = (path: string) =>
      `${LADDER}areas: { a: { paths: [${path}] } }\nmaintainers: [{ login: ann, areas: [a] }, { login: ben, areas: [a] }]\n`;
    expect(faultsOf(text('"**"'))).toEqual([]);
    expect(faultsOf(text('"*"'))).toHaveLength(1);
  });

  it("an area of a repository that is not there, where the repositories are known", () => {
    const text = `${LADDER}areas: { a: { repos: [Kusion, carpor] } }\nmaintainers: [ann, ben]\n`;
    expect(faultsOf(text)).toEqual([]);
    expect(faultsOf(text, { knownRepos: ["kusion", "karpor"] })).toEqual([
      '2:31 warning: there is no repository "carpor"; did you mean "karpor"?',
    ]);
  });

  it("an area without people, rules and label", () => {
    expect(
      faultsOf(`${LADDER}areas: { a: { paths: ["a/**"] } }\nlabels: { areas: false }\nmaintainers: [ann, ben]\n`),
    ).toEqual(['2:10 warning: area "a" has no people, no rule and no label; give it one of them or remove it']);
  });

  it("fewer than two people of the top role", () => {
    expect(faultsOf(`${LADDER}maintainers: [ann]\n`)).toEqual([
      "2:1 warning: only 1 person holds maintainers; a change of this file that they propose has nobody to approve it",
    ]);
    expect(faultsOf(`${LADDER}approvers: [ann]\n`)).toEqual([
      "1:1 warning: nobody holds maintainers, so nobody may approve a change of this file",
    ]);
  });

  it("R83: one person who may approve a change of this file, since the others hold areas", () => {
    expect(
      faultsOf(`${LADDER}areas: { a: { paths: ["a/**"] } }
maintainers: [ann, { login: ben, areas: [a] }, { login: cho, areas: [a] }]
`),
    ).toEqual([
      '3:1 warning: only "ann" holds maintainers without areas; a change of this file that they propose has nobody to approve it',
    ]);
  });

  it("R83: and one whose areas are the whole repository", () => {
    expect(
      faultsOf(`${LADDER}areas: { a: { paths: ["a/**"] }, rest: { paths: ["**"] } }
maintainers: [{ login: ann, areas: [a, rest] }, { login: ben, areas: [a] }, { login: cho, areas: [a] }]
`).filter((fault) => fault.includes("a change of this file")),
    ).toEqual([
      '3:1 warning: only "ann" holds maintainers of this whole repository; a change of this file that they propose has nobody to approve it',
    ]);
  });

  it("R83: more approvals of every file than people may approve a change of this one, though enough may approve the others", () => {
    const text = (min: string) => `${LADDER}approval: ${min}\nmaintainers: [ann, ben]\napprovers: [cho, dee, eve]\n`;
    expect(faultsOf(text("{ min: 2 }"))).toEqual([]);
    const short =
      "warning: a change of this file needs 3 approvals from maintainers, but only 2 people hold that; ask for fewer, or name more people";
    expect(faultsOf(text("{ min: 3 }"))).toEqual([`2:13 ${short}`]);
    expect(faultsOf(text("{ branches: { main: { min: 3 } } }"))).toEqual([expect.stringContaining(short)]);
    expect(faultsOf(text("{ branches: { release-1: { min: 3 } } }"))).toEqual([]);
  });

  it("R83: exclusive areas whose own people can change nothing there, in one warning", () => {
    const text = (min: number) => `${LADDER}areas:
  a: { paths: ["a/**"], exclusive: true, approval: { min: ${min} } }
  b: { paths: ["b/**"], exclusive: true, approval: { min: ${min} } }
maintainers: [ann, ben]
approvers: [{ login: cho, areas: [a, b] }, { login: dee, areas: [a, b] }]
`;
    expect(faultsOf(text(1))).toEqual([]);
    expect(faultsOf(text(2))).toEqual([
      "3:3 warning: no more people may approve a and b than must, so none of them can get a change of their own approved there",
    ]);
  });
});
