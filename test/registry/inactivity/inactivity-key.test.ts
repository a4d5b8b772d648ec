import { describe, expect, it } from "vitest";
import { inactivityRules, looksAtInactivity, watchedRoles } from "../../../src/registry/inactivity/rules.ts";
import type { ParseOptions } from "../../../src/registry/parse-registry.ts";
import { faultsOf as allFaultsOf, aRegistry } from "../a-registry.ts";

const PEOPLE = `
areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }
maintainers: [ann, ben, cho]
approvers: [dee, { login: eve, areas: [kusion] }]
contributors: [fay]
`;
const ladder = (approvers: string, more = "") => `roles:
  contributors: {}
  approvers: { inactivity: ${approvers} }
  maintainers: {}
  council: { beside: true, promotion: false }
${more}${PEOPLE}`;
const faults = (text: string, options: ParseOptions = {}, name = ".github") =>
  allFaultsOf(text, options, name).filter((fault) => !fault.includes("warning"));
const warned = (text: string, options: ParseOptions = {}, name = ".github") =>
  allFaultsOf(text, options, name).filter((fault) =>
    /inactiv|seen|proposed|notice|emeritus|last day|looked for/.test(fault),
  );

describe("inactivity", () => {
  it("is nothing where it is not written: not a key of the registry, of a role or of an area", () => {
    const registry = aRegistry(PEOPLE);
    expect(JSON.stringify(registry)).not.toMatch(/inactivity|stable|emeritus/);
    expect(looksAtInactivity(registry)).toBe(false);
  });

  it("takes a duration alone, or with how long the notice is, where to, how much and where", () => {
    const text = `roles:
  contributors: {}
  approvers: { inactivity: 12mo }
  maintainers: { inactivity: { after: 1y, notice: 30d, to: approvers, min: 3, area: true } }
${PEOPLE}`;
    expect(watchedRoles(aRegistry(text).roles)).toEqual([
      { role: "approvers", rule: { after: "12mo", notice: null, to: "emeritus", min: 1, area: false } },
      { role: "maintainers", rule: { after: "1y", notice: "30d", to: "approvers", min: 3, area: true } },
    ]);
    expect(allFaultsOf(text)).toEqual([]);
  });

  it("advises where a role has it and nothing more is written; the top role keeps two", () => {
    const registry = aRegistry(ladder("12mo"));
    expect(looksAtInactivity(registry)).toBe(true);
    expect(inactivityRules(registry)).toEqual({
      mode: "advise",
      every: "3mo",
      notice: "14d",
      pause: "6mo",
      most: 3,
      keep: { maintainers: 2 },
      return: { within: "2y", from: "maintainers", min: 1 },
    });
  });

  it("takes each rule that holds for all roles", () => {
    const text = ladder(
      "12mo",
      "inactivity: { mode: propose, every: 1mo, notice: 2w, pause: 1y, most: 1, keep: { maintainers: 1, approvers: 1 }, return: { within: 1y, from: approvers, min: 2 } }\n",
    );
    expect(allFaultsOf(text)).toEqual([]);
    expect(aRegistry(text).inactivity).toEqual({
      mode: "propose",
      every: "1mo",
      notice: "2w",
      pause: "1y",
      most: 1,
      keep: { maintainers: 1, approvers: 1 },
      return: { within: "1y", from: "approvers", min: 2 },
    });
    expect(looksAtInactivity(aRegistry(ladder("12mo", "inactivity: { mode: off }\n")))).toBe(false);
  });

  it("takes which sorts of contribution count, one or several", () => {
    const rules = (of: string) => watchedRoles(aRegistry(ladder(`{ after: 12mo, of: ${of} }`)).roles)[0]?.rule;
    expect(rules("reviewed-pulls")).toEqual({
      after: "12mo",
      notice: null,
      to: "emeritus",
      min: 1,
      area: false,
      of: ["reviewed-pulls"],
    });
    expect(rules("[merged-pulls, reviewed-pulls]")?.of).toEqual(["merged-pulls", "reviewed-pulls"]);
  });

  it("takes a return that never lapses, and none", () => {
    const back = (written: string) =>
      inactivityRules(aRegistry(ladder("12mo", `inactivity: { return: ${written} }\n`))).return;
    expect(back("{ within: always, min: 2 }")).toEqual({ within: null, from: "maintainers", min: 2 });
    expect(back("false")).toBeNull();
    expect(warned(ladder("12mo", "inactivity: { return: false }\n"))).toEqual([]);
  });

  it("is of use without a role that has it, where it tells of returning alone and there are people who left", () => {
    const text = (more: string) => `${PEOPLE}inactivity: { return: { min: 2 } }\n${more}`;
    expect(warned(text("emeritus: []\n"))).toEqual([]);
    expect(warned(text(""))).toHaveLength(1);
    expect(warned(text("emeritus: []\n").replace("{ return", "{ pause: 1y, return"))).toHaveLength(1);
  });

  it("says that an area is stable", () => {
    const text = PEOPLE.replace("repos: [karpor]", "repos: [karpor], stable: true");
    expect(aRegistry(text).areas.map(({ stable }) => stable)).toEqual([undefined, true]);
  });
});

