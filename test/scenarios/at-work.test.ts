/** The world of npm start with its bot: lists that follow, and ordinary events that cost no more for it. */

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ACCESS_TITLE } from "../../src/registry/access/access-issue.ts";
import { kusionStackAtWork, listsOf, publishLists } from "../../src/sandbox/kusionstack-at-work.ts";
import { history } from "../../src/sandbox/kusionstack-history.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { pullComparison, pullsOf } from "../../src/sandbox/world/pulls.ts";
import type { Rung } from "../../src/start.ts";
import { aRung, quiet } from "../support/a-rung.ts";

const soon = { timeout: 60_000, interval: 50 };

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
  it("carries the list in the change of a promotion, and one of its maintainers finishes its check: the list follows", async () => {
    const home = world.repo("KusionStack/.github");
    const changes = () => pullsOf(home).filter(({ headRef }) => headRef.startsWith("rung/promote"));
    const check = ({ headSha }: Pull) => home.checkRuns.get(headSha)?.at(-1)?.conclusion ?? null;
    for (const login of ["octo-fan", "jemshad"]) {
      const issue = world.as("SparkYuan").openIssue({ repo: "KusionStack/kusion", title: login });
      world.as("hoangndst").comment(issue, `/promote @${login} contributors kusion`);
      await quiet(sandbox, rung);
      for (const sponsor of ["hoangndst", "SparkYuan"]) world.as(sponsor).comment(issue, "/sponsor");
      await quiet(sandbox, rung);
    }
    const [change, other] = changes();
    if (change === undefined || other === undefined) throw new Error("no changes of the registry were opened");
    const files = pullComparison(world, change).files.map(({ path }) => path);
    expect(files.toSorted()).toEqual(["CONTRIBUTORS.md", "roles.yaml"]);
    expect(check(change)).toBeNull();
    world.as("liu-hm19").approve(change);
    await quiet(sandbox, rung);
    expect(check(change)).toBe("success");
    // The other one is made anew on what was merged, with its list.
    for (const one of [change, other]) {
      world.as("liu-hm19").approve(one);
      await quiet(sandbox, rung);
      world.as("SparkYuan").merge(one);
      await quiet(sandbox, rung);
      expect(listsOf(world, home)).toEqual([]);
    }
    expect(pullsOf(home).filter(({ headRef }) => headRef === "rung/publish")).toEqual([]);
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
