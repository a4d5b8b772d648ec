/** R70: what GitHub dates is a sign of somebody, though it may be no work that criteria count; also where no delivery told of it. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aQuietStage, type QuietStage } from "./quiet-stage.ts";

const REGISTRY = `areas: { kusion: { repos: [kusion] } }
roles: { contributors: {}, approvers: {}, maintainers: {} }
maintainers: [SparkYuan, liu-hm19]
approvers: [hoangndst, jemshad, adohe, elliotxx, howieyuen]
emeritus: []
`;
const LOOKING = REGISTRY.replace("approvers: {}", "approvers: { inactivity: 12mo }");

let quiet: QuietStage;
beforeAll(async () => {
  // Nobody is looked for yet, so that no delivery is kept.
  quiet = await aQuietStage(REGISTRY);
});
afterAll(() => quiet.stage.close());

it("R70: whoever only says commands, or only answers on their own pull request, was seen by the search, too", async () => {
  const { stage, talk } = quiet;
  const own: Pull = stage.world
    .as("howieyuen")
    .openPull({ repo: "KusionStack/kusion", title: "Own", files: { b: "b" } });
  await stage.settled();
  stage.world.clock.advance(400 * 86_400_000);
  stage.world.as("elliotxx").comment(talk, "/lgtm");
  stage.world.as("howieyuen").comment(own, "I shall go on with this.");
  stage.world.as("hoangndst").comment(talk, "Nice.");
  await stage.settled();
  stage.world.as("SparkYuan").pushRegistry(quiet.home, LOOKING);
  await stage.settled();
  const told = quiet.told();
  expect(told).toContain("jemshad");
  for (const login of ["hoangndst", "elliotxx", "howieyuen"]) expect(told).not.toContain(`**${login}**`);
});
