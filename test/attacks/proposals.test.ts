/** Proposals that would cost much: what they change is told as far as it can be, and nobody else pays for it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aStage, REGISTRY, type Stage } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.close());

/** The check's text on a stranger's pull request that proposes this registry, and what was asked of GitHub for it. */
async function proposing(registry: string): Promise<{ readonly text: string; readonly requests: readonly string[] }> {
  stage.requests();
  const pull = stage.world.as("octo-fan").openPull({
    ...{ repo: "KusionStack/.github", title: "Change the registry" },
    files: { "roles.yaml": registry },
  });
  await stage.settled();
  const requests = stage.requests();
  const runs = [...stage.world.repo("KusionStack/.github").checkRuns.values()].flat();
  const text = runs.findLast(({ headSha }) => headSha === pull.headSha)?.text ?? "";
  stage.world.as("octo-fan").close(pull);
  await stage.settled();
  return { text, requests };
}

describe("R54: a stranger's proposal", () => {
  it("that names hundreds of teams costs no request for each", async () => {
    const teams = Array.from({ length: 300 }, (_, at) => `  - team: KusionStack/team-${at}\n`).join("");
    const { text, requests } = await proposing(`${REGISTRY}members:\n${teams}`);
    expect(requests.filter((one) => one.includes("/teams/"))).toEqual([]);
    expect(text).toContain("it names 300 new teams, and of more than 10 the members are not read");
    expect(text).toContain("**This changes roles.yaml**");
  });
});
