/** What waits for a decision, and reviews as votes: by the whole bot on the sandbox's GitHub. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aDecisionStage, DAY, decisionLabels, decisionOn, decisionsOn } from "./decision-stage.ts";
import type { PromotionStage } from "./promotion-stage.ts";

const HOME = "KusionStack/community";

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aDecisionStage();
});
afterAll(() => stage.close());

const as = (login: string) => stage.as(login);
let branch = 0;

async function opened(files: Readonly<Record<string, string>>): Promise<Pull> {
  branch += 1;
  const pull = as("octo-fan").openPull({ repo: HOME, title: "x", files, branch: `decided-${branch}` });
  await stage.settled();
  return pull;
}

/** "in_progress: Decision needed: governance". */
function check(pull: Pull): string {
  const runs = [...stage.world.repo(HOME).checkRuns.values()].flat();
  const own = runs.filter(({ headSha, name }) => headSha === pull.headSha && name === "rung");
  const run = own.toSorted((one, other) => other.id - one.id)[0];
  return `${run?.conclusion ?? run?.status}: ${run?.title}`;
}

function report(pull: Pull): string {
  const runs = [...stage.world.repo(HOME).checkRuns.values()].flat();
  const run = runs.findLast(({ headSha, name }) => headSha === pull.headSha && name === "rung");
  return `${run?.summary}\n${run?.text}`;
}

async function approve(pull: Pull, login = "wu8685"): Promise<void> {
  as(login).approve(pull);
  await stage.settled();
}

async function pass(milliseconds: number): Promise<void> {
  stage.pass(milliseconds);
  await stage.forget();
}

describe("files that change by decision alone", () => {
  it("R93: wait for it beside the approvals, and the check says what to do", async () => {
    const pull = await opened({ "GOVERNANCE.md": "# One\n" });
    await approve(pull);
    expect(check(pull)).toBe("in_progress: Decision needed: governance");
    expect(report(pull)).toContain("`/decide governance …`");
    expect(report(pull)).toContain("`GOVERNANCE.md`");
    expect(report(pull)).toContain("never instead");
  });

  it("R93: a decision is never an approval", async () => {
    const pull = await opened({ "GOVERNANCE.md": "# Two\n" });
    await stage.say("SparkYuan", pull, "/decide governance We have two councils");
    for (const login of ["SparkYuan", "adohe", "liu-hm19"]) await stage.say(login, pull, "/vote yes");
    await pass(30.1 * DAY);
    expect(decisionOn(pull)).toContain("**Accepted");
    expect(check(pull)).toMatch(/^in_progress: Needs 1 approval/);
  });

  it("R94: reviews count as votes from /decide on, a request for changes as no; the newest word of a person stands", async () => {
    const pull = await opened({ "GOVERNANCE.md": "# Three\n" });
    as("adohe").approve(pull);
    await stage.settled();
    await stage.say("SparkYuan", pull, "/decide governance We have three councils");
    expect(decisionOn(pull)).toContain("Yes: 0");
    await approve(pull, "liu-hm19");
    await approve(pull, "wu8685");
    expect(decisionOn(pull)).toContain("Yes: 2");
    as("adohe").requestChanges(pull, "not three");
    await stage.settled();
    expect(decisionOn(pull)).toContain("No: 1");
    await stage.say("liu-hm19", pull, "/vote no");
    expect(decisionOn(pull)).toContain("No: 2");
    const again = as("wu8685").requestChanges(pull, "on second thoughts");
    await stage.settled();
    expect(decisionOn(pull)).toContain("No: 3");
    as("SparkYuan").dismiss(again);
    await stage.settled();
    expect(decisionOn(pull)).toContain("No: 2");
    expect(decisionOn(pull)).toContain("Yes: 0");
  });

  it("R92, R93: passes once it is accepted, at its end with the bot down and the database lost, and asks anew when the text changes", async () => {
    const pull = await opened({ "GOVERNANCE.md": "# Four\n", "README.md": "four\n" });
    await stage.say("SparkYuan", pull, "/decide governance We have four councils");
    for (const login of ["SparkYuan", "adohe", "liu-hm19"]) await approve(pull, login);
    expect(check(pull)).toBe("in_progress: Decision open: governance");
    expect(report(pull)).toContain("3 of 4 yes");
    await stage.stop();
    stage.pass(30.1 * DAY);
    await stage.start();
    expect(decisionOn(pull)).toContain("**Accepted");
    expect(decisionLabels(pull)).toEqual(["decision/accepted"]);
    expect(check(pull)).toMatch(/^success: Approved/);
    // What it is not about may change: the approvals lapse there, the decision stands.
    as("octo-fan").push(pull, { files: { "README.md": "four, again\n" } });
    await stage.settled();
    await approve(pull);
    expect(check(pull)).toMatch(/^success: Approved/);
    as("octo-fan").push(pull, { files: { "GOVERNANCE.md": "# Four, and a king\n" } });
    await stage.settled();
    await approve(pull);
    expect(check(pull)).toBe("in_progress: Decision needed: governance");
    expect(report(pull)).toContain("another text");
    expect(decisionOn(pull)).toContain("were changed since it was opened");
    await stage.say("adohe", pull, "/decide governance We have four councils and a king");
    expect(decisionsOn(pull)).toHaveLength(2);
    expect(check(pull)).toBe("in_progress: Decision open: governance");
  });

  it("R93: count with both names of a rename, and a declined one keeps it shut", async () => {
    const pull = await opened({ "rules/a.md": "a\n" });
    await stage.say("SparkYuan", pull, "/decide governance Rule a");
    await pass(30.1 * DAY);
    expect(decisionOn(pull)).toContain("**Declined");
    await approve(pull);
    expect(check(pull)).toBe("in_progress: Declined: governance");
  });

  it("a pull request that touches none of them asks for nothing and costs no request more", async () => {
    const pull = await opened({ "README.md": "plain\n" });
    stage.requests();
    await approve(pull);
    expect(check(pull)).toMatch(/^success/);
    expect(stage.requests().filter((one) => !one.includes("labels"))).toHaveLength(2);
  });
});

describe("what is accepted by silence on a pull request", () => {
  it("a request for changes of whoever decides is an objection", async () => {
    const pull = await opened({ "README.md": "silent\n" });
    await stage.say("SparkYuan", pull, "/decide We write it so");
    const review = as("wu8685").requestChanges(pull, "not so");
    await stage.settled();
    await pass(7.1 * DAY);
    expect(decisionOn(pull)).toContain("stopped by an objection");
    as("wu8685").dismiss(review);
    await stage.settled();
    await pass(7.1 * DAY);
    expect(decisionOn(pull)).toContain("**Accepted");
  });
});
