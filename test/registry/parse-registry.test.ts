import { describe, expect, it } from "vitest";
import { LATER_KEYS } from "../../src/registry/registry-schema.ts";
import { aRegistry, faultsOf, logins, parsed } from "./a-registry.ts";

const THREE_LINES = "maintainers: [ann, ben]\napprovers: [cho]\ncontributors: [dee]\n";

describe("a registry of three lines", () => {
  it("needs no more, and has KusionStack's ladder, rules and labels", () => {
    const { registry, faults } = parsed(THREE_LINES);
    expect(faults).toEqual([]);
    expect(registry?.roles.map(({ name }) => name)).toEqual(["members", "contributors", "approvers", "maintainers"]);
    expect(registry?.roles.at(-1)?.promotion).toEqual({ vote: { of: "maintainers", share: "2/3" } });
    expect(registry?.approval).toMatchObject({
      from: "approvers",
      min: 1,
      lgtm: 0,
      authorCounts: false,
      contributorsCount: true,
      lapse: "diff",
      branches: [],
    });
    expect(registry?.reviews).toMatchObject({ request: 2, from: "contributors", maxOpen: 6 });
    expect(registry?.labels.hold).toBe("do-not-merge/hold");
    expect(registry?.kinds.docs.paths).toEqual(["docs/**", "**/*.md"]);
    expect(registry?.mode).toBe("enforce");
    expect(registry?.people.map(({ role, login, areas }) => [role, login, areas.length])).toEqual([
      ["maintainers", "ann", 0],
      ["maintainers", "ben", 0],
      ["approvers", "cho", 0],
      ["contributors", "dee", 0],
    ]);
  });

  it("a section without a value is as if it were not there", () => {
    expect(faultsOf(`${THREE_LINES}approval:\nreviews:\nlabels:\nkinds:\nwelcome:\n`)).toEqual([]);
  });
});

describe("a registry in full", () => {
  const full = `
version: 1
kinds: { docs: { paths: ["manual/**"] } }
areas:
  kusion: { repos: [kusion] }
  engine: { repos: [kusion], paths: ["pkg/engine/**"], exclusive: true, approval: { from: maintainers, min: 2 } }
approval: { from: approvers, min: 2, lgtm: 1, author-counts: true, contributors-count: false, lapse: push, branches: { "release-*": { min: 3 } } }
reviews: { request: 0, from: members, max-open: 3, nudge: 3d, reassign: 1w }
labels: { approved: ok, lgtm: false, areas: "in/*", enforced: true, colors: { approved: "00FF00", areas: "c5def5" } }
mode: advise
commands: { hold: members }
promotion: { nominate: approvers }
welcome: Hello.
emeritus: [zed, { login: yan, until: 2024-06-12 }]
maintainers:
  - { login: SparkYuan, id: 1234, areas: [kusion, engine], since: 2024-01-24, affiliation: AntGroup, away: 2026-12-02 }
  - { team: KusionStack/leads, areas: [engine] }
  - ben
`;

  it("keeps everything it says", () => {
    const registry = aRegistry(full);
    expect(registry.areas[1]).toEqual({
      ...{ name: "engine", repos: ["kusion"], paths: ["pkg/engine/**"], exclusive: true },
      approval: { from: "maintainers", min: 2 },
    });
    expect(registry.approval).toMatchObject({
      ...{ from: "approvers", min: 2, lgtm: 1, authorCounts: true, contributorsCount: false, lapse: "push" },
      branches: [{ pattern: "release-*", min: 3 }],
    });
    expect(registry.labels).toMatchObject({ approved: "ok", lgtm: null, areas: "in/*", hold: "do-not-merge/hold" });
    expect(registry.labelling).toMatchObject({ enforced: true, colors: { approved: "00FF00", areas: "c5def5" } });
    expect(registry.kinds.docs).toMatchObject({ paths: ["manual/**"], titles: ["docs:*", "docs(*"] });
    expect(registry).toMatchObject({
      mode: "advise",
      commands: { hold: "members" },
      nominate: "approvers",
      welcome: "Hello.",
    });
    expect(registry.people[0]).toEqual({
      ...{ role: "maintainers", login: "SparkYuan", key: "sparkyuan", id: 1234, areas: ["kusion", "engine"] },
      ...{ since: "2024-01-24", affiliation: "AntGroup", away: "2026-12-02" },
    });
    expect(registry.teams).toEqual([{ role: "maintainers", team: "KusionStack/leads", areas: ["engine"] }]);
    expect(registry.emeritus?.map(({ login }) => login)).toEqual(["zed", "yan"]);
  });
});

