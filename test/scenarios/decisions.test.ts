/** Decisions of a community, by the whole bot on the sandbox's GitHub. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Issue } from "../../src/sandbox/world/model.ts";
import { aDecisionStage, answersOn, DAY, DECIDING, decisionLabels, decisionOn, decisionsOn } from "./decision-stage.ts";
import type { PromotionStage } from "./promotion-stage.ts";

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aDecisionStage();
});
afterAll(() => stage.close());
afterEach(() => stage.sandbox.faults.clear());

/** Time passes, and whoever looks for what is due looks. */
async function pass(milliseconds: number): Promise<void> {
  stage.pass(milliseconds);
  await stage.forget();
}

async function decided(words: string, by = "SparkYuan"): Promise<Issue> {
  const issue = await stage.issue("What shall we do?");
  await stage.say(by, issue, `/decide ${words}`);
  return issue;
}

describe("opening", () => {
  it("copies the text, freezes who may vote, and says how to speak and when it ends", async () => {
    const issue = await decided("direction We join the CNCF");
    const status = decisionOn(issue);
    expect(status).toContain("We join the CNCF");
    for (const login of ["adohe", "liu-hm19", "wu8685"]) expect(status).toContain(login);
    expect(status).toContain("/vote");
    expect(status).not.toContain("@SparkYuan");
  });

  it("takes the first kind where none is named", async () => {
    expect(decisionOn(await decided("We drop Go 1.20"))).toContain("technical");
  });

  it("is answered with an example without a text", async () => {
    const issue = await decided("");
    expect(decisionsOn(issue)).toEqual([]);
    expect(answersOn(issue).at(-1)).toContain("/decide We drop support");
    await stage.say("SparkYuan", issue, "/decide direction");
    expect(answersOn(issue).at(-1)).toContain("/decide direction We drop support");
  });

  it("is refused to whoever does not decide, and says who does", async () => {
    const issue = await decided("direction We leave", "hoangndst");
    expect(decisionsOn(issue)).toEqual([]);
    expect(answersOn(issue).at(-1)).toContain("maintainer");
  });

  it("refuses a second one of a kind, and lets another kind stand beside it", async () => {
    const issue = await decided("direction One");
    await stage.say("adohe", issue, "/decide direction Two");
    expect(decisionsOn(issue)).toHaveLength(1);
    expect(answersOn(issue).at(-1)).toContain("open here already");
    await stage.say("adohe", issue, "/decide technical Three");
    expect(decisionsOn(issue)).toHaveLength(2);
  });

  it("keeps the text as it was said when the comment is edited, and says so", async () => {
    const issue = await stage.issue("x");
    const comment = stage.as("SparkYuan").comment(issue, "/decide direction We join the CNCF");
    await stage.settled();
    stage.as("SparkYuan").editComment(comment, "/decide direction We leave the CNCF");
    await stage.settled();
    expect(decisionOn(issue)).toContain("We join the CNCF");
    expect(decisionOn(issue)).toMatch(/edited/);
    expect(decisionsOn(issue)).toHaveLength(1);
  });
});

describe("silence", () => {
  it("is consent once the window is over, with the label, and not before", async () => {
    const issue = await decided("We drop Go 1.20");
    await pass(6 * DAY);
    expect(decisionLabels(issue)).toEqual([]);
    await pass(1.1 * DAY);
    expect(decisionOn(issue)).toContain("Accepted");
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
  });

  it("is stopped by an objection with a reason, and goes on from its beginning once that is taken back", async () => {
    const issue = await decided("We drop Go 1.21");
    await stage.say("adohe", issue, "/object");
    expect(answersOn(issue).at(-1)).toContain("needs the reason");
    await pass(3 * DAY);
    await stage.say("adohe", issue, "/object it breaks our users");
    expect(decisionOn(issue)).toContain("it breaks our users");
    await pass(5 * DAY);
    expect(decisionOn(issue)).not.toContain("Accepted");
    await stage.say("adohe", issue, "/object cancel");
    await pass(5 * DAY);
    expect(decisionOn(issue)).not.toContain("Accepted");
    await pass(2.1 * DAY);
    expect(decisionOn(issue)).toContain("Accepted");
  });

  it("an objection of whoever does not decide is heard and stops nothing", async () => {
    const issue = await decided("We drop Go 1.22");
    await stage.say("octo-fan", issue, "/object I still use it");
    expect(answersOn(issue).at(-1)).toContain("I cannot take `/object` from octo-fan");
    await pass(7.1 * DAY);
    expect(decisionOn(issue)).toContain("Accepted");
  });
});

