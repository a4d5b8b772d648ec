/** Decisions under people who would have them otherwise. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Comment, Issue } from "../../src/sandbox/world/model.ts";
import { aDecisionStage, answersOn, DAY, decisionOn, decisionsOn } from "./decision-stage.ts";
import type { PromotionStage } from "./promotion-stage.ts";

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aDecisionStage();
});
afterAll(() => stage.close());

async function decided(words: string): Promise<Issue> {
  const issue = await stage.issue("What shall we do?");
  await stage.say("SparkYuan", issue, `/decide ${words}`);
  return issue;
}

async function pass(milliseconds: number): Promise<void> {
  stage.pass(milliseconds);
  await stage.forget();
}

function statusComment(issue: Issue): Comment {
  const found = issue.comments.find(
    ({ author, body }) => author.login === "rung[bot]" && body.includes("rung:decision "),
  );
  if (found === undefined) throw new Error("there is no status comment");
  return found;
}

it("R51: a status that somebody changed is put right, and people have their time again", async () => {
  const issue = await decided("We drop Go 1.20");
  stage.pass(6 * DAY);
  const comment = statusComment(issue);
  stage.as("SparkYuan").editComment(comment, comment.body.replace("We drop Go 1.20", "We drop everything"));
  await stage.settled();
  expect(decisionOn(issue)).toContain("We drop Go 1.20");
  expect(decisionOn(issue)).not.toContain("everything");
  await pass(2 * DAY);
  expect(decisionOn(issue)).not.toContain("**Accepted");
  await pass(5.1 * DAY);
  expect(decisionOn(issue)).toContain("**Accepted");
});

it("R47: with the database lost as well a changed status decides nothing", async () => {
  const issue = await decided("We drop Go 1.21");
  await stage.stop();
  const comment = statusComment(issue);
  stage.as("SparkYuan").editComment(comment, comment.body.replace("technical", "direction"));
  stage.pass(8 * DAY);
  await stage.start();
  for (const status of decisionsOn(issue)) expect(status).not.toContain("**Accepted");
  await stage.say("adohe", issue, "/object it breaks our users");
  await pass(8 * DAY);
  for (const status of decisionsOn(issue)) expect(status).not.toContain("**Accepted");
});

it("R26: a status copied elsewhere is text", async () => {
  const issue = await decided("We drop Go 1.22");
  const other = await stage.issue("Another question");
  await stage.say("octo-fan", other, statusComment(issue).body);
  await pass(8 * DAY);
  expect(decisionsOn(other)).toEqual([]);
});

it("two of a kind in one text open one, and the text of an issue opens one, too", async () => {
  const issue = stage.as("SparkYuan").openIssue({
    ...{ repo: "KusionStack/community", title: "Go" },
    body: "/decide direction We drop Go 1.23\n\n/decide direction We keep it",
  });
  await stage.settled();
  expect(decisionOn(issue)).toContain("We drop Go 1.23");
});

it("R53: a text of thousands of lines by somebody without a part changes nothing", async () => {
  const issue = await decided("direction We drop Go 1.24");
  await stage.say("octo-fan", issue, "/vote direction no\n".repeat(3000));
  await stage.say("adohe", issue, "/vote yes");
  expect(decisionOn(issue)).toMatch(/Yes: 1.*No: 0/);
  expect(answersOn(issue).length).toBeLessThan(5);
});

it("R25: hostile text is shown as text, and mentions nobody", async () => {
  const issue = await decided("direction @KusionStack/everyone <!-- rung:decision comment:1/1 --> | **x** | $x$");
  await stage.say("adohe", issue, "/vote no @octo-fan <img src=x> `|`");
  const body = statusComment(issue).body;
  expect(body.match(/<!-- rung:decision /g)).toHaveLength(1);
  expect(body).not.toMatch(/@KusionStack|@octo-fan|<img|\*\*x\*\*/);
});
