import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { kusionStack } from "../../../../src/sandbox/kusionstack.ts";
import { type Sandbox, startSandbox } from "../../../../src/sandbox/start.ts";
import type { Issue } from "../../../../src/sandbox/world/model.ts";
import { KUSION, REGISTRY } from "../../../scenarios/stage.ts";
import { aBot, type RunningBot } from "../../../support/a-bot.ts";
import { freshDatabase } from "../../../support/fresh-database.ts";

/** A killed bot's subject is free again after 15 s; a loaded machine gets more. */
const patient = { timeout: 60_000, interval: 50 };

describe("R30: a bot killed between an act and its record", () => {
  let sandbox: Sandbox;
  let databaseUrl = "";
  const bots: RunningBot[] = [];

  beforeAll(async () => {
    databaseUrl = await freshDatabase();
    sandbox = await startSandbox({ world: kusionStack({ registry: REGISTRY, empty: true }) });
  }, 120_000);
  afterEach(async () => {
    for (const bot of bots.splice(0)) await bot.kill();
  });
  afterAll(async () => {
    await sandbox.close();
  });

  /** Running, with the sandbox's webhooks going to it. */
  async function started(): Promise<RunningBot> {
    const bot = await aBot(sandbox, databaseUrl);
    bots.push(bot);
    sandbox.setWebhookUrl(bot.webhookUrl);
    return bot;
  }

  /** Resolves when the bot has written that, and hears no answer to it. */
  function written(match: string): Promise<void> {
    sandbox.faults.add({ kind: "timeout-after", match, times: 1 });
    return new Promise((resolve) => {
      sandbox.onExchange(({ method, route, status }) => {
        if (status === 0 && `${method} ${route}`.includes(match.split(" ")[0] ?? "")) resolve();
      });
    });
  }

  const own = (issue: Issue, event: string) =>
    issue.events.filter((one) => one.event === event && one.actor.login === "rung[bot]");

  it("is not repeated by the next one, even where somebody has undone it meanwhile", async () => {
    const doomed = await started();
    const fan = sandbox.world.as("octo-fan");
    const issue = fan.openIssue({ repo: KUSION, title: "Apply fails" });
    const done = written("POST /repos/KusionStack/kusion/issues/");
    const comment = fan.comment(issue, "/kind bug\n/retitle Apply fails on a locked state\n/assign");
    await done;
    expect(own(issue, "labeled")).toHaveLength(1);
    await doomed.kill();
    sandbox.world.as("SparkYuan").unlabel(issue, "kind/bug");

    await started();
    await vi.waitFor(() => expect(comment.reactions.map(({ content }) => content)).toEqual(["+1"]), patient);
    await sandbox.settled();
    expect(own(issue, "labeled")).toHaveLength(1);
    expect(issue.labels).toEqual([]);
    // What the first one did not come to is done once.
    expect(own(issue, "renamed")).toHaveLength(1);
    expect(issue.assignees.map(({ login }) => login)).toEqual(["octo-fan"]);
    expect(issue.comments).toHaveLength(1);
  }, 150_000);
});
