/** Decisions by people who know only what the documents promise: silence that is broken, shares to the vote, words said elsewhere. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Comment, Issue, Subject } from "../../src/sandbox/world/model.ts";
import { aDecisionStage, answersOn, DAY, DECIDING, decisionLabels, decisionOn, decisionsOn } from "./decision-stage.ts";
import type { PromotionStage } from "./promotion-stage.ts";

const KINDS = DECIDING.replace(
  "  governance:",
  `  style:  { by: maintainers, lazy: { window: 7d, overruled-by: { of: maintainers, share: 2/3 } }, wait: 2d }
  budget: { by: maintainers, vote: { share: "2/3", share-of: cast, quorum: "3/4", window: 10d } }
  venue:  { by: maintainers, vote: { min-yes: 2 } }
  governance:`,
);

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aDecisionStage(KINDS);
});
afterAll(() => stage.close());
afterEach(() => stage.sandbox.faults.clear());

async function pass(milliseconds: number): Promise<void> {
  stage.pass(milliseconds);
  await stage.forget();
}

async function decided(words: string, by = "SparkYuan"): Promise<Issue> {
  const issue = await stage.issue("What shall we do?");
  await stage.say(by, issue, `/decide ${words}`);
  return issue;
}

/** And all that follows from it. */
async function once(act: () => void): Promise<void> {
  act();
  await stage.settled();
}

async function registry(text: string): Promise<void> {
  await once(() => stage.as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), text));
}

/** The date that it ends on. */
function end(on: Subject): number {
  const written = /(?:ends|accepted) on \w+ (\d+ \w+ \d{4}), (\d\d:\d\d)/.exec(decisionOn(on));
  return Date.parse(`${written?.[1]} ${written?.[2]} UTC`);
}

const isAccepted = (on: Subject) => decisionOn(on).includes("**Accepted");

describe("R94: who may decide is frozen", () => {
  it("whoever gains the role since is not let in, also with the database lost, and hears why", async () => {
    const issue = await decided("direction We move to Go 1.24");
    await registry(
      KINDS.replace("areas: [kusion] }]", "areas: [kusion] }]\n").replace("maintainers: [", "maintainers: [octo-fan, "),
    );
    await stage.forget();
    await stage.say("octo-fan", issue, "/vote yes");
    expect(decisionOn(issue)).toContain("Yes: 0");
    expect(answersOn(issue).at(-1)).toContain("octo-fan");
    await registry(KINDS);
    expect(decisionOn(issue)).toContain("Yes: 0");
  });

  it("the rule is as it was: a registry that shortens the window or drops the kind changes no open decision", async () => {
    const issue = await decided("direction We move to Go 1.25");
    const ends = end(issue);
    await registry(KINDS.replace("window: 14d", "window: 1d"));
    await pass(2 * DAY);
    expect(end(issue)).toBe(ends);
    await registry(KINDS.replace(/ {2}direction:.*\n/, ""));
    for (const login of ["SparkYuan", "adohe", "liu-hm19"]) await stage.say(login, issue, "/vote yes");
    expect(decisionOn(issue)).toContain("Yes: 3");
    await pass(2 * DAY);
    expect(isAccepted(issue)).toBe(true);
    await registry(KINDS);
  });

  it("a registry without decisions leaves none open for ever: the open one still ends at its time", async () => {
    const issue = await decided("technical We end anyway");
    await registry(KINDS.replace(/decisions:\n(?: {2}.*\n)+/, ""));
    await pass(7.1 * DAY);
    expect(isAccepted(issue)).toBe(true);
    await registry(KINDS);
  });
});

