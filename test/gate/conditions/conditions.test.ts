/** Conditions judged without GitHub: what fits, what adds up, what ends a lowering, and that nothing else changes. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { report } from "../../../src/gate/check-report.ts";
import { title } from "../../../src/gate/check-titles.ts";
import type { Verdict } from "../../../src/gate/verdict-types.ts";
import type { CommitOrigin, PullFacts } from "../../../src/model/facts.ts";
import type { Condition } from "../../../src/registry/conditions/condition.ts";
import type { EmployersAsked } from "../../../src/registry/conditions/conditions-key.ts";
import type { PublishEntry } from "../../../src/registry/publishing/publish-key.ts";
import {
  aFile,
  aLadder,
  aPull,
  approval,
  aReview,
  bot,
  cut,
  listOf,
  minute,
  type PullOptions,
  person,
} from "../../support/a-pull.ts";
import { judged, pushes, sinceNoon, states } from "../judged.ts";

const PEOPLE = {
  contributors: ["con"],
  approvers: ["ann", "amy", { login: "dot", areas: ["docs"] }],
  maintainers: ["max", "mia"],
};
const AREAS = {
  docs: { paths: ["docs/**"] },
  free: { paths: ["free/**"], approval: { min: 0 } },
  own: { paths: ["own/**"], approval: { min: 1 } },
  high: { paths: ["high/**"], approval: { from: "maintainers" } },
  sealed: { paths: ["sealed/**"], exclusive: true },
};
const DEPENDABOT = bot("dependabot[bot]");
const BOTS = { deps: ["Dependabot[bot]"], agents: ["agent[bot]"] };
const PUBLISHED: PublishEntry = {
  file: "LIST/go.sum",
  as: "table",
  repos: ["kusion"],
  roles: [],
  columns: [],
  owners: "people",
  project: null,
  teams: {},
  coreTeam: null,
  drift: "tell",
  public: false,
};
const LOWERING: Condition = { author: "deps", only: ["**/go.sum"], min: 0 };

function ladder(when: readonly Condition[], more: Parameters<typeof aLadder>[0] = {}) {
  return aLadder({ ...PEOPLE, areas: AREAS, bots: BOTS, ...more, approval: { when, ...more.approval } });
}

const asked = ({ areas }: Verdict) =>
  Object.fromEntries(areas.map(({ area, needed, from }) => [area, `${needed} ${from}`]));

const by = (author: PullOptions["author"], more: PullOptions = {}) =>
  aPull({ ...(author === undefined ? {} : { author }), association: "CONTRIBUTOR", ...more });

