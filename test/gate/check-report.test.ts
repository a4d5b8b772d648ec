import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { type Report, report } from "../../src/gate/check-report.ts";
import { brokenRegistry } from "../../src/gate/verdict.ts";
import type { Uncounted, Verdict } from "../../src/gate/verdict-types.ts";
import type { PullFacts } from "../../src/model/facts.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { aComment, aFile, aLadder, aPull, approval, aReview, minute } from "../support/a-pull.ts";
import { judged, pushes, sinceNoon } from "./judged.ts";

const index = aLadder({
  contributors: ["jemshad"],
  approvers: [
    { login: "hoangndst", areas: ["kusion"] },
    { login: "elliotxx", areas: ["karpor"] },
    { login: "liu-hm19", areas: ["engine"] },
    { login: "adohe", areas: ["engine"] },
  ],
  maintainers: [{ login: "SparkYuan", areas: ["engine"] }],
  areas: {
    kusion: { repos: ["kusion"] },
    karpor: { repos: ["karpor"] },
    engine: { repos: ["kusion"], paths: ["pkg/engine/**"], exclusive: true },
  },
});
const files = ["main.go", "go.mod", "pkg/cmd/apply.go", "README.md", "pkg/engine/apply.go", "pkg/engine/state.go"];

function shown({ title, summary, text }: Report): string {
  return `# ${title}\n\n${summary}\n\n---\n\n${text}\n`;
}

async function golden(name: string, verdict: Verdict): Promise<void> {
  await expect(shown(report(verdict))).toMatchFileSnapshot(`golden/${name}.golden.md`);
}

