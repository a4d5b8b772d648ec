/** What is valid but means something other than it appears to: a warning with its place and what to write; never a fault. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { faultsOf, parsed } from "./a-registry.ts";

const PEOPLE = "maintainers: [ann, ben]\n";
const ladder = (promotion: string) =>
  `roles: { members: , maintainers: { promotion: { ${promotion} } } }\nmembers: [cho]\n${PEOPLE}`;

describe("durations", () => {
  it.each([
    [
      "reviews: { nudge: 12m }\n",
      "1:19 warning: 12m is minutes, as m always is; for months write 12mo; for minutes 720s leaves no doubt",
    ],
    [ladder("tenure: { in: members, min: 6m }"), expect.stringMatching(/^1:77 warning: 6m is minutes/)],
    [ladder("merged-pulls: { min: 5, within: 120m }"), expect.stringContaining("for minutes 2h leaves no doubt")],
    [ladder("expires: 3m, sponsors: 1"), expect.stringContaining("for months write 3mo")],
    [ladder("lazy-consensus: { from: members, window: 5m }"), expect.stringContaining("for months write 5mo")],
  ])("%s", (text, warning) => {
    expect(faultsOf(text.startsWith("roles") ? text : text + PEOPLE)).toEqual([warning]);
  });

  it("that nobody takes for months are plain", () => {
    expect(faultsOf(ladder("merged-pulls: { min: 5, within: 12mo }, expires: 720s"))).toEqual([]);
  });
});

describe("branches", () => {
  const branches = (pattern: string, min = 2, rest = "") =>
    faultsOf(`approval: { ${rest}branches: { '${pattern}': { min: ${min} } } }\n${PEOPLE}`);

  it.each([
    ["refs/heads/release-*", 'write "release-*"'],
    [" release-*", 'write "release-*"'],
    ["^release-.*$", 'write "release-*"'],
    ["refs/tags/v*", "names no branch"],
    ["release 1", 'has " ", which no branch has in its name'],
    ["release~1", 'has "~"'],
    ["v1.lock", "is no name that Git allows"],
  ])("no branch is matched by %s", (pattern, advice) => {
    expect(branches(pattern)).toEqual([expect.stringMatching(/^1:25 warning: /)]);
    expect(branches(pattern)[0]).toContain(advice);
  });

  it.each(["release-*", "main", "release/**", "/stable", "v[0-9]*", "release/"])("%s is plain", (pattern) => {
    expect(branches(pattern)).toEqual([]);
  });

  it("that ask for less than every branch change nothing", () => {
    const [warning] = branches("dev-*", 1, "min: 2, ");
    expect(warning).toMatch(/^1:49 warning: every branch asks for 2, .* write 2 or more, or remove the branch$/);
    expect(branches("dev-*", 2, "min: 2, ")).toEqual([]);
  });

  it("change something where an area asks for less still", () => {
    const area = "areas: { a: { paths: [a/**], approval: { min: 0 } } }\n";
    expect(faultsOf(`approval: { min: 2, branches: { "dev-*": { min: 1 } } }\n${area}${PEOPLE}`)).toEqual([]);
  });
});

describe("patterns", () => {
  const paths = (pattern: string) => faultsOf(`areas: { a: { paths: ['${pattern}'] } }\n${PEOPLE}`);

  it.each([
    ["^docs/.*$", "docs/**"],
    [".*\\.go$", "**/*.go"],
    ["docs/.+\\.md", "docs/*.md"],
    ["docs/** ", "docs/**"],
    ["\u00a0docs/**", "docs/**"],
    ['"docs/**"', "docs/**"],
    ["docs**", "docs/**"],
    ["**.go", "**/*.go"],
    ["pkg/**.go", "pkg/**/*.go"],
    ["docs/***", "docs/**"],
    ["src\\win\\**", "src/win/**"],
    ["src\\**", "src/**"],
    ["src\\\\win\\\\**", "src/win/**"],
    ["docs/** @org/writers", "docs/**"],
  ])("%s: write %s", (pattern, meant) => {
    expect(paths(pattern)).toEqual([expect.stringMatching(/^1:23 warning: /)]);
    expect(paths(pattern)[0]).toContain(`write ${JSON.stringify(meant)}`);
    expect(paths(meant)).toEqual([]);
  });

  it("two in one text", () => {
    expect(paths("docs/**, src/**")[0]).toContain('make each an item of the list: "docs/**", "src/**"');
  });

  it.each([
    "docs/**",
    "src/routes/**/+page.svelte",
    "a/$b/**",
    "**/*.test.ts",
    "C++/**",
    ".*",
    "a/.*/**",
    "next.config.*",
  ])("%s is plain", (pattern) => expect(paths(pattern)).toEqual([]));

  it("of documentation and of counts too, where one file may be meant", () => {
    expect(faultsOf(`kinds: { docs: { paths: ["*.md", "docs**"] } }\n${PEOPLE}`)).toEqual([
      expect.stringMatching(/^1:34 warning: .*write "docs\/\*\*"/),
    ]);
    expect(faultsOf(ladder('merged-pulls: { min: 5, paths: "^docs/.*" }'))).toEqual([
      expect.stringContaining('write "docs/**"'),
    ]);
  });
});

