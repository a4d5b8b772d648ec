/** Decisions whose end comes while the bot is down and its database is gone, and reviews that are votes. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Issue, Pull } from "../../src/sandbox/world/model.ts";
import { aDecisionStage, DAY, DECIDING, decisionLabels, decisionOn } from "./decision-stage.ts";
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

async function pull(file: string): Promise<Pull> {
  const asked = { repo: "KusionStack/kusion", title: "feat: more", branch: file, files: { [file]: "package main\n" } };
  const opened = stage.as("octo-fan").openPull(asked);
  await stage.settled();
  return opened;
}

async function after(act: () => void): Promise<void> {
  act();
  await stage.settled();
}

/** Time passes, and the bot starts with an empty database. */
async function pass(milliseconds: number): Promise<void> {
  stage.pass(milliseconds);
  await stage.forget();
}

it("R92: an objection said in time, while nobody was there to hear, stops it; one said after the end does not", async () => {
  const [stopped, late] = [await decided("We drop Go 1.20"), await decided("We drop Go 1.21")];
  await stage.stop();
  stage.pass(6 * DAY);
  stage.as("adohe").comment(stopped, "/object it breaks our users");
  stage.pass(1.5 * DAY);
  stage.as("adohe").comment(late, "/object it breaks our users");
  stage.pass(2 * DAY);
  await stage.start();
  expect(decisionOn(stopped)).toContain("it breaks our users");
  expect(decisionLabels(stopped)).toEqual([]);
  expect(decisionOn(late)).toContain("**Accepted");
  expect(decisionLabels(late)).toEqual(["decision/accepted"]);
});

it("R92, R94: votes said in time count, later ones do not, and of people whose role is gone none", async () => {
  const issue = await decided("governance The council has five seats");
  await stage.say("SparkYuan", issue, "/vote yes");
  await stage.stop();
  stage.pass(10 * DAY);
  stage.as("adohe").comment(issue, "/vote yes");
  stage.as("octo-fan").comment(issue, "/vote yes");
  stage.pass(21 * DAY);
  stage.as("liu-hm19").comment(issue, "/vote yes");
  const home = stage.world.repo("KusionStack/.github");
  stage.as("SparkYuan").pushRegistry(home, DECIDING.replace(", { login: wu8685, areas: [community] }", ""));
  await stage.start();
  // SparkYuan and adohe, of the three who are left.
  expect(decisionOn(issue)).toContain("**Accepted");
  expect(decisionOn(issue)).toContain("Yes: 2 of 2 needed");
  await after(() => stage.as("SparkYuan").pushRegistry(home, DECIDING));
});

it("what has ended stays as it ended, whatever is said later and however often the database is lost", async () => {
  const issue = await decided("We drop Go 1.22");
  await pass(7.1 * DAY);
  const before = decisionOn(issue);
  expect(before).toContain("**Accepted");
  await stage.say("adohe", issue, "/object too late");
  await stage.forget();
  await stage.forget();
  expect(decisionOn(issue)).toBe(before);
});

it("R94: reviews from before /decide are no votes, and one that is dismissed is none", async () => {
  const on = await pull("one.go");
  await after(() => stage.as("liu-hm19").approve(on));
  await stage.say("SparkYuan", on, "/decide direction We take this in");
  expect(decisionOn(on)).toContain("Yes: 0");
  const review = stage.as("adohe").approve(on);
  await stage.settled();
  expect(decisionOn(on)).toContain("Yes: 1");
  await after(() => stage.as("SparkYuan").dismiss(review));
  expect(decisionOn(on)).toContain("Yes: 0");
  await stage.forget();
  expect(decisionOn(on)).toContain("Yes: 0");
});

it("where silence decides, approving takes a request for changes back, and the window starts again", async () => {
  const on = await pull("two.go");
  await stage.say("SparkYuan", on, "/decide technical We take this in");
  await after(() => stage.as("adohe").requestChanges(on, "it breaks our users"));
  expect(decisionOn(on)).toContain("stopped by an objection");
  await pass(8 * DAY);
  expect(decisionOn(on)).not.toContain("**Accepted");
  await after(() => stage.as("adohe").approve(on));
  await pass(6 * DAY);
  expect(decisionOn(on)).not.toContain("**Accepted");
  await pass(1.1 * DAY);
  expect(decisionOn(on)).toContain("**Accepted");
});