describe("the check's text", () => {
  it("waiting: answer, table, quickest way, and what did not count", async () => {
    const facts = aPull({
      files,
      head: "3f2c1aa9",
      reviews: [
        approval("hoangndst", { commit: "3f2c1aa9", at: minute(12) }),
        approval("elliotxx", { commit: "3f2c1aa9", at: minute(13) }),
        approval("SparkYuan", { commit: "h1", at: minute(1) }),
        aReview("jemshad", "CHANGES_REQUESTED", { commit: "3f2c1aa9", at: minute(14) }),
      ],
      comments: [
        aComment("octo-fan", "/approve", { at: minute(15) }),
        aComment("adohe", "/approve egnine", { at: minute(16) }),
      ],
    });
    const diffs = {
      "main...h1": { "pkg/engine/apply.go": "+1" },
      "main...3f2c1aa9": { "pkg/engine/apply.go": "+2", "pkg/engine/state.go": "+3" },
    };
    await golden("waiting", judged(facts, index, { diffs, record: pushes(["3f2c1aa9", 9]) }));
  });

  it("approved", async () => {
    await golden("approved", judged(aPull({ files, reviews: [approval("hoangndst"), approval("adohe")] }), index));
  });

  it("held, by a person and by the label", async () => {
    const facts = aPull({
      files,
      comments: [aComment("adohe", "/hold waiting for the *release* branch, @all")],
      labels: ["do-not-merge/hold"],
    });
    await golden("held", judged(facts, index));
  });

  it("changes requested", async () => {
    await golden(
      "changes-requested",
      judged(aPull({ files, reviews: [aReview("liu-hm19", "CHANGES_REQUESTED"), approval("hoangndst")] }), index),
    );
  });

  it("an approved one that conflicts says what is first, and whose it is", () => {
    const conflicting = aPull({ files, conflicts: true, reviews: [approval("hoangndst"), approval("adohe")] });
    expect(report(judged(conflicting, index)).summary).toContain(
      "**Approved.** This has conflicts with `main`; the author must resolve them first.",
    );
  });

  it("people who would do the same are named together", () => {
    const two = aLadder({ approvers: ["ann", "ben"], approval: { min: 2 } });
    expect(report(judged(aPull(), two)).summary).toMatch(
      /\*\*Quickest way:\*\* (ann and ben|ben and ann) can approve `kusion`\./,
    );
  });

  it("one that waits for nobody but its author says so", () => {
    const own = aLadder({ approvers: ["pat"] });
    const { title, summary } = report(judged(aPull(), own));
    expect(title).toBe("Nobody besides the author may approve kusion");
    expect(summary).toContain("1; nobody besides the author may approve this");
    expect(summary).toContain("nobody besides the author may approve `kusion`. A maintainer can add somebody");
  });

  it("R83: what nobody can approve of the registry itself is sent to no change of the registry", () => {
    const change = aPull({ author: "ann", files: ["roles.yaml"] });
    expect(report(judged(change, aLadder({ maintainers: ["ann"], approvers: ["ben"] }))).summary).toContain(
      "may approve `roles.yaml`. Somebody else can propose the same, for its author to approve; or whoever administers the repository on GitHub can merge it past this check.",
    );
    expect(report(judged(change, aLadder({ approvers: ["ben"] }))).summary).toContain(
      "may approve `roles.yaml`. Whoever administers the repository on GitHub can merge it past this check.",
    );
  });

  it("a draft without approvals says when reviewers are asked, where any are", () => {
    const draft = aPull({ files, draft: true });
    expect(report(judged(draft, index)).title).toBe("Draft: reviewers are asked once it is ready");
    const asksNobody = aLadder({ approvers: ["hoangndst"], reviews: { request: 0 } });
    expect(report(judged(draft, asksNobody)).title).toBe("Draft: not ready for review yet");
  });

  describe("by a newcomer, where reviewers wait for a vouch", () => {
    const { registry } = index;
    const newcomers = { ...registry, newcomers: { reviews: "after-vouch" as const } };
    const vouching = indexed(newcomers);
    const by = (more: Parameters<typeof aPull>[0]) => aPull({ files, author: "newt", association: "NONE", ...more });
    const awaited = "anyone with a role here has written `/vouch @newt`";

    it("a draft says that it needs both: to be ready, and the vouch", () => {
      const { title, summary } = report(judged(by({ draft: true }), vouching));
      expect(title).toBe("Draft: reviewers are asked once it is ready and its author vouched for");
      expect(summary).toContain(`Reviewers are asked once it is ready and ${awaited}. The check`);
    });

    it("a waiting one says why nobody is asked, who may end that, and that anyone may review meanwhile", () => {
      const { summary } = report(judged(by({}), vouching));
      expect(summary).toContain(
        `**Reviewers** are asked once ${awaited}, since newt is new here. Anyone may review it meanwhile.`,
      );
      const kept = indexed({ ...newcomers, commands: { vouch: "approvers" } });
      expect(report(judged(by({}), kept)).summary).toContain("once an approver or above has written");
    });

    it("it says neither of anybody else, once vouched for, once asked, nor where nobody is asked or needed", () => {
      const silent = (facts: PullFacts, of = vouching, record = sinceNoon(facts)) =>
        expect(report(judged(facts, of, { record })).summary).not.toContain("/vouch");
      silent(by({ vouched: true }));
      silent(by({ vouched: true, draft: true }));
      silent(by({ association: "CONTRIBUTOR" }));
      silent(by({ author: "jemshad" }));
      silent(by({}), index);
      silent(by({}), indexed({ ...newcomers, reviews: { ...registry.reviews, request: 0 } }));
      silent(by({ reviews: [approval("hoangndst"), approval("adohe")] }));
      const facts = by({});
      const asked = { areas: ["kusion"], asked: [], refused: [], remarks: [], welcomed: false };
      silent(facts, vouching, { ...sinceNoon(facts), reviewing: asked });
      const awaiting = { ...sinceNoon(facts), reviewing: { ...asked, awaits: "vouch" as const } };
      expect(report(judged(facts, vouching, { record: awaiting })).summary).toContain("/vouch");
    });
  });

  it("draft", async () => {
    await golden("draft", judged(aPull({ files, draft: true, reviews: [approval("hoangndst")] }), index));
  });

  it("nobody can", async () => {
    const few = aLadder({ approvers: ["ann"], approval: { min: 2 } });
    await golden("nobody-can", judged(aPull({ files: ["a.go"], reviews: [approval("ann")] }), few));
  });

  it("a registry change, with its faults", async () => {
    const fault = {
      severity: "error",
      line: 14,
      column: 5,
      message: 'unknown key "approver"; did you mean "approvers"?',
    } as const;
    const proposal = { path: "roles.yaml", parsed: { registry: null, faults: [fault] }, changes: [] };
    await golden("proposal-faulty", judged(aPull({ files: ["roles.yaml"] }), index, { proposal }));
  });

  it("a good registry change says who gains and loses what", async () => {
    const changes = ["pat becomes a maintainer of engine.", "adohe is no longer an approver of engine."];
    const proposal = { path: "roles.yaml", parsed: { registry: index.registry, faults: [] }, changes };
    await golden(
      "registry-change",
      judged(aPull({ files: ["APPROVERS.md", "roles.yaml"], follows: ["APPROVERS.md"] }), index, { proposal }),
    );
  });

  it("cannot tell", async () => {
    const facts = aPull({ files: { items: [aFile("main.go")], complete: false, total: 3_100 } });
    await golden("cannot-tell", judged(facts, index));
  });

  it("R19: a broken registry without and with a last good version", async () => {
    const faults = ['roles.yaml:14:5 unknown key "approver"', 'roles.yaml:31:12 area "egnine" is not defined'];
    await golden("registry-broken", brokenRegistry("roles.yaml", faults));
    const staleRegistry = { path: "roles.yaml", faults, goodSince: minute(-16_000) };
    await golden("registry-stale", {
      ...judged(aPull({ files, reviews: [approval("hoangndst")] }), index),
      staleRegistry,
    });
  });

  it("with lgtm and mode: advise", async () => {
    const advising = aLadder({ contributors: ["cho"], approvers: ["ann"], approval: { lgtm: 2 }, mode: "advise" });
    await golden("lgtm", judged(aPull({ comments: [aComment("cho", "/lgtm")], reviews: [approval("ann")] }), advising));
  });
});