describe("faults of inactivity", () => {
  it("tells what belongs at a role from what is said for all", () => {
    expect(faults(ladder("12mo", "inactivity: { after: 6mo }\n"))).toEqual([
      '6:15 unknown key "after"; it belongs at a role: `roles: { …: { inactivity: { after: … } } }`',
    ]);
  });

  it("proposes the key that takes the word which stands alone", () => {
    expect(faults(ladder("12mo", "inactivity: propose\n"))).toEqual([
      '6:13 expected a mapping, found the text "propose"; write { mode: propose }',
    ]);
  });

  it.each([
    ["2w", "3:28 2w is less than a month, which tells nothing of a person; write 1mo or more"],
    ["29d", "3:28 29d is less than a month, which tells nothing of a person; write 1mo or more"],
    ["12m", "3:28 12m is in minutes; for months write 12mo"],
    ["{ after: 12m }", "3:37 12m is in minutes; for months write 12mo"],
    ["off", '3:28 "off" is no duration; leave `inactivity` out of a role whose people are not looked for'],
    ["{ after: 12mo, to: [emeritus] }", "3:47 expected a text, found a list; write emeritus"],
    [
      "{ after: 12mo, mode: propose }",
      '3:43 unknown key "mode"; it belongs under `inactivity` of the whole file: `inactivity: { mode: … }`',
    ],
    ["{ notice: 14d }", "3:16 inactivity: after is missing; add it"],
    ["{ aftr: 12mo }", '3:30 unknown key "aftr"; did you mean "after"?'],
    [
      "{ after: 12mo, notice: soon }",
      '3:51 "soon" is no duration; write a number with s, m, h, d, bd (business days), w, mo or y, as in 7d or 3mo',
    ],
    [
      "{ after: 12mo, to: maintainers }",
      '3:47 "maintainers" does not stand below "approvers" on the ladder; write emeritus or contributors',
    ],
    [
      "{ after: 12mo, to: approvers }",
      '3:47 "approvers" does not stand below "approvers" on the ladder; write emeritus or contributors',
    ],
    [
      "{ after: 12mo, to: council }",
      '3:47 "council" does not stand below "approvers" on the ladder; write emeritus or contributors',
    ],
    [
      "{ after: 12mo, to: emertus }",
      '3:47 role "emertus" is not defined; defined are council, contributors, approvers, maintainers, emeritus; did you mean "emeritus"?',
    ],
    [
      "{ after: 12mo, of: reviews }",
      "3:47 expected one of merged-pulls, opened-pulls, reviewed-pulls, opened-issues, comments, or a list of them",
    ],
    ["{ after: 12mo, min: 0 }", "3:48 the number must be 1 or more"],
  ])("%s", (written, expected) => {
    expect(faults(ladder(written))).toEqual([expected]);
  });

  it.each(["30d", "1mo", "5w", "10y"])("%s is long enough", (after) => {
    expect(faults(ladder(after))).toEqual([]);
  });

  it.each([
    ["{ mode: propos }", '6:21 "propos" is not known here; did you mean "propose"?'],
    ["{ every: quarterly }", /^6:22 "quarterly" is no duration/],
    ["{ keep: { maintainer: 2 } }", /^6:23 role "maintainer" is not defined; .*did you mean "maintainers"\?$/],
    ["{ keep: {} }", "6:21 no role is named; name one or leave the key out"],
    ["{ return: { from: nobody } }", /^6:31 role "nobody" is not defined/],
    ["{ most: 0 }", "6:21 the number must be 1 or more"],
    ["{ evry: 3mo }", '6:15 unknown key "evry"; did you mean "every"?'],
  ])("of all roles: %s", (written, expected) => {
    expect(faults(ladder("12mo", `inactivity: ${written}\n`))).toEqual([
      typeof expected === "string" ? expected : expect.stringMatching(expected),
    ]);
  });

  it("knows what somebody was, where and when", () => {
    const emeritus = (entry: string) => `${PEOPLE}emeritus: [${entry}]\n`;
    expect(
      aRegistry(emeritus("{ login: x, id: 7, was: approvers, areas: [kusion], since: 2024-01-24, until: 2026-11-30 }"))
        .emeritus,
    ).toEqual([
      { login: "x", key: "x", id: 7, was: "approvers", areas: ["kusion"], since: "2024-01-24", until: "2026-11-30" },
    ]);
    expect(aRegistry(emeritus("")).emeritus).toEqual([]);
    expect(faults(emeritus("{ login: x, was: aprovers, areas: [kusoin] }"))).toEqual([
      '6:29 role "aprovers" is not defined; defined are members, contributors, approvers, maintainers; did you mean "approvers"?',
      '6:47 area "kusoin" is not defined; defined are kusion, karpor; did you mean "kusion"?',
    ]);
    expect(faults(emeritus("{ login: x, was: approvers, until: 2026-02-30 }"))).toEqual([
      '6:47 "2026-02-30" is not in the calendar; correct the month or the day',
    ]);
  });

  it("a registry that was good stays good: areas of an entry without `was` are only warned of", () => {
    const text = `${PEOPLE}emeritus: [{ login: x, areas: [kusoin] }]\n`;
    expect(faults(text)).toEqual([]);
    expect(allFaultsOf(text)).toContain(
      '6:32 warning: area "kusoin" is not defined; defined are kusion, karpor; did you mean "kusion"?',
    );
  });

  it("a repository's own file says nothing of it: the organisation's registry does", () => {
    const base = aRegistry(ladder("12mo"));
    const own = "extends: true\ninactivity: { mode: propose }\n";
    const expected =
      "2:1 the registry that is extended says who counts as not seen; write it there, and leave the key out";
    expect(faults(own, { base }, "kusion")).toEqual([expected]);
    expect(faults(own, {}, "kusion")).toEqual([expected]);
    const role = "extends: true\nroles: { approvers: { inactivity: 1mo } }\n";
    expect(allFaultsOf(role, { base }, "kusion")).toEqual([
      expect.stringMatching(/^2:23 warning: .*changes nothing; remove it$/),
    ]);
    expect(watchedRoles(aRegistry(role, { base }, "kusion").roles)).toEqual(watchedRoles(base.roles));
    const joined = aRegistry(
      "extends: true\napprovers: [gus]\n",
      { base: aRegistry(ladder("12mo", "inactivity: { every: 1mo }\n")) },
      "kusion",
    );
    expect(inactivityRules(joined).every).toBe("1mo");
  });
});

