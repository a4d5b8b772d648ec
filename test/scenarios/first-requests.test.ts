import { afterEach, expect, it } from "vitest";
import { kusionStack } from "../../src/sandbox/kusionstack.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, labelsOn, REGISTRY, type Stage } from "./stage.ts";

let stage: Stage;
afterEach(() => stage.close());

const reads = () => stage.requests().filter((one) => one.startsWith("query") || one.startsWith("GET"));

async function opened(): Promise<Pull> {
  stage.requests();
  const pull = stage.world
    .as("octo-fan")
    .openPull({ repo: KUSION, title: "x", files: { "main.go": "package main\n" }, branch: "first" });
  await stage.settled();
  return pull;
}

async function approved(pull: Pull): Promise<void> {
  stage.world.as("hoangndst").approve(pull);
  await stage.settled();
  expect(labelsOn(pull)).toContain("approved");
}

it("R78: the first pull request after a start costs no read more than any other", async () => {
  stage = await aStage();
  const pull = await opened();
  expect(reads()).toEqual(["query Pull", "query Reviewing"]);
  await approved(pull);
  expect(reads()).toEqual(["query Pull"]);
});

it("R78: what was opened in the very second of the start is asked about once, and its approval is one read", async () => {
  const clock = steppingClock(Date.now(), 0);
  stage = await aStage({
    on: await startSandbox({ world: kusionStack({ clock, registry: REGISTRY, empty: true }) }),
  });
  const pull = await opened();
  // Whether a check stands there already is told by the reading itself.
  expect(reads()).toEqual(["query Pull", "query Reviewing", "query Labellings"]);
  await approved(pull);
  expect(reads()).toEqual(["query Pull"]);
});
