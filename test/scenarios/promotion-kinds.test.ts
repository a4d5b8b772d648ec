import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Subject } from "../../src/sandbox/world/model.ts";
import {
  aPromotionStage,
  DAY,
  HOME,
  type PromotionStage,
  registryPulls,
  replies,
  status,
  statuses,
} from "./promotion-stage.ts";

/** SparkYuan and adohe maintain, ffforest too, of Viettel; hoangndst approves kusion, zoumo only karpor. */
const REGISTRY = `version: 1
areas:
  kusion: { repos: [kusion] }
  karpor: { repos: [karpor] }
roles:
  members: {}
  contributors:
    promotion:
      any: [{ merged-pulls: { kind: code, min: 1 } }, { merged-pulls: { kind: docs, min: 3 } }]
      sponsors: { from: approvers, min: 2 }
  approvers:
    promotion:
      sponsors: { from: maintainers, min: 1 }
      objections: { from: maintainers, window: 2d }
      remind: 1d
  maintainers:
    promotion: { vote: { of: maintainers, share: 2/3 } }
maintainers:
  - { login: SparkYuan, affiliation: AntGroup }
  - { login: adohe, affiliation: AntGroup }
  - { login: ffforest, affiliation: Viettel }
approvers:
  - { login: hoangndst, areas: [kusion] } # by hand
  - { login: zoumo, areas: [karpor] }
`;

const REGISTRY_HOME = "KusionStack/.github";

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: REGISTRY });
});
afterAll(() => stage.close());
// What one test leaves open must not pass in another's time.
afterEach(async () => {
  stage.sandbox.faults.clear();
  for (const issue of stage.world.repo(HOME).subjects.values())
    if (issue.state === "open") stage.as("SparkYuan").close(issue);
  for (const pull of registryPulls(stage)) stage.as("SparkYuan").close(pull);
  await stage.settled();
});

const last = (on: Subject) => replies(on).at(-1);

async function nominated(words: string, by = "SparkYuan") {
  const issue = await stage.issue();
  await stage.say(by, issue, `/promote ${words}`);
  return issue;
}

/** Approved and merged by SparkYuan. */
async function mergedChange(): Promise<void> {
  const [pull] = registryPulls(stage);
  if (pull === undefined) throw new Error("no registry change is open");
  stage.as("SparkYuan").merge(pull);
  await stage.settled();
}

describe("a contributor, sponsored by approvers or above", () => {
  it("by one code pull request", async () => {
    const issue = await nominated("@jemshad contributor kusion", "hoangndst");
    expect(status(issue)).toContain("**Waiting: 2 sponsors from approvers in kusion.**");
    await stage.say("hoangndst", issue, "/sponsor");
    await stage.say("adohe", issue, "/sponsor");
    await mergedChange();
    expect(status(issue)).toContain("**Done:** jemshad is a contributor of kusion");
    expect(stage.registry()).toMatch(/contributors:[\s\S]*login: jemshad/);
    expect(stage.registry()).toContain("{ login: hoangndst, areas: [kusion] } # by hand");
  });

  it("by three documentation pull requests, nominated by themselves", async () => {
    const issue = await nominated("@octo-fan Contributors KUSION", "octo-fan");
    await stage.say("adohe", issue, "/sponsor");
    await stage.say("SparkYuan", issue, "/sponsor");
    await mergedChange();
    expect(status(issue)).toContain("**Done:** octo-fan is a contributor of kusion");
  });
});

describe("a maintainer, by a vote", () => {
  it("passes with the share of those who could vote when it was nominated", async () => {
    const issue = await nominated("@hoangndst maintainer kusion");
    await stage.say("SparkYuan", issue, "/vote yes");
    expect(status(issue)).toContain("1 of 2 yes");
    await stage.say("octo-fan", issue, "/vote yes");
    expect(last(issue)).toContain("I cannot take `/vote yes` from octo-fan: ");
    await stage.say("ffforest", issue, "/vote no");
    await stage.say("ffforest", issue, "/vote +1");
    expect(registryPulls(stage)).toHaveLength(1);
    await mergedChange();
    expect(status(issue)).toContain("**Done:** hoangndst is a maintainer of kusion");
    // Leaves the lower role's list.
    expect(stage.registry().match(/hoangndst/g)).toHaveLength(1);
  });
});

