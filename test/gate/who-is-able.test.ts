import { describe, expect, it } from "vitest";
import { whoCanApprove } from "../../src/commands/statement-answer.ts";
import { report } from "../../src/gate/check-report.ts";
import { contributorsOf } from "../../src/gate/contributors.ts";
import { couldCount } from "../../src/gate/current-statements.ts";
import { absenceOf, whyIneligible } from "../../src/gate/ineligibility.ts";
import { rowsOf } from "../../src/gate/rows.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import { verdict } from "../../src/gate/verdict.ts";
import { pullShown } from "../../src/jobs/page/pull-page.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { choose } from "../../src/triage/reviewers/choose.ts";
import { reviewerLines } from "../../src/triage/reviewers/lines.ts";
import { reviewersOf } from "../../src/triage/reviewers/reviewer-candidates.ts";
import { aComment, aCommit, aLadder, aPull, bot, minute, person } from "../support/a-pull.ts";
import { BOT, known } from "../triage/reviewers/a-choosing.ts";
import { judged, sinceNoon } from "./judged.ts";

const index = aLadder({
  contributors: ["cho"],
  approvers: [{ login: "ann", areas: ["docs"] }, "ben", "pat"],
  maintainers: ["max", "mia"],
  areas: {
    docs: { paths: ["docs/**"] },
    keys: { paths: ["keys/**"], exclusive: true },
  },
});

describe("why somebody's word cannot count", () => {
  const facts = aPull({ files: ["docs/a.md", "keys/k", "roles.yaml"], commits: [aCommit("h1", [person("max")])] });
  const rows = rowsOf(facts, index);
  const record = sinceNoon(facts);
  const context = { facts, index, contributors: contributorsOf(facts, rows, { index, record, diffs: new Map() }) };
  const why = (who: Parameters<typeof whyIneligible>[0], area: string) =>
    whyIneligible(who, rows.find(({ name }) => name === area) ?? null, context)?.kind ?? null;

  it("R44: one function tells it, and the candidates are those of whom it tells nothing", () => {
    expect([bot("ben"), null, person("pat"), person("eve")].map((who) => why(who, "docs"))).toEqual([
      ...["bot", "deleted-account", "author", "no-role"],
    ]);
    expect(why(person("cho"), "docs")).toBe("role-too-low");
    expect(["ann", "ben", "max"].map((login) => why(person(login), "docs"))).toEqual([null, null, null]);
    expect(["ann", "ben", "max"].map((login) => why(person(login), "keys"))).toEqual([
      ...["other-area", "other-area", "other-area"],
    ]);
    expect(["max", "mia"].map((login) => why(person(login), "roles.yaml"))).toEqual(["contributor", null]);
    const proposal = { path: "roles.yaml", parsed: null, changes: [] };
    const { areas } = verdict({ facts, index, record, diffs: new Map(), proposal });
    for (const { area, candidates } of areas) {
      const able = index.registry.people.filter(({ login }) => why(person(login), area) === null);
      expect(candidates.map(({ login }) => login)).toEqual(able.map(({ login }) => login));
    }
  });
});

describe("reviewers", () => {
  it("R44: a change of the registry asks those who can approve it, and nobody else (fault 28)", () => {
    const facts = aPull({ files: ["roles.yaml"], commits: [aCommit("h1", [person("pat"), person("max")])] });
    const proposal = { path: "roles.yaml", parsed: null, changes: [] };
    const result = verdict({ facts, index, record: sinceNoon(facts), diffs: new Map(), proposal });
    expect(reviewersOf(facts, index, result).map(({ login }) => login)).toEqual(["mia"]);
    const choosing = { facts, index, verdict: result, known: known(), past: null, botLogin: BOT };
    expect(choose(choosing).ask.map(({ login }) => login)).toEqual(["mia"]);
  });
});

