import { describe, expect, it } from "vitest";
import type { PullFacts } from "../../src/model/facts.ts";
import { mergedBranch } from "../../src/promotions/merged-branch.ts";
import { aPull } from "../support/a-pull.ts";

const bot = { login: "rung[bot]", id: null };
const facts = aPull();
const { owner, name } = facts.repository;
const branch = "rung/promote-x";
const ours = (more: Partial<PullFacts> = {}): PullFacts => ({
  ...facts,
  state: "merged",
  author: { login: "rung[bot]", id: 1, type: "Bot" },
  head: { ...facts.head, ref: branch, repository: { owner, name } },
  ...more,
});

describe("the branch that is of no more use", () => {
  it("is the one that was merged, as it was merged", () => {
    const { number, head } = facts;
    const effect = {
      kind: "merged-branch",
      repository: { owner, name },
      number,
      branch,
      tip: head.sha,
      botLogin: bot.login,
    };
    expect(mergedBranch(ours(), bot)).toEqual(effect);
  });

  it.each<[string, Partial<PullFacts>]>([
    ["one that is open", { state: "open" }],
    ["one that was closed unmerged", { state: "closed" }],
    ["a person's", { author: { login: "ann", id: 7, type: "User" } }],
    ["one of no author any more", { author: null }],
    ["of another name", { head: { ...ours().head, ref: "feature" } }],
    ["the one of published lists", { head: { ...ours().head, ref: "rung/publish" } }],
    ["the one that it was merged into", { base: { ...facts.base, ref: branch } }],
    ["a fork's", { head: { ...ours().head, repository: { owner: "fork", name } } }],
    ["of a fork that is gone", { head: { ...ours().head, repository: null } }],
  ])("is not %s", (_what, more) => {
    expect(mergedBranch(ours(more), bot)).toBeNull();
  });
});
