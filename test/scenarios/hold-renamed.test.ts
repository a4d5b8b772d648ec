/** A hold whose holder bears another name by now. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { renamed } from "./renamed.ts";
import { aStage, KUSION, type Stage, saidByRung, statusOn } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.close());

it("R4, R79: is released by naming its holder as they are called now, and shown by that name", async () => {
  const as = (login: string) => stage.world.as(login);
  const pull = as("octo-fan").openPull({ repo: KUSION, title: "feat: it", files: { "it.go": "x\n" } });
  as("hoangndst").comment(pull, "/hold until the tests are there");
  await stage.settled();
  renamed(stage.world, "hoangndst", "hoang-now");
  as("SparkYuan").comment(pull, "/hold");
  await stage.settled();
  expect(statusOn(pull)).toContain("Held by hoang-now");
  as("SparkYuan").comment(pull, "/hold cancel @hoang-now");
  await stage.settled();
  expect(saidByRung(pull).join("\n")).not.toContain("holds nothing here");
  expect(statusOn(pull)).not.toContain("until the tests");
});