describe("a ladder of one's own", () => {
  const ladder =
    "roles:\n  triagers: { summary: Sort issues. }\n  committers:\n  chairs: { promotion: { vote: { of: chairs, share: 1/2 } } }\n";

  it("is read lowest first, with people under the names it gives", () => {
    const registry = aRegistry(`${ladder}chairs: [ann, ben]\ncommitters: [cho]\n`);
    expect(registry.roles).toEqual([
      { name: "triagers", summary: "Sort issues.", promotion: null, references: [] },
      { name: "committers", summary: null, promotion: null, references: [] },
      {
        name: "chairs",
        summary: null,
        promotion: { vote: { of: "chairs", share: "1/2" } },
        references: [{ to: "role", name: "chairs", path: ["vote", "of"] }],
      },
    ]);
    expect(logins(registry.people)).toEqual(["ann", "ben", "cho"]);
  });

  it("R77: without approvers in it, approvals come from its top role, and reviews from the one below", () => {
    const registry = aRegistry(`${ladder}chairs: [ann, ben]\n`);
    expect(registry.approval.from).toBe("chairs");
    expect(registry.reviews.from).toBe("committers");
  });

  it("makes the roles of the usual ladder unknown", () => {
    expect(faultsOf(`${ladder}chairs: [ann, ben]\nmaintainers: [cho]\n`)).toEqual([
      expect.stringMatching(
        /^6:1 unknown key "maintainers"; people are listed under the name of a role: triagers, committers, chairs$/,
      ),
    ]);
  });

  it.each([...LATER_KEYS])("may name a role %s, as before that was a key of the file", (key) => {
    const registry = aRegistry(
      `roles: { ${key}: , approvers: , chairs: }\nchairs: [ann]\napprovers: [cho]\n${key}: [ben]\n`,
    );
    expect(registry.people.map(({ role, login }) => [role, login])).toContainEqual([key, "ben"]);
    const own = `extends: true\n${key}: [dee]\n`;
    expect(faultsOf(own)).toEqual([]);
  });

  it("cannot name a role like a key of the file", () => {
    expect(faultsOf("roles: { areas: , chairs: }\nchairs: [ann, ben]\n")).toContainEqual(
      expect.stringMatching(/^1:10 "areas" is a key of roles.yaml and cannot name a role/),
    );
  });
});

