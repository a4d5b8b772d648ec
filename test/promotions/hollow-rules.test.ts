/** Warnings about rules that look like more than they come to, and faults that name the key that is missing. */

import { describe, expect, it } from "vitest";
import { faultsOf } from "../registry/a-registry.ts";

const PEOPLE = "maintainers: [ann, ben]\napprovers: [kim, eve]\n";
const faults = (promotion: string, rest = PEOPLE) =>
  faultsOf(`roles:\n  members:\n  approvers:\n    promotion: ${promotion}\n  maintainers:\n${rest}`);
/** Without their place. */
const told = (promotion: string, rest?: string) =>
  faults(promotion, rest).map((fault) => fault.replace(/^\d+:\d+ (warning: )?/, ""));

describe("objections without a window", () => {
  it.each([
    ["{ objections: maintainers, any: [{ notice: 7d }, { vote: { of: maintainers, wait: 5d } }] }", 0],
    ["{ objections: maintainers, any: [{ notice: 7d }, { vote: { of: maintainers } }] }", 1],
    ["{ any: [{ objections: maintainers, notice: 7d }, { sponsors: 1 }] }", 0],
    ["{ any: [{ objections: maintainers }, { notice: 7d }] }", 1],
    [
      "{ any: [{ objections: maintainers, any: [{ notice: 7d }, { lazy-consensus: maintainers }] }, { sponsors: 1 }] }",
      0,
    ],
    ["{ some: { min: 1, of: [{ objections: maintainers, notice: 7d }, { sponsors: 1 }] } }", 0],
    ["{ notice: 7d, any: [{ objections: maintainers }, { sponsors: 1 }] }", 0],
  ])("%s: whichever of the alternatives is met", (promotion, warnings) => {
    expect(told(promotion).filter((one) => one.includes("time to object"))).toHaveLength(warnings);
  });

  it("give nobody time, unless something else lasts", () => {
    const message = "nobody has time to object: it passes as soon as all else is met; write `window: 7d`";
    expect(told("{ objections: maintainers }")).toEqual([message]);
    expect(told("{ objections: { from: maintainers }, sponsors: 1 }")).toEqual([message]);
    expect(told("{ objections: maintainers, any: [{ notice: 7d }, { sponsors: 1 }] }")).toEqual([message]);
    for (const lasting of [
      "notice: 7d",
      "lazy-consensus: maintainers",
      "vote: { of: maintainers, wait: 7d }",
      "vote: { of: maintainers, window: 7d }",
    ])
      expect(told(`{ objections: maintainers, ${lasting} }`), lasting).toEqual([]);
  });
});

describe("roles meant exactly that nobody holds", () => {
  it.each([
    ["{ sponsors: { from: members, exactly: true, min: 1 } }", "nobody can sponsor"],
    ["{ vote: { of: members, exactly: true } }", "nobody may vote"],
    ["{ lazy-consensus: { from: members, exactly: true } }", "nobody can object"],
    ["{ nomination: { by: members, exactly: true } }", "nobody can nominate"],
    ["{ attestation: { text: x, by: members, exactly: true } }", "nobody can vouch"],
    ["{ sponsors: { min: 2, of-which: { from: members, exactly: true } } }", "nobody can be among them"],
    ["{ lazy-consensus: { overruled-by: { of: members, exactly: true } } }", "nobody can outvote it"],
    ["{ sponsors: 1, waive: { by: members, exactly: true } }", "nobody can waive"],
  ])("%s", (promotion, what) => {
    expect(told(promotion)).toEqual([
      `nobody is listed as members, and those above are not meant (\`exactly\`), so ${what}; leave \`exactly\` out, or name people`,
    ]);
    expect(told(promotion, `${PEOPLE}members: [pat]\n`)).toEqual([]);
    expect(told(promotion, `${PEOPLE}members: [{ team: KusionStack/all }]\n`)).toEqual([]);
  });
});

describe("times and numbers that do not go together", () => {
  it("a vote that is over while the nomination must stand open", () => {
    expect(told("{ vote: { of: maintainers, window: 3d }, notice: 7d }")).toEqual([
      "the vote closes after 3d, while the nomination stands open for 7d; write a longer `window`, or `after: 7d` for a vote that follows",
    ]);
    expect(told("{ vote: { of: maintainers, window: 3d, after: 7d }, notice: 7d }")).toEqual([]);
    expect(told("{ vote: { of: maintainers, wait: 3d }, notice: 7d }")).toEqual([]);
  });

  it("one voter where two must vote yes", () => {
    expect(told("{ vote: { of: maintainers, min-yes: 2 } }", "maintainers: [ann]\napprovers: [kim, eve]\n")[0]).toBe(
      "approvers need 2 voters from maintainers, but only 1 person holds that; ask for fewer, or name more people",
    );
    const small = "{ vote: { of: maintainers, min-yes: 2, small-group: { under: 3, min: 1 } } }";
    expect(
      told(small, "maintainers: [ann]\napprovers: [kim, eve]\n").filter((text) => text.includes("voters")),
    ).toEqual([]);
  });

  it("a vote that opens, or stays open, beyond the end of the promotion", () => {
    expect(told("{ vote: { of: maintainers, after: 80d, window: 14d } }")[0]).toContain("so 80d and 14d never pass");
    expect(told("{ vote: { of: maintainers, after: 100d } }")[0]).toContain("so 100d never pass");
    expect(told("{ vote: { of: maintainers, wait: 100d } }")[0]).toContain("so 100d never pass");
    expect(told("{ vote: { of: maintainers, after: 14d, window: 3bd } }")).toEqual([]);
    for (const open of ["", ", early: true, window: 7d"])
      expect(told(`{ vote: { of: maintainers, after: 14d${open} } }`)).toEqual([]);
  });

  it("fewer sponsors than several entries need together, each people of its own", () => {
    const of = (first: string, second: string) => `{ all: [${first}, ${second}] }`;
    const one = "{ sponsors: { from: maintainers, min: 1, area: anywhere } }";
    const two = "{ sponsors: { from: maintainers, min: 2, area: anywhere } }";
    expect(told(of(one, two))).toEqual([
      "approvers need 3 sponsors in all, each entry people of its own, but only 2 people hold maintainers or above; ask for fewer, or name more people",
    ]);
    expect(told(of(one, one))).toEqual([]);
    expect(told(`{ any: [${one}, ${two}] }`)).toEqual([]);
    const areas = 'areas: { docs: { paths: ["docs/**"] }, web: { paths: ["web/**"] } }\n';
    const only = (area: string) => two.replace("{ ", `{ for: ${area}, `);
    expect(told(of(only("docs"), only("web")), `${areas}${PEOPLE}`).join()).not.toContain("in all");
  });

  it("fewer seats taken than are wanted", () => {
    expect(told("{ seats: { min: 3, of: maintainers } }")).toEqual([
      "3 maintainers are wanted at least, and there are 2",
    ]);
    expect(told("{ seats: { min: 3 } }")).toEqual([]);
  });
});

