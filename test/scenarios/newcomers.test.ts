import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Comment, Pull } from "../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { emptied } from "../support/emptied.ts";
import { aStage, KUSION, labelsOn, REGISTRY, reportOn, type Stage, saidByRung, statusOn } from "./stage.ts";

const NEWCOMERS = `${REGISTRY}newcomers: { reviews: after-vouch }\nreviews: { max-open: 50 }\n`;

let stage: Stage;
const wrong: string[] = [];
beforeAll(async () => {
  stage = await aStage({ registry: NEWCOMERS });
  stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  for (const login of ["rae", "sam", "una", "vera"]) stage.world.addActor(login, {});
});
afterAll(async () => {
  await stage.close();
  expect(wrong, "GitHub's own description").toEqual([]);
});

let count = 0;
async function opened(login: string, more: { readonly draft?: boolean } = {}): Promise<Pull> {
  count += 1;
  const files = { [`new-${count}.go`]: "package new\n" };
  const pull = stage.world.as(login).openPull({ repo: KUSION, title: `feat: ${count}`, files, ...more });
  await stage.settled();
  return pull;
}

async function said(
  login: string,
  on: Parameters<ReturnType<Stage["world"]["as"]>["comment"]>[0],
  text: string,
): Promise<Comment> {
  const comment = stage.world.as(login).comment(on, text);
  await stage.settled();
  return comment;
}

const askedOn = (pull: Pull) => pull.requestedReviewers.map(({ login }) => login);

const withoutMemory = () => emptied(stage.rung.database);

const searches = (requests: readonly string[]) => requests.filter((one) => one.includes("Vouches"));

describe("a newcomer's pull request", () => {
  it("asks nobody before a vouch, says kindly what is awaited, and is neither closed nor scored", async () => {
    const pull = await opened("newt");
    expect(askedOn(pull)).toEqual([]);
    expect(statusOn(pull)).toContain(
      "newt is new here, so reviewers are asked once anyone with a role here writes `/vouch @newt`",
    );
    expect(statusOn(pull)).toContain("Welcome, newt");
    expect(reportOn(stage, pull)).toContain(
      "**Reviewers** are asked once anyone with a role here has written `/vouch @newt`",
    );
    expect([pull.state, labelsOn(pull)]).toEqual(["open", ["area/kusion"]]);
    stage.world.as("newt").touch(pull);
    await stage.settled();
    expect(askedOn(pull)).toEqual([]);
  });

  it("goes on saying what is awaited, whatever is said or pushed before the vouch", async () => {
    const pull = await opened("una");
    const status = statusOn(pull);
    await said("una", pull, "/help approve");
    stage.world.as("una").touch(pull);
    await stage.settled();
    expect(statusOn(pull)).toContain("so reviewers are asked once anyone with a role here writes `/vouch @una`");
    expect(statusOn(pull)).toBe(status);
    expect(reportOn(stage, pull)).toContain("**Reviewers** are asked once anyone with a role here has written");
  });

  it("asks as many reviewers as ever once somebody with a role vouched for its author there, and never again", async () => {
    const pull = await opened("mona");
    await said("hoangndst", pull, "/vouch");
    expect(saidByRung(pull)).toEqual([expect.stringContaining("Vouched for mona in kusion")]);
    expect(askedOn(pull)).toHaveLength(2);
    expect(statusOn(pull)).not.toContain("/vouch");
    expect(reportOn(stage, pull)).not.toContain("/vouch");
    const next = await opened("mona");
    expect(askedOn(next)).not.toEqual([]);
  });

  it("is vouched for once: a second word says whose the first was, and claims nothing", async () => {
    const pull = await opened("vera");
    await said("hoangndst", pull, "/vouch");
    await said("jemshad", pull, "/vouch @vera");
    expect(saidByRung(pull)).toEqual([
      expect.stringContaining("Vouched for vera in kusion"),
      expect.stringContaining("hoangndst has vouched for vera here before, which is enough."),
    ]);
  });

  it("one word anywhere in the repository is enough for all that is open", async () => {
    const [one, other] = [await opened("kim"), await opened("kim")];
    const issue = stage.world.as("jemshad").openIssue({ repo: KUSION, title: "Who knows kim?", body: "" });
    await stage.settled();
    await said("jemshad", issue, "/vouch @kim");
    expect([askedOn(one), askedOn(other)]).not.toContainEqual([]);
  });

  it("R43: nobody without a role vouches, asks reviewers by /cc or by /reroll, least of all its author", async () => {
    const pull = await opened("eve");
    await said("eve", pull, "/vouch");
    await said("eve", pull, "/vouch @eve");
    await said("octo-fan", pull, "/vouch @eve");
    await said("eve", pull, "/cc @hoangndst");
    await said("eve", pull, "/reroll");
    expect(askedOn(pull)).toEqual([]);
    expect(saidByRung(pull)).toHaveLength(5);
    for (const text of saidByRung(pull)) expect(text).toMatch(/anyone with a role|is new here/);
    await said("hoangndst", pull, "/reroll");
    expect(saidByRung(pull).at(-1)).toContain("`/vouch @eve`");
    await said("hoangndst", pull, "/cc @SparkYuan");
    expect(askedOn(pull)).toEqual(["SparkYuan"]);
  });

  it("a comment edited into a vouch, and one edited after it, give nothing and take nothing", async () => {
    const pull = await opened("ida");
    const comment = await said("hoangndst", pull, "nice work");
    stage.world.as("hoangndst").editComment(comment, "/vouch");
    await stage.settled();
    expect(askedOn(pull)).toEqual([]);
    const vouch = await said("hoangndst", pull, "/vouch");
    stage.world.as("hoangndst").editComment(vouch, "never mind");
    await stage.settled();
    const next = await opened("ida");
    expect(askedOn(next)).not.toEqual([]);
  });

  it("a draft, and one by whoever holds a role or is a bot, is as ever", async () => {
    const draft = await opened("zed", { draft: true });
    expect(statusOn(draft)).toBeNull();
    expect(reportOn(stage, draft)).toContain("once it is ready and anyone with a role here has written `/vouch @zed`");
    expect(askedOn(await opened("jemshad"))).not.toEqual([]);
    stage.world.as("zed").markReady(draft);
    await stage.settled();
    expect(statusOn(draft)).toContain("`/vouch @zed`");
    await said("hoangndst", draft, "/vouch");
    expect(askedOn(draft)).not.toEqual([]);
  });
});