describe("votes", () => {
  it("pass by share and quorum, early at the vote that does it, but not before the wait is over", async () => {
    const issue = await decided("direction We join");
    for (const login of ["SparkYuan", "adohe", "liu-hm19"]) await stage.say(login, issue, "/vote yes");
    expect(decisionOn(issue)).not.toContain("**Accepted");
    await pass(3.1 * DAY);
    expect(decisionOn(issue)).toContain("**Accepted");
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
    const late = await decided("direction We join again");
    await pass(4 * DAY);
    for (const login of ["SparkYuan", "adohe"]) await stage.say(login, late, "/vote yes");
    expect(decisionOn(late)).not.toContain("**Accepted");
    await stage.say("wu8685", late, "/vote yes");
    expect(decisionOn(late)).toContain("**Accepted");
  });

  it("end declined without the share when the window is over, and nothing said later counts", async () => {
    const issue = await decided("direction We fork it");
    await stage.say("SparkYuan", issue, "/vote yes");
    await stage.say("adohe", issue, "/vote no: it is too much work");
    expect(decisionOn(issue)).toContain("it is too much work");
    await pass(14.1 * DAY);
    expect(decisionOn(issue)).toContain("**Declined");
    expect(decisionLabels(issue)).toEqual(["decision/declined"]);
    const before = decisionOn(issue);
    for (const login of ["adohe", "liu-hm19", "wu8685"]) await stage.say(login, issue, "/vote yes");
    expect(decisionOn(issue)).toBe(before);
  });

  it("R94: of outsiders are heard, shown and not counted", async () => {
    const issue = await decided("direction We move");
    await stage.say("octo-fan", issue, "/vote yes");
    expect(answersOn(issue).at(-1)).toContain("I cannot take `/vote yes` from octo-fan");
    expect(decisionOn(issue)).toContain("octo-fan");
    expect(decisionOn(issue)).toContain("Yes: 0");
  });

  it("the end moves by /wait, once for each person", async () => {
    const issue = await decided("direction We wait");
    const ends = () => /(?:ends|until|end)[^.]*?(\d{1,2} \w+ \d{4})/.exec(decisionOn(issue))?.[1];
    const before = ends();
    await stage.say("adohe", issue, "/wait the figures come on Monday");
    const after = ends();
    expect(after).not.toBe(before);
    await stage.say("adohe", issue, "/wait once more");
    expect(ends()).toBe(after);
    await stage.say("octo-fan", issue, "/wait for me");
    expect(ends()).toBe(after);
  });

  it("R94: drop out with the role, and the rest is enough", async () => {
    const issue = await decided("direction We shrink");
    for (const login of ["SparkYuan", "adohe"]) await stage.say(login, issue, "/vote yes");
    await pass(4 * DAY);
    expect(decisionOn(issue)).not.toContain("**Accepted");
    const home = stage.world.repo("KusionStack/.github");
    stage.as("SparkYuan").pushRegistry(home, DECIDING.replace(", { login: wu8685, areas: [community] }", ""));
    await stage.settled();
    await pass(1_000);
    expect(decisionOn(issue)).toContain("**Accepted");
    stage.as("SparkYuan").pushRegistry(home, DECIDING);
    await stage.settled();
  });

  it("deleted support is taken back, a deleted no stands", async () => {
    const issue = await decided("direction We delete");
    const yes = stage.as("SparkYuan").comment(issue, "/vote yes");
    const no = stage.as("adohe").comment(issue, "/vote no");
    await stage.settled();
    stage.as("SparkYuan").deleteComment(yes);
    stage.as("adohe").deleteComment(no);
    await stage.settled();
    expect(decisionOn(issue)).toContain("Yes: 0");
    expect(decisionOn(issue)).toContain("No: 1");
  });

  it("an edited vote counts as it was said", async () => {
    const issue = await decided("direction We edit");
    const vote = stage.as("adohe").comment(issue, "/vote no");
    await stage.settled();
    stage.as("adohe").editComment(vote, "/vote yes");
    await stage.settled();
    expect(decisionOn(issue)).toContain("No: 1");
  });
});

