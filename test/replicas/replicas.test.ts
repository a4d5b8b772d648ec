import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { STATUS_MARKER } from "../../src/commands/replies/status-comment.ts";
import { kusionStack } from "../../src/sandbox/kusionstack.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { KUSION, REGISTRY } from "../scenarios/stage.ts";
import { aBot, type RunningBot } from "../support/a-bot.ts";
import { freshDatabase } from "../support/fresh-database.ts";

/** What a dead process had claimed is free after 15 s; a loaded machine gets more. */
const patient = { timeout: 120_000, interval: 100 };

describe("several processes on one PostgreSQL", () => {
  let sandbox: Sandbox;
  let databaseUrl = "";
  const bots: RunningBot[] = [];

  beforeAll(async () => {
    databaseUrl = await freshDatabase();
    sandbox = await startSandbox({ world: kusionStack({ registry: REGISTRY, empty: true }) });
    sandbox.deliver({ concurrency: 8 });
    let turn = 0;
    // As a proxy does: to each in turn, whether it lives or not.
    sandbox.setWebhookUrl(() => {
      turn += 1;
      return bots[turn % Math.max(1, bots.length)]?.webhookUrl ?? "http://127.0.0.1:9/";
    });
  }, 120_000);
  afterEach(async () => {
    for (const bot of bots.splice(0)) await bot.kill();
  });
  afterAll(async () => {
    await sandbox.close();
  });

  const started = () => aBot(sandbox, databaseUrl, { RECOVERY_INTERVAL: "1s" });

  async function replace(index: number, signal: "SIGKILL" | "SIGTERM" | "SIGHUP"): Promise<number | null> {
    const old = bots[index];
    old?.child.kill(signal);
    const code = (await old?.ended) ?? null;
    bots[index] = await started();
    return code;
  }

  function open(count: number): readonly Pull[] {
    const fan = sandbox.world.as("octo-fan");
    return Array.from({ length: count }, (_, index) =>
      fan.openPull({ repo: KUSION, title: `change ${index}`, files: { [`main-${index}.go`]: "package x\n" } }),
    );
  }

  const verdict = (pull: Pull) => {
    const runs = [...sandbox.world.repo(KUSION).checkRuns.values()].flat();
    const own = runs.filter((run) => run.headSha === pull.headSha && run.name === "rung");
    return own.toSorted((one, other) => other.id - one.id)[0]?.conclusion ?? "none";
  };
  const by = (pull: Pull) => pull.comments.filter(({ author }) => author.login === "rung[bot]").map(({ body }) => body);

  it("R30, R31: killed and restarted under way, they lose nothing and double nothing", async () => {
    bots.push(await started(), await started(), await started());
    const pulls = open(24);
    const [approver, stranger] = [sandbox.world.as("hoangndst"), sandbox.world.as("octo-fan")];
    for (const [index, pull] of pulls.entries()) {
      stranger.comment(pull, "/retitle renamed");
      if (index % 2 === 0) approver.approve(pull);
      else approver.comment(pull, "/approve");
      if (index === 6) await replace(0, "SIGKILL");
      if (index === 12) expect(await replace(1, "SIGTERM")).toBe(0);
      if (index === 15) expect(await replace(0, "SIGHUP")).toBe(0);
      if (index === 18) await replace(2, "SIGKILL");
    }
    await vi.waitFor(() => expect(pulls.filter((pull) => verdict(pull) !== "success")).toEqual([]), patient);
    await vi.waitFor(() => expect(pulls.filter(({ title }) => title !== "renamed")).toEqual([]), patient);
    for (const pull of pulls) {
      expect(pull.events.filter(({ event }) => event === "renamed")).toHaveLength(1);
      const markers = by(pull).map((body) => (body.startsWith(STATUS_MARKER) ? STATUS_MARKER : body));
      expect(new Set(markers).size).toBe(markers.length);
      const runs = [...sandbox.world.repo(KUSION).checkRuns.values()].flat();
      expect(runs.filter((run) => run.headSha === pull.headSha && run.name === "rung").length).toBeLessThanOrEqual(2);
    }
  }, 400_000);

  it("R31: what was said while none ran is heard within seconds of a start", async () => {
    const [pull] = open(1);
    if (pull === undefined) throw new Error("no pull request was opened");
    sandbox.world.as("hoangndst").approve(pull);
    sandbox.world.as("octo-fan").comment(pull, "/retitle said while nobody listened");
    await sandbox.settled();
    expect(verdict(pull)).toBe("none");
    bots.push(await started());
    await vi.waitFor(() => expect(verdict(pull)).toBe("success"), patient);
    await vi.waitFor(() => expect(pull.title).toBe("said while nobody listened"), patient);
  }, 200_000);

  it("R17: two pull requests with one head never have a check that only one deserves", async () => {
    bots.push(await started(), await started(), await started());
    const fan = sandbox.world.as("octo-fan");
    const pairs = Array.from({ length: 8 }, (_, index) => {
      const files = { [`twin-${index}.go`]: "package x\n" };
      const one = fan.openPull({ repo: KUSION, title: "to main", files, branch: `shared-${index}` });
      const { headRepo } = one;
      headRepo?.refs.set(`refs/heads/twin-${index}`, one.headSha);
      const from = { repo: KUSION, title: "the same", headRepo, headRef: `twin-${index}`, base: "main" };
      return { one, other: fan.openPullFrom(from) };
    });
    // Approvals of both and a hold on one arrive at different processes at once: whoever writes last must have read last.
    for (const { one, other } of pairs) {
      sandbox.world.as("hoangndst").approve(one);
      sandbox.world.as("SparkYuan").comment(other, "/hold");
      sandbox.world.as("hoangndst").approve(other);
    }
    await vi.waitFor(
      () => expect(pairs.map(({ one }) => verdict(one))).toEqual(pairs.map(() => "action_required")),
      patient,
    );
  }, 200_000);
});
