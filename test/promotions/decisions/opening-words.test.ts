import { describe, expect, it } from "vitest";
import type { IssueFacts } from "../../../src/model/facts.ts";
import { openingNow } from "../../../src/promotions/decisions/opening-words.ts";
import { anIssue } from "../../commands/a-context.ts";
import { aComment, aPull, aReview, aReviewComment } from "../../support/a-pull.ts";
import { aDecision } from "./a-decision.ts";

const record = aDecision();
const { text } = record.decision;
const opened = (id: string) => ({ ...record, decision: { ...record.decision, id } });

function issue(items: IssueFacts["comments"]["items"], complete = true): IssueFacts {
  return anIssue({ comments: { items, complete, total: items.length } });
}

describe("the words that opened a decision", () => {
  it("stand as they were, or were edited so that they say something else", () => {
    const said = (body: string, edited: boolean) => issue([aComment("ann", body, { id: 100, edited })]);
    expect(openingNow(record, said("/decide We move to Go 1.27", false))).toBeNull();
    expect(openingNow(record, said(`/decide technical ${text}\n\nPS: for all.`, true))).toBeNull();
    expect(openingNow(record, said("/decide We move to Go 1.27", true))).toBe("edited");
    expect(openingNow(record, said(`/decide cancel ${text}`, true))).toBe("edited");
  });

  it("are deleted where all comments were read and they are not among them; else it stays as it was known", () => {
    expect(openingNow(record, issue([]))).toBe("deleted");
    expect(openingNow(record, issue([], false))).toBeNull();
    expect(openingNow({ ...record, opening: "edited" }, issue([], false))).toBe("edited");
  });

  it("may stand in a text or a review; of remarks on lines nobody can tell that they are gone", () => {
    expect(openingNow(opened("description:0/1"), issue([]))).toBeNull();
    const pull = aPull({ reviews: [aReview("ann", "COMMENTED", { id: 7, body: "x", edited: true })] });
    expect(openingNow(opened("review:7/1"), pull)).toBe("edited");
    expect(openingNow(opened("review:8/1"), pull)).toBe("deleted");
    expect(openingNow(opened("review:8/1"), issue([]))).toBeNull();
    expect(openingNow(opened("review-comment:9/1"), pull)).toBeNull();
    const there = {
      ...pull,
      reviewComments: { items: [aReviewComment("ann", "x", { id: 9, edited: true })], complete: true, total: 1 },
    };
    expect(openingNow(opened("review-comment:9/1"), there)).toBe("edited");
  });
});