describe("refusals", () => {
  it("say why and what to do", async () => {
    const issue = await stage.issue();
    const cases: readonly (readonly [by: string, words: string, answer: RegExp])[] = [
      ["SparkYuan", "/promote @nobody-at-all approver", /GitHub knows nobody called nobody-at-all/],
      ["SparkYuan", "/promote @dependabot[bot] approver", /is a bot; only people hold roles/],
      ["SparkYuan", "/promote @jemshad aprover", /I know no role `aprover`.* Did you mean `approver`\?/],
      ["SparkYuan", "/promote @jemshad approver kusoin", /I know no area `kusoin`.* Did you mean `kusion`\?/],
      ["SparkYuan", "/promote @zoumo approver karpor", /zoumo already is an approver of karpor/],
      ["SparkYuan", "/promote @jemshad", /does not say to which role/],
      ["SparkYuan", "/sponsor", /No promotion is open here/],
    ];
    for (const [by, words, answer] of cases) {
      await stage.say(by, issue, words);
      expect(last(issue), words).toMatch(answer);
    }
    await stage.say("riven-blade", issue, "/promote @jakezhu9 approver");
    expect(last(issue)).toContain(
      "I cannot take `/promote` from riven-blade: somebody else is nominated by anyone with a role",
    );
    expect(statuses(issue)).toEqual([]);
  });

  it("of sponsors: oneself, another area, a lower role, no role; of objections without reason; of waivers", async () => {
    const issue = await nominated("@jakezhu9 approver kusion");
    await stage.say("jakezhu9", issue, "/sponsor");
    expect(last(issue)).toContain("you cannot sponsor your own promotion");
    await stage.say("zoumo", issue, "/sponsor");
    expect(last(issue)).toContain(
      "I cannot take `/sponsor` from zoumo: they are an approver; a maintainer or above of kusion is asked for.",
    );
    await stage.say("riven-blade", issue, "/sponsor");
    expect(last(issue)).toContain("from riven-blade: they hold no role");
    await stage.say("adohe", issue, "/object");
    expect(last(issue)).toContain("an objection needs its reason");
    await stage.say("adohe", issue, "/waive sponsors");
    expect(last(issue)).toContain("A waiver needs its reason");
    await stage.say("adohe", issue, "/waive objections because");
    expect(last(issue)).toContain("cannot be waived");
    await stage.say("adohe", issue, "/vote yes");
    expect(last(issue)).toContain("is not decided by a vote");
    await stage.say("riven-blade", issue, "/withdraw");
    expect(last(issue)).toContain("I cannot take `/withdraw` from riven-blade");
    expect(status(issue)).toContain("**Did not count**");
    expect(status(issue)).toContain("0 of 1");
  });

  it("the same promotion twice is answered with a link to the first", async () => {
    const issue = await nominated("@jakezhu9 approver kusion");
    await stage.say("adohe", issue, "/promote @JakeZhu9 approvers kusion");
    expect(last(issue)).toMatch(/is open here already \(\[nominated\]\(http.*#issuecomment-\d+\)\)/);
    expect(statuses(issue)).toHaveLength(1);
  });

  it("the same promotion on another issue is answered with a link, until the first one has ended", async () => {
    const first = await nominated("@jakezhu9 approver kusion");
    const other = await nominated("@jakezhu9 approvers kusion", "adohe");
    expect(last(other)).toMatch(/is open elsewhere already \(\[nominated\]\(http.*#issuecomment-\d+\)\)/);
    expect(statuses(other)).toHaveLength(0);
    await stage.say("octo-fan", other, "/role @jakezhu9");
    expect(last(other)).toMatch(
      /\*\*Promotion to approver of kusion\*\* is open, \[nominated here\]\(http.*\)\. \*\*Waiting: 1 sponsor from maintainers in kusion; /,
    );
    // Those whose issue is closed rest.
    expect(last(other)?.match(/is open/g)).toHaveLength(1);
    await stage.say("SparkYuan", first, "/withdraw");
    await stage.say("adohe", other, "/promote @jakezhu9 approver kusion");
    expect(statuses(other)).toHaveLength(1);
  });
});

describe("counting", () => {
  it("R29: what GitHub does not count is shown as unknown, never passes, and is counted again", async () => {
    stage.sandbox.faults.add({ match: "query Measure", kind: "status", status: 502, times: 20 });
    const issue = await nominated("@riven-blade contributor kusion");
    expect(status(issue)).toMatch(/unknown/);
    stage.sandbox.faults.clear();
    stage.pass(61_000);
    await stage.say("SparkYuan", issue, "/sponsor");
    expect(status(issue)).not.toMatch(/unknown/);
    expect(status(issue)).toMatch(/0 of 1/);
  });
});

describe("words", () => {
  it("R7: an edited /sponsor counts as it was said, or not at all; a deleted one no longer; an objection stands", async () => {
    const issue = await nominated("@jakezhu9 approver kusion");
    const plain = stage.as("adohe").comment(issue, "I like this.");
    const sponsoring = stage.as("SparkYuan").comment(issue, "/sponsor");
    await stage.settled();
    expect(status(issue)).toContain("1 of 1: SparkYuan (AntGroup)");
    stage.as("SparkYuan").editComment(sponsoring, "/sponsor with joy");
    stage.as("adohe").editComment(plain, "/object I do not like this");
    await stage.forget();
    expect(status(issue)).toContain("1 of 1: SparkYuan (AntGroup)");
    expect(status(issue)).not.toContain("Stopped");
    expect(status(issue)).toContain("an edited comment");
    stage.as("SparkYuan").deleteComment(sponsoring);
    await stage.settled();
    expect(status(issue)).toContain("0 of 1");
    const objecting = stage.as("ffforest").comment(issue, "/object too early");
    await stage.settled();
    stage.as("ffforest").deleteComment(objecting);
    await stage.forget();
    expect(status(issue)).toContain("ffforest: too early");
    await stage.say("ffforest", issue, "/object cancel");
    expect(status(issue)).not.toContain("Stopped");
  });

  it("of two promotions at once do not mix: without @user it is asked which one is meant", async () => {
    const issue = await nominated("@jakezhu9 approver kusion");
    await stage.say("SparkYuan", issue, "/promote @riven-blade approver karpor\n/sponsor");
    expect(statuses(issue)).toHaveLength(2);
    expect(last(issue)).toContain("2 promotions are open here");
    expect(last(issue)).toContain("`/sponsor @jakezhu9` or `/sponsor @riven-blade`");
    await stage.say("adohe", issue, "/sponsor @riven-blade");
    const [first = "", second = ""] = statuses(issue);
    expect([first.includes("0 of 1"), second.includes("1 of 1: adohe")]).toEqual([true, true]);
    await stage.say("riven-blade", issue, "/withdraw @riven-blade");
    expect(statuses(issue)[1]).toContain("**Withdrawn** by riven-blade");
    await stage.say("adohe", issue, "/sponsor");
    expect(statuses(issue)[0]).toContain("1 of 1: adohe");
  });
});

describe("what people do to it", () => {
  it("R26: a tampered record is ignored, told, and made anew from what was said", async () => {
    const issue = await nominated("@jakezhu9 approver kusion");
    await stage.say("adohe", issue, "/sponsor");
    const own = issue.comments.find(({ body }) => body.startsWith("<!-- rung:nomination"));
    if (own === undefined) throw new Error("no status");
    stage.as("SparkYuan").editComment(own, own.body.replace(/v1 (.)/, "v1 A$1").replace("jakezhu9 to", "mallory to"));
    await stage.settled();
    expect(statuses(issue)).toHaveLength(1);
    expect(status(issue)).toContain("lost or changed by somebody; it was made anew");
    expect(status(issue)).toContain("### Promotion: jakezhu9 to approver of kusion");
    expect(status(issue)).toContain("1 of 1: adohe");
  });

  it("the registry's change closed unmerged opens the question again, and its sponsors must say so anew", async () => {
    const issue = await nominated("@jakezhu9 approver kusion");
    await stage.say("adohe", issue, "/sponsor");
    stage.pass(2 * DAY);
    await stage.forget();
    const [pull] = registryPulls(stage).filter(({ title }) => title.includes("jakezhu9"));
    if (pull === undefined) throw new Error(status(issue));
    stage.as("SparkYuan").close(pull);
    await stage.settled();
    expect(status(issue)).toContain("closed without being merged");
    expect(last(issue)).toMatch(
      /^@jakezhu9: the registry's change \(.*\) was closed without being merged, so the question is open again/,
    );
    expect(status(issue)).toContain("0 of 1");
    await stage.say("adohe", issue, "/sponsor");
    stage.pass(2 * DAY);
    await stage.forget();
    const again = registryPulls(stage).find(({ title }) => title.includes("jakezhu9"));
    expect(again?.number).not.toBe(pull.number);
    await stage.say("SparkYuan", issue, "/withdraw");
    if (again !== undefined) stage.as("SparkYuan").close(again);
    await stage.settled();
  });

  it("R29: the registry's change that was just opened and that no reading shows yet is not taken for closed", async () => {
    const issue = await nominated("@jakezhu9 approver kusion");
    await stage.say("adohe", issue, "/sponsor");
    stage.pass(2 * DAY);
    await stage.forget();
    const [pull] = registryPulls(stage);
    if (pull === undefined) throw new Error(status(issue));
    const { struck } = stage.sandbox.faults;
    stage.sandbox.faults.add({
      kind: "status",
      status: 404,
      times: 2,
      match: `GET /repos/${REGISTRY_HOME}/pulls/${pull.number}`,
    });
    await stage.say("adohe", issue, "/withdraw");
    expect(stage.sandbox.faults.struck).toBe(struck + 2);
    // Closed as what was decided no longer holds, and not left open beside a question that is asked anew.
    expect(status(issue)).toContain("**Declined**");
    expect(pull.state).toBe("closed");
  });

  it("a sponsor who loses the role before the merge no longer counts, and the registry's change is closed", async () => {
    const issue = await nominated("@riven-blade approver kusion");
    await stage.say("ffforest", issue, "/sponsor");
    stage.pass(2 * DAY);
    await stage.forget();
    const pull = registryPulls(stage).find(({ title }) => title.includes("riven-blade"));
    if (pull === undefined) throw new Error(status(issue));
    const repo = stage.world.repo("KusionStack/.github");
    const without = stage.registry().replace("  - { login: ffforest, affiliation: Viettel }\n", "");
    stage.as("SparkYuan").commit(repo, "main", { files: { "roles.yaml": without } });
    await stage.settled();
    expect(status(issue)).toContain("ffforest, [`/sponsor`]");
    expect(status(issue)).toContain("holds no role");
    expect(pull.state).toBe("closed");
    expect(pull.body).toMatch(/^<!-- rung:note -->\n\*\*Closed:\*\* what was decided in .* no longer holds/);
    const [word, ...more] = pull.comments.filter(({ body }) => body.includes("**Closed:**"));
    expect([word?.body.includes("1 sponsor from maintainers in kusion (0 of 1)"), more]).toEqual([true, []]);
    expect(last(issue)).toMatch(/^@riven-blade: I closed the registry's change \(/);
  });

  it("what somebody else pushes to the branch is theirs: said there and here, and a new start is from a clean branch", async () => {
    const issue = await nominated("@jemshad approver kusion");
    await stage.say("SparkYuan", issue, "/sponsor");
    stage.pass(2 * DAY);
    await stage.forget();
    const [pull] = registryPulls(stage).filter(({ title }) => title.includes("jemshad"));
    if (pull === undefined) throw new Error(status(issue));
    const repo = stage.world.repo("KusionStack/.github");
    stage.as("adohe").commit(repo, pull.headRef, { files: { "NOTES.md": "mine\n" } });
    await stage.settled();
    expect(pull.body).toMatch(/^<!-- rung:note -->\n\*\*Somebody else has pushed to this branch\.\*\*/);
    expect(pull.comments.filter(({ body }) => body.includes("**Somebody else has pushed"))).toHaveLength(1);
    expect(status(issue)).toContain("Mind that somebody else has pushed to its branch");
    await stage.forget();
    expect(pull.comments.filter(({ body }) => body.includes("**Somebody else has pushed"))).toHaveLength(1);
    stage.as("SparkYuan").close(pull);
    await stage.settled();
    await stage.say("SparkYuan", issue, "/sponsor");
    stage.pass(2 * DAY);
    await stage.forget();
    const [again] = registryPulls(stage).filter(({ title }) => title.includes("jemshad"));
    expect(again?.headRef).not.toBe(pull.headRef);
    expect(status(issue)).toContain("waits to be approved by");
    await mergedChange();
    expect(status(issue)).toContain("**Done:**");
    expect(issue.state).toBe("closed");
  });

  it("somebody who is given the role by hand meanwhile is congratulated, and another's issue stays open", async () => {
    const issue = stage.as("octo-fan-2").openIssue({ repo: HOME, title: "A crash", body: "It crashes." });
    await stage.settled();
    await stage.say("SparkYuan", issue, "/promote @elliotxx approver karpor");
    const repo = stage.world.repo("KusionStack/.github");
    const text = stage.registry().replace("\napprovers:\n", "\napprovers:\n  - { login: elliotxx, areas: [karpor] }\n");
    stage.as("SparkYuan").commit(repo, "main", { files: { "roles.yaml": text } });
    await stage.settled();
    await stage.forget();
    expect(status(issue)).toContain("the registry says so already");
    expect(last(issue)).toContain("Congratulations, @elliotxx");
    expect(issue.state).toBe("open");
  });

  it("a registry that changed meanwhile is rebased, not overwritten", async () => {
    const issue = await nominated("@howieyuen approver kusion");
    await stage.say("adohe", issue, "/sponsor");
    stage.pass(2 * DAY);
    await stage.forget();
    const repo = stage.world.repo("KusionStack/.github");
    const changed = `# The roles of the community\n${stage.registry()}`;
    stage.as("SparkYuan").commit(repo, "main", { files: { "roles.yaml": changed } });
    await stage.settled();
    await mergedChange();
    expect(stage.registry()).toContain("# The roles of the community\n");
    expect(stage.registry()).toContain("login: howieyuen");
    expect(status(issue)).toContain("**Done:**");
  });

  it("/step-down opens the registry's change that takes the role away, with the lists that follow the registry", async () => {
    const issue = await stage.issue();
    const home = stage.world.repo("KusionStack/.github");
    const text = (path: string) => {
      const { git } = stage.world;
      return git.text(git.filesAt(stage.world.tip(home, "main") ?? "").get(path) ?? "");
    };
    const publish = "publish: [{ file: MAINTAINERS.md, as: table, roles: [maintainers], columns: [name] }]";
    stage.as("SparkYuan").pushRegistry(home, `${publish}\n${stage.registry()}\nemeritus: []\n`);
    await stage.settled();
    await stage.say("zoumo", issue, "/step-down");
    expect(last(issue)).toMatch(/^The registry's change is KusionStack\/\.github#\d+\./);
    await stage.say("zoumo", await stage.issue(), "/step-down");
    const [open, ...others] = registryPulls(stage);
    expect(others).toEqual([]);
    await stage.say("zoumo", issue, "/step-down");
    expect(last(issue)).toContain(`The registry's change is open already: KusionStack/.github#${open?.number}.`);
    stage.as("SparkYuan").pushRegistry(home, `# Moved\n${stage.registry()}`);
    await stage.settled();
    const moved = stage.world.git.known(registryPulls(stage)[0]?.headSha ?? "");
    expect([moved.parents, registryPulls(stage)]).toEqual([[stage.world.tip(home, "main")], [open]]);
    await mergedChange();
    expect(stage.registry()).not.toContain("login: zoumo, areas");
    expect(stage.registry()).toMatch(/\nemeritus:.*login: zoumo, (id: \d+, )?was: approvers, areas: \[.*, until: /s);
    expect(text("MAINTAINERS.md")).toContain("| SparkYuan |");
    expect(text("MAINTAINERS.md")).not.toContain("zoumo");
    await stage.say("riven-blade", issue, "/step-down");
    expect(last(issue)).toContain("I cannot take `/step-down` from riven-blade");
  });

  it("on a pull request, merged meanwhile, it goes on", async () => {
    const pull = stage.as("octo-fan-2").openPull({
      ...{ repo: "KusionStack/kusion", title: "fix: it", files: { "main.go": "package main // it\n" } },
    });
    await stage.settled();
    await stage.say("SparkYuan", pull, "/promote @octo-fan-2 approver kusion");
    expect(status(pull)).toContain("Promotion: octo-fan-2 to approver of kusion");
    stage.as("SparkYuan").merge(pull);
    await stage.settled();
    await stage.say("adohe", pull, "/sponsor");
    expect(status(pull)).toContain("the window ends");
    stage.pass(2 * DAY);
    await stage.forget();
    expect(status(pull)).toContain("The registry's change is");
    await mergedChange();
    expect(status(pull)).toContain("**Done:**");
    expect(last(pull)).toContain("Congratulations, @octo-fan-2");
  });
});

describe("time", () => {
  it("reminds once, and ends what nobody carries on", async () => {
    const issue = await nominated("@jakezhu9 approver kusion");
    stage.pass(1.5 * DAY);
    await stage.forget();
    expect(replies(issue)).toEqual([
      expect.stringMatching(
        /^The promotion of jakezhu9 to approver of kusion has been waiting for a while\. One maintainer of kusion \(SparkYuan, adohe or hoangndst\) still needs to comment `\/sponsor`\. Without having passed it expires on /,
      ),
    ]);
    stage.pass(2 * DAY);
    await stage.forget();
    expect(replies(issue)).toHaveLength(1);
    stage.pass(90 * DAY);
    await stage.forget();
    expect(status(issue)).toContain("**Expired** on");
    // Both are told once, whatever becomes of the database.
    await stage.forget();
    const told = replies(issue).filter((text) => text.includes("expired on"));
    expect(told).toEqual([
      expect.stringMatching(
        /^@jakezhu9, @SparkYuan: the promotion of jakezhu9 to approver of kusion expired on .* What was missing: 1 sponsor from maintainers in kusion \(0 of 1\)\. /,
      ),
    ]);
  });
});

it("`commands` asks for a role of whoever only wants to be told, too", async () => {
  const own = await aPromotionStage({ registry: `${REGISTRY}commands: { role: approvers }\n` });
  const issue = await own.issue();
  await own.say("octo-fan", issue, "/role @hoangndst");
  expect(replies(issue).at(-1)).toContain("this registry asks for the role approver or above");
  await own.say("hoangndst", issue, "/role");
  expect(replies(issue).at(-1)).toContain("hoangndst");
  expect(replies(issue).at(-1)).not.toContain("this registry asks");
  await own.close();
});
