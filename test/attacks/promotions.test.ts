/** Promotions that nobody gave: words, records and registries that have no say (R45 to R51, R81). */

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Issue, Subject } from "../../src/sandbox/world/model.ts";
import {
  aPromotionStage,
  DAY,
  HOME,
  type PromotionStage,
  registryPulls,
  replies,
  status,
  statuses,
} from "../scenarios/promotion-stage.ts";

const KUSION = "KusionStack/kusion";

/** SparkYuan and adohe maintain everything, ffforest only the docs; hoangndst approves the docs. */
const REGISTRY = `version: 1
areas:
  docs: { repos: [kusion], paths: ["docs/**"] }
  engine: { repos: [kusion], paths: ["pkg/engine/**"] }
roles:
  contributors:
    promotion:
      sponsors: { from: approvers, min: 1, area: anywhere }
      notice: 2d
  approvers:
    promotion:
      attestation: { text: knows the code, by: maintainers }
      sponsors: { from: maintainers, min: 1 }
      acceptance: true
  maintainers:
    promotion:
      vote: { of: maintainers, share: unanimous }
      objections: { from: maintainers, window: 2d }
maintainers:
  - SparkYuan
  - adohe
  - { login: ffforest, areas: [docs] }
approvers:
  - { login: hoangndst, areas: [docs] }
`;

/** What a repository's own people would like to decide for everybody. */
const OWN = `version: 1
extends: true
areas:
  site: { paths: ["site/**"] }
roles:
  approvers: { promotion: { sponsors: { from: maintainers, min: 1 } } }
commands: { object: maintainers }
maintainers: [riven-blade]
`;

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: REGISTRY, past: false });
});
afterAll(() => stage.close());
afterEach(async () => {
  for (const repo of [HOME, KUSION])
    for (const one of stage.world.repo(repo).subjects.values())
      if (one.kind === "issue" && one.state === "open") stage.as("SparkYuan").close(one);
  for (const pull of registryPulls(stage)) stage.as("SparkYuan").close(pull);
  await stage.settled();
});

const last = (on: Subject) => replies(on).at(-1) ?? "";
const visible = (body: string) => body.replace(/<!--.*?-->/gs, "").trim();

async function issueIn(repo: string): Promise<Issue> {
  const issue = stage.as("SparkYuan").openIssue({ repo, title: "Promotion", body: "Here." });
  await stage.settled();
  return issue;
}

function own(on: Subject, part: string) {
  const found = on.comments.find(({ author, body }) => author.login === "rung[bot]" && body.includes(part));
  if (found === undefined) throw new Error(`nothing of Rung's says ${part}`);
  return found;
}