describe("R73, R74: lines that ask for more", () => {
  const at = (lines: number) => aFile("main.go", { lines });

  it("`lines: N` fits from N on, added and removed, files outside areas that need nobody", () => {
    const index = ladder([{ lines: 100, min: 2 }]);
    const needed = (...files: ReturnType<typeof aFile>[]) => asked(judged(by("con", { files }), index)).kusion;
    expect(needed(at(99))).toBe("1 approvers");
    expect(needed(at(100))).toBe("2 approvers");
    expect(needed(at(60), aFile("docs/a.md", { lines: 40 }))).toBe("2 approvers");
    expect(needed(at(60), aFile("free/a.md", { lines: 4000 }))).toBe("1 approvers");
    const moved = aFile("free/b", { change: "renamed", previousPath: "b", lines: 100 });
    expect(needed(at(0), moved)).toBe("2 approvers");
  });

  it("lines that GitHub does not tell count as fitting", () => {
    const verdict = judged(by("con", { files: ["main.go"] }), ladder([{ lines: 100, min: 2 }]));
    expect(verdict.more).toEqual([{ why: [{ kind: "lines", from: 100, lines: null }], min: 2 }]);
  });

  it("a newcomer holds no role here, is no bot, has merged nothing, and nobody vouched for them", () => {
    const index = ladder([{ author: "newcomers", from: "maintainers" }]);
    const from = (author: PullOptions["author"], more: PullOptions) => asked(judged(by(author, more), index)).kusion;
    for (const association of ["NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR"] as const) {
      expect(from("new", { association })).toBe("1 maintainers");
      expect(from("con", { association })).toBe("1 approvers");
      expect(from("new", { association, vouched: true })).toBe("1 approvers");
      expect(from(DEPENDABOT, { association })).toBe("1 approvers");
    }
    for (const association of ["CONTRIBUTOR", "COLLABORATOR", "MEMBER", "OWNER"] as const)
      expect(from("new", { association })).toBe("1 approvers");
  });

  it("what is not known of the author counts as new: the association, and a deleted account", () => {
    const index = ladder([{ author: "newcomers", from: "maintainers" }]);
    const { association: _, ...untold } = by("new");
    expect(asked(judged(untold, index)).kusion).toBe("1 maintainers");
    expect(asked(judged(by(null), index)).kusion).toBe("1 maintainers");
  });

  it("a kind of bots fits its bots, by account: no person of a like login", () => {
    const index = ladder([{ author: "agents", min: 2 }]);
    expect(asked(judged(by(bot("Agent[bot]")), index)).kusion).toBe("2 approvers");
    for (const other of [DEPENDABOT, person("agent"), { ...person("x"), login: "agent[bot]" }])
      expect(asked(judged(by(other), index)).kusion).toBe("1 approvers");
  });

  it("a label fits without case, whoever put it on", () => {
    const index = ladder([{ label: "Security", min: 2 }]);
    expect(asked(judged(by("con", { labels: ["security"] }), index)).kusion).toBe("2 approvers");
    expect(asked(judged(by("con", { labels: ["secure"] }), index)).kusion).toBe("1 approvers");
  });

  it("R14: labels that GitHub did not list in full are unknown, unless the one that matters is there", () => {
    const index = ladder([{ label: "security", min: 2 }], { labels: { hold: null } });
    const state = (labels: PullOptions["labels"] & object) => judged(by("con", { labels }), index).state;
    expect(state(cut(["a"], 150))).toEqual({ kind: "unknown", why: "GitHub returned 1 of 150 labels" });
    expect(state(cut(["security"], 150)).kind).toBe("waiting");
    expect(judged(by("con", { labels: cut(["a"], 150) }), ladder([], { labels: { hold: null } })).state.kind).toBe(
      "waiting",
    );
  });

  it("all that a line names must fit", () => {
    const index = ladder([{ label: "x", lines: 50, author: "agents", min: 2 }]);
    const files = [at(50)];
    expect(asked(judged(by(bot("agent[bot]"), { files, labels: ["x"] }), index)).kusion).toBe("2 approvers");
    expect(asked(judged(by(bot("agent[bot]"), { files }), index)).kusion).toBe("1 approvers");
    expect(asked(judged(by("con", { files, labels: ["x"] }), index)).kusion).toBe("1 approvers");
  });

  it("join for the same approvals: `min: 2` and `from: maintainers` ask for two maintainers", () => {
    const index = ladder([
      { label: "a", min: 2 },
      { label: "b", from: "maintainers" },
    ]);
    const of = (...logins: string[]) =>
      judged(by("con", { labels: ["a", "b"], reviews: logins.map((login) => approval(login)) }), index);
    expect(asked(of())).toEqual({ kusion: "2 maintainers" });
    expect(of("ann", "amy").state.kind).toBe("waiting");
    expect(of("ann", "max").state.kind).toBe("waiting");
    expect(of("max", "mia").state.kind).toBe("approved");
    expect(
      of()
        .quickest.map(({ login }) => login)
        .toSorted(),
    ).toEqual(["max", "mia"]);
  });

  it("leave what needs nobody free, and never take an area's higher role away", () => {
    const index = ladder([{ label: "a", min: 2, from: "approvers" }]);
    const files = ["free/x", "high/y", "own/z"];
    expect(asked(judged(by("con", { files, labels: ["a"] }), index))).toEqual({
      free: "0 approvers",
      high: "2 maintainers",
      own: "2 approvers",
    });
  });

  it("ask of the registry's own file, too", () => {
    const index = ladder([{ label: "a", min: 2 }]);
    expect(asked(judged(by("con", { files: ["roles.yaml"], labels: ["a"] }), index))["roles.yaml"]).toBe(
      "2 maintainers",
    );
  });

  it("are reported with why, where they ask for more than is asked as usual, and only there", () => {
    const index = ladder([
      { label: "a", min: 2 },
      { label: "a", min: 1 },
      { author: "agents", min: 2 },
    ]);
    const verdict = judged(by("con", { labels: ["a"] }), index);
    expect(verdict.more).toEqual([{ why: [{ kind: "label", label: "a" }], min: 2 }]);
    expect(report(verdict).summary).toContain("More is asked, 2 approvals: the label `a` is on it.");
    expect(judged(by("con", { files: ["free/x"], labels: ["a"] }), index).more).toBeUndefined();
  });

  const lineOf = fc.record(
    {
      lines: fc.constantFrom(10, 50),
      label: fc.constantFrom("a", "b"),
      author: fc.constantFrom("newcomers", "agents"),
      min: fc.integer({ min: 1, max: 4 }),
      from: fc.constantFrom("contributors", "approvers", "maintainers"),
    },
    { requiredKeys: ["label"] },
  );

  it("in any order, and written twice, they ask for the same", () => {
    fc.assert(
      fc.property(fc.array(lineOf, { maxLength: 6 }), fc.infiniteStream(fc.nat()), (lines, random) => {
        const pull = by("new", { association: "NONE", files: [at(30)], labels: ["a"] });
        const shuffled = [...lines, ...lines]
          .map((line) => ({ line, key: random.next().value }))
          .toSorted((one, other) => one.key - other.key)
          .map(({ line }) => line);
        expect(asked(judged(pull, ladder(shuffled)))).toEqual(asked(judged(pull, ladder(lines))));
      }),
    );
  });

  it("R74: a label, and any line that is no lowering, never asks for less", () => {
    const anyLine = fc.record(
      {
        lines: fc.constantFrom(1, 50),
        label: fc.constantFrom("a", "b"),
        author: fc.constantFrom("newcomers", "deps"),
        min: fc.integer({ min: 0, max: 3 }),
        from: fc.constantFrom("members", "maintainers"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 4 }), fc.array(fc.constantFrom("a", "b")), (lines, labels) => {
        const pull = by(DEPENDABOT, { files: ["go.sum", "high/x", "docs/a"], labels });
        const [plain, more] = [judged(pull, ladder([])), judged(pull, ladder(lines))];
        for (const [at, area] of more.areas.entries()) {
          expect(area.needed).toBeGreaterThanOrEqual(plain.areas[at]?.needed ?? 0);
          expect(area.candidates.length).toBeLessThanOrEqual(plain.areas[at]?.candidates.length ?? 0);
        }
      }),
    );
  });
});