describe("R92: the end", () => {
  it("is at its time with the bot down and the database lost, and what is said after it never counts", async () => {
    const issue = await decided("governance The council has five seats");
    for (const login of ["SparkYuan", "adohe", "liu-hm19"]) await stage.say(login, issue, "/vote yes");
    const ends = /It ends on ([^.]*UTC)/.exec(decisionOn(issue))?.[1];
    await stage.stop();
    stage.pass(31 * DAY);
    for (const login of ["SparkYuan", "adohe", "liu-hm19"]) stage.as(login).comment(issue, "/vote no");
    await stage.start();
    expect(decisionOn(issue)).toContain("**Accepted");
    expect(decisionOn(issue)).toContain(`on ${ends}`);
    expect(decisionOn(issue)).toContain("Yes: 3");
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
  });

  it("comes to what was said before it while nobody looked", async () => {
    const issue = await decided("governance The council has seven seats");
    for (const login of ["SparkYuan", "adohe", "liu-hm19"]) await stage.say(login, issue, "/vote yes");
    await stage.stop();
    stage.pass(DAY);
    for (const login of ["SparkYuan", "adohe"]) stage.as(login).comment(issue, "/vote no");
    stage.pass(30 * DAY);
    await stage.start();
    expect(decisionOn(issue)).toContain("**Declined");
    expect(decisionOn(issue)).toContain("No: 2");
  });

  it("of one that was decided once leaves room for another", async () => {
    const issue = await decided("We drop it");
    await pass(7.1 * DAY);
    await stage.say("SparkYuan", issue, "/decide direction We keep it after all");
    await pass(14.1 * DAY);
    expect(decisionLabels(issue)).toEqual(["decision/declined"]);
    expect(decisionsOn(issue)).toHaveLength(2);
  });
});

describe("requests", () => {
  it("R21: a vote costs the one reading and the edit of the comment, and what stands already costs no edit", async () => {
    const issue = await decided("direction We count requests");
    stage.requests();
    await stage.say("adohe", issue, "/vote yes");
    expect(stage.requests().filter((one) => !one.includes("/reactions"))).toEqual([
      "query Issue",
      "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    ]);
    stage.as("SparkYuan").comment(issue, "What do you think?");
    await stage.settled();
    expect(stage.requests()).toEqual([]);
  });
});

describe("two questions at once", () => {
  it("a bare vote is asked about and counts for none; the kind says which", async () => {
    const issue = await decided("direction We join");
    await stage.say("SparkYuan", issue, "/decide governance The council has five seats");
    await stage.say("adohe", issue, "/vote yes");
    expect(answersOn(issue).at(-1)).toContain("`/vote direction yes`");
    expect(answersOn(issue).at(-1)).toContain("`/vote governance yes`");
    for (const status of decisionsOn(issue)) expect(status).toContain("Yes: 0");
    await stage.say("adohe", issue, "/vote governance yes");
    expect(decisionsOn(issue).map((status) => status.includes("Yes: 1"))).toEqual([false, true]);
  });

  it("a promotion's vote is named by @user", async () => {
    const issue = await decided("direction We join");
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver kusion");
    await stage.say("adohe", issue, "/vote direction yes");
    expect(decisionOn(issue)).toContain("Yes: 1");
    await stage.say("adohe", issue, "/object @octo-fan not yet");
    expect(decisionOn(issue)).not.toContain("not yet");
  });
});

it("R81: a vote that names a person where no promotion is open is told what is open instead", async () => {
  const issue = await decided("direction We name");
  await stage.say("adohe", issue, "/vote @octo-fan yes");
  expect(decisionOn(issue)).toContain("Yes: 0");
  expect(answersOn(issue).at(-1)).toContain("A decision is about no person");
  expect(answersOn(issue).at(-1)).toContain("Say `/vote yes`.");
});

describe("/decide cancel", () => {
  it("ends it undecided, by whoever opened it or the top role, without a label", async () => {
    const issue = await decided("direction We join", "liu-hm19");
    await stage.say("hoangndst", issue, "/decide cancel");
    expect(answersOn(issue).at(-1)).toContain("I cannot take `/decide cancel` from hoangndst");
    await stage.say("liu-hm19", issue, "/decide cancel");
    expect(decisionOn(issue)).toContain("Cancelled");
    expect(decisionLabels(issue)).toEqual([]);
    await stage.say("adohe", issue, "/decide direction Once more");
    expect(decisionsOn(issue)).toHaveLength(2);
  });
});
