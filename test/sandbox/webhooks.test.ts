import { describe, expect, it } from "vitest";
import { aListener, aPullIn, aSandbox } from "./a-sandbox.ts";

async function listening(answers?: Parameters<typeof aListener>[0]) {
  const listener = await aListener(answers);
  const sandbox = await aSandbox({ webhookUrl: listener.url });
  const pull = aPullIn(sandbox.world);
  await sandbox.settled();
  listener.received.length = 0;
  const say = (...texts: string[]) => {
    for (const text of texts) sandbox.world.as("octo-fan").comment(pull, text);
    return sandbox.settled();
  };
  return { ...listener, sandbox, pull, say };
}

describe("webhooks", () => {
  it("come in the order things happened", async () => {
    const { sandbox, pull, received } = await listening();
    const fan = sandbox.world.as("octo-fan");
    fan.edit(pull, { title: "feat: b" });
    fan.close(pull);
    fan.reopen(pull);
    await sandbox.settled();
    expect(received.map((one) => one.action)).toEqual(["edited", "closed", "reopened"]);
  });

  it("only events the app subscribed to are sent", async () => {
    const { sandbox, say, received } = await listening();
    const [app] = sandbox.world.apps;
    if (app === undefined) throw new Error("no app");
    app.events = ["pull_request"];
    await say("hello");
    expect(received).toEqual([]);
  });

  it("dropped ones stand in the log as failed and can be redelivered with the same guid", async () => {
    const { sandbox, say, received } = await listening();
    sandbox.deliver({ drop: 1 });
    await say("one");
    expect(received).toEqual([]);
    const failed = sandbox.webhooks.log.at(-1);
    if (failed === undefined) throw new Error("the log is empty");
    expect(failed.status).toBe(0);
    sandbox.webhooks.redeliver(failed);
    await sandbox.settled();
    expect(received.map((one) => one.guid)).toEqual([failed.guid]);
    expect(sandbox.webhooks.log.at(-1)).toMatchObject({ redelivery: true, status: 202 });
  });

  it("lost ones leave no trace", async () => {
    const { sandbox, say, received } = await listening();
    const before = sandbox.webhooks.log.length;
    sandbox.deliver({ lose: 1 });
    await say("one");
    expect([received.length, sandbox.webhooks.log.length]).toEqual([0, before]);
  });

  it("doubled ones come twice with one guid", async () => {
    const { sandbox, say, received } = await listening();
    sandbox.deliver({ double: 1 });
    await say("one", "two");
    expect(received).toHaveLength(3);
    expect(received[0]?.guid).toBe(received[1]?.guid);
  });

  it("reordered ones come after the one that follows, and alone when none does", async () => {
    const { sandbox, pull, received } = await listening();
    sandbox.deliver({ reorder: 1 });
    sandbox.world.as("octo-fan").close(pull);
    sandbox.world.as("octo-fan").reopen(pull);
    await sandbox.settled();
    expect(received.map((one) => one.action)).toEqual(["reopened", "closed"]);
    sandbox.deliver({ reorder: 1 });
    sandbox.world.as("octo-fan").close(pull);
    await sandbox.settled();
    expect(received.at(-1)?.action).toBe("closed");
  });

  it("paused ones wait", async () => {
    const { sandbox, pull, received } = await listening();
    sandbox.deliver({ paused: true });
    sandbox.world.as("octo-fan").close(pull);
    expect(sandbox.webhooks.idle).toBe(false);
    sandbox.deliver({ paused: false });
    await sandbox.settled();
    expect(received).toHaveLength(1);
  });

  it("a bot that is down is a failed delivery, not a fault of the sandbox", async () => {
    const { sandbox, say } = await listening();
    sandbox.setWebhookUrl("http://127.0.0.1:1/");
    await say("one");
    expect(sandbox.webhooks.entries().at(-1)).toMatchObject({ status: 0, event: "issue_comment" });
  });

  it("the bot's own acts are told too, with the bot as sender", async () => {
    const { sandbox, pull } = await listening();
    const [app] = sandbox.world.apps;
    sandbox.world.as("rung[bot]", app ?? null).createCheck(pull.repo, pull.headSha, "rung", { status: "in_progress" });
    await sandbox.settled();
    expect(sandbox.webhooks.entries().at(-1)).toMatchObject({
      event: "check_run",
      action: "created",
      sender: "rung[bot]",
    });
  });
});