const origin = (sha: string, more: Partial<CommitOrigin> = {}): CommitOrigin => ({
  sha,
  author: DEPENDABOT,
  committer: "github",
  signature: "github",
  ...more,
});
const botPull = (more: PullOptions = {}): PullFacts =>
  by(DEPENDABOT, { files: ["go.sum"], origins: listOf([origin("h1")]), ...more });

describe("R73: a lowering", () => {
  const index = ladder([LOWERING]);
  const why = (facts: PullFacts, given: Parameters<typeof judged>[2] = {}, of = index) => {
    const { lowered, areas } = judged(facts, of, given);
    if (lowered?.holds !== false) return lowered?.holds ?? null;
    expect(areas.some(({ needed }) => needed > 0)).toBe(true);
    return lowered.why;
  };

  it("replaces the default `min`, and nothing else: areas keep their role, `lgtm` is still needed", () => {
    expect(asked(judged(botPull({ files: ["go.sum", "high/go.sum"] }), index))).toEqual({
      kusion: "0 approvers",
      high: "0 maintainers",
    });
    expect(judged(botPull(), index).state.kind).toBe("approved");
    expect(judged(botPull(), ladder([LOWERING], { approval: { lgtm: 1 } })).state.kind).toBe("waiting");
    const two = ladder([{ ...LOWERING, min: 1 }], { approval: { min: 2 } });
    expect(asked(judged(botPull(), two))).toEqual({ kusion: "1 approvers" });
  });

  it("is nobody else's: no person's, no other bot's, and nobody's of a like login", () => {
    for (const author of [person("con"), bot("agent[bot]"), { ...DEPENDABOT, type: "User" as const }, null])
      expect(judged(by(author, { files: ["go.sum"], origins: listOf([origin("h1")]) }), index).lowered).toBeUndefined();
  });

  it.each([
    ["by a person", { author: person("ann") }, { kind: "foreign-commit", sha: "c2", by: "ann" }],
    ["by nobody GitHub knows", { author: null }, { kind: "foreign-commit", sha: "c2", by: null }],
    ["by another bot", { author: bot("x[bot]") }, { kind: "foreign-commit", sha: "c2", by: "x[bot]" }],
    ["by a person of that login", { author: { ...DEPENDABOT, type: "User" } }, { kind: "foreign-commit" }],
    ["committed by a person", { committer: person("ann") }, { kind: "foreign-committer", sha: "c2", by: "ann" }],
    ["committed by nobody", { committer: null }, { kind: "foreign-committer", sha: "c2", by: null }],
    ["without a signature", { signature: "unverified" }, { kind: "unverified-commit", sha: "c2" }],
    ["signed with another key", { signature: "other" }, { kind: "unverified-commit", sha: "c2" }],
  ] as const)("ends with a commit %s", (_, more, end) => {
    for (const items of [
      [origin("h1"), origin("c2", more)],
      [origin("c2", more), origin("h1")],
    ])
      expect(why(botPull({ origins: listOf(items) }))).toMatchObject(end);
  });

  it("takes the bot itself as committer, and is not known without the commits, or all of them, or the head", () => {
    expect(why(botPull({ origins: listOf([origin("h1", { committer: DEPENDABOT })]) }))).toBe(true);
    const { origins: _, ...unread } = botPull();
    expect(why(unread)).toEqual({ kind: "commits-unread" });
    expect(why(botPull({ origins: cut([origin("h1")], 3) }))).toEqual({ kind: "commits-unread" });
    expect(why(botPull({ origins: listOf([origin("other")]) }))).toEqual({ kind: "commits-unread" });
  });

  it("holds up to 250 commits", () => {
    const many = (count: number) => listOf(Array.from({ length: count }, (_, at) => origin(`h${at + 1}`)));
    expect(why(botPull({ origins: many(250) }))).toBe(true);
    expect(why(botPull({ origins: many(251) }))).toEqual({ kind: "many-commits", commits: 251 });
    expect(why(botPull({ origins: cut([origin("h1")], 400) }))).toEqual({ kind: "many-commits", commits: 400 });
  });

  it("ends with a push of somebody else's, or of nobody knows whom, while what was pushed is there", () => {
    const record = pushes(["h2", 5]);
    const both = { head: "h2", origins: listOf([origin("h1"), origin("h2")]) };
    expect(why(botPull(both), { record })).toEqual({ kind: "foreign-push", sha: "h2", by: "pat" });
    const { pushes: _, ...silent } = sinceNoon(botPull());
    expect(why(botPull(), { record: silent })).toEqual({ kind: "push-unknown", sha: "h1" });
    const anew = { ...record, pushes: [...(record.pushes ?? []), { sha: "h3", before: null, by: DEPENDABOT }] };
    expect(why(botPull({ head: "h3", origins: listOf([origin("h3")]) }), { record: anew })).toBe(true);
  });

  it.each([
    ["not named", ["go.sum", "go.mod"], { kind: "file", path: "go.mod" }],
    ["the registry", ["roles.yaml"], { kind: "registry-file" }],
    ["below .github", [".github/go.sum"], { kind: "github-folder" }],
    ["published", ["LIST/go.sum"], { kind: "published-file" }],
    ["of an exclusive area", ["sealed/go.sum"], { kind: "exclusive-area", area: "sealed" }],
    ["of an area with its own `min`", ["own/go.sum"], { kind: "own-min", area: "own" }],
    ["of one whose own `min` is 0", ["go.sum", "free/go.sum"], { kind: "own-min", area: "free" }],
    [
      "renamed out of the list",
      [aFile("x", { change: "renamed", previousPath: "go.sum" })],
      { kind: "file", path: "x" },
    ],
    ["renamed into it", [aFile("go.sum", { change: "renamed", previousPath: "x" })], { kind: "file", path: "x" }],
    [
      "renamed out of an exclusive area",
      [aFile("go.sum", { change: "renamed", previousPath: "sealed/go.sum" })],
      { kind: "exclusive-area" },
    ],
    ["not there at all", [], { kind: "no-files" }],
    ["not all known", cut([aFile("go.sum")], 9), { kind: "no-files" }],
  ] as const)("ends with a file that is %s", (_, files, end) => {
    const everything = ladder([{ ...LOWERING, only: ["**/go.sum", "roles.yaml"] }], { publish: [PUBLISHED] });
    expect(judged(botPull({ files }), everything).lowered).toMatchObject({ holds: false, why: end });
  });

  it("does not hold on a branch with a `min` of its own, and does on one that only names a role", () => {
    const branches = [
      { pattern: "release-*", min: 1 },
      { pattern: "next", min: 0, from: ["maintainers"] },
      { pattern: "free", min: 0, kept: true as const },
    ];
    const of = ladder([LOWERING], { approval: { branches } });
    expect(why(botPull({ base: "release-1" }), {}, of)).toEqual({ kind: "branch", pattern: "release-*" });
    expect(why(botPull({ base: "next" }), {}, of)).toBe(true);
    expect(why(botPull({ base: "free" }), {}, of)).toEqual({ kind: "branch", pattern: "free" });
  });

  it("ends while anybody with a role asks for changes, wherever they hold it, until they approve or it is dismissed", () => {
    const changes = (login: string) => aReview(login, "CHANGES_REQUESTED");
    for (const login of ["ann", "dot", "con"])
      expect(why(botPull({ reviews: [changes(login)] }))).toEqual({ kind: "changes-requested", by: login });
    expect(why(botPull({ reviews: [changes("stranger")] }))).toBe(true);
    expect(why(botPull({ reviews: [changes("dot"), approval("dot", { at: minute(20) })] }))).toBe(true);
    expect(why(botPull({ reviews: [aReview("ann", "DISMISSED")] }))).toBe(true);
  });

  it("gives way to any line that asks for more: the strictest holds", () => {
    const of = ladder([LOWERING, { label: "a", from: "maintainers" }]);
    expect(why(botPull({ labels: ["a"] }), {}, of)).toEqual({ kind: "raised" });
    expect(asked(judged(botPull({ labels: ["a"] }), of))).toEqual({ kusion: "1 maintainers" });
  });

  it("each line is held for itself, and of several that hold the strictest counts", () => {
    const lines: Condition[] = [LOWERING, { ...LOWERING, only: ["**/go.*"], min: 1 }];
    const of = (files: string[]) => asked(judged(botPull({ files }), ladder(lines, { approval: { min: 2 } })));
    expect([of(["go.sum"]), of(["go.mod"])]).toEqual([{ kusion: "1 approvers" }, { kusion: "1 approvers" }]);
  });

  it("is told in the report, with the kind and seven digits of the foreign commit", () => {
    const foreign = origin("0123456789abcdef", { author: person("ann") });
    const text = report(judged(botPull({ origins: listOf([origin("h1"), foreign]) }), index)).summary;
    expect(text).toContain("Not fewer, though `deps` may need only no approval: commit `0123456` was written by ann");
    expect(title(judged(botPull(), index))).toBe("Approved: nobody needs to approve");
  });

  it("any foreign commit, file or request added to one that holds ends it", () => {
    const strange = fc.oneof(
      fc.record({ author: fc.constantFrom(person("x"), bot("y[bot]"), null) }),
      fc.record({ committer: fc.constantFrom(person("x"), bot("y[bot]"), null) }),
      fc.record({ signature: fc.constantFrom("other" as const, "unverified" as const) }),
    );
    const added = fc.oneof(
      fc.record({ commit: strange, at: fc.nat({ max: 3 }) }),
      fc.record({
        file: fc.constantFrom("a.ts", "go.sum.x", "x/go.sums", ".github/go.sum", "own/go.sum", "sealed/go.sum"),
      }),
      fc.record({ request: fc.constantFrom("ann", "max", "con", "dot") }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("go.sum", "a/go.sum", "docs/go.sum"), { minLength: 1 }),
        added,
        (files, one) => {
          const own = ["h1", "c2", "c3"].map((sha) => origin(sha));
          const good = { files, origins: listOf(own) };
          expect(judged(botPull(good), index).lowered?.holds).toBe(true);
          const bad =
            "commit" in one
              ? { ...good, origins: listOf(own.toSpliced(one.at, 0, origin("evil", one.commit))) }
              : "file" in one
                ? { ...good, files: [...files, one.file] }
                : { ...good, reviews: [aReview(one.request, "CHANGES_REQUESTED")] };
          const verdict = judged(botPull(bad), index);
          expect(verdict.lowered?.holds).toBe(false);
          expect(verdict.state.kind).not.toBe("approved");
        },
      ),
    );
  });
});