describe("silence that is broken", () => {
  it("is outvoted where the rule says so, and not before the share", async () => {
    const issue = await decided("style Tabs");
    await stage.say("adohe", issue, "/object spaces are better");
    await stage.say("SparkYuan", issue, "/vote yes");
    await stage.say("liu-hm19", issue, "/vote yes");
    await pass(8 * DAY);
    expect(isAccepted(issue)).toBe(false);
    await stage.say("wu8685", issue, "/vote yes");
    await pass(7.1 * DAY);
    expect(isAccepted(issue)).toBe(true);
  });

  it("an objection whose words are deleted stands, and one that is edited stands as it was said", async () => {
    const issue = await decided("technical Deleting helps nobody");
    const comment = stage.as("adohe").comment(issue, "/object it breaks our users");
    await stage.settled();
    await once(() => stage.as("adohe").editComment(comment, "never mind"));
    await pass(8 * DAY);
    expect(isAccepted(issue)).toBe(false);
    await once(() => stage.as("SparkYuan").deleteComment(comment));
    await pass(8 * DAY);
    expect(isAccepted(issue)).toBe(false);
    expect(decisionOn(issue)).toContain("it breaks our users");
  });

  it("a second objection still stands when the first is taken back", async () => {
    const issue = await decided("technical Two object");
    await stage.say("adohe", issue, "/object one");
    await stage.say("liu-hm19", issue, "/object two");
    await stage.say("adohe", issue, "/object cancel");
    await pass(8 * DAY);
    expect(isAccepted(issue)).toBe(false);
    await stage.say("liu-hm19", issue, "/object cancel");
    await pass(6.9 * DAY);
    expect(isAccepted(issue)).toBe(false);
    await pass(0.2 * DAY);
    expect(isAccepted(issue)).toBe(true);
  });

  it("`/wait` moves its end, too, once a person, and is answered where the kind has none", async () => {
    const issue = await decided("style We wait for the style");
    const ends = end(issue);
    await stage.say("adohe", issue, "/wait until I am back");
    expect(end(issue) - ends).toBe(2 * DAY);
    await stage.say("adohe", issue, "/wait again");
    await stage.say("hoangndst", issue, "/wait I want it, too");
    expect(end(issue) - ends).toBe(2 * DAY);
    await stage.say("liu-hm19", issue, "/wait so do I");
    expect(end(issue) - ends).toBe(4 * DAY);
    const other = await decided("technical We do not wait");
    const before = end(other);
    await stage.say("adohe", other, "/wait until I am back");
    expect(end(other)).toBe(before);
    expect(answersOn(other).at(-1) ?? decisionOn(other)).toContain("wait");
  });

  it("`in: area` asks those of the issue's area labels, and of the repository without", async () => {
    const issue = await stage.issue("x");
    await stage.say("hoangndst", issue, "/decide technical Mine");
    expect(decisionsOn(issue)).toEqual([]);
    await stage.say("wu8685", issue, "/decide technical Ours");
    expect(decisionOn(issue)).toContain("wu8685");
    const pull = stage
      .as("octo-fan")
      .openPull({ repo: "KusionStack/kusion", title: "x", files: { "a.go": "x\n" }, branch: "area" });
    await stage.settled();
    await stage.say("wu8685", pull, "/decide technical Not mine");
    expect(decisionsOn(pull)).toEqual([]);
    expect(answersOn(pull).at(-1)).toContain("of kusion");
  });
});

describe("shares", () => {
  it("2/3 of 4 needs 3, and 2/3 of 3 needs 2: exactly that many pass", async () => {
    const four = await decided("governance Of four");
    for (const login of ["SparkYuan", "adohe"]) await stage.say(login, four, "/vote yes");
    await registry(KINDS.replace(", { login: wu8685, areas: [community] }", ""));
    const three = await decided("governance Of three");
    await registry(KINDS);
    for (const login of ["SparkYuan", "adohe"]) await stage.say(login, three, "/vote yes");
    await stage.say("wu8685", three, "/vote no");
    await pass(30.1 * DAY);
    expect(decisionOn(four)).toContain("**Declined");
    expect(isAccepted(three)).toBe(true);
  });

  it("`share-of: cast` leaves abstentions out of the share, and the quorum counts them", async () => {
    const accepted = await decided("budget One");
    const short = await decided("budget Two");
    const lost = await decided("budget Three");
    await stage.say("SparkYuan", accepted, "/vote yes");
    for (const login of ["adohe", "liu-hm19"]) await stage.say(login, accepted, "/vote abstain I do not know");
    for (const login of ["SparkYuan", "adohe"]) await stage.say(login, short, "/vote yes");
    await stage.say("SparkYuan", lost, "/vote yes");
    await stage.say("adohe", lost, "/vote no");
    await stage.say("liu-hm19", lost, "/vote abstain");
    await pass(10.1 * DAY);
    expect(isAccepted(accepted)).toBe(true);
    expect(decisionOn(short)).toContain("**Declined");
    expect(decisionOn(lost)).toContain("**Declined");
    expect(decisionOn(accepted)).toMatch(/I do not know/);
  });

  it("a vote without a window passes when it is reached, and stays open till then", async () => {
    const issue = await decided("venue Berlin");
    for (const login of ["adohe", "liu-hm19"]) await stage.say(login, issue, "/vote no");
    await pass(100 * DAY);
    expect(decisionOn(issue)).not.toMatch(/\*\*(Accepted|Declined)/);
    await stage.say("SparkYuan", issue, "/vote yes");
    await stage.say("adohe", issue, "/vote yes");
    expect(isAccepted(issue)).toBe(true);
  });
});