describe("people who are away", () => {
  const ladder = aLadder({ approvers: ["ann", "ben"] });
  const judge = (...away: readonly string[]) => {
    const facts = aPull();
    const absent = away.map((login) => ({ login, id: null, until: null }));
    return verdict({ facts, index: ladder, record: sinceNoon(facts), diffs: new Map(), away: absent });
  };

  it("R44: come last, and are named as the quickest way only where nobody else can", () => {
    expect(judge("ann").areas[0]?.candidates.map(({ login }) => login)).toEqual(["ben", "ann"]);
    expect(report(judge("ann")).summary).toContain("1 of ben, ann (away)");
    expect(judge("ann").quickest.map(({ login }) => login)).toEqual(["ben"]);
    expect(judge("ann", "ben").quickest).toHaveLength(1);
  });

  it("R44: the check, the quickest way, refusals, the page, the status comment and reviewers go by one answer", () => {
    const three = aLadder({
      approvers: [{ login: "ann", away: "2026-12-02" }, "ben", "cho"],
      reviews: { request: 1, from: "approvers" },
    });
    const facts = aPull();
    const away = [{ login: "ben", id: null, until: Date.parse("2026-11-24") }];
    const result = verdict({ facts, index: three, record: sinceNoon(facts), diffs: new Map(), away });
    expect(report(result).summary).toContain("1 of cho, ann (away), ben (away)");
    expect(result.quickest.map(({ login }) => login)).toEqual(["cho"]);
    expect(whoCanApprove(result.areas)).toBe("cho can.");
    expect(pullShown(facts, result).waitsFor).toEqual(["cho"]);
    const asked = ["ann", "ben"].map((login) => ({ login, id: null, why: "approver", at: minute(1) }));
    const reviewing = { areas: [], asked, remarks: [], refused: [], welcomed: false };
    expect(reviewerLines({ reviewing }, result.away)).toEqual([
      "Asked **ann** (approver; away until 2 December 2026) and **ben** (approver; away until 24 November 2026). `/reroll` asks somebody else.",
    ]);
    const choosing = { facts, index: three, verdict: result, known: known({ away }), past: null, botLogin: BOT };
    expect(choose(choosing).ask.map(({ login }) => login)).toEqual(["cho"]);
  });

  it("R44: are named beside the others where those are too few", () => {
    const two = aLadder({ approvers: ["ann", "ben"], approval: { min: 2 } });
    const facts = aPull();
    const away = [{ login: "ben", id: null, until: null }];
    const result = verdict({ facts, index: two, record: sinceNoon(facts), diffs: new Map(), away });
    expect(whoCanApprove(result.areas)).toBe("ann or ben (away) can.");
    expect(pullShown(facts, result).waitsFor).toEqual(["ann", "ben"]);
  });

  it("R44: of two absences the longer one counts, whoever told it", () => {
    const facts = aPull();
    const listed = aLadder({
      approvers: [
        { login: "ann", away: "2026-12-02" },
        { login: "ben", away: "2026-11-23" },
      ],
    });
    const until = (login: string, own: number | null) =>
      absenceOf({ login, id: null }, { facts, index: listed, away: [{ login: "Ann", id: null, until: own }] })?.until;
    expect(until("ann", minute(60))).toBe(Date.parse("2026-12-02"));
    expect(until("ann", Date.parse("2026-12-09"))).toBe(Date.parse("2026-12-09"));
    expect(until("ann", null)).toBeNull();
    expect(until("ben", null)).toBeUndefined();
  });

  it("R44: still approve", () => {
    const facts = aPull({ comments: [aComment("ann", "/approve", { at: minute(5) })] });
    const away = [{ login: "ann", id: null, until: null }];
    const result = verdict({ facts, index: ladder, record: sinceNoon(facts), diffs: new Map(), away });
    expect(result.state.kind).toBe("approved");
  });
});

describe("words that could not count", () => {
  it("are told apart from those that lost what they had (fault 27)", () => {
    const facts = aPull({
      files: ["docs/a.md"],
      comments: [aComment("ann", "/approve"), aComment("cho", "/approve"), aComment("ben", "/approve keys")],
    });
    const words = statementsOf(facts, sinceNoon(facts));
    const counting = words.filter((word) => couldCount(word, rowsOf(facts, index), facts, index));
    expect(counting.map(({ by }) => by?.login)).toEqual(["ann"]);
    expect(judged(facts, index).state.kind).toBe("approved");
  });
});

describe("R44: whose /lgtm cannot count", () => {
  const strict = aLadder({
    contributors: ["cho"],
    approvers: ["ben"],
    approval: { lgtm: 1, contributorsCount: false },
  });
  const facts = aPull({ files: ["a.go"], commits: [aCommit("h1", [person("cho")])] });
  const able = (ladder: typeof strict, commits = facts) => judged(commits, ladder).lgtm.unable;

  it("is told where contributors may not approve, and is everybody where it is not known who they are", () => {
    expect(able(strict)).toContainEqual(expect.objectContaining({ login: "cho" }));
    expect(able(strict)).not.toContainEqual(expect.objectContaining({ login: "ben" }));
    expect(able(strict, aPull({ files: ["a.go"], commits: [aCommit("h1", [null])] }))).toBe("everybody");
    expect(able(aLadder({ contributors: ["cho"] }))).toEqual([]);
  });
});

it("R53: who is away is looked for among those who are, however many rows and people there are", () => {
  const names = Array.from({ length: 40 }, (_, n) => `area-${n}`);
  const { registry } = aLadder({
    approvers: names.map((area, n) => ({ login: `person-${n}`, areas: [area] })),
    maintainers: ["max"],
    areas: Object.fromEntries(names.map((area) => [area, { paths: [`${area}/**`] }])),
  });
  let looks = 0;
  const people = registry.people.map((one) =>
    Object.defineProperty({ ...one }, "away", {
      get: () => {
        looks += 1;
        return one.away;
      },
    }),
  );
  const facts = aPull({ files: names.map((area) => `${area}/a.go`) });
  const wide = indexed({ ...registry, people });
  verdict({ facts, index: wide, record: sinceNoon(facts), diffs: new Map() });
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThan(10 * people.length);
});
