/** What GitHub tells of a team's members lags behind the events, too, and is believed for an hour (R37). */

import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { mayNameTeams } from "../../src/database/registries.ts";
import type { Pull, Team } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, REGISTRY, type Stage, verdictOn } from "../scenarios/stage.ts";

let stage: Stage;
let team: Team;
let pull: Pull;
beforeAll(async () => {
  stage = await aStage();
  team = stage.world.addTeam("KusionStack", "late", ["jemshad"]);
  const registry = `${REGISTRY}  - { team: KusionStack/late, areas: [kusion] }\n`;
  spark().pushRegistry(stage.world.repo("KusionStack/.github"), registry);
  stage.world.addMember("KusionStack", "riven-blade");
  pull = stage.world.as("octo-fan").openPull({ repo: KUSION, title: "feat: x", branch: "x", files: { "x.go": "x\n" } });
  await stage.settled();
  stage.world.as("riven-blade").approve(pull);
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
});
afterAll(() => stage.close());

const spark = () => stage.world.as("SparkYuan");

it("R37: whoever came into a team is waited for, though the first reading does not show them", async () => {
  stage.sandbox.setLag(700);
  spark().addToTeam(team, "riven-blade");
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
});

it.each([
  ["left a team", () => spark().removeFromTeam(team, "riven-blade")],
  ["left the organisation", () => spark().removeFromOrganization(stage.world.actor("KusionStack"), "riven-blade")],
])("R37, R5: whoever %s does not count for an hour more", async (_, leave) => {
  stage.sandbox.setLag(0);
  spark().addToTeam(team, "riven-blade");
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  stage.sandbox.setLag(700);
  leave();
  await stage.settled();
  await vi.waitFor(() => expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion"), 60_000);
});

it("R37: from before the teams of a new repository's registry are read, what happens in them concerns somebody", async () => {
  const { world, sandbox, rung } = stage;
  spark().pushRegistry(
    world.repo("KusionStack/.github"),
    `${REGISTRY}# nobody else
`,
  );
  world.addTeam("KusionStack", "fresh", ["jemshad"]);
  await stage.settled();
  expect(await mayNameTeams(rung.database.db, "KusionStack")).toBe(false);
  const { struck } = sandbox.faults;
  sandbox.faults.add({ kind: "slow", ms: 3_000, match: "/teams/fresh/members", times: 1 });
  const files = { "roles.yaml": "maintainers: [SparkYuan]\napprovers: [{ team: KusionStack/fresh }]\n", "a.md": "a\n" };
  world.addRepo({ owner: "KusionStack", name: "fresh", files });
  world.as("octo-fan").openPull({ repo: "KusionStack/fresh", title: "feat: y", files: { "y.go": "y\n" } });
  await vi.waitFor(() => expect(sandbox.faults.struck).toBeGreaterThan(struck), 60_000);
  expect(await mayNameTeams(rung.database.db, "KusionStack")).toBe(true);
  await stage.settled();
});
