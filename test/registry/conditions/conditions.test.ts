import { describe, expect, it } from "vitest";
import { powerChanges } from "../../../src/gate/registry-effect.ts";
import { registryChanges } from "../../../src/registry/changes.ts";
import { employerOf } from "../../../src/registry/conditions/employers.ts";
import { joined } from "../../../src/registry/extends.ts";
import { saysHowMany } from "../../../src/registry/settings.ts";
import { anIndex, aRegistry, faultsOf, KUSION } from "../a-registry.ts";

const PEOPLE = "maintainers: [ann, ben, eve]\napprovers: [cho]\n";
const BOTS = 'bots: { deps: ["dependabot[bot]"], agents: ["a[bot]"] }\n';

/** Faults and warnings of one line, in a registry that uses all its bots. */
function of(line: string, more = ""): readonly string[] {
  const others = '    - { author: deps, only: ["go.sum"], min: 0 }\n    - { author: agents, min: 2 }\n';
  return faultsOf(`approval:\n  when:\n    - ${line}\n${others}${more}${BOTS}${PEOPLE}`);
}

describe("lines of `approval.when`", () => {
  it.each([
    "{ lines: 800, min: 2 }",
    "{ author: newcomers, from: maintainers }",
    "{ author: agents, label: x, min: 2 }",
    "{ label: security, min: 2, from: maintainers }",
    '{ author: deps, only: ["**/package-lock.json", "**/go.sum"], min: 0 }',
  ])("%s is one", (line) => {
    expect(of(line)).toEqual([]);
  });

  it.each([
    ["{ min: 2 }", "3:7 this line fits every pull request"],
    ["{ lines: 800 }", "3:7 this line asks for nothing"],
    ["{ lines: 0, min: 2 }", "3:16 "],
    ["{ label: , min: 2 }", "3:9 "],
    [
      "{ author: dep, min: 2 }",
      '3:17 kind "dep" is not defined; defined are deps, agents, newcomers; did you mean "deps"?',
    ],
    ['{ author: "a[bot]", min: 2 }', '3:17 "a[bot]" is a bot; list it under `bots`'],
    ["{ lines: 8, from: nobodies }", '3:25 role "nobodies" is not defined'],
    ["{ label: x, min: 0 }", "3:24 0 is fewer than the 1 asked as usual, and labels never lower"],
    ["{ author: newcomers, min: 0 }", "3:33 0 is fewer than the 1 asked as usual, and newcomers never lower"],
    ["{ author: deps, min: 0 }", "3:28 0 is fewer than the 1 asked as usual, which holds only for named files"],
    [
      "{ lines: 5, min: 0 }",
      "3:24 0 is fewer than the 1 asked as usual, which holds only for a kind of bots and named",
    ],
    [
      "{ only: [a], min: 0 }",
      "3:9 a line with `only` is there to ask a kind of bots for fewer approvals; add `author`",
    ],
    ["{ author: newcomers, only: [a], min: 0 }", "3:17 a line with `only` is there to ask a kind of bots for fewer"],
    ["{ author: deps, label: x, only: [a], min: 0 }", "3:23 a line with `only` is there to ask a kind of bots"],
    ["{ author: deps, lines: 9, only: [a], min: 0 }", "3:23 a line with `only` is there to ask a kind of bots"],
    ["{ author: deps, only: [a], min: 0, from: approvers }", "3:42 a line with `only`"],
    ["{ author: deps, only: [a], min: 5 }", "3:39 5 is more than the 1 asked as usual"],
    ["{ author: deps, only: [], min: 0 }", "3:29 an empty list would mean every file"],
    ['{ author: deps, only: ["**"], min: 0 }', '3:30 "**" matches every file'],
    ['{ author: deps, only: ["a", "**/*"], min: 0 }', '3:35 "**/*" matches every file'],
    ['{ author: deps, only: ["*", "*/**"], min: 0 }', '3:30 "*" matches every file'],
    ["{ lines: 5, title: x, min: 2 }", '3:19 unknown key "title"'],
  ])("R73, R74: %s is a fault with its place", (line, fault) => {
    const errors = of(line).filter((one) => !one.includes("warning:"));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(fault);
  });

  it("more than twenty are a fault", () => {
    const lines = Array.from({ length: 21 }, (_, at) => `    - { lines: ${at + 1}, min: 2 }\n`).join("");
    expect(faultsOf(`approval:\n  when:\n${lines}${PEOPLE}`)).toEqual([
      expect.stringContaining("there are more than 20 conditions"),
    ]);
  });

  it.each([
    ["approved", "", "labels.approved"],
    ["LGTM", "", "labels.lgtm"],
    ["area/docs", 'labels: { areas: "area/*" }\n', "labels.areas"],
    ["Ready", "labels: { approved: ready }\n", "labels.approved"],
  ])("R74: %s, which Rung itself puts on and takes off, is a fault", (label, more, key) => {
    expect(of(`{ label: ${label}, min: 2 }`, more)).toEqual([
      expect.stringMatching(
        new RegExp(`^3:16 "${label}" is a label that Rung itself puts on and takes off \\(.${key}`),
      ),
    ]);
    expect(of("{ label: areas, min: 2 }", 'labels: { approved: false, areas: "area/*" }\n')).toEqual([]);
    expect(of("{ label: approved, min: 2 }", "labels: { approved: false }\n")).toEqual([]);
  });

  it("a role beside the ladder raises nothing, and is a fault there", () => {
    const roles = "roles: { approvers: , maintainers: , council: { beside: true } }\ncouncil: [zoe]\n";
    expect(of("{ label: x, from: council }", roles)).toEqual([
      expect.stringContaining('"council" stands beside the ladder and is higher than no other role'),
    ]);
  });
});

