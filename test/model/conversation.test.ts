import { expect, it } from "vitest";
import { conversationOf } from "../../src/model/conversation.ts";
import { inOrder } from "../../src/promotions/promotion-statements.ts";
import type { PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { aComment, aPull, aReviewComment } from "../support/a-pull.ts";

const keys = (facts: Parameters<typeof conversationOf>[0]) => conversationOf(facts, []).map(({ key }) => key);

it("R36: words of one second stand in one order, however GitHub lists them and whatever else was said in it", () => {
  const all = [aComment("ann", "/assign", { id: 3 }), aComment("max", "/close", { id: 5 })];
  const inline = [aReviewComment("cho", "/reopen", { id: 3 }), aReviewComment("dot", "/label bug", { id: 4 })];
  const order = ["description:0", "comment:3", "review-comment:3", "review-comment:4", "comment:5"];
  expect(keys(aPull({ comments: all, reviewComments: inline }))).toEqual(order);
  expect(keys(aPull({ comments: all.toReversed(), reviewComments: inline.toReversed() }))).toEqual(order);
  const fewer = keys(aPull({ comments: all, reviewComments: inline.slice(1) }));
  expect(fewer).toEqual(order.filter((key) => key !== "review-comment:3"));
});

it("R36: statements of promotions of one second as well", () => {
  const said = (key: string): PromotionStatement => ({
    ...{ kind: "sponsor", cancel: false, key, by: { login: "ann", id: 1 }, at: 1_000, url: "" },
  });
  const order = ["comment:3/1", "comment:3/2", "review:3/2", "comment:4/1"].map(said);
  expect(order.toReversed().toSorted(inOrder)).toEqual(order);
});

it("R3: nobody speaks through a mannequin or an organisation that bears the login of somebody with a role", () => {
  const mannequin = { login: "ann", id: 77, type: "Other" } as const;
  const comments = [
    { ...aComment("ann", "/approve", { id: 3 }), author: mannequin },
    aComment("max", "/close", { id: 5 }),
  ];
  expect(keys(aPull({ comments }))).toEqual(["description:0", "comment:5"]);
});
