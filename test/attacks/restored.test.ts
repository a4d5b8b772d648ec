/** Green that nobody gave, because the database that Rung starts on is an older copy (R75). */

import { expect, it } from "vitest";
import { aStage, KUSION, verdictOn } from "../scenarios/stage.ts";
import { aDatabase } from "../support/a-database.ts";

it("51: started on an older copy, a run of that copy is not written while a newer one stays green", async () => {
  const database = await aDatabase();
  const openDatabase = async () => ({ ...database, close: async () => {} });
  const ofHead = (headSha: string) => database.db.selectFrom("checks").selectAll().where("head_sha", "=", headSha);
  const before = await aStage({ openDatabase });
  const { sandbox, world } = before;
  const as = (login: string) => world.as(login);
  const pull = as("octo-fan").openPull({ repo: KUSION, title: "x", files: { "pkg/a.go": "package a\n" } });
  await before.settled();
  const copy = await ofHead(pull.headSha).execute();
  const first = as("hoangndst").approve(pull);
  await before.settled();
  as("SparkYuan").dismiss(first);
  await before.settled();
  const second = as("hoangndst").approve(pull);
  await before.settled();
  await before.rung.close();

  await database.db.deleteFrom("checks").where("head_sha", "=", pull.headSha).execute();
  await database.db
    .insertInto("checks")
    .values([...copy])
    .execute();
  const after = await aStage({ openDatabase, on: sandbox });
  as("SparkYuan").dismiss(second);
  await after.settled();
  expect(verdictOn(after, pull)).toBe("in_progress: Needs 1 approval: kusion");
  await after.close();
  await database.close();
});

it("writes no second run where the database is lost, and what brought the head is heard of once more", async () => {
  const before = await aStage();
  const { sandbox, world, kusion } = before;
  const pull = world.as("octo-fan").openPull({ repo: KUSION, title: "x", files: { "pkg/a.go": "package a\n" } });
  await before.settled();
  await before.rung.close();
  const after = await aStage({ on: sandbox });
  // Each process learns the time by its first reading; what came before is not surely news to it.
  await after.settled();
  for (const old of sandbox.webhooks.log.filter(({ event, action }) => event === "pull_request" && action === "opened"))
    sandbox.webhooks.redeliver(old);
  await after.settled();
  const runs = [...kusion.checkRuns.values()].flat().filter(({ headSha }) => headSha === pull.headSha);
  expect(runs).toHaveLength(1);
  await after.close();
});