describe("kinds of bots", () => {
  it.each([
    ['{ x: ["dependabot"] }', 'of an app write "dependabot[bot]"'],
    ['{ x: ["app/dependabot"] }', 'write "dependabot[bot]"'],
    ["{ x: [] }", "a kind without a bot fits nobody"],
    ["{ x: }", "has no value"],
    ['{ newcomers: ["a[bot]"] }', "give the kind of bots another name"],
    ['{ x: ["a[bot]"], X: ["b[bot]"] }', 'the kinds "x" and "X" differ only in case'],
    ['{ x: ["a[bot]"], y: ["A[bot]"] }', '"A[bot]" is listed under "x" already'],
    ['{ x: ["a[bot]", "a[bot]"] }', '"a[bot]" is listed under "x" already'],
    ['{ x: ["a[bot]"], x: ["b[bot]"] }', "x"],
  ])("%s is a fault", (bots, fault) => {
    const errors = faultsOf(`bots: ${bots}\n${PEOPLE}`).filter((one) => !one.includes("warning:"));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(fault);
  });

  it("one that no line names is a warning", () => {
    expect(faultsOf(`${BOTS}${PEOPLE}`)).toEqual([
      expect.stringContaining('1:9 warning: no line of `approval.when` names "deps"'),
      expect.stringContaining('warning: no line of `approval.when` names "agents"'),
    ]);
  });
});

describe("faults that leave something out", () => {
  it.each([
    ["{ author: deps, only: *sums, min: 0 }", "3:29"],
    ["{ author: deps, only: [*sums], min: 0 }", "3:30"],
    ["{ author: *kind, only: [go.sum], min: 0 }", "3:17"],
    ["{ author: agents, min: *two }", "3:30"],
    ["{ author: agents, min: !!int 2 }", "3:30"],
  ])("%s: an alias is told alone, and nothing is said to be missing", (line, place) => {
    expect(of(line)).toEqual([expect.stringMatching(new RegExp(`^${place} .*(?:alias|tag)`))]);
  });
});