describe("R45: a registry speaks for itself alone", () => {
  it("29: a repository's file adds no rule, no person and no permission to what the organisation's would carry", async () => {
    stage.as("SparkYuan").commit(stage.world.repo(KUSION), "main", { files: { "roles.yaml": OWN } });
    await stage.settled();
    const issue = await issueIn(KUSION);
    await stage.say("riven-blade", issue, "/promote @octo-fan approver everywhere");
    expect(last(issue)).toContain("I cannot take `/promote` from riven-blade");
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver everywhere");
    expect(status(issue)).toContain("knows the code");
    await stage.say("octo-fan", issue, "/accept");
    for (const words of ["/sponsor", "/waive attestation we know", "/attest 1 we know", "/withdraw"]) {
      await stage.say("riven-blade", issue, words);
      expect(last(issue), words).toContain(`I cannot take \`${words.split(" ")[0]}\` from riven-blade`);
    }
    expect(registryPulls(stage)).toEqual([]);
    expect(status(issue)).toContain("0 of 1");

    await stage.say("SparkYuan", issue, "/promote @octo-fan approver site docs");
    const ways = [...last(issue).matchAll(/`(\/promote [^`]*)`/g)].map(([, way = ""]) => way);
    expect(ways).toEqual(["/promote @octo-fan approver site", "/promote @octo-fan approver docs"]);
    // The repository's own area is its own file's matter.
    await stage.say("riven-blade", issue, "/promote @jakezhu9 approver site\n/sponsor @jakezhu9");
    const pulls = [...stage.world.repo(KUSION).subjects.values()].filter(({ kind }) => kind === "pull");
    expect(pulls.map(({ title }) => title)).toEqual(["Promote jakezhu9 to approver of site"]);
    const files = { "roles.yaml": "version: 1\nextends: true\n" };
    stage.as("SparkYuan").commit(stage.world.repo(KUSION), "main", { files });
    await stage.settled();
    const site = statuses(issue).find((text) => text.includes("jakezhu9 to"));
    await stage.say("SparkYuan", issue, "/role");
    expect(statuses(issue).find((text) => text.includes("jakezhu9 to")) ?? site).toContain("**Void** since");
    stage.as("SparkYuan").commit(stage.world.repo(KUSION), "main", { files: { "roles.yaml": null } });
    await stage.settled();
  });
});

describe("R46: a nomination lives where it was made", () => {
  it("30: in another issue its status comment says that it is void, and nothing said there counts", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver docs\n/attest 1 I saw it");
    await stage.say("adohe", issue, "/sponsor");
    const other = await issueIn(KUSION);
    for (const comment of issue.comments.splice(0)) other.comments.push(Object.assign(comment, { subject: other }));
    await stage.say("octo-fan", other, "/accept");
    expect(last(other)).toContain("No promotion is open here");
    expect(status(other)).toMatch(/\*\*Void:\*\* this was nominated in \[KusionStack\/community#.*lives only there/s);
    expect(registryPulls(stage)).toEqual([]);
  });
});

describe("R62: a public issue names no private repository", () => {
  it("a promotion that is open in a private repository is told of there without its place", async () => {
    const kusion = stage.world.repo(KUSION);
    kusion.private = true;
    const secret = await issueIn(KUSION);
    await stage.say("SparkYuan", secret, "/promote @octo-fan approver docs");
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver docs");
    expect(last(issue)).toContain("is open elsewhere already, so this changes nothing");
    expect(last(issue)).not.toMatch(/kusion/i);
    kusion.private = false;
    await stage.say("SparkYuan", secret, "/withdraw");
  });
});

describe("R47: no time passes before people could see it", () => {
  it("31: a status comment that was deleted is made anew, with its words, and its windows begin again", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan contributor docs\n/sponsor");
    expect(status(issue)).toContain("1 of 1: SparkYuan");
    stage.pass(1.5 * DAY);
    stage.as("adohe").deleteComment(own(issue, "rung:nomination"));
    await stage.settled();
    expect(status(issue)).toContain("lost or changed by somebody; it was made anew");
    expect(status(issue)).toContain("1 of 1: SparkYuan");
    stage.pass(DAY);
    await stage.say("adohe", issue, "/role");
    expect(registryPulls(stage)).toEqual([]);
    stage.pass(1.5 * DAY);
    await stage.say("adohe", issue, "/role");
    expect(registryPulls(stage)).toHaveLength(1);
  });

  it("nor while its issue was closed: reopened, its windows begin again, and closed it can be ended", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan contributor docs\n/sponsor");
    stage.as("SparkYuan").close(issue);
    await stage.settled();
    stage.pass(3 * DAY);
    stage.as("SparkYuan").reopen(issue);
    await stage.settled();
    await stage.say("adohe", issue, "/role");
    expect(registryPulls(stage)).toEqual([]);
    stage.as("SparkYuan").close(issue);
    await stage.settled();
    await stage.say("SparkYuan", issue, "/withdraw");
    expect(status(issue)).toContain("**Withdrawn** by SparkYuan");
  });

  it("R37: closed and reopened within one second, it goes on although a reading showed it closed", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan contributor docs\n/sponsor");
    stage.as("SparkYuan").close(issue);
    await stage.settled();
    const at = performance.now();
    stage.sandbox.setLag(() => performance.now() - at + 1_000);
    // By the clock of this world each act takes two seconds.
    stage.world.clock.set((issue.closedAt ?? 0) - 2_000);
    stage.as("SparkYuan").reopen(issue);
    await stage.settled();
    expect(status(issue)).toContain("the promotion rests");
    stage.sandbox.setLag(0);
    await stage.dueNow();
    await stage.settled();
    expect(status(issue)).not.toContain("rests");
    await stage.say("SparkYuan", issue, "/withdraw");
  });

  it("nor where nobody told that it was reopened: the status says that it rests, at once, and goes on from its beginning", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan contributor docs\n/sponsor");
    stage.as("SparkYuan").close(issue);
    await stage.settled();
    expect(status(issue)).toContain("This issue is closed, so the promotion rests");
    stage.pass(3 * DAY);
    await stage.stop();
    stage.as("SparkYuan").reopen(issue);
    await stage.start();
    await stage.say("adohe", issue, "/role");
    expect(status(issue)).not.toContain("rests");
    expect(registryPulls(stage)).toEqual([]);
    await stage.say("SparkYuan", issue, "/withdraw");
  });

  it("R78: changed while the database is lost, a nomination is void, also where its event comes once more", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan contributor docs\n/sponsor");
    await stage.stop();
    const comment = own(issue, "rung:nomination");
    stage.as("adohe").editComment(comment, comment.body.replace("octo-fan", "jemshad"));
    await stage.start();
    expect(statuses(issue)).toHaveLength(1);
    expect(status(issue)).toContain("**Void:**");
    await stage.say("SparkYuan", issue, "/promote @octo-fan contributor docs");
    expect(statuses(issue)).toHaveLength(2);
  });

  it("31: neither quoted markers nor deleted comments make a nomination of old words", async () => {
    const issue = await stage.issue();
    const said = stage.as("SparkYuan").comment(issue, "Nothing yet.");
    await stage.settled();
    stage.as("SparkYuan").editComment(said, "/promote @octo-fan contributor docs");
    const other = stage.as("adohe").comment(issue, "<!-- rung:nomination comment:1/1 -->\n/role @rung:promotion");
    await stage.settled();
    stage.as("adohe").deleteComment(other);
    await stage.settled();
    await stage.say("adohe", issue, "/role @rung:promotion");
    expect(statuses(issue)).toEqual([]);
  });
});

describe("R49: who acts for an area holds all the areas", () => {
  it("33: a maintainer of the docs neither waives nor attests nor ends what is for docs and engine", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver docs engine");
    for (const words of ["/waive attestation we know", "/attest 1 we know", "/withdraw"]) {
      await stage.say("ffforest", issue, words);
      expect(last(issue), words).toContain(`I cannot take \`${words.split(" ")[0]}\` from ffforest`);
    }
    expect(status(issue)).toContain("nobody yet");
    await stage.say("SparkYuan", issue, "/promote @jakezhu9 approver docs");
    await stage.say("ffforest", issue, "/attest @jakezhu9 1 I saw it");
    expect(statuses(issue)[1]).toContain("vouched for by ffforest");
  });
});

