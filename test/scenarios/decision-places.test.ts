/** Where a decision stands: on what was closed, changed, renamed, queued or rewritten, and in the list that outlives it. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Comment, Issue, Pull } from "../../src/sandbox/world/model.ts";
import { aDecisionStage, answersOn, DAY, decisionLabels, decisionOn, decisionsOn } from "./decision-stage.ts";
import type { PromotionStage } from "./promotion-stage.ts";

const COMMUNITY = "KusionStack/community";

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aDecisionStage();
});
afterAll(() => stage.close());
afterEach(() => stage.sandbox.faults.clear());

const as = (login: string) => stage.as(login);

async function pass(milliseconds: number): Promise<void> {
  stage.pass(milliseconds);
  await stage.forget();
}

/** And all that follows from it. */
async function once(act: () => void): Promise<void> {
  act();
  await stage.settled();
}

async function decided(words: string, by = "SparkYuan"): Promise<Issue> {
  const issue = await stage.issue("What shall we do?");
  await stage.say(by, issue, `/decide ${words}`);
  return issue;
}

function statusComment(issue: Issue): Comment {
  const found = issue.comments.find(
    ({ author, body }) => author.login === "rung[bot]" && body.includes("rung:decision "),
  );
  if (found === undefined) throw new Error("there is no status comment");
  return found;
}

let branch = 0;
async function opened(files: Readonly<Record<string, string>>): Promise<Pull> {
  branch += 1;
  const pull = as("octo-fan").openPull({ repo: COMMUNITY, title: "x", files, branch: `places-${branch}` });
  await stage.settled();
  return pull;
}

function check(at: Pull | string): string {
  const sha = typeof at === "string" ? at : at.headSha;
  const runs = [...stage.world.repo(COMMUNITY).checkRuns.values()].flat();
  const run = runs
    .filter(({ headSha, name }) => headSha === sha && name === "rung")
    .toSorted((one, other) => other.id - one.id)[0];
  return `${run?.conclusion ?? run?.status}: ${run?.title}`;
}

async function acceptedOn(pull: Pull, text: string): Promise<void> {
  await stage.say("SparkYuan", pull, `/decide governance ${text}`);
  for (const login of ["SparkYuan", "adohe", "liu-hm19"]) await stage.say(login, pull, "/vote governance yes");
  await pass(30.1 * DAY);
  expect(decisionsOn(pull).at(-1)).toContain("**Accepted");
}

it("R21: a look that finds nothing new leaves the status as it is", async () => {
  const issue = await decided("direction Nothing happens");
  stage.pass(DAY);
  stage.requests();
  await stage.say("adohe", issue, "/role");
  expect(stage.requests().filter((request) => request.startsWith("PATCH"))).toEqual([]);
});

