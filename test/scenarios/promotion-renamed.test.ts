/** A candidate whose account bears another name halfway. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { aPromotionStage, type PromotionStage, registryPulls, replies, status } from "./promotion-stage.ts";

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

function rename(from: string, to: string): void {
  const { world } = stage;
  const actor = world.actor(from);
  world.actors.delete(from);
  actor.login = to;
  world.actors.set(to, actor);
}

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
