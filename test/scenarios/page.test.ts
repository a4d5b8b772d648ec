/** The page of the whole bot: what happens on GitHub shows there, what GitHub hides does not, and looking costs GitHub nothing. */

import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aStage, KUSION, REGISTRY, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY });
});
afterAll(() => stage.close());

async function page(path: string): Promise<{ readonly status: number; readonly words: string }> {
  const answer = await fetch(`${stage.rung.url}${path}`);
  const words = (await answer.text()).replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
  return { status: answer.status, words };
}

/** As GitHub sends it when somebody changes who may see the repository. */
async function told(action: "privatized" | "publicized"): Promise<void> {
  const { kusion, sandbox, rung } = stage;
  kusion.private = action === "privatized";
  const body = JSON.stringify({
    ...{ action, installation: { id: sandbox.installationId }, sender: { login: "SparkYuan", id: 1, type: "User" } },
    repository: { id: kusion.id, full_name: KUSION, default_branch: "main", archived: false },
  });
  const signature = createHmac("sha256", sandbox.webhookSecret).update(body).digest("hex");
  const answer = await fetch(rung.webhookUrl, {
    method: "POST",
    headers: {
      ...{ "x-github-event": "repository", "x-github-delivery": randomUUID() },
      "x-hub-signature-256": `sha256=${signature}`,
    },
    body,
  });
  expect(answer.status).toBe(202);
}

describe("the page of a running bot", () => {
  it("shows repositories in which nothing is open, from the look at the start", async () => {
    expect((await page("/")).words).toMatch(/KusionStack .*karpor none open none open/);
    expect((await page("/KusionStack/karpor")).words).toContain("People 4");
    expect((await page("/KusionStack/karpor/people")).words).toMatch(/Maintainers\W+2\b/);
  });

  it("shows a pull request from its opening to its approval, with the decisions in between, and asks GitHub nothing", async () => {
    const pull = stage.world.as("riven-blade").openPull({ repo: KUSION, title: "feat: shown", files: { "a.go": "x" } });
    await stage.settled();
    expect((await page("/KusionStack/kusion")).words).toMatch(
      /feat: shown #\d+ by riven-blade .*Needs 1 approval: kusion/,
    );
    stage.world.as("hoangndst").approve(pull);
    await stage.settled();
    stage.requests();
    const { words } = await page("/KusionStack/kusion");
    expect(words).toMatch(/Approved: kusion nobody: it may be merged/);
    expect((await page("/KusionStack/kusion/decisions")).words).toMatch(
      /Approved: kusion .*a review by hoangndst .*Needs 1 approval/,
    );
    expect((await page(`/KusionStack/kusion/pull/${pull.number}`)).words).toContain("hoangndst (review of");
    expect(stage.requests()).toEqual([]);
  });

  it("hides a repository before the event that made it private is answered, and shows it again once GitHub says so", async () => {
    await told("privatized");
    expect((await page("/KusionStack/kusion")).status).toBe(404);
    expect((await page("/")).words).not.toContain(" kusion ");
    await stage.settled();
    expect((await page("/KusionStack/kusion")).status).toBe(404);
    await told("publicized");
    await stage.settled();
    expect((await page("/KusionStack/kusion")).status).toBe(200);
  });

  it("leaves the bot's own paths alone", async () => {
    expect((await page("/healthz")).words).toContain("alive");
    expect((await page("/metrics")).words).toContain("rung_");
    expect((await page("/api/github/webhooks")).status).toBe(405);
  });
});