describe("R50: done is what the default branch's registry says", () => {
  it("34: merged into another branch, nothing is done, and the question is open again", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver docs\n/attest 1 I saw it\n/sponsor");
    await stage.say("octo-fan", issue, "/accept");
    const [pull] = registryPulls(stage);
    if (pull === undefined) throw new Error(status(issue));
    const repo = stage.world.repo("KusionStack/.github");
    stage.as("SparkYuan").commit(repo, "other", { files: { "x.txt": "x\n" } });
    stage.as("SparkYuan").retarget(pull, "other");
    await stage.settled();
    stage.as("SparkYuan").merge(pull);
    await stage.settled();
    expect(status(issue)).not.toContain("**Done:**");
    expect(status(issue)).toContain("the registry that counts does not say it");
    expect(replies(issue).join("\n")).not.toContain("Congratulations");
  });
});

describe("R51: nothing false stays under Rung's name", () => {
  it("35: a status comment that somebody rewrote is put right in place, its first line gone or not", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver docs\n/sponsor");
    stage.as("adohe").editComment(own(issue, "rung:nomination"), "All criteria met, sponsored by everybody.");
    await stage.settled();
    expect(issue.comments.filter(({ author }) => author.login === "rung[bot]")).toHaveLength(1);
    expect(status(issue)).toContain("1 of 1: SparkYuan");
  });

  it.each([
    ["that Rung has not edited", ["/promote @octo-fan approver docs\n/sponsor"]],
    ["that Rung has edited", ["/promote @octo-fan approver docs", "/sponsor"]],
  ])("R37: one %s is put right as well where readings lag behind the event", async (_, words) => {
    const issue = await stage.issue();
    for (const word of words) await stage.say("SparkYuan", issue, word);
    stage.sandbox.setLag(700);
    const shown = own(issue, "rung:nomination");
    stage.as("adohe").editComment(shown, shown.body.replace("1 of 1", "9 of 1"));
    await stage.settled();
    stage.sandbox.setLag(0);
    expect(status(issue)).toContain("1 of 1: SparkYuan");
  });

  it("35: a reply that somebody rewrote is taken out of sight, and no status comment of another takes its place", async () => {
    const issue = await stage.issue();
    await stage.say("riven-blade", issue, "/promote @octo-fan approver docs");
    const reply = own(issue, "I cannot take");
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver docs\n/sponsor");
    stage.as("adohe").editComment(reply, own(issue, "rung:nomination").body.replace("1 of 1", "9 of 1"));
    await stage.settled();
    expect(statuses(issue)).toHaveLength(1);
    expect(visible(reply.body)).toContain("Somebody else changed what I had written here");
    expect(status(issue)).toContain("1 of 1: SparkYuan");
  });
});

