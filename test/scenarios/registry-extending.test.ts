/** A change of a repository's own file that extends the organisation's: judged as the two together, before it is merged. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aStage, KUSION, reportOn, type Stage, verdictOn } from "./stage.ts";

const ORGANISATION = `areas:
  kusion: { repos: [kusion] }
  secrets: { paths: ["**/secrets/**"], exclusive: true }
groups: { security: [jemshad] }
maintainers: [SparkYuan, liu-hm19]
approvers: [{ login: hoangndst, areas: [kusion] }, { group: security, areas: [secrets] }]
`;
const OWN = "extends: true\napprovers: [adohe]\n";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: ORGANISATION });
  stage.world.as("SparkYuan").pushRegistry(stage.kusion, OWN);
  await stage.settled();
});
afterAll(() => stage.close());

/** What the check says of this file once a maintainer has approved it. */
async function approved(registry: string) {
  const pull = stage.world
    .as("octo-fan")
    .openPull({ repo: KUSION, title: "Change the registry", files: { "roles.yaml": registry } });
  stage.world.as("SparkYuan").approve(pull);
  await stage.settled();
  const found = { verdict: verdictOn(stage, pull), report: reportOn(stage, pull) };
  stage.world.as("octo-fan").close(pull);
  await stage.settled();
  return found;
}

describe("a change of a file that extends another", () => {
  it("passes where the two together are good: the organisation's areas and groups are known by their names", async () => {
    const { verdict } = await approved(`${OWN}contributors: [{ group: security, areas: [kusion] }]\n`);
    expect(verdict).toBe("success: Approved: roles.yaml");
  });

  it.each([
    ["people under a group of the organisation's", "groups: { security: [octo-fan] }", "only that file says who is in"],
    [
      "people in an area that the organisation keeps to its own",
      "contributors: [{ login: wu8685, areas: [secrets] }]",
      "secrets",
    ],
    ["an area that neither file has", "contributors: [{ login: wu8685, areas: [secretz] }]", "secretz"],
    ["a group that neither file has", "contributors: [{ group: securty }]", "securty"],
    ["a role that neither file has", "approval: { from: aprovers }", "aprovers"],
  ])("does not pass with %s, however approved, and says so", async (_, line, told) => {
    const { verdict, report } = await approved(`${OWN}${line}\n`);
    expect(verdict).not.toMatch(/^success/);
    expect(report).toContain(told);
  });
});
