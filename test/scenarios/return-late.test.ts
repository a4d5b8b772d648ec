/** `/return` within its time, read after it. */

import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { aStage, KUSION, type Stage, saidByRung } from "./stage.ts";

const DAY = 86_400_000;
const until = new Date(Date.now() - 2 * 365 * DAY).toISOString().slice(0, 10);
const REGISTRY = `areas: { kusion: { repos: [kusion] } }
maintainers: [SparkYuan, liu-hm19]
approvers: [hoangndst]
emeritus:
  - { login: zoumo, was: approvers, until: ${until} }
inactivity: { return: { within: 25mo } }
`;

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY, people: ["zoumo"] });
});
afterAll(() => stage.close());

it("R31: counts from when it was said, however late it is read", async () => {
  const { world, sandbox } = stage;
  const issue = world.as("SparkYuan").openIssue({ repo: KUSION, title: "Hello", body: "x" });
  await stage.settled();
  const { struck } = sandbox.faults;
  sandbox.faults.add({ kind: "status", status: 502, match: "query Issue", times: 1 });
  world.as("zoumo").comment(issue, "/return");
  await vi.waitFor(() => expect(sandbox.faults.struck).toBeGreaterThan(struck), { timeout: 60_000, interval: 20 });
  world.clock.advance(60 * DAY);
  await stage.settled();
  expect(saidByRung(issue).join("\n")).toContain("The registry's change is KusionStack/.github#");
  world.as("zoumo").comment(issue, "/return");
  await stage.settled();
  expect(saidByRung(issue).at(-1)).toContain("more than 25 months ago");
});