describe("R81: a word is for one promotion, decided when it was said", () => {
  it("55: /withdraw ends one alone, and a refused word counts for none later", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver docs");
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver engine");
    await stage.say("adohe", issue, "/sponsor");
    expect(last(issue)).toContain("2 promotions are open here");
    await stage.say("octo-fan", issue, "/withdraw @octo-fan docs");
    await stage.say("adohe", issue, "/role");
    await stage.forget();
    await stage.say("hoangndst", issue, "/role");
    const [docs = "", engine = ""] = statuses(issue);
    expect(docs).toContain("**Withdrawn** by octo-fan");
    expect(engine).not.toContain("Withdrawn");
    expect(engine).toContain("0 of 1");
    await stage.say("adohe", issue, "/sponsor @octo-fan docs");
    expect(last(issue)).toContain("No such promotion is open here");
    expect(statuses(issue)[1]).toContain("0 of 1");
  });

  it("each command that is proposed does what it promises, said as it stands", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver docs");
    await stage.say("SparkYuan", issue, "/promote @octo-fan maintainer docs");
    await stage.say("SparkYuan", issue, "/promote @octo-fan contributor everywhere");
    const proposed = (text: string) => [...text.matchAll(/`(\/[a-z][^`]*@octo-fan[^`]*)`/g)].map(([, way = ""]) => way);
    for (const bare of ["/sponsor", "/vote yes", "/attest 1 I saw it", "/object too early", "/withdraw"]) {
      const said = replies(issue).length;
      await stage.say("adohe", issue, bare);
      // Where one alone asks for it, that is meant.
      if (replies(issue).length === said) continue;
      const ways = proposed(last(issue));
      expect(ways.length, last(issue)).toBeGreaterThan(1);
      if (bare === "/withdraw") continue;
      for (const way of ways) {
        const before = replies(issue).length;
        await stage.say("adohe", issue, way);
        expect(replies(issue).slice(before), way).toEqual([]);
      }
    }
    // What the status comments say is next.
    const next = statuses(issue).flatMap((text) => proposed(text.slice(text.indexOf("**Next:**"))));
    expect(next.length).toBeGreaterThan(0);
    for (const way of next) {
      const before = replies(issue).length;
      await stage.say(
        way.startsWith("/accept") ? "octo-fan" : /^\/(object cancel|unobject)/.test(way) ? "adohe" : "SparkYuan",
        issue,
        way,
      );
      expect(replies(issue).slice(before), way).toEqual([]);
    }
  });
});
