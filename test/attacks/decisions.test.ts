/**
 * Decisions that nobody made: lost answers, kills between writes, late readings, forged and deleted comments, issues that are
 * transferred.
 */

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Comment, Issue, Subject } from "../../src/sandbox/world/model.ts";
import {
  aDecisionStage,
  answersOn,
  DAY,
  decisionLabels,
  decisionOn,
  decisionsOn,
} from "../scenarios/decision-stage.ts";
import type { PromotionStage } from "../scenarios/promotion-stage.ts";

const KUSION = "KusionStack/kusion";
/** A failed job is tried again after some seconds; a loaded machine gets more. */
const patient = { timeout: 60_000, interval: 50 };

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aDecisionStage();
});
afterAll(() => stage.close());
afterEach(() => {
  stage.sandbox.faults.clear();
  stage.sandbox.setLag(0);
});

async function decided(words: string): Promise<Issue> {
  const issue = await stage.issue("What shall we do?");
  await stage.say("SparkYuan", issue, `/decide ${words}`);
  return issue;
}

function statusComment(on: Subject): Comment {
  const found = on.comments.find(({ body }) => body.startsWith("<!-- rung:decision"));
  if (found === undefined) throw new Error("there is no status comment");
  return found;
}

async function forget(milliseconds: number): Promise<void> {
  stage.pass(milliseconds);
  await stage.forget();
}

describe("R30: a job that stopped halfway", () => {
  it("opens one status comment where the answer to the first was lost", async () => {
    const issue = await stage.issue("x");
    stage.sandbox.faults.add({
      kind: "reset-after",
      match: `POST /repos/KusionStack/community/issues/${issue.number}/comments`,
      times: 1,
    });
    stage.as("SparkYuan").comment(issue, "/decide direction We join");
    await vi.waitFor(() => expect(decisionsOn(issue)).toHaveLength(1), patient);
    await stage.settled();
    await stage.say("adohe", issue, "/vote yes");
    expect(decisionOn(issue)).toContain("Yes: 1");
  });

  it("puts the label on once, and says the end, where it died between the two", async () => {
    const issue = await decided("We drop it");
    stage.sandbox.faults.add({ kind: "status-after", status: 502, match: "/labels", times: 1 });
    stage.sandbox.faults.add({
      kind: "status",
      status: 502,
      match: "PATCH /repos/KusionStack/community/issues/comments",
      times: 2,
    });
    await forget(7.1 * DAY);
    await vi.waitFor(() => expect(decisionOn(issue)).toContain("**Accepted"), patient);
    await stage.settled();
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
  });

  it("does not put a label on again that somebody took off", async () => {
    const issue = await decided("We drop it");
    await forget(7.1 * DAY);
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
    stage.as("adohe").unlabel(issue, "decision/accepted");
    await stage.settled();
    await forget(DAY);
    await stage.say("adohe", issue, "/vote yes");
    expect(decisionLabels(issue)).toEqual([]);
    expect(decisionOn(issue)).toContain("**Accepted");
  });

  it("a delivery that comes twice opens nothing and counts nothing twice", async () => {
    const issue = await decided("direction We join");
    await stage.say("adohe", issue, "/vote yes");
    for (const sent of stage.sandbox.webhooks.log.filter(({ entry }) => entry.number === issue.number))
      stage.sandbox.webhooks.redeliver(sent);
    await stage.settled();
    expect(decisionsOn(issue)).toHaveLength(1);
    expect(decisionOn(issue)).toContain("Yes: 1");
  });
});

describe("R37: readings that lag", () => {
  it("lose no vote: the status as it was written is believed, not as it is shown", async () => {
    const issue = await decided("direction We join");
    const at = performance.now();
    stage.sandbox.setLag(() => Math.min(3_000, performance.now() - at));
    for (const login of ["SparkYuan", "adohe", "liu-hm19"]) stage.as(login).comment(issue, "/vote yes");
    await vi.waitFor(() => expect(decisionOn(issue)).toContain("Yes: 3"), patient);
    stage.sandbox.setLag(0);
    await stage.settled();
    expect(decisionOn(issue)).toContain("Yes: 3");
    expect(decisionsOn(issue)).toHaveLength(1);
  });
});