describe("warnings of conditions", () => {
  it("a line that asks for no more than is asked anyway changes nothing", () => {
    expect(of("{ lines: 5, min: 1 }")).toEqual([expect.stringContaining("so this line changes nothing")]);
    expect(of("{ lines: 5, from: approvers }")).toEqual([expect.stringContaining("so this line changes nothing")]);
    expect(of("{ author: deps, only: [a], min: 1 }")).toEqual([expect.stringContaining("so 1 lowers nothing")]);
  });

  it("R83: a line that nobody can satisfy", () => {
    expect(of("{ lines: 5, min: 4, from: maintainers }")).toEqual([
      "3:7 warning: this line then asks for 4 approvals from maintainers, but only 3 people hold that there; ask for less, or name more people",
    ]);
    expect(of("{ lines: 5, from: maintainers }")).toEqual([]);
  });

  it.each([
    ["roles.yaml", "is the registry, which no bot changes with fewer approvals, so it lowers nothing; remove it"],
    [".github/roles.yaml", "is the registry"],
    [".github/**", "lies in .github/"],
    [".github/workflows/*.yml", "lies in .github/"],
    ["crypto/go.sum", 'lies in the area "crypto", which is exclusive'],
    ["site/*.lock", 'lies in the area "site", which has a `min` of its own'],
    ["PEOPLE.md", "is published by the registry"],
  ])("R73: a pattern whose files are never lowered: %s", (pattern, why) => {
    const more =
      'areas:\n  crypto: { paths: ["crypto/**"], exclusive: true }\n  site: { paths: ["site/**"], approval: { min: 1 } }\n  docs: { paths: ["docs/**"] }\npublish: [{ file: PEOPLE.md, as: table, repos: [kusion] }]\n';
    const line = (only: string) =>
      of(`{ author: deps, only: [${only}], min: 0 }`, more).filter((one) => one.startsWith("3:"));
    expect(line(JSON.stringify(pattern))).toEqual([
      expect.stringContaining(`3:30 warning: ${JSON.stringify(pattern)} ${why}`),
    ]);
    expect(line('"**/go.sum", docs/go.sum, crypto.lock, "*.yaml"')).toEqual([]);
  });

  it.each([
    ["{ lines: 5, min: 2 }", "2 approvals from approvers"],
    ["{ label: x, from: maintainers }", "1 approval from maintainers"],
  ])("R83: a raise that leaves in an exclusive area no more people than must approve: %s", (line, asked) => {
    const told = (when: string, more = "") =>
      faultsOf(
        `approval: { when: [${when}]${more} }\nareas: { crypto: { paths: ["crypto/**"], exclusive: true } }\nroles: { approvers: , maintainers: }\nmaintainers: [ann, { login: ben, areas: [crypto] }]\napprovers: [cho, { login: fay, areas: [crypto] }]\n`,
      ).filter((one) => one.startsWith("1:20"));
    expect(told(line)).toEqual([
      `1:20 warning: this line then asks for ${asked} in "crypto", which is exclusive and has no more of them, so none of them can get such a change of their own approved; ask for less, or name more people`,
    ]);
    expect(told(line, ", author-counts: true")).toEqual([]);
    expect(told("{ author: newcomers, from: maintainers }")).toEqual([]);
    expect(told("{ lines: 5, min: 3 }")).toEqual([expect.stringContaining("but only 2 people hold that there")]);
  });

  it("R83: a raise by which nobody could change the registry, though enough people may approve other files", () => {
    const told = (line: string, more = "") =>
      faultsOf(`approval: { when: [${line}]${more} }\nmaintainers: [ann, ben]\napprovers: [cho, dee]\n`);
    expect(told("{ lines: 5, min: 3 }")).toEqual([
      "1:20 warning: this line then asks for 3 approvals from maintainers of a change of this file, but only 2 people hold that; ask for less, or name more people",
    ]);
    expect(told("{ author: newcomers, min: 3 }")).toEqual([expect.stringContaining("of a change of this file")]);
    expect(told("{ label: x, min: 2 }")).toEqual([]);
    expect(told("{ lines: 5, min: 5 }")).toEqual([expect.stringContaining("only 4 people hold that there")]);
    // Said of the rule that asks for it anyway.
    expect(told("{ lines: 5, min: 4 }", ", min: 3")).toEqual([
      expect.stringContaining("a change of this file needs 3 approvals from maintainers"),
    ]);
  });

  it("R83: employers whom those who may change the registry cannot bring together", () => {
    const told = (employers: string) =>
      faultsOf(
        `approval: { employers: ${employers} }\nmaintainers: [{ login: ann, affiliation: One }, { login: ben, affiliation: One }]\napprovers: [{ login: cho, affiliation: Two }]\n`,
      );
    expect(told("mixed")).toEqual([
      "1:24 warning: whoever may approve a change of this file is of one employer, as far as `affiliation` tells, so one by one of them, or by somebody whose employer is not known, can never be approved; write `affiliation` at people, or ask for less",
    ]);
    expect(told("2")).toEqual([expect.stringContaining("so 2 different ones can never be among the approvers")]);
  });

  it("are told apart by letters and figures alone, and pointed out where only the sort of company differs", () => {
    const told = (...affiliations: readonly string[]) =>
      faultsOf(
        `maintainers:\n${affiliations.map((one, at) => `  - { login: p${at}, affiliation: "${one}" }\n`).join("")}`,
      );
    const keys = ["AntGroup", "Ant Group", "@ant-group", "ＡＮＴ　ＧＲＯＵＰ"].map(
      (one) => employerOf([{ affiliation: one }])?.key,
    );
    expect(keys).toEqual(Array(4).fill("antgroup"));
    expect(["蚂蚁", "!?"].map((one) => employerOf([{ affiliation: one }])?.key)).toEqual(["蚂蚁", "!?"]);
    expect(told("AntGroup", "ant group", "Ant Financial")).toEqual([]);
    expect(told("Acme", "Acme, Inc.", "ACME GmbH", "Acme Inc", "Inc")).toEqual([
      '3:31 warning: "Acme, Inc." and "Acme" count as two employers; if they are one, write the same name for both',
      '4:31 warning: "ACME GmbH" and "Acme" count as two employers; if they are one, write the same name for both',
    ]);
  });

  it("R83: employers whom nobody can bring together", () => {
    const registry = (employers: string, affiliation: string) =>
      faultsOf(
        `approval: { employers: ${employers} }\nmaintainers: [{ login: ann, affiliation: One }, { login: ben, affiliation: ${affiliation} }]\n`,
      );
    expect(registry("mixed", "Two")).toEqual([]);
    expect(registry("2", "Two")).toEqual([]);
    expect(registry("mixed", '" one "')).toEqual([expect.stringContaining("whoever may approve is of one employer")]);
    expect(registry("3", "Two")).toEqual([
      expect.stringContaining("3 different ones can never be among the approvers"),
    ]);
    expect(registry("1", "Two")[0]).not.toContain("warning");
    expect(registry("some", "Two")).toEqual([expect.stringContaining("expected mixed, or a number from 2 on")]);
  });
});