describe("areas", () => {
  const areas = (one: string, other: string) => faultsOf(`areas:\n  a: { ${one} }\n  b: { ${other} }\n${PEOPLE}`);
  const rule = "approval: { min: 1 }";

  it.each([
    [
      `paths: [x/**], ${rule}`,
      `paths: [x/], ${rule}`,
      /^2:16 warning: "x\/\*\*" is that of area "b" too, which is written later/,
    ],
    [`repos: [k], ${rule}`, `repos: [K], ${rule}`, /^2:3 warning: what area "a" covers is that of area "b" too/],
    [`paths: [x/**], ${rule}`, "paths: [x/**], exclusive: true", /which is exclusive, so this one has no say/],
    ["paths: [x/**], exclusive: true", `paths: [x/**], ${rule}`, /^3:16 warning: .* area "a" too, which is exclusive/],
  ])("of one pattern: %s and %s", (one, other, warning) => {
    const found = areas(one, other).filter((text) => text.includes("too, which"));
    expect(found).toEqual([expect.stringMatching(warning)]);
  });

  it.each([
    [`repos: [k], paths: [x/**], ${rule}`, `repos: [l], paths: [x/**], ${rule}`],
    ["paths: [x/**], exclusive: true", "paths: [x/**], exclusive: true"],
    [`paths: [x/**], ${rule}`, `paths: [x/y/**], ${rule}`],
  ])("%s and %s do not meet", (one, other) => {
    expect(areas(one, other).filter((text) => text.includes("too, which"))).toEqual([]);
  });

  it("called as commands call something else", () => {
    expect(faultsOf(`areas: { cancel: { paths: [x/**], ${rule} } }\n${PEOPLE}`)).toEqual([
      expect.stringMatching(/^1:10 warning: "cancel" behind a command means something else/),
    ]);
  });
});