describe("words said in other ways", () => {
  it("in code and quotes they are text, and with full-width signs they are words", async () => {
    const issue = await stage.issue("x");
    await stage.say(
      "SparkYuan",
      issue,
      "```\n/decide direction In code\n```\n> /decide direction Quoted\n\n`/decide direction Inline`",
    );
    expect(decisionsOn(issue)).toEqual([]);
    await stage.say("SparkYuan", issue, "／decide direction We write wide");
    expect(decisionOn(issue)).toContain("We write wide");
  });

  it("an unknown kind is text of the first, and one that is nearly a kind is asked about", async () => {
    const issue = await stage.issue("x");
    await stage.say("SparkYuan", issue, "/decide directoin We join the CNCF");
    const said = [...answersOn(issue), ...decisionsOn(issue)].join("\n");
    expect(said).toContain("direction");
  });

  it("those that opened it may lie in a pull request's text, and editing them changes nothing but what the status says", async () => {
    const pull = stage.as("SparkYuan").openPull({
      ...{ repo: "KusionStack/kusion", title: "x", files: { "b.go": "x\n" }, branch: "body" },
      body: "Why: speed.\n\n/decide direction We merge this in May",
    });
    await stage.settled();
    expect(decisionOn(pull)).toContain("We merge this in May");
    await once(() => stage.as("SparkYuan").edit(pull, { body: "/decide direction We merge this in June" }));
    expect(decisionOn(pull)).toContain("We merge this in May");
    expect(decisionOn(pull)).toMatch(/edited/);
    await stage.forget();
    expect(decisionOn(pull)).toContain("We merge this in May");
    expect(decisionOn(pull)).toMatch(/edited/);
    await stage.say("adohe", pull, "/vote yes");
    expect(decisionOn(pull)).toContain("Yes: 1");
  });

  it("or in a review, whose approval is a yes of then", async () => {
    const pull = stage
      .as("octo-fan")
      .openPull({ repo: "KusionStack/kusion", title: "x", files: { "c.go": "x\n" }, branch: "review" });
    await stage.settled();
    await once(() => stage.as("SparkYuan").review(pull, "COMMENT", "/decide direction We take this in as it is"));
    expect(decisionOn(pull)).toContain("We take this in as it is");
    await once(() => stage.as("adohe").review(pull, "COMMENT", "/vote yes: it works for me"));
    expect(decisionOn(pull)).toContain("Yes: 1");
    await stage.forget();
    expect(decisionOn(pull)).toContain("Yes: 1");
  });

  it("deleting what opened it cancels nothing, with the database lost neither", async () => {
    const issue = await stage.issue("x");
    const comment = stage.as("SparkYuan").comment(issue, "/decide technical We keep the record");
    await stage.settled();
    await once(() => stage.as("SparkYuan").deleteComment(comment));
    expect(decisionOn(issue)).toMatch(/deleted/);
    await pass(7.1 * DAY);
    expect(isAccepted(issue)).toBe(true);
  });

  it("the pull request's author votes like anybody", async () => {
    const pull = stage
      .as("adohe")
      .openPull({ repo: "KusionStack/kusion", title: "x", files: { "d.go": "x\n" }, branch: "author" });
    await stage.settled();
    await stage.say("SparkYuan", pull, "/decide direction We take adohe's");
    await stage.say("adohe", pull, "/vote yes");
    expect(decisionOn(pull)).toContain("Yes: 1");
  });

  it("several in one comment are all taken, and vote and reason stay one line each", async () => {
    const issue = await decided("direction We say it together");
    await stage.say(
      "adohe",
      issue,
      "/vote no too early\n/wait the figures come on Monday\n/vote yes on second thoughts",
    );
    expect(decisionOn(issue)).toContain("Yes: 1");
    expect(decisionOn(issue)).toContain("on second thoughts");
    expect(decisionOn(issue)).not.toContain("too early");
  });
});