describe("conditions under extends", () => {
  const organisation = (approval: string, bots = BOTS) =>
    aRegistry(`approval: ${approval}\n${bots}maintainers: [ann, ben]\n`);
  const own = (text: string, base: ReturnType<typeof aRegistry>) =>
    aRegistry(`extends: true\n${text}`, { base }, "kusion");
  const LOWERS = '{ min: 2, when: [{ author: deps, only: ["go.sum", "x.lock"], min: 0 }, { label: s, min: 3 }] }';

  it("raises of both files stand: a repository's file takes none of the organisation's away", () => {
    const base = organisation("{ when: [{ label: s, min: 3 }] }");
    expect(own("approval: { when: [] }\n", base).approval.when).toEqual([{ label: "s", min: 3 }]);
    expect(own("approval: { when: [{ lines: 9, min: 2 }] }\n", base).approval.when).toEqual([
      { lines: 9, min: 2 },
      { label: "s", min: 3 },
    ]);
  });

  it("R74: a repository's file keeps no label by which the organisation asks for more", () => {
    const base = organisation("{ when: [{ label: Security, min: 3 }] }");
    const faults = (labels: string) => faultsOf(`extends: true\nlabels: { ${labels} }\n`, { base }, "kusion");
    expect(faults("approved: security")).toEqual([
      '2:21 the organisation\'s registry asks for more by the label "Security", so Rung cannot keep it here; choose another name',
    ]);
    expect(faults("approved: secured")).toEqual([]);
  });

  it("of employers the stricter holds", () => {
    const joined = (mine: string, theirs: string) =>
      own(`approval: { employers: ${mine} }\n`, organisation(`{ employers: ${theirs} }`)).approval.employers;
    expect([joined("mixed", "2"), joined("2", "mixed"), joined("3", "2"), joined("2", "3")]).toEqual([2, 2, 3, 3]);
    expect(own("mode: advise\n", organisation("{ employers: mixed }")).approval.employers).toBe("mixed");
  });

  it("R73: a repository lowers only where the organisation does, for its files, and no further", () => {
    const base = organisation(LOWERS);
    const line = (text: string) => faultsOf(`extends: true\napproval: { when: [${text}] }\n`, { base }, "kusion");
    expect(line('{ author: deps, only: ["/go.sum"], min: 1 }')).toEqual([]);
    expect(line('{ author: deps, only: ["src/**"], min: 1 }')).toEqual([
      expect.stringContaining("the organisation's registry has no line that asks"),
    ]);
    expect(line('{ author: agents, only: ["go.sum"], min: 1 }')).toHaveLength(1);
    expect(faultsOf(`extends: true\nbots: { deps: ["mine[bot]"] }\n`, { base }, "kusion")).toEqual([
      expect.stringContaining('"deps" is the organisation\'s'),
    ]);
    expect(faultsOf(`extends: true\nbots: { mine: ["dependabot[bot]"] }\n`, { base }, "kusion")[0]).toContain(
      'is listed under "deps" of the organisation\'s registry already',
    );
  });

  it("R73: a bot that the organisation's file lists later is of its kind, whatever the repository's file said first", () => {
    const mine = aRegistry('extends: true\nbots: { mine: ["A[bot]", "b[bot]"], Deps: ["c[bot]"] }\n', {}, "kusion");
    expect(joined(mine, organisation("{ min: 1 }")).bots).toEqual({
      ...{ mine: ["b[bot]"], deps: ["dependabot[bot]"], agents: ["a[bot]"] },
    });
  });

  it("R73: a branch whose `min` is written says itself how many, 0 too; one without says nothing", () => {
    const rules = (branches: string) => aRegistry(`approval: { branches: ${branches} }\n${PEOPLE}`).approval.branches;
    expect(rules("{ a: { min: 0 }, b: { from: maintainers }, c: { min: 2 } }").map(saysHowMany)).toEqual([
      ...[true, false, true],
    ]);
    const [before, after] = ["{ a: { from: cho } }", "{ a: { min: 0, from: cho } }"].map((text) =>
      aRegistry(`approval: { branches: ${text.replaceAll("cho", "approvers")} }\n${PEOPLE}`),
    );
    if (before === undefined || after === undefined) throw new Error("two registries");
    const kept = 'branches: { "a-*": { min: 0 } }';
    expect(faultsOf(`approval: { ${kept} }\n${PEOPLE}`)).toEqual([expect.stringContaining("so 0 changes nothing")]);
    expect(of('{ author: deps, only: ["x.lock"], min: 0 }', `  ${kept}\n`)).toEqual([]);
    expect(registryChanges(before, after)).toEqual([
      "`approval.branches.a.min`: from `0` to `0, and nothing is lowered there`.",
    ]);
  });

  it("R73: what the file wrote before the organisation took its lowering away lowers nothing", () => {
    const alone = aRegistry(
      'extends: true\nbots: { d: ["x[bot]"] }\napproval: { when: [{ author: d, only: [a], min: 0 }] }\n',
      {},
      "kusion",
    );
    expect(alone.approval.when).toHaveLength(1);
  });
});