describe("every reason", () => {
  it("reads as a sentence", async () => {
    const kinds: readonly Uncounted["reason"][] = [
      ...(
        ["author", "contributor", "contributors-unknown", "bot", "deleted-account", "no-role", "edited"] as const
      ).map((kind) => ({ kind })),
      ...(["withdrawn", "dismissed", "superseded", "head-unknown", "base-unknown"] as const).map((kind) => ({ kind })),
      { kind: "changes-requested-without-role" },
      { kind: "other-area", holds: ["karpor"] },
      { kind: "role-too-low", role: "contributors" },
      { kind: "lapsed", by: "3f2c1aa9", files: ["a", "b", "c", "d"], why: null },
      { kind: "lapsed", by: "3f2c1aa9", files: [], why: null },
      { kind: "lapsed", by: null, files: ["a"], why: null },
      { kind: "lapsed", by: "3f2c1aa9", files: [], why: "over 300 files cannot be compared" },
      { kind: "lapsed", by: "3f2c1aa9", files: ["a"], why: "the base changed it too, and it is no text or too large" },
      { kind: "base-changed", from: "dev", commit: "91bd0e4f", files: ["a.go"], why: null },
      { kind: "base-changed", from: null, commit: "91bd0e4f", files: ["a.go"], why: null },
      { kind: "base-changed", from: null, commit: "91bd0e4f", files: [], why: "over 300 files cannot be compared" },
      { kind: "unknown-area", words: ["egnine"] },
      { kind: "untouched-area", words: ["docs"] },
    ];
    const verdict = judged(aPull({ files: ["pkg/engine/apply.go"] }), index);
    const uncounted = kinds.map(
      (reason): Uncounted => ({
        login: "ann",
        said: "approval",
        key: "review:1",
        commit: "91bd0e4aa",
        at: minute(0),
        areas: ["engine"],
        reason,
      }),
    );
    await golden("reasons", { ...verdict, uncounted });
  });
});

describe("R25: text from people", () => {
  const hostile = fc.constantFrom(
    "@everyone",
    "|x|",
    "<!-- rung:status -->",
    "`a`",
    "**b**",
    "[x](https://evil.test)",
    "\n# head",
    "</td>",
    "#12",
  );

  it("makes no markup, mention or link of its own, wherever it appears", () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const evil = aLadder({ approvers: [{ login: `ann${one}` }], areas: { [`a${one}`]: { paths: ["*.go"] } } });
        const facts = aPull({ files: [`x${other}.go`, "b.go"], comments: [aComment("pat", `/hold ${one}${other}`)] });
        const { summary, text, title } = report(judged(facts, evil));
        const html = new MarkdownIt({ html: true, linkify: true }).render(`${summary}\n\n${text}`);
        expect(html).not.toMatch(/<(a|h1|!--)/);
        expect(`${summary}${text}`.replace(/`[^`\n]*`/g, "")).not.toMatch(/@everyone|<!--|(?<![\w&])#12/);
        expect(title).not.toContain("\n");
      }),
    );
  });
});

describe("R14: the limits of GitHub", () => {
  it("thousands of areas, files, words and faults fit, and what is left out is counted", () => {
    const areas = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, at) => [`area-${at}-${"x".repeat(60)}`, { paths: [`d${at}/**`] }]),
    );
    const large = aLadder({ approvers: Array.from({ length: 500 }, (_, at) => `person-${at}`), areas });
    const facts = aPull({
      files: Array.from({ length: 3_000 }, (_, at) => `d${at}/${"deep/".repeat(40)}file.go`),
      reviews: Array.from({ length: 300 }, (_, at) => approval(`stranger-${at}`)),
      comments: Array.from({ length: 300 }, (_, at) => aComment(`other-${at}`, "/approve")),
    });
    const fault = { severity: "error", line: 1, column: 1, message: "m".repeat(2_000) } as const;
    const verdict = judged(facts, large);
    const faults = Array.from({ length: 500 }, () => ({
      path: "roles.yaml",
      line: 1,
      column: 1,
      level: "failure" as const,
      message: fault.message,
    }));
    const { title, summary, text } = report({
      ...verdict,
      registryChange: { path: "roles.yaml", changes: [], faults, broken: true },
    });
    expect(title.length).toBeLessThanOrEqual(200);
    expect(summary.length).toBeLessThan(65_536);
    expect(text.length).toBeLessThan(65_536);
    expect(summary).toMatch(/and \d+ more areas/);
    expect(text).toMatch(/and \d+ earlier ones/);
  });
});
