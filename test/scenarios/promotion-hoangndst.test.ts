import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aPromotionStage, DAY, type PromotionStage, registryPulls, replies, status } from "./promotion-stage.ts";

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage();
});
afterAll(() => stage.close());

describe("hoangndst's promotion to approver of kusion (KusionStack/community#56)", () => {
  // With the database thrown away before each step, too: everything goes on from GitHub alone.
  it.each([false, true])(
    "is short, waived, sponsored, objected to, let go on, merged and done (forgetting: %s)",
    async (forgetting) => {
      if (forgetting) {
        await stage.close();
        stage = await aPromotionStage();
      }
      const between = () => (forgetting ? stage.forget() : stage.settled());
      const issue = await stage.issue();
      await between();
      await stage.say("SparkYuan", issue, "/promote @hoangndst approver kusion");
      expect(status(issue)).toContain("### Promotion: hoangndst to approver of kusion");
      expect(status(issue)).toContain("**Not yet: 10 merged code pull requests in KusionStack.**");
      expect(status(issue)).toContain(
        "| **5 of 10** | kusion #&#8203;1267 #&#8203;1265 #&#8203;1260 #&#8203;1239 #&#8203;1189 (",
      );
      expect(status(issue)).toContain("| 23 of 20 |");

      await between();
      await stage.say("SparkYuan", issue, "/waive merged-pulls led the Viettel provider");
      expect(status(issue)).toMatch(/\*\*5 of 10\*\*, waived by \[SparkYuan\]\([^)]*\): “led the Viettel provider”/);
      expect(status(issue)).toContain("still need to comment `/sponsor`.");

      await between();
      await stage.say("ffforest", issue, "/sponsor");
      await between();
      await stage.say("adohe", issue, "/sponsor @hoangndst");
      expect(status(issue)).toContain("2 of 2: ffforest (AntGroup), adohe (AntGroup)");
      expect(status(issue)).toContain("the window ends");

      await between();
      stage.pass(3 * DAY);
      await stage.say("liu-hm19", issue, "/object too early for the engine");
      expect(status(issue)).toContain(
        "**Stopped: no objection from maintainers for 7 days (liu-hm19: too early for the engine).**",
      );
      await between();
      await stage.say("liu-hm19", issue, "/object cancel");
      expect(status(issue)).toContain("- liu-hm19: “too early for the engine” ([objection](");

      // The window began anew: five days later it would be over had it not.
      stage.pass(5 * DAY);
      await stage.forget();
      expect(registryPulls(stage)).toEqual([]);
      stage.pass(3 * DAY);
      await stage.forget();
      const [pull] = registryPulls(stage);
      if (pull === undefined) throw new Error(status(issue));
      expect(status(issue)).toContain(`The registry's change is [KusionStack/.github#&#8203;${pull.number}]`);
      expect(pull.body).toContain("waived by [SparkYuan]");
      expect(stage.world.git.known(pull.headSha).message).toContain("Sponsored-by: adohe <");

      await between();
      stage.as("SparkYuan").approve(pull);
      await stage.settled();
      const check = [...stage.world.repo("KusionStack/.github").checkRuns.values()].flat().at(-1);
      expect([check?.name, check?.conclusion]).toEqual(["rung", "success"]);
      stage.as("SparkYuan").merge(pull);
      await stage.settled();
      expect(status(issue)).toContain("**Done:** hoangndst is an approver of kusion since");
      expect(stage.registry()).toMatch(/approvers:\n {2}- \{ login: hoangndst, id: \d+, areas: \[kusion\], since: 20/);
      expect(issue.state).toBe("closed");
      await between();
      expect(replies(issue)).toEqual([
        "Congratulations, @hoangndst: you are an approver of kusion now. Thank you for the work that led here.",
      ]);
    },
    240_000,
  );

  it("/promote costs three reads at most, /role two beside the snapshot", async () => {
    await stage.close();
    stage = await aPromotionStage();
    const other = await stage.issue();
    await stage.say("SparkYuan", other, "/help");
    stage.requests();
    await stage.say("SparkYuan", other, "/promote @jemshad approver kusion");
    const reads = (all: readonly string[]) => all.filter((one) => /^(query|GET)/.test(one));
    expect(reads(stage.requests())).toEqual(["query Issue", "GET /users/{username}", "query Measure"]);
    await stage.say("SparkYuan", other, "/role @octo-fan");
    expect(reads(stage.requests()).length).toBeLessThanOrEqual(3);
    const [answer] = replies(other).slice(-1);
    expect(answer).toContain("octo-fan holds no role in this registry.");
    expect(answer).toContain("**Next: contributor everywhere.** What machines count is met.");
  });
});