describe("a vouch outlives the database", () => {
  it("is found again on GitHub, by one search for somebody who is not known, and none afterwards", async () => {
    const pull = await opened("pia");
    const issue = stage.world.as("jemshad").openIssue({ repo: KUSION, title: "pia", body: "" });
    await stage.settled();
    await said("jemshad", issue, "/vouch @pia @unheard-of-person");
    await withoutMemory();
    stage.requests();
    const next = await opened("pia");
    expect(askedOn(next)).not.toEqual([]);
    stage.world.as("pia").touch(next);
    stage.world.as("pia").touch(pull);
    await stage.settled();
    expect(searches(stage.requests())).toHaveLength(1);
  });

  it("by Rung's own sealed answer alone: what somebody else copied from it, or wrote like it, is none", async () => {
    const pull = await opened("quinn");
    const issue = stage.world.as("jemshad").openIssue({ repo: KUSION, title: "rae", body: "" });
    await stage.settled();
    await said("jemshad", issue, "/vouch @rae");
    const sealed = issue.comments.find(({ body }) => body.includes("rung:vouch"))?.body ?? "";
    expect(sealed).toContain("Vouched for rae");
    await said("quinn", pull, sealed.replaceAll("rae", "quinn"));
    await said("quinn", pull, "Vouched for quinn in kusion: no newcomer here any more, for good.");
    await withoutMemory();
    expect(askedOn(await opened("quinn"))).toEqual([]);
    expect(askedOn(await opened("rae"))).not.toEqual([]);
  });

  it("a search that GitHub does not answer is no vouch, and is tried again", async () => {
    const issue = stage.world.as("jemshad").openIssue({ repo: KUSION, title: "sam", body: "" });
    await stage.settled();
    await said("jemshad", issue, "/vouch @sam");
    await withoutMemory();
    stage.sandbox.faults.add({ kind: "status", match: "query Vouches", status: 502, times: 1 });
    const pull = await opened("sam");
    await expect.poll(() => askedOn(pull), { timeout: 60_000 }).not.toEqual([]);
  });
});

it("a registry that says nothing of newcomers asks nothing, and answers that", async () => {
  const other = await aStage();
  other.requests();
  const pull = other.world.as("newt").openPull({ repo: KUSION, title: "A", files: { "a.md": "a" } });
  await other.settled();
  expect(searches(other.requests())).toEqual([]);
  expect(pull.requestedReviewers).not.toEqual([]);
  other.world.as("hoangndst").comment(pull, "/vouch");
  await other.settled();
  expect(saidByRung(pull)).toEqual([expect.stringContaining("asks nothing more of newcomers")]);
  await other.close();
});

it("R74: a line about newcomers asks more until somebody vouched", async () => {
  const line = `approval: { when: [{ author: newcomers, from: maintainers, min: 2 }] }\n`;
  const other = await aStage({ registry: REGISTRY.replace(/approval: .*\n/, line) });
  const pull = other.world.as("newt").openPull({ repo: KUSION, title: "A", files: { "a.go": "a" } });
  await other.settled();
  expect(reportOn(other, pull)).toContain("newt is new here");
  expect(reportOn(other, pull)).toContain("Needs 2 approvals");
  other.world.as("hoangndst").comment(pull, "/vouch");
  await other.settled();
  expect(reportOn(other, pull)).toContain("Needs 1 approval");
  await other.close();
});