describe("rules that take each other's effect away", () => {
  it("a branch whose role is below the one that approves anyway", () => {
    const text = (from: string) => `approval: { branches: { "r-*": { from: ${from} } } }\n${PEOPLE}`;
    expect(faultsOf(text("contributors"))).toEqual([
      expect.stringMatching(
        /^1:40 warning: every branch asks for approvers or above, .*write a higher role, or remove it$/,
      ),
    ]);
    expect(faultsOf(text("maintainers"))).toEqual([]);
    expect(faultsOf(text("chairs"))).toEqual([expect.stringMatching(/^1:40 role "chairs" is not defined/)]);
    expect(faultsOf(`approval: { branches: { "r-*": {} } }\n${PEOPLE}`)).toEqual([
      expect.stringMatching(/^1:32 write min, from, or both$/),
    ]);
  });

  it("everything is generated", () => {
    expect(faultsOf(`generated: ["**"]\n${PEOPLE}`)).toEqual([
      expect.stringMatching(/^1:13 warning: "\*\*" covers every file, so none is ever beside another/),
    ]);
    expect(faultsOf(`generated: ["**/*.pb.go", "gen/"]\n${PEOPLE}`)).toEqual([]);
    expect(faultsOf(`generated:\n${PEOPLE}`)).toEqual([expect.stringMatching(/^1:1 "generated" has no value/)]);
  });

  it("somebody else is asked before the reminder", () => {
    expect(faultsOf(`reviews: { nudge: 7d, reassign: 3d }\n${PEOPLE}`)).toEqual([
      expect.stringMatching(/^1:19 warning: after 3d somebody else is asked, .*write less than 3d, or remove it$/),
    ]);
    for (const fine of ["nudge: 3d, reassign: 7d", "nudge: 5bd, reassign: 1w", "nudge: 3d"])
      expect(faultsOf(`reviews: { ${fine} }\n${PEOPLE}`)).toEqual([]);
  });

  it("a promotion has expired before its reminder", () => {
    expect(faultsOf(ladder("acceptance: true, remind: 30d, expires: 14d"))).toEqual([
      expect.stringContaining(
        "it expires after 14d, so nobody is ever reminded after 30d; write `false` for no reminder, or less than 14d",
      ),
    ]);
    expect(faultsOf(ladder("acceptance: true, remind: 3mo"))[0]).toContain("expires after 90d, which is usual");
    expect(faultsOf(ladder("acceptance: true, expires: 7d"))).toEqual([]);
  });

  it("three of two criteria", () => {
    const some = (min: number) =>
      ladder(`any: [{ some: { min: ${min}, of: [{ acceptance: true }, { opened-issues: 1 }] } }]`);
    expect(faultsOf(some(3))).toEqual([expect.stringContaining("3 of 2 criteria can never be met; write 2 or less")]);
    expect(faultsOf(some(2))).toEqual([]);
  });

  it("more people than seats", () => {
    expect(faultsOf(ladder("seats: 1"))).toEqual([
      expect.stringContaining("2 people hold one of 1 seats already, so nobody can be promoted; write 2 or more"),
    ]);
    expect(faultsOf(ladder("seats: 2"))).toEqual([]);
    expect(faultsOf(ladder("seats: { max: 1, soft: true }"))).toEqual([]);
  });

  it("a command kept to a higher role than its reviews", () => {
    expect(faultsOf(`commands: { approve: maintainers }\n${PEOPLE}approvers: [cho]\n`)).toEqual([
      "1:13 warning: this keeps the comment /approve to maintainers, and approving reviews of approvers go on counting; for both write `approval: { from: maintainers }`",
    ]);
    expect(faultsOf(`commands: { approve: maintainers }\napproval: { from: maintainers }\n${PEOPLE}`)).toEqual([]);
  });
});

describe("people", () => {
  it("in a role since a day to come, where today is known", () => {
    const text = `maintainers: [ann, ben, { login: cho, since: 2030-01-01 }]\nemeritus: [{ login: dee, since: 2031-01-01 }]\n`;
    expect(faultsOf(text)).toEqual([]);
    expect(faultsOf(text, { today: "2026-11-29" })).toEqual([
      expect.stringMatching(/^1:46 warning: 2030-01-01 is still to come/),
      expect.stringMatching(/^2:33 warning: 2031-01-01 is still to come/),
    ]);
    expect(faultsOf(text, { today: "2031-01-01" })).toEqual([]);
  });

  it("who are emeritus at once", () => {
    expect(faultsOf(`maintainers: [ann, ben, cho]\nemeritus: [cho]\n`)).toEqual([
      expect.stringMatching(/^1:25 warning: "cho" is listed as emeritus too/),
    ]);
  });
});

describe("bytes that are not UTF-8", () => {
  const decoded = (bytes: Buffer) => bytes.toString("utf8");

  it("are told with their place", () => {
    const text = decoded(Buffer.from("maintainers: [ann, ben]\nwelcome: Gr\u00fcezi\n", "latin1"));
    expect(faultsOf(text)).toEqual([expect.stringMatching(/^2:12 warning: a character here is not UTF-8/)]);
  });

  it("of a whole file in UTF-16 are one fault", () => {
    for (const mark of ["", "\ufeff"])
      expect(faultsOf(decoded(Buffer.from(mark + PEOPLE, "utf16le")))).toEqual([
        "1:1 the file is UTF-16, or no text at all; save it as UTF-8",
      ]);
  });
});

describe("the ladders that were collected", () => {
  const folder = new URL("../ladders/", import.meta.url);
  it.each(readdirSync(folder).filter((file) => file.endsWith(".yaml")))("%s has none of these warnings", (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const { faults } = parsed(text, { today: "2026-11-29" });
    // The people are made up, and no employers of theirs written; and most ladders say of objections no time at all.
    const isTrue = /sponsors of (?:different|other) employers|has time to object/;
    expect(faults.filter(({ message }) => !isTrue.test(message))).toEqual([]);
  });
});
