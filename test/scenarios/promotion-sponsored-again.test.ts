/** The registry's change is closed, and what was asked for is given again before Rung has seen that. */

import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { aPromotionStage, type PromotionStage, registryPulls, status } from "./promotion-stage.ts";

const REGISTRY = `areas:
  kusion: { repos: [kusion] }
roles:
  contributors: { promotion: { sponsors: { from: maintainers, min: 1 } } }
  approvers: {}
  maintainers: {}
maintainers: [SparkYuan, adohe]
approvers: [hoangndst]
`;

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: REGISTRY, past: false });
});
afterAll(() => stage.close());

it("R47: sponsored again right after the closing, it goes on without any other word", async () => {
  const issue = await stage.issue();
  await stage.say("hoangndst", issue, "/promote @jakezhu9 contributor kusion");
  await stage.say("adohe", issue, "/sponsor");
  const [pull] = registryPulls(stage);
  if (pull === undefined) throw new Error(status(issue));
  // An answer there takes its time, so that one look sees what both of them did.
  stage.sandbox.faults.add({ kind: "slow", match: `/issues/${issue.number}/comments`, ms: 2_000, times: 1 });
  stage.as("adohe").comment(issue, "/help sponsor");
  await vi.waitFor(() => expect(stage.sandbox.faults.struck).toBe(1), { timeout: 60_000, interval: 10 });
  stage.as("SparkYuan").close(pull);
  stage.as("adohe").comment(issue, "/sponsor");
  await stage.settled();
  await vi.waitFor(() => expect(registryPulls(stage)).toHaveLength(1), { timeout: 60_000, interval: 50 });
  expect(registryPulls(stage)[0]?.number).not.toBe(pull.number);
});