describe("employers that those who could sponsor do not have", () => {
  const of = (...employers: string[]) =>
    `maintainers: [${employers.map((employer, at) => `{ login: m${at}, affiliation: ${employer} }`).join(", ")}]\napprovers: [kim, eve]\n`;

  it("all of one, where others than the candidate's are asked for", () => {
    const rule = "{ sponsors: { from: maintainers, min: 1, employers: one-other-than-candidate } }";
    expect(told(rule, of("X", "X"))).toEqual([
      'all of maintainers are of "X", so nobody of "X" can become one of approvers; name people of others, or leave `employers` out',
    ]);
    expect(told(rule, of("X", "Y"))).toEqual([]);
    expect(told(rule)).toEqual([
      "approvers need sponsors of other employers than the candidate, but the file tells nobody's affiliation; write it in their entries",
    ]);
  });

  it("fewer than there must be sponsors, each of another", () => {
    const rule = "{ sponsors: { from: maintainers, min: 3, employers: all-distinct } }";
    expect(told(rule, of("X", "X", "Y"))).toEqual([
      "approvers need 3 sponsors, each of another employer, but maintainers are of 2; ask for fewer, or name more people",
    ]);
    expect(told(rule, of("X", "Z", "Y"))).toEqual([]);
  });
});

describe("issues of areas of paths", () => {
  it("that no label could tell", () => {
    const areas = 'areas: { docs: { paths: ["docs/**"] } }\nlabels: { areas: false }\n';
    const people = "maintainers: [ann, ben, { login: cho, areas: [docs] }]\napprovers: [kim, eve]\n";
    const rule = "{ opened-issues: { min: 3, area: true } }";
    expect(told(rule, `${areas}${people}`)).toContainEqual(
      expect.stringContaining("nobody can tell which are of docs"),
    );
    expect(told(rule, `${areas.replace("false", '"area/*"')}${people}`).join()).not.toContain("nobody can tell");
    expect(told(rule.replace("true", "repository"), `${areas}${people}`).join()).not.toContain("nobody can tell");
  });
});

describe("what is missing", () => {
  it.each([
    ["{ tenure: { min: 3mo } }", "tenure: in is missing; add it"],
    ["{ vote: { share: 2/3 } }", "vote: of is missing; add it"],
    ["{ active: { min: 3 } }", "active: within is missing; add it"],
    ["{ sponsors: { of-which: { min: 1 } } }", "of-which: from is missing; add it"],
    ["{ attest: writes well }", 'unknown key "attest"; did you mean "attestation"?'],
    ["{ all: [{ attest: { text: x } }] }", 'unknown key "attest"; did you mean "attestation"?'],
  ])("%s", (promotion, message) => {
    expect(told(promotion)).toEqual([message]);
  });
});

describe("a lower entry", () => {
  it("that says since when is kept for tenure, and no warning says to remove it", () => {
    const rule = "{ tenure: { in: members, min: 3mo } }";
    const people =
      "maintainers: [ann, ben]\napprovers: [kim, { login: eve, since: 2026-03-01 }]\nmembers: [{ login: eve, since: 2025-01-01 }]\n";
    expect(told(rule, people)).toEqual([]);
  });
});

describe("a block without a criterion", () => {
  const message = /^no criterion is written, so one of maintainers sponsors/;

  it.each([
    "{}",
    "{ expires: 30d, remind: false }",
    "{ waive: maintainers }",
    "{ nominate: anyone }",
    "{ nominate: [self, approvers] }",
  ])("R77: %s asks as if it were not there, and that is told", (promotion) =>
    expect(told(promotion)).toEqual([expect.stringMatching(message)]),
  );

  it.each(["", "false", "{ nominate: maintainers }", "{ notice: 7d }", "{ all: [{ notice: 7d }] }"])(
    "%s is none",
    (promotion) => expect(told(promotion)).toEqual([]),
  );

  it("what is proposed in place of an empty list has a value", () => {
    expect(told("[]")).toEqual(["expected a mapping of criteria, or false for nobody"]);
  });
});
