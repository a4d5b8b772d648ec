/** The list of decisions: it follows them, and outlives the database. */

import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aDecisionStage, DAY, DECIDING, decisionOn } from "./decision-stage.ts";
import type { PromotionStage } from "./promotion-stage.ts";

const HOME = "KusionStack/.github";
const PUBLISHING = `${DECIDING}publish: [{ file: DECISIONS.md, as: decisions }]\n`;
/** Lists are looked at after everything else. */
const patient = { timeout: 60_000, interval: 50 };

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aDecisionStage(PUBLISHING);
});
afterAll(() => stage.close());

async function accepted(text: string): Promise<void> {
  const issue = await stage.issue("x");
  await stage.say("SparkYuan", issue, `/decide ${text}`);
  stage.pass(7.1 * DAY);
  await stage.forget();
  expect(decisionOn(issue)).toContain("**Accepted");
}

/** What the one open pull request makes of the list; `null`: none is open. */
function proposed(): string | null {
  const repo = stage.world.repo(HOME);
  const pulls = [...repo.subjects.values()].filter(
    (one): one is Pull => one.kind === "pull" && one.state === "open" && one.headRef === "rung/publish",
  );
  const [pull] = pulls;
  if (pull === undefined) return null;
  return stage.world.git.text(stage.world.git.filesAt(pull.headSha).get("DECISIONS.md") ?? "");
}

it("R65, R78: each that ends is listed by pull request, with the database lost in between, and none is ever lost from it", async () => {
  await accepted("We drop Go 1.20");
  await vi.waitFor(() => expect(proposed()).toContain("We drop Go 1.20"), patient);
  await accepted("We sign our releases");
  await vi.waitFor(() => expect(proposed()).toContain("We sign our releases"), patient);
  expect(proposed()).toContain("We drop Go 1.20");
  await stage.forget();
  await stage.settled();
  expect(proposed()).toContain("We sign our releases");
  expect(proposed()).toContain("We drop Go 1.20");
});

it("R65: nothing shrinks while GitHub does not tell what was decided: the list is not written until it does", async () => {
  const before = proposed();
  stage.sandbox.faults.add({ kind: "status", status: 502, match: "query Decided", times: 2 });
  await stage.forget();
  await stage.settled();
  expect(proposed()).toBe(before);
  stage.sandbox.faults.clear();
});

it("R62: what a private repository decides stands in no public list", async () => {
  const community = stage.world.repo("KusionStack/community");
  const issue = await stage.issue("x");
  await stage.say("SparkYuan", issue, "/decide We keep this to ourselves");
  community.private = true;
  stage.pass(7.1 * DAY);
  await stage.forget();
  expect(decisionOn(issue)).toContain("**Accepted");
  expect(proposed() ?? "").not.toContain("to ourselves");
  community.private = false;
});