describe("a closed issue", () => {
  it("rests, says so at once, and what is said there counts when it goes on", async () => {
    const issue = await decided("We close too soon");
    const frozen = /as of [^)]*/.exec(decisionOn(issue))?.[0];
    await once(() => as("SparkYuan").close(issue));
    expect(decisionOn(issue)).toContain("**Open, and it rests:**");
    await pass(8 * DAY);
    await stage.say("adohe", issue, "/object it breaks our users");
    expect(decisionOn(issue)).toContain("**Open, and it rests:**");
    expect(decisionOn(issue)).toContain("it breaks our users");
    expect(decisionOn(issue)).not.toContain("had ended");
    await once(() => as("SparkYuan").reopen(issue));
    expect(decisionOn(issue)).not.toContain("rests");
    // Its windows begin again; who decides stays as it was when it was opened (R94).
    expect(decisionOn(issue)).toContain(`(maintainers in community, ${frozen})`);
    await pass(7.1 * DAY);
    expect(decisionOn(issue)).toContain("stopped by an objection");
    expect(decisionLabels(issue)).toEqual([]);
  });

  it("costs no request where nothing is open on it", async () => {
    const issue = await stage.issue("Nothing is asked here.");
    const ended = await decided("We ask and end it");
    await stage.say("SparkYuan", ended, "/decide cancel");
    stage.requests();
    await once(() => as("SparkYuan").close(issue));
    await once(() => as("SparkYuan").close(ended));
    expect(stage.requests()).toEqual([]);
  });

  it("R92: what had ended before it was closed has ended, whenever it is looked at", async () => {
    const issue = await decided("We close too late");
    await stage.stop();
    stage.pass(8 * DAY);
    as("SparkYuan").close(issue);
    stage.pass(DAY);
    await stage.start();
    await stage.say("adohe", issue, "/object too late");
    expect(decisionOn(issue)).toContain("**Accepted");
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
  });

  it("R47: reopened while nobody listens and with the database lost, its windows begin again", async () => {
    const issue = await decided("We sleep on it");
    await once(() => as("SparkYuan").close(issue));
    await stage.say("adohe", issue, "/object");
    await pass(8 * DAY);
    stage.sandbox.deliver({ lose: 1 });
    await once(() => as("SparkYuan").reopen(issue));
    await pass(2 * DAY);
    expect(decisionOn(issue)).not.toContain("**Accepted");
    await pass(7.1 * DAY);
    expect(decisionOn(issue)).toContain("**Accepted");
  });

  it("a pull request that was closed unmerged rests, too", async () => {
    const pull = await opened({ "README.md": "closed\n" });
    await stage.say("SparkYuan", pull, "/decide technical We take this in");
    await once(() => as("octo-fan").close(pull));
    await pass(8 * DAY);
    expect(decisionOn(pull)).not.toContain("**Accepted");
    expect(decisionLabels(pull)).toEqual([]);
    await once(() => as("octo-fan").reopen(pull));
    await pass(6.9 * DAY);
    expect(decisionOn(pull)).not.toContain("**Accepted");
    await pass(0.2 * DAY);
    expect(decisionOn(pull)).toContain("**Accepted");
  });
});

describe("R93: the files that wait for it", () => {
  it("a rename away from such a path waits, and so does one to it", async () => {
    const main = stage.world.repo(COMMUNITY);
    as("SparkYuan").commit(main, "main", {
      files: { "rules/old.md": `${"a line\n".repeat(20)}`, "plain.md": `${"another line\n".repeat(20)}` },
    });
    await stage.settled();
    const from = await opened({ "x.md": "x\n" });
    as("octo-fan").rename(from, "rules/old.md", "old.md");
    const to = await opened({ "y.md": "y\n" });
    as("octo-fan").rename(to, "plain.md", "rules/plain.md");
    await stage.settled();
    for (const pull of [from, to]) {
      await once(() => as("wu8685").approve(pull));
      expect(check(pull)).toBe("in_progress: Decision needed: governance");
    }
  });

  it("one that was declined is about its text: another text is asked for anew", async () => {
    const pull = await opened({ "GOVERNANCE.md": "# Declined\n" });
    await stage.say("SparkYuan", pull, "/decide governance We have a king");
    await pass(30.1 * DAY);
    await once(() => as("wu8685").approve(pull));
    expect(check(pull)).toBe("in_progress: Declined: governance");
    as("octo-fan").push(pull, { files: { "GOVERNANCE.md": "# No king\n" } });
    await stage.settled();
    await once(() => as("wu8685").approve(pull));
    expect(check(pull)).toBe("in_progress: Decision needed: governance");
  });

  it("one that was cancelled leaves the one before it, and an open one of the text comes first", async () => {
    const pull = await opened({ "GOVERNANCE.md": "# Again\n" });
    await acceptedOn(pull, "Again");
    await once(() => as("wu8685").approve(pull));
    expect(check(pull)).toMatch(/^success/);
    await stage.say("adohe", pull, "/decide governance Not again");
    expect(check(pull)).toBe("in_progress: Decision open: governance");
    await stage.say("adohe", pull, "/decide cancel");
    expect(check(pull)).toMatch(/^success/);
    expect(decisionLabels(pull)).toEqual(["decision/accepted"]);
  });

  it("a rebase that leaves them the same changes nothing, and a change of the base's own file does", async () => {
    const pull = await opened({ "GOVERNANCE.md": "# Rebased\n" });
    await acceptedOn(pull, "Rebased");
    await once(() => as("wu8685").approve(pull));
    expect(check(pull)).toMatch(/^success/);
    as("SparkYuan").commit(stage.world.repo(COMMUNITY), "main", { files: { "other.md": "other\n" } });
    as("octo-fan").rebase(pull);
    await stage.settled();
    expect(check(pull)).toMatch(/^success/);
  });

  it("R18: the merge queue waits for it as well", async () => {
    const pull = await opened({ "GOVERNANCE.md": "# Queued\n" });
    await once(() => as("wu8685").approve(pull));
    stage.world.repo(COMMUNITY).protections.set("main", { requiredChecks: [], mergeQueue: true });
    const entry = { ...as("SparkYuan").enqueue(pull) };
    await stage.settled();
    expect(check(entry.headSha)).toMatch(/^failure: Decision needed: governance/);
    stage.world.repo(COMMUNITY).protections.clear();
  });

  it("a label put on by hand decides nothing", async () => {
    const pull = await opened({ "GOVERNANCE.md": "# Labelled\n" });
    await once(() => as("wu8685").approve(pull));
    await once(() => as("SparkYuan").label(pull, "decision/accepted"));
    expect(check(pull)).toBe("in_progress: Decision needed: governance");
  });
});