describe("employers", () => {
  const at = (affiliation: string | null, ...logins: string[]) => logins.map((login) => ({ login, affiliation }));
  const index = (employers: EmployersAsked, min = 1, more: Parameters<typeof aLadder>[0] = {}) =>
    aLadder({
      contributors: at("Ant", "carl"),
      approvers: [
        ...at("Ant", "ann", "amy"),
        ...at(" ANT ", "art"),
        ...at("Bee", "bob"),
        ...at("Cow", "cat"),
        ...at(null, "non"),
      ],
      areas: { free: { paths: ["free/**"], approval: { min: 0 } } },
      ...more,
      approval: { employers, min },
    });
  const of = (employers: EmployersAsked, author: string, logins: readonly string[], min = 1) =>
    judged(by(author, { reviews: logins.map((login) => approval(login)) }), index(employers, min));

  it("mixed: author and approvers are not all of one, without case and outer blanks", () => {
    expect(of("mixed", "carl", ["ann"]).state.kind).toBe("waiting");
    expect(of("mixed", "carl", ["art"]).state.kind).toBe("waiting");
    expect(of("mixed", "carl", ["bob"]).state.kind).toBe("approved");
    expect(of("mixed", "new", ["ann", "amy"]).state.kind).toBe("waiting");
    expect(of("mixed", "new", ["ann", "bob"]).state.kind).toBe("approved");
  });

  it("who has none adds none", () => {
    expect(of("mixed", "carl", ["non"]).employers).toMatchObject({ have: ["Ant"], missing: 1 });
    expect(of("mixed", "new", ["bob"]).employers).toMatchObject({ have: ["Bee"], missing: 1 });
  });

  it("a number counts the approvers alone", () => {
    expect(of(2, "carl", ["bob"]).state.kind).toBe("waiting");
    expect(of(2, "carl", ["bob", "ann"]).state.kind).toBe("approved");
    expect(of(3, "carl", ["bob", "ann", "cat"]).state.kind).toBe("approved");
  });

  it("asks nothing of a pull request that needs nobody, and counts no approval given there", () => {
    const free = judged(by("carl", { files: ["free/x"] }), index("mixed"));
    expect([free.state.kind, free.employers]).toEqual(["approved", undefined]);
  });

  it("does not count an approval that does not count", () => {
    const reviews = [approval("ann"), approval("bob", { body: "/approve cancel" })];
    expect(judged(by("carl", { reviews }), index("mixed")).state.kind).toBe("waiting");
  });

  it("the quickest way names people who bring the employers, and raise no number needlessly", () => {
    const quick = (...given: Parameters<typeof of>) => of(...given).quickest.map(({ login }) => login);
    for (const login of quick("mixed", "carl", [])) expect(["bob", "cat"]).toContain(login);
    expect(quick("mixed", "carl", [])).toHaveLength(1);
    expect(quick("mixed", "carl", ["ann"])).toHaveLength(1);
    expect(quick("mixed", "carl", ["ann"])).not.toContain("amy");
    expect(quick(2, "carl", [])).toHaveLength(2);
    expect(quick(3, "carl", ["ann"]).toSorted()).toEqual(["bob", "cat"]);
    expect(quick("mixed", "new", [])).toHaveLength(2);
    expect(of("mixed", "carl", ["ann"]).quickest[0]?.areas).toEqual(["kusion"]);
  });

  it("whom the quickest way names finish it, whatever is asked", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<EmployersAsked>("mixed", 2, 3),
        fc.constantFrom("carl", "new", "bob"),
        fc.uniqueArray(fc.constantFrom("ann", "amy", "art", "bob", "cat", "non"), { maxLength: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (employers, author, given, min) => {
          const approvers = given.filter((login) => login !== author);
          const before = of(employers, author, approvers, min);
          if (before.quickest.length === 0) {
            const isStuck =
              before.employers?.impossible === true || before.areas.some(({ state }) => state === "nobody-can");
            expect(before.state.kind === "approved" || isStuck).toBe(true);
            return;
          }
          const all = [...approvers, ...before.quickest.map(({ login }) => login)];
          expect(of(employers, author, all, min).state.kind).toBe("approved");
        },
      ),
    );
  });

  it("is told in title and report; where nobody can bring another one, that is said", () => {
    const verdict = of("mixed", "carl", ["ann"]);
    expect(title(verdict)).toBe("Needs an approval from another employer");
    expect(states(verdict)).toEqual({ kusion: "approved" });
    expect(report(verdict).summary).toContain("**Waiting for an approval from another employer.**");
    expect(report(verdict).summary).toContain("so far Ant; one more is missing, by an approval of bob or cat");
    const alone = judged(
      by("carl", { reviews: [approval("ann")] }),
      aLadder({
        contributors: at("Ant", "carl"),
        approvers: at("Ant", "ann", "amy"),
        approval: { employers: "mixed" },
      }),
    );
    expect([title(alone), alone.quickest]).toEqual(["Nobody of another employer can approve", []]);
    expect(report(alone).summary).toContain("**Nobody can finish this:**");
  });

  it("stands beside what areas need", () => {
    expect(report(of("mixed", "carl", [])).summary).toContain(
      "`kusion` needs 1 more; with them an approval from another employer",
    );
  });
});

describe("a registry without conditions", () => {
  it("gives the very same verdict, whatever is known of lines, newcomers and commits", () => {
    const plain = aLadder({ ...PEOPLE, areas: AREAS });
    const told = {
      association: "NONE" as const,
      vouched: true as const,
      origins: listOf([origin("h1")]),
      files: [aFile("main.go", { lines: 9000 }), aFile("docs/a.md", { lines: 1 })],
      labels: ["security"],
    };
    for (const author of ["pat", DEPENDABOT]) {
      const facts = aPull({ author, ...told, reviews: [approval("ann", { id: 5 })] });
      const { association: _, vouched: __, origins: ___, ...bare } = facts;
      const without = { ...bare, files: listOf(["main.go", "docs/a.md"].map((path) => aFile(path))) };
      expect(JSON.stringify(judged(facts, plain))).toBe(JSON.stringify(judged(without, plain)));
      expect(Object.keys(judged(facts, plain))).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(?:more|lowered|employers)$/)]),
      );
    }
  });
});
