/** A candidate whose account bears another name halfway. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { aPromotionStage, type PromotionStage, registryPulls, replies, status, statuses } from "./promotion-stage.ts";
import { renamed } from "./renamed.ts";

const REGISTRY = `version: 1
roles:
  contributors:
    promotion: { sponsors: { from: maintainers, min: 1 }, objections: { from: maintainers, window: 2d } }
  maintainers: {}
maintainers: [SparkYuan, adohe]
`;

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: REGISTRY, past: false });
});
afterAll(() => stage.close());

const rename = (from: string, to: string) => renamed(stage.world, from, to);

it("R50: is called by the name of now, since the old one may be somebody else's", async () => {
  const issue = await stage.issue();
  await stage.say("SparkYuan", issue, "/promote @octo-fan contributor\n/sponsor");
  rename("octo-fan", "octo-friend");
  stage.world.anyone("octo-fan");
  stage.pass(3 * 86_400_000);
  await stage.say("adohe", issue, "/role @adohe");
  const [pull] = registryPulls(stage);
  if (pull === undefined) throw new Error("no registry change is open");
  expect(status(issue)).toContain("### Promotion: octo-friend to contributor");
  rename("octo-friend", "octo-pal");
  stage.world.anyone("octo-friend");
  stage.as("adohe").close(pull);
  await stage.settled();
  expect(replies(issue).at(-1)).toMatch(/^@octo-pal: .* the promotion of octo-pal to contributor/);
});

it("R4: has no second promotion to the same role under the new name elsewhere", async () => {
  const first = await stage.issue();
  await stage.say("SparkYuan", first, "/promote @ffforest contributor");
  rename("ffforest", "ff-now");
  const second = await stage.issue();
  await stage.say("SparkYuan", second, "/promote @ff-now contributor");
  expect(replies(second)).toEqual([
    expect.stringContaining("The promotion of ff-now to contributor everywhere is open elsewhere"),
  ]);
  expect(statuses(second)).toEqual([]);
});

it("R4: is meant by the new name, where several are open, and by one request for it", async () => {
  const issue = await stage.issue();
  await stage.say("SparkYuan", issue, "/promote @jemshad contributor\n/promote @hoangndst contributor");
  rename("hoangndst", "hoang-now");
  stage.requests();
  await stage.say("SparkYuan", issue, "/sponsor @hoang-now");
  expect(stage.requests().filter((one) => one === "GET /users/{username}")).toHaveLength(1);
  expect(replies(issue)).toEqual([]);
  const of = (name: string) => statuses(issue).find((text) => text.includes(`### Promotion: ${name} `));
  expect(of("hoang-now")).toContain("| 1 of 1: SparkYuan |");
  expect(of("jemshad")).toContain("**0 of 1**");
});