describe("warnings of inactivity", () => {
  it("a `keep` that leaves nobody to propose", () => {
    expect(warned(ladder("12mo", "inactivity: { keep: { approvers: 2 } }\n"))).toEqual([
      "6:34 warning: 2 people hold approvers and 2 are to be kept, so nobody is ever proposed; write 1 or less",
    ]);
    expect(warned(ladder("12mo", "inactivity: { keep: { approvers: 1, maintainers: 3 } }\n"))).toEqual([]);
  });

  it("two that the top role keeps unwritten, where it has two people or fewer and people are to be proposed", () => {
    const top = (people: string, rules: string) =>
      `roles:\n  approvers: {}\n  maintainers: { inactivity: 12mo }\ninactivity: ${rules}\nareas: { kusion: { repos: [kusion] } }\nmaintainers: ${people}\n`;
    const propose = "{ mode: propose }";
    const way = (least: number) =>
      `write \`inactivity: { keep: { maintainers: ${least} } }\`, or leave \`inactivity\` out here`;
    expect(warned(top("[ann, ben]", propose))).toEqual([
      `3:18 warning: 2 people hold maintainers, of whom 2 are kept where \`keep\` says nothing, so nobody is ever proposed; ${way(1)}`,
    ]);
    expect(warned(top("[ann]", propose))).toEqual([
      `3:18 warning: 1 person holds maintainers, of whom 2 are kept where \`keep\` says nothing, so nobody is ever proposed; ${way(0)}`,
    ]);
    expect(warned(top("[ann, ben, cho]", propose))).toEqual([]);
    expect(warned(top("[ann, ben]", "{ mode: propose, keep: { maintainers: 1 } }"))).toEqual([]);
    // Of another role nothing is kept unwritten, and where it is only told, nobody misses a proposal.
    expect(warned(top("[ann, ben]", "{ mode: advise }"))).toEqual([]);
    expect(warned(ladder("12mo", "inactivity: { mode: propose }\n").replace("[ann, ben, cho]", "[ann, ben]"))).toEqual(
      [],
    );
  });

  it("a notice longer than the time between two looks", () => {
    expect(warned(ladder("12mo", "inactivity: { every: 1mo, notice: 40d }\n"))).toEqual([
      "6:35 warning: a notice of 40 days is longer than the 1 month from one look to the next; write a shorter one, or a longer `every`",
    ]);
    expect(warned(ladder("{ after: 12mo, notice: 4mo }"))).toEqual([
      expect.stringMatching(/^3:51 warning: a notice of 4 months/),
    ]);
    expect(warned(ladder("12mo", "inactivity: { every: 1mo, notice: 30d }\n"))).toEqual([]);
  });

  it("a role that only teams hold", () => {
    const text = ladder("12mo").replace(/^approvers: .*$/m, "approvers: [{ team: KusionStack/approvers }]");
    expect(warned(text)).toEqual([
      '3:16 warning: only teams hold "approvers", whose members GitHub keeps, so nobody is looked for; list people, or remove `inactivity`',
    ]);
  });

  it("rules without a role that has any", () => {
    expect(warned(`inactivity: { every: 1mo }\n${PEOPLE}`)).toEqual([
      expect.stringMatching(/^1:1 warning: no role has an `inactivity`/),
    ]);
    expect(warned(`inactivity: { mode: off }\n${PEOPLE}`)).toEqual([]);
  });

  it("a last day before the first", () => {
    expect(warned(`${PEOPLE}emeritus: [{ login: x, was: approvers, since: 2026-01-01, until: 2025-01-01 }]\n`)).toEqual(
      ["6:66 warning: the last day, 2025-01-01, is before the first, 2026-01-01; correct one of them"],
    );
  });
});