describe("R82: a change of conditions is told", () => {
  const base = "maintainers: [ann, ben]\n";
  it("by the line's condition, whatever the order", () => {
    const registry = (when: string) => aRegistry(`approval: { when: [${when}] }\n${BOTS}${base}`);
    expect(
      registryChanges(
        registry("{ lines: 8, min: 2 }, { label: x, min: 2 }"),
        registry("{ label: x, min: 2 }, { lines: 8, min: 3 }"),
      ),
    ).toEqual(["`approval.when.{ lines: 8 }`: from `min: 2` to `min: 3`."]);
  });
});

describe("R82: who may bring changes with fewer approvals is told as a power", () => {
  const index = (only: string) =>
    anIndex(
      `approval: { when: [{ author: deps, only: [${only}], min: 0 }, { author: agents, min: 2 }] }\n${BOTS}${PEOPLE}`,
    );
  it("of each list of files", () => {
    const scope = { tree: null, everywhere: false, defaultBranch: "main" };
    const told = (was: string, is: string) =>
      powerChanges({ before: index(was), after: index(is) }, KUSION, scope).standing;
    expect(told("go.sum", "go.sum, go.mod")).toEqual([
      { what: "bring changes of `go.sum` alone with nobody's approval", gain: [], lose: ["dependabot[bot]"] },
      { what: "bring changes of `go.mod`, `go.sum` alone with nobody's approval", gain: ["dependabot[bot]"], lose: [] },
    ]);
    expect(told("go.mod, go.sum", "go.sum, go.mod")).toEqual([]);
  });
});

describe("an employer", () => {
  const of = (...affiliations: (string | null)[]) => employerOf(affiliations.map((affiliation) => ({ affiliation })));
  it("is what somebody's entries agree on, without case and outer blanks; else none is known", () => {
    expect(of("AntGroup", " antgroup ", null)?.key).toBe("antgroup");
    expect([of(), of(null), of("  "), of("One", "Two")]).toEqual([null, null, null, null]);
  });
});
