/** R91: Rung comes to a repository that has been living for long. */

import { afterEach, describe, expect, it } from "vitest";
import { kusionStack, PERMISSIONS } from "../../src/sandbox/kusionstack.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import type { Pull, Repo } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, labelsOn, REGISTRY, type Stage, saidByRung, statusOn, verdictOn } from "./stage.ts";

const DAY = 24 * 60 * 60_000;
const OLD = 10;
const RECENT = 2;

let stage: Stage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});

interface Living {
  readonly world: PlayedWorld;
  readonly kusion: Repo;
  readonly old: readonly Pull[];
  readonly recent: readonly Pull[];
}

/** Pull requests of forty days to four, and of the last one; reviewed and talked about as people do. */
function lived(world: PlayedWorld): Living {
  const kusion = world.repo(KUSION);
  const now = world.clock.now();
  const open = (index: number, daysAgo: number) => {
    world.clock.set(now - daysAgo * DAY);
    const files = { [`pkg/cmd/f${index}.go`]: "package cmd\n" };
    return world.as("octo-fan").openPull({ repo: KUSION, title: `x${index}`, files });
  };
  const old = Array.from({ length: OLD }, (_, index) => open(index, 40 - 4 * index));
  for (const [index, pull] of old.entries()) {
    if (index % 2 === 0) world.as("jemshad").comment(pull, "Looks good to me, thanks");
    if (index % 3 === 0) world.as("hoangndst").review(pull, "APPROVE");
  }
  const recent = Array.from({ length: RECENT }, (_, index) => open(OLD + index, 0.5));
  world.clock.set(now);
  return { world, kusion, old, recent };
}

async function aLivingStage(): Promise<{ readonly on: Stage; readonly living: Living }> {
  const clock = steppingClock(Date.now(), 2_000);
  const world = kusionStack({ clock, registry: REGISTRY, empty: true, permissions: PERMISSIONS });
  const [installation] = world.installations;
  if (installation === undefined) throw new Error("the app is installed nowhere");
  world.as("SparkYuan").uninstallFrom(installation, world.repo(KUSION));
  const living = lived(world);
  const on = await aStage({ on: await startSandbox({ world }) });
  on.requests();
  world.as("SparkYuan").installOn(installation, living.kusion);
  await on.settled();
  return { on, living };
}

const count = (requests: readonly string[], part: string) => requests.filter((one) => one.includes(part)).length;

describe("R91: installed on a repository with open pull requests", () => {
  it("each has its check, and none older than three days a comment or a request to review", async () => {
    const { on, living } = await aLivingStage();
    stage = on;
    for (const pull of [...living.old, ...living.recent]) expect(verdictOn(on, pull)).not.toBeNull();
    for (const pull of living.old) {
      expect([...saidByRung(pull), statusOn(pull)]).toEqual([null]);
      expect(pull.requestedReviewers).toEqual([]);
      expect(labelsOn(pull)).not.toEqual([]);
    }
    for (const pull of living.recent) expect(statusOn(pull)).toContain("Asked");
  });

  it("costs a check one write and no read of its own, and labels and comments come after it", async () => {
    const { on, living } = await aLivingStage();
    stage = on;
    const asked = on.requests();
    expect(count(asked, "POST /repos/{owner}/{repo}/check-runs")).toBe(OLD + RECENT);
    expect(count(asked, "/check-runs") - count(asked, "POST")).toBeLessThanOrEqual(count(asked, "PATCH"));
    expect(count(asked, "GET")).toBe(0);
    expect(count(asked, "query Pull")).toBeLessThanOrEqual(2 * (OLD + RECENT));
    const journal = on.sandbox.journal.since().filter(({ effect }) => effect === "write");
    for (const { path, seq } of journal) {
      const number = /\/issues\/(\d+)\/(?:comments|labels)$/.exec(path)?.[1];
      if (number === undefined) continue;
      const pull = [...living.old, ...living.recent].find((one) => one.number === Number(number));
      const check = journal.find((one) => one.summary?.includes(`check rung on ${pull?.headSha.slice(0, 7)}`));
      expect(check?.seq, path).toBeLessThan(seq);
    }
  });

  it("what was asked of Rung on an old one by a command is answered for", async () => {
    const clock = steppingClock(Date.now(), 2_000);
    const world = kusionStack({ clock, registry: REGISTRY, empty: true, permissions: PERMISSIONS });
    const { old } = lived(world);
    const [held, ...others] = old;
    if (held === undefined) throw new Error("none is open");
    world.as("hoangndst").comment(held, "/hold until the release");
    stage = await aStage({ on: await startSandbox({ world }) });
    expect(statusOn(held)).toContain("Held");
    for (const pull of others) expect([...saidByRung(pull), statusOn(pull)]).toEqual([null]);
  });

  it("costs no read of a check on an empty database either, since the reading of each tells that none stands", async () => {
    const clock = steppingClock(Date.now(), 2_000);
    const world = kusionStack({ clock, registry: REGISTRY, empty: true, permissions: PERMISSIONS });
    const { old, recent } = lived(world);
    const on = await aStage({ on: await startSandbox({ world }) });
    stage = on;
    const { journal } = on.sandbox;
    const runs = journal.counted(0).filter(({ path }) => path.includes("/check-runs"));
    const asked = runs.map(({ method }) => method);
    for (const pull of [...old, ...recent]) expect(verdictOn(on, pull)).not.toBeNull();
    expect(asked.filter((method) => method === "POST")).toHaveLength(OLD + RECENT);
    expect(asked).not.toContain("GET");
  });

  it("a database that was lost writes nothing anew, and says nothing either", async () => {
    const { on, living } = await aLivingStage();
    await on.rung.close();
    const { journal } = on.sandbox;
    const before = journal.last;
    stage = await aStage({ on: on.sandbox });
    const written = journal.counted(before).filter(({ effect }) => effect === "write");
    expect(written.map(({ operation }) => operation)).toEqual([]);
    for (const pull of living.old) expect([...saidByRung(pull), statusOn(pull)]).toEqual([null]);
  });
});

describe("R91: given its first registry", () => {
  it("a repository that Rung has watched without one has its checks, and its old pull requests no comment", async () => {
    const on = await aStage({ registry: null });
    stage = on;
    const { old, recent, world, kusion } = lived(on.world);
    await on.settled();
    on.requests();
    world.as("SparkYuan").pushRegistry(kusion, REGISTRY);
    await on.settled();
    for (const pull of [...old, ...recent]) expect(verdictOn(on, pull)).not.toBeNull();
    for (const pull of old) expect([...saidByRung(pull), statusOn(pull)]).toEqual([null]);
    expect(count(on.requests(), "GET /repos/{owner}/{repo}/commits")).toBe(0);
  });
});
