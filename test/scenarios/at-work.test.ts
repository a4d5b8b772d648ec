/** The world of npm start with its bot: lists that follow, and ordinary events that cost no more for it. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ACCESS_TITLE } from "../../src/registry/access/access-issue.ts";
import { kusionStackAtWork, publishLists } from "../../src/sandbox/kusionstack-at-work.ts";
import { history } from "../../src/sandbox/kusionstack-history.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import { pullComparison, pullsOf } from "../../src/sandbox/world/pulls.ts";
import type { Rung } from "../../src/start.ts";
import { aRung, quiet } from "../support/a-rung.ts";

const soon = { timeout: 20_000, interval: 50 };

let sandbox: Sandbox;
let world: PlayedWorld;
let rung: Rung;

beforeAll(async () => {
  world = kusionStackAtWork({ clock: steppingClock(Date.now(), 2_000), empty: true });
  history(world);
  sandbox = await startSandbox({ world });
  publishLists(world);
  rung = await aRung(sandbox);
  await rung.firstLook;
  await quiet(sandbox, rung);
});

afterAll(async () => {
  await rung.close();
  await sandbox.close();
});

describe("the world of npm start", () => {
  it("carries the list in the change of a promotion, and its check is finished by one of its maintainers, since the list follows it", async () => {
    const issue = world.as("SparkYuan").openIssue({ repo: "KusionStack/kusion", title: "octo-fan" });
    world.as("hoangndst").comment(issue, "/promote @octo-fan contributors kusion");
    await quiet(sandbox, rung);
    for (const sponsor of ["hoangndst", "SparkYuan"]) world.as(sponsor).comment(issue, "/sponsor");
    await quiet(sandbox, rung);
    const [change] = pullsOf(world.repo("KusionStack/.github"));
    if (change === undefined) throw new Error("no change of the registry was opened");
    const files = pullComparison(world, change).files.map(({ path }) => path);
    expect(files.toSorted()).toEqual(["CONTRIBUTORS.md", "roles.yaml"]);
    const check = () => world.repo("KusionStack/.github").checkRuns.get(change.headSha)?.at(-1)?.conclusion ?? null;
    expect(check()).toBeNull();
    world.as("liu-hm19").approve(change);
    await quiet(sandbox, rung);
    expect(check()).toBe("success");
  });

  it("tells in one issue how its teams differ from the registry, and what somebody changes there", async () => {
    const home = world.repo("KusionStack/.github");
    const told = () => [...home.subjects.values()].filter(({ title }) => title === ACCESS_TITLE);
    const says = () =>
      told().map(({ body }) => ["jemshad", "shaofan-hs", "zoumo"].filter((login) => body.includes(login)));
    await vi.waitFor(() => expect(says()).toEqual([["jemshad", "shaofan-hs"]]), soon);
    const team = world.organizations.team(world.actor("KusionStack"), "approvers");
    if (team === undefined) throw new Error("the team is gone");
    world.as("SparkYuan").removeFromTeam(team, "jemshad");
    world.as("SparkYuan").addToTeam(team, "zoumo");
    await vi.waitFor(() => expect(says()).toEqual([["shaofan-hs", "zoumo"]]), soon);
  });

  it("an approving review still costs one read, and an ordinary comment nothing", async () => {
    const files = { "docs/quickstart.md": "# Quick start\n" };
    const pull = world.as("octo-fan").openPull({ repo: "KusionStack/kusion", title: "docs: shorter", files });
    await quiet(sandbox, rung);
    const seen = sandbox.journal.last;
    world.as("octo-fan").comment(pull, "Ready, I think.");
    await quiet(sandbox, rung);
    expect(sandbox.journal.counted(seen).map(({ operation }) => operation)).toEqual([]);
    world.as("hoangndst").approve(pull);
    await quiet(sandbox, rung);
    const reads = sandbox.journal.counted(seen).filter(({ effect }) => effect === "read");
    expect(reads.map(({ operation }) => operation)).toEqual(["query Pull"]);
  });
});