describe("the end", () => {
  it("`/decide cancel` is refused to whoever neither opened it nor leads, lets the label of an earlier one stand", async () => {
    const issue = await decided("technical First");
    await pass(7.1 * DAY);
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
    await stage.say("wu8685", issue, "/decide direction Second");
    await stage.say("octo-fan", issue, "/decide cancel");
    expect(decisionsOn(issue).at(-1)).not.toContain("Cancelled");
    await stage.say("adohe", issue, "/decide cancel");
    expect(decisionsOn(issue).at(-1)).toContain("Cancelled");
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
    await stage.say("wu8685", issue, "/decide technical Third");
    await stage.say("wu8685", issue, "/decide direction Fourth");
    await stage.say("wu8685", issue, "/decide cancel");
    expect(answersOn(issue).at(-1)).toContain("`/decide cancel direction`");
    await stage.say("wu8685", issue, "/decide cancel direction");
    expect(decisionsOn(issue).at(-1)).toContain("Cancelled");
    expect(decisionsOn(issue).at(-2)).not.toContain("Cancelled");
  });

  it("the label is made where it is missing, though GitHub's answers are lost, and the other one goes", async () => {
    const issue = await decided("direction Lost");
    await pass(14.1 * DAY);
    expect(decisionLabels(issue)).toEqual(["decision/declined"]);
    await stage.say("SparkYuan", issue, "/decide technical Found");
    await stage.stop();
    stage.pass(7.1 * DAY);
    stage.sandbox.faults.add({ kind: "reset-after", match: "/labels", times: 2 });
    await stage.start();
    await stage.settled();
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
  });

  it("a promotion and a decision open on one issue are told apart", async () => {
    const issue = await decided("direction We join");
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver kusion");
    await stage.say("adohe", issue, "/object not yet");
    await stage.say("adohe", issue, "/vote no not now");
    expect(decisionOn(issue)).toMatch(/No: 1|not counted/);
    await stage.say("SparkYuan", issue, "/decide cancel");
    expect(decisionOn(issue)).toContain("Cancelled");
  });

  it("R26: a status copied by hand decides nothing there, and is not read when the bot starts anew", async () => {
    const issue = await decided("technical We forge");
    const comment = issue.comments.find(({ body }) => body.includes("rung:decision ")) as Comment;
    const other = stage.as("octo-fan").openIssue({ repo: "KusionStack/community", title: "x", body: comment.body });
    await once(() => stage.as("octo-fan").comment(other, comment.body));
    await pass(8 * DAY);
    expect(decisionLabels(other)).toEqual([]);
    await stage.say("adohe", other, "/object nothing is here");
    expect(decisionsOn(other)).toEqual([]);
  });
});

describe("said together, or of several", () => {
  it("whoever opens one may vote in the same comment", async () => {
    const issue = await stage.issue("x");
    await stage.say("SparkYuan", issue, "/decide direction We vote at once\n/vote yes it is time");
    expect(decisionOn(issue)).toContain("Yes: 1");
    await stage.say("adohe", issue, "/VOTE Direction: Yes, gladly.");
    expect(decisionOn(issue)).toContain("Yes: 2");
    await stage.say("adohe", issue, "/vote cancel");
    expect(decisionOn(issue)).toContain("Yes: 1");
  });

  it("a bare `/wait` where two could wait is asked about, and the kind says which", async () => {
    const issue = await decided("direction We wait for one");
    await stage.say("SparkYuan", issue, "/decide style We wait for the other");
    const status = () => decisionsOn(issue).map((body) => body.includes("**Asked to wait**"));
    await stage.say("adohe", issue, "/wait for the figures");
    expect(status()).toEqual([false, false]);
    expect(answersOn(issue).at(-1)).toContain("/wait style");
    await stage.say("adohe", issue, "/wait style for the figures");
    expect(status()).toEqual([false, true]);
  });

  it("what was decided, cancelled and is open is told apart by the labels and by what counts", async () => {
    const issue = await decided("technical One");
    await pass(7.1 * DAY);
    await stage.say("SparkYuan", issue, "/decide technical Two");
    await stage.say("adohe", issue, "/object not two");
    await stage.say("SparkYuan", issue, "/decide cancel");
    await stage.say("adohe", issue, "/decide technical Three");
    await pass(7.1 * DAY);
    expect(decisionsOn(issue).map((body) => /\*\*(Accepted|Cancelled|Open)/.exec(body)?.[1])).toEqual([
      "Accepted",
      "Cancelled",
      "Accepted",
    ]);
    expect(decisionsOn(issue)[2]).not.toContain("not two");
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
  });

  it("in words of several lines the line of the command is the text, and the reason", async () => {
    const issue = await stage.issue("x");
    await stage.say(
      "SparkYuan",
      issue,
      "Dear all,\n\n/decide direction We say it in one line\nAnd this explains it.\n",
    );
    expect(decisionOn(issue)).toContain("> We say it in one line\n");
    expect(decisionOn(issue)).not.toContain("explains");
  });
});
