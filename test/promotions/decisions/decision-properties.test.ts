import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DecisionRecord, DecisionStatement } from "../../../src/promotions/decisions/decision.ts";
import { decisionLine, sealDecision } from "../../../src/promotions/decisions/decision-marker.ts";
import { recalledDecisions } from "../../../src/promotions/decisions/decision-memory.ts";
import { statusContext } from "../../../src/promotions/status-seal.ts";
import type { Account } from "../../../src/shared/names.ts";
import { anIssue } from "../../commands/a-context.ts";
import { NOON } from "../../support/a-pull.ts";
import { days } from "../a-promotion.ts";
import { aDecision, cancel, looked, object, review, unobject, vote, wait } from "./a-decision.ts";

const KINDS = [
  "{ k: { by: maintainers, lazy: 7d, wait: 2d } }",
  "{ k: { by: maintainers, lazy: { window: 7d, overruled-by: { of: maintainers, share: 1/2 } } } }",
  "{ k: { by: maintainers, vote: { share: 2/3, quorum: 1/2, window: 7d }, wait: 2d } }",
  "{ k: { by: maintainers, vote: { share: majority, window: 7d, early: true }, wait: 2d } }",
  "{ k: { by: maintainers, vote: { min-yes: 2, veto: true, window: 1w, after: 1d } } }",
];
const kinds = fc.constantFrom(...KINDS);
const electors = fc.constantFrom("ann", "ben", "cho", "dee", "fay");
const strangers = fc.constantFrom("pat", "kim", "octo");
const hours = fc.integer({ min: 0, max: 12 * 24 }).map((hour) => hour / 24);
const says = (people: fc.Arbitrary<string>): fc.Arbitrary<DecisionStatement> =>
  fc
    .tuple(people, hours, fc.constantFrom("yes", "no", "abstain", "object", "unobject", "wait", "review", "cancel"))
    .map(([login, day, what]) => {
      switch (what) {
        case "yes":
        case "no":
        case "abstain":
          return vote(login, day, what);
        case "object":
          return object(login, day);
        case "unobject":
          return unobject(login, day);
        case "wait":
          return wait(login, day);
        case "cancel":
          return login === "ann" || login === "pat" ? cancel(login, day + 5) : vote(login, day, "yes");
        default:
          return review(login, day, login.length % 2 === 0 ? "yes" : "no");
      }
    });
const words = (people: fc.Arbitrary<string>) => fc.array(says(people), { maxLength: 10 });
const END = 60;

const essence = ({ stage, words, heard }: DecisionRecord) => ({ stage, words, heard });

describe("decisions, whatever is said", () => {
  it("end alike in whatever order the words arrive", () => {
    fc.assert(
      fc.property(kinds, words(fc.oneof(electors, strangers)), fc.infiniteStream(fc.nat()), (decisions, all, order) => {
        const shuffled = all
          .map((word) => ({ word, at: order.next().value ?? 0 }))
          .toSorted((one, other) => one.at - other.at)
          .map(({ word }) => word);
        expect(essence(looked(END, shuffled, { decisions }).record)).toEqual(
          essence(looked(END, all, { decisions }).record),
        );
      }),
    );
  });

  it("end alike whether they are looked at with each word, or once in the end", () => {
    fc.assert(
      fc.property(kinds, words(electors), (decisions, all) => {
        let record = aDecision(decisions);
        // What is said in the second of the end may be heard after it: a look takes all of its instant.
        for (const at of [...new Set(all.map((word) => word.at))].toSorted((one, other) => one - other)) {
          const now = all.filter((word) => word.at === at);
          record = looked((at - NOON) / (days(1) - NOON), now, { decisions, record }).record;
        }
        const stepped = looked(END, [], { decisions, record }).record;
        expect(stepped.stage).toEqual(looked(END, all, { decisions }).record.stage);
      }),
    );
  });

  it("are never changed by a word of somebody who may not", () => {
    fc.assert(
      fc.property(kinds, words(electors), words(strangers), hours, (decisions, own, others, day) => {
        const without = looked(day, own, { decisions });
        const along = looked(day, [...own, ...others], { decisions });
        expect(along.record.stage).toEqual(without.record.stage);
        expect(along.dueAt).toEqual(without.dueAt);
      }),
    );
  });

  it("end by time alone exactly when they said they would", () => {
    fc.assert(
      fc.property(kinds, words(electors), hours, fc.integer({ min: 0, max: 40 }), (decisions, all, day, later) => {
        const until = all.filter(({ at }) => at <= days(day));
        const now = looked(day, until, { decisions });
        if (now.record.stage.stage !== "open" || now.dueAt === null) return;
        const due = (now.dueAt - NOON) / (days(1) - NOON);
        const millisecond = 1 / 86_400_000;
        expect(looked(due - millisecond, [], { decisions, record: now.record }).record.stage.stage).toBe("open");
        const after = looked(due + later, [], { decisions, record: now.record });
        if (after.record.stage.stage !== "open") expect(after.record.stage.at).toBeGreaterThanOrEqual(now.dueAt);
        const exactly = looked(due, [], { decisions, record: now.record }).record.stage;
        if (exactly.stage !== "open") {
          expect(exactly.at).toBe(now.dueAt);
          expect(after.record.stage).toEqual(exactly);
        }
      }),
    );
  });

  it("say the same when they are read again from GitHub's comments alone, the database being gone", () => {
    const KEY = new TextEncoder().encode("a key of more than twenty characters");
    const BOT: Account = { login: "rung[bot]", id: 900, type: "Bot" };
    fc.assert(
      fc.property(kinds, words(fc.oneof(electors, strangers)), hours, (decisions, all, day) => {
        const before = looked(
          day,
          all.filter(({ at }) => at <= days(day)),
          { decisions },
        ).record;
        const facts = anIssue();
        const context = statusContext({ repositoryId: facts.repository.id, number: facts.number }, before.decision.id);
        const body = `${decisionLine(before.decision.id)}\nText\n\n${sealDecision(before, context, KEY)}`;
        const comment = {
          ...{ kind: "comment" as const, id: 50, nodeId: "c50", author: BOT, at: NOON, edited: true, editor: BOT },
          ...{ url: "https://github.test/c/50", body, calls: [] },
        };
        const { records } = recalledDecisions({
          facts: { ...facts, comments: { items: [comment], complete: true, total: 1 } },
          ...{ bot: BOT, keys: [KEY], known: [], commentDeleted: false },
        });
        expect(records).toEqual([before]);
        const [record = before] = records;
        expect(essence(looked(END, all, { decisions, record }).record)).toEqual(
          essence(looked(END, all, { decisions, record: before }).record),
        );
      }),
    );
  });
});