describe("faults", () => {
  it("are told all at once, each with line, column, and the nearest known key", () => {
    expect(
      faultsOf(`aproval: { min: 1 }
areas:
  engine: { repo: [kusion] }
approval: { from: aprovers, lapse: dif }
maintainers:
  - { loign: ann }
  - { login: ben, areas: [egnine] }
approver: [cho]
`),
    ).toEqual([
      '1:1 unknown key "aproval"; did you mean "approval"?',
      '3:13 unknown key "repo"; did you mean "repos"?',
      '4:19 role "aprovers" is not defined; defined are members, contributors, approvers, maintainers; did you mean "approvers"?',
      '4:36 "dif" is not known here; did you mean "diff"?',
      '6:7 unknown key "loign"; did you mean "login"?',
      '7:27 area "egnine" is not defined; defined are engine; did you mean "engine"?',
      '8:1 unknown key "approver"; did you mean "approvers"?',
    ]);
  });

  it.each([
    ["", "1:1 the file says nothing; list at least the people of the top role, as in `maintainers: [ann, ben]`"],
    ["- ann", "1:1 expected a mapping of roles to people, as in `maintainers: [ann, ben]`"],
    ["maintainers: ann", "1:14 expected a list of people; write [ann]"],
    ["version: 2", "1:10 2 is not known here; write 1"],
    ["areas: { a: { repos: kusion } }", '1:22 expected a list, found the text "kusion"; write [kusion]'],
    ["areas: { a: { repos: [Kusion/x] } }", '1:23 "Kusion/x" names the owner too; write "x"'],
    ["approval: { min: 1.5 }", "1:18 expected a whole number, found 1.5"],
    ["approval: { min: -1 }", "1:18 the number must be 0 or more"],
    ["approval: { min: two }", '1:18 expected a number, found the text "two"; write 2'],
    ["mode: enforced", '1:7 "enforced" is not known here; did you mean "enforce"?'],
    [
      "reviews: { nudge: soon }",
      '1:19 "soon" is no duration; write a number with s, m, h, d, bd (business days), w, mo or y, as in 7d or 3mo',
    ],
    ["labels: { colors: { approved: green } }", '1:31 a colour is six hexadecimal digits, in quotes, as in "0e8a16"'],
    ["labels: { areas: area }", "1:18 the label needs one `*` for the name"],
    [
      "labels: { hold: true }",
      "1:17 expected a label's name, or false for none; write the text that is meant, or leave the key out",
    ],
    [
      "emeritus: [{ login: a, until: 2024-02-30 }]",
      '1:31 "2024-02-30" is not in the calendar; correct the month or the day',
    ],
    ["roles: {}", "1:8 the ladder has no role; name one or leave the key out"],
  ])("say what, where and what to do: %s", (text, fault) => {
    expect(faultsOf(text)).toContain(fault);
  });

  it.each([
    ['"@ann"', '"@ann" is no login, since those have no @ here; write "ann"'],
    ["org/team", '"org/team" is no login; of a team write { team: org/team }'],
    ["12345", 'expected a login, or a mapping with `login`, `team` or `group`; to mean the text, quote it: "12345"'],
    ["{ login: 007 }", 'YAML reads 007 as no text; quote it: "007"'],
    ["{ login: a, since: 24-01-2024 }", '"24-01-2024" is no day; write it as YYYY-MM-DD'],
    ["{ login: a, id: 0 }", "the number must be 1 or more"],
    ["{ login: a, id: 99999999999999999999 }", "the number must be 9007199254740991 or less"],
    ["{ login: a, areas: [] }", "an empty list of areas would mean everywhere; name an area or leave the key out"],
    ["{ login: a, away: soon }", '"soon" is no day; write it as YYYY-MM-DD'],
    ["{ team: leads }", '"leads" is no team; write organisation/slug as in the team\'s address, without the @'],
    ["{ team: KusionStack/leads, area: [x] }", 'unknown key "area"; did you mean "areas"?'],
    ["{ team: Other/leads }", '"Other" is another organisation, whose teams cannot be read; name one of KusionStack'],
  ])("of a person's entry: %s", (entry, message) => {
    expect(faultsOf(`maintainers: [ann, ben, ${entry}]`).map((fault) => fault.replace(/^\S+ /, ""))).toEqual([message]);
  });

  it.each(["octo_acme", "a", "0-9", "A".repeat(39), '"007"'])("the login %s is fine", (login) => {
    expect(faultsOf(`maintainers: [ann, ben, ${login}]`)).toEqual([]);
  });

  it("R4: a login has one id and an id one login", () => {
    expect(faultsOf("maintainers: [{ login: ann, id: 1 }, { login: Ann, id: 2 }, { login: ben, id: 1 }]")).toEqual([
      '1:56 "Ann" has the id 1 above and 2 here; keep the right one',
      '1:79 the id 1 is that of "ann" above; correct one of them',
    ]);
  });

  it("patterns that would silently match nothing are faults", () => {
    expect(faultsOf('areas: { a: { paths: ["{x,y}/**"] } }\napproval: { branches: { "!main": { min: 2 } } }')).toEqual([
      expect.stringMatching(/^1:23 the pattern "\{x,y\}\/\*\*" has braces/),
      expect.stringMatching(/^2:25 the pattern "!main" begins with `!`/),
    ]);
  });

  it("names of areas that differ only in case are a fault", () => {
    expect(faultsOf("areas: { docs: , Docs: }")).toContain(
      '1:18 areas "docs" and "Docs" differ only in case; rename one',
    );
  });

  it("commands are held against the known ones where these are given", () => {
    const text = `${THREE_LINES}commands: { hodl: members }`;
    expect(faultsOf(text)).toEqual([]);
    expect(faultsOf(text, { knownCommands: ["approve", "hold"] })).toEqual([
      '4:13 there is no command "hodl"; did you mean "hold"?',
    ]);
  });
});