describe("status comments that people touch", () => {
  it("R47, R51: changed while the database is lost as well, there is one question left at most, and it decides nothing of itself", async () => {
    const issue = await decided("We lose it all");
    await stage.stop();
    const comment = statusComment(issue);
    as("SparkYuan").editComment(comment, comment.body.replace("We lose it all", "We win it all"));
    stage.pass(8 * DAY);
    await stage.start();
    expect(decisionsOn(issue)[0]).toContain("**Void:**");
    expect(decisionOn(issue)).not.toContain("We win it all");
    await pass(30 * DAY);
    expect(decisionLabels(issue)).toEqual([]);
    await stage.say("SparkYuan", issue, "/decide technical We begin anew");
    await pass(7.1 * DAY);
    expect(decisionsOn(issue)).toHaveLength(2);
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
  });

  it("R51: one that has ended and is rewritten is put right, and stays ended", async () => {
    const issue = await decided("We end well");
    await pass(7.1 * DAY);
    const comment = statusComment(issue);
    as("SparkYuan").editComment(comment, comment.body.replace("**Accepted**", "**Declined**"));
    await stage.settled();
    expect(decisionOn(issue)).toContain("**Accepted**");
    expect(decisionOn(issue)).not.toContain("**Declined**");
  });

  it("R25: 4,000 characters of signs, tables, bidi and mentions fit, and leave what was decided readable", async () => {
    const issue = await stage.issue("x");
    const hostile = "\u202e| @adohe | </details> `` <!-- x --> $$ #1 ~~~ [a](javascript:x) &lt; \u0000\ud800"
      .repeat(60)
      .slice(0, 3900);
    await stage.say("SparkYuan", issue, `/decide direction ${hostile}`);
    const { body } = statusComment(issue);
    expect(body.length).toBeLessThan(65_536);
    expect(body).not.toMatch(/(?<![\w`\\])@adohe/);
    expect(body).not.toMatch(/<\/details>|\u202e|<!-- x -->/);
    for (const login of ["adohe", "liu-hm19", "wu8685"])
      await stage.say(login, issue, `/vote no ${hostile.slice(0, 500)}`);
    expect(decisionOn(issue)).toContain("No: 3");
    const long = await stage.issue("x");
    await stage.say("SparkYuan", long, `/decide direction ${"long ".repeat(900)}`);
    expect(decisionsOn(long)).toEqual([]);
    expect(answersOn(long).at(-1)).toContain("4000");
  });
});