describe("R46: a decision lives where it was opened", () => {
  it("in another issue its status is void, and nothing said there counts", async () => {
    const issue = await decided("direction We join");
    const other = stage.as("SparkYuan").openIssue({ repo: KUSION, title: "x", body: "x" });
    await stage.settled();
    for (const comment of issue.comments.splice(0)) other.comments.push(Object.assign(comment, { subject: other }));
    await stage.say("adohe", other, "/vote yes");
    expect(decisionOn(other)).toMatch(/\*\*Void:\*\* this was opened in \[KusionStack\/community#.*lives only there/s);
    expect(decisionOn(other)).not.toContain("Yes:");
  });
});

describe("R47: no time passes before people could see it", () => {
  it("a status that somebody deleted is made anew with its words, and its window begins again", async () => {
    const issue = await decided("We drop it");
    stage.pass(6 * DAY);
    stage.as("adohe").deleteComment(statusComment(issue));
    await stage.settled();
    expect(decisionOn(issue)).toContain("made anew");
    await forget(2 * DAY);
    expect(decisionOn(issue)).not.toContain("**Accepted");
    await forget(5.1 * DAY);
    expect(decisionOn(issue)).toContain("**Accepted");
  });

  it("nor while its issue was closed: reopened it goes on from its beginning, and closed it can be ended", async () => {
    const issue = await decided("We drop it");
    stage.as("SparkYuan").close(issue);
    await stage.settled();
    await forget(8 * DAY);
    expect(decisionOn(issue)).not.toContain("**Accepted");
    stage.as("SparkYuan").reopen(issue);
    await stage.settled();
    await forget(6 * DAY);
    expect(decisionOn(issue)).not.toContain("**Accepted");
    stage.as("SparkYuan").close(issue);
    await stage.settled();
    await stage.say("SparkYuan", issue, "/decide cancel");
    expect(decisionOn(issue)).toContain("**Cancelled** by SparkYuan");
  });

  it("no text makes a decision that no event told of: neither an edit nor a quoted marker", async () => {
    const issue = await stage.issue("x");
    const said = stage.as("SparkYuan").comment(issue, "Nothing yet.");
    await stage.settled();
    stage.as("SparkYuan").editComment(said, "/decide We leave");
    await stage.settled();
    await stage.say("adohe", issue, "<!-- rung:decision comment:1/1 -->\n/vote yes");
    expect(decisionsOn(issue)).toEqual([]);
  });
});

describe("R51: nothing false stays under Rung's name", () => {
  it.each([
    ["with its first line", (body: string) => body.replace("Yes: 1", "Yes: 9").replace("**Open:**", "**Accepted:**")],
    ["beyond recognition", () => "Accepted by everybody."],
  ])("a status that somebody rewrote %s is put right in place", async (_, forged) => {
    const issue = await decided("direction We join");
    await stage.say("adohe", issue, "/vote yes");
    const status = statusComment(issue);
    stage.as("adohe").editComment(status, forged(status.body));
    await stage.settled();
    expect(issue.comments.filter(({ author }) => author.login === "rung[bot]")).toHaveLength(1);
    expect(decisionOn(issue)).toContain("Yes: 1");
    expect(decisionOn(issue)).not.toContain("Accepted");
  });

  it("the status of one that has ended and was deleted stays away", async () => {
    const issue = await decided("We drop it");
    await forget(7.1 * DAY);
    stage.as("adohe").deleteComment(statusComment(issue));
    await stage.settled();
    expect(decisionsOn(issue)).toEqual([]);
  });
});

describe("R42: strangers", () => {
  it("fill no status: a hundred votes of people without a role are heard, and the last few shown", async () => {
    const issue = await decided("direction We join");
    for (let count = 0; count < 30; count += 1)
      stage.as("octo-fan").comment(issue, `/vote ${count % 2 === 0 ? "yes" : "no"}`);
    await stage.settled();
    expect(decisionOn(issue)).toContain("Yes: 0");
    expect(decisionOn(issue).split("octo-fan").length).toBeLessThan(10);
  });

  it("R25: a text cannot break the status, nor call anybody", async () => {
    const issue = await stage.issue("x");
    await stage.say(
      "SparkYuan",
      issue,
      "/decide direction <!-- rung:decision-record v1 a.b --> @adohe | **bold** ![x](http://x.test/y)",
    );
    const { body } = statusComment(issue);
    expect(body).not.toMatch(/(?<![\w`])@adohe/);
    expect(body.match(/<!-- rung:decision-record/g)).toHaveLength(1);
    await stage.say("adohe", issue, "/vote yes");
    expect(decisionOn(issue)).toContain("Yes: 1");
  });
});

describe("a deleted issue", () => {
  it("ends what was open on it", async () => {
    const issue = await decided("direction We join");
    stage.world.repo("KusionStack/community").subjects.delete(issue.number);
    await forget(15 * DAY);
    expect(answersOn(issue)).toEqual([]);
  });
});