describe("R24: YAML that could explode, shadow or mislead", () => {
  it("aliases, anchors, tags and directives are faults", () => {
    expect(
      faultsOf("maintainers: &x [ann]\napprovers: *x\ncontributors: !!set [a]\n").map((fault) => fault.slice(0, 40)),
    ).toEqual([
      '1:14 "&x" is a YAML anchor or alias, whi',
      '2:12 "*x" is a YAML anchor or alias, whi',
      '3:15 "!!set" is a YAML tag, which roles.',
    ]);
    expect(faultsOf("%YAML 1.1\n---\nmaintainers: [ann, ben]\n")).toContainEqual(
      expect.stringMatching(/^1:1 .* YAML directive/),
    );
  });

  it("duplicate and reserved keys are faults", () => {
    expect(faultsOf("maintainers: [ann, ben]\nmaintainers: [mallory, ben]\n")).toEqual([
      '2:1 the key "maintainers" is there twice; keep one of them',
    ]);
    expect(faultsOf("__proto__: { a: 1 }\nareas: { constructor: {} }\nmaintainers: [ann, ben]")).toEqual([
      '1:1 the key "__proto__" is not allowed; choose another name',
      '2:10 the key "constructor" is not allowed; choose another name',
    ]);
    expect(faultsOf("<<: { maintainers: [ann] }")).toContainEqual(expect.stringMatching(/unknown key "<<"/));
  });

  it("invisible characters are faults, written out or escaped", () => {
    expect(faultsOf("maintainers: [ann, ben]\nwelcome: a\u202eb\n")).toEqual([
      "2:11 the invisible character U+202E is not allowed; delete it",
    ]);
    expect(faultsOf('maintainers: [ann, ben]\nwelcome: "a\\u0007b"\n')).toEqual([
      "2:10 the invisible character U+0007 is not allowed; delete it",
    ]);
  });

  it("a second document, deep nesting and a text above 2 MiB are faults", () => {
    expect(faultsOf("maintainers: [ann, ben]\n---\nmaintainers: [mallory]\n")).toEqual([
      "2:1 a second document begins here; roles.yaml is one, so delete the line of --- or ...",
    ]);
    for (const open of ["[", "{a: ", "- ", "? "])
      expect(faultsOf(open.repeat(200_000))).toEqual([expect.stringMatching(/nested more than 24 levels deep/)]);
    expect(faultsOf(`# ${"x".repeat(2 * 1024 * 1024)}`)).toEqual([expect.stringMatching(/larger than 2 MiB/)]);
  });

  it("says plainly what is not YAML", () => {
    expect(faultsOf("maintainers: [ann\napprovers: [b]")).toEqual([
      "1:14 the bracket [ that opens here is not closed; close it",
    ]);
    expect(faultsOf("a: b: c")).toEqual([expect.stringMatching(/two colons/)]);
    expect(faultsOf("a:\n\t- b")).toEqual([expect.stringMatching(/a tab indents this line/)]);
    expect(faultsOf("a: 'b")).toEqual(["1:4 the quote that opens here is not closed; close it"]);
  });

  it("lists at most 500 faults and says when there are more", () => {
    const faults = faultsOf(`maintainers:\n${"- 5\n".repeat(3000)}`);
    expect(faults).toHaveLength(500);
    expect(
      faultsOf(`areas:\n${Array.from({ length: 3000 }, (_, i) => `  a${i}: { x: 1, y: 2 }`).join("\n")}`).at(-1),
    ).toMatch(/more faults follow/);
  });
});
