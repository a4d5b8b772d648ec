import { describe, expect, it } from "vitest";
import { decisionStatus, sameDecisionStatus } from "../../../src/promotions/decisions/decision-status.ts";
import { aLadder } from "../../support/a-pull.ts";
import { aDecision, cancel, looked, object, review, VOTE, vote, wait } from "./a-decision.ts";

const shown = { address: "", onPull: false };
const text = (...given: Parameters<typeof looked>) => decisionStatus(looked(...given), shown);

describe("a decision's status comment", () => {
  it("says first what is decided, how it stands and when it ends, then who decides and how to speak", () => {
    expect(text(2, [])).toBe(
      [
        "<!-- rung:decision comment:100/1 -->",
        "### Decision: technical",
        "",
        "> We move to Go 1.26",
        "",
        "**Open: silence is consent.** It is accepted on Monday 30 November 2026, 12:00 UTC, unless somebody objects by then (7 days).",
        "",
        "**Who decides** (maintainers, as of 23 November 2026): ann, ben, cho, dee and fay.",
        "",
        "**How to speak:** `/object why` stops it; `/object cancel` takes an objection back. Reactions do not count.",
        "",
        "[Opened](https://github.test/c/100) by ann on Monday 23 November 2026, 12:00 UTC.",
      ].join("\n"),
    );
  });

  it("shows votes with their reasons, the share that is needed and the quorum", () => {
    const decisions = "{ direction: { by: maintainers, vote: { share: 2/3, quorum: 1/2, window: 14d }, wait: 3d } }";
    const status = text(2, [vote("ann", 1, "yes", "it is time"), vote("ben", 1, "abstain"), wait("cho", 1)], {
      decisions,
    });
    expect(status).toContain("| Yes: 1 of 4 needed | No: 0 | Abstained: 1 | Not voted: 3 |");
    expect(status).toContain("[ann](https://github.test/comment:");
    expect(status).toContain("): it is time |");
    expect(status).toContain("5 may vote; quorum 1/2 of 5, 2 took part.");
    expect(status).toContain("It ends on Thursday 10 December 2026, 12:00 UTC.");
    expect(status).toContain("**Asked to wait**");
  });

  it("R25: shows text of people as nothing but text", () => {
    const record = aDecision();
    const hostile = {
      ...record,
      decision: { ...record.decision, text: "@all <!-- rung:decision x --> **b** #1\n# t" },
    };
    const status = decisionStatus(looked(2, [object("ben", 1, "@octo | `x`")], { record: hostile }), shown);
    expect(status).not.toMatch(/@all|@octo|\*\*b\*\*|<!-- rung:decision x/);
    expect(status).toContain("stopped by an objection");
  });

  it("tells the outcome with its day, and that words that opened it were edited, holding the old text", () => {
    expect(text(9, [])).toContain("**Accepted** on Monday 30 November 2026, 12:00 UTC: nobody's objection stood.");
    expect(text(20, [], { decisions: VOTE })).toContain(
      "**Declined** on Monday 7 December 2026, 12:00 UTC: the vote ended without enough yes.",
    );
    expect(text(9, [cancel("ann", 1)])).toContain(
      "**Cancelled** by ann on Tuesday 24 November 2026, 12:00 UTC: nothing is decided.",
    );
    const edited = { ...aDecision(), opening: "edited" as const };
    expect(text(2, [], { record: edited })).toContain(
      "edited since. What is decided is the text above, as it was said.",
    );
  });

  it("hears people who may not decide, and names those who do no longer", () => {
    const status = text(2, [object("pat", 1)], { without: ["ben"] });
    expect(status).toContain("**Heard, not counted**");
    expect(status).toContain("), `/object`: holds no role; a maintainer or above is asked for");
    expect(status).toContain("No longer: ben.");
  });

  it("tells where a share cannot be reached, and who cannot be known", () => {
    const decisions = "{ k: { by: maintainers, vote: { min-yes: 9, window: 14d } } }";
    expect(text(2, [], { decisions })).toContain("the votes still to come cannot carry it");
    const held = "{ k: { by: contributors, lazy: 7d } }\ncontributors: [{ team: KusionStack/c }]";
    expect(text(2, [], { decisions: held, unreadTeams: ["KusionStack/c"] })).toContain(
      "GitHub did not tell who is in KusionStack/c",
    );
  });

  it("R14: says how many objections it leaves out", () => {
    const many = Array.from({ length: 22 }, (_, at) => `m${at}`);
    const index = aLadder({ maintainers: many });
    const opened = aDecision();
    const record = {
      ...opened,
      decision: { ...opened.decision, electorate: many.map((login) => ({ login, id: null, affiliation: null })) },
    };
    const words = many.map((login) => object(login, 1));
    expect(text(2, words, { record, index })).toMatch(/\[m19\]\(.*\): it breaks\n- and 2 more\n/);
  });

  it("names the kind in commands where something else could be meant, and reviews on a pull request", () => {
    const status = decisionStatus(looked(2, [review("ben", 1, "no")]), { address: " technical", onPull: true });
    expect(status).toContain("`/object technical why` stops it; `/unobject technical` takes an objection back");
    expect(status).toContain("A review that requests changes is an objection.");
    expect(status).toContain("asked for changes in a review");
  });

  it("is the same whatever its record says of when it was looked at", () => {
    const one = text(2, []);
    expect(sameDecisionStatus(`${one}\n\n<!-- rung:decision-record v1 abc.def -->`, one)).toBe(true);
    expect(sameDecisionStatus(one, text(2, [object("ben", 1)]))).toBe(false);
  });
});
