/** Two repositories of one owner, each with a file of its own and none that it extends. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Issue } from "../../src/sandbox/world/model.ts";
import { aStage, type Stage, saidByRung } from "./stage.ts";

const OWN = `maintainers: [SparkYuan]
roles: { members: {}, contributors: { promotion: { sponsors: { from: maintainers, min: 2 } } }, maintainers: {} }
`;

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: null });
  for (const name of ["one", "two"])
    stage.world.addRepo({ owner: "KusionStack", name, files: { "roles.yaml": OWN, "README.md": "x\n" } });
});
afterAll(() => stage.close());

async function nominated(name: string): Promise<Issue> {
  const spark = stage.world.as("SparkYuan");
  const issue = spark.openIssue({ repo: `KusionStack/${name}`, title: "Next", body: "/promote @octo-fan contributor" });
  await stage.settled();
  return issue;
}

it("R45: a promotion in the one file neither keeps anybody from asking for the same role in the other, nor is told there", async () => {
  const [one, two] = [await nominated("one"), await nominated("two")];
  for (const issue of [one, two]) expect(saidByRung(issue).join()).toContain("### Promotion: octo-fan to contributor");
  stage.world.as("octo-fan").comment(two, "/role");
  await stage.settled();
  const answer = saidByRung(two).at(-1);
  expect(answer).toContain(`KusionStack/two/issues/${two.number}`);
  expect(answer).not.toContain("KusionStack/one/issues");
  expect(saidByRung(await nominated("two")).join()).toContain("is open elsewhere already");
});
