/** R26: somebody who may edit the bot's comment pastes an older one back, signed as well as ever. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STATUS_MARKER } from "../../src/commands/replies/status-comment.ts";
import type { Comment, Subject } from "../../src/sandbox/world/model.ts";
import { aPromotionStage, type PromotionStage, status } from "./promotion-stage.ts";
import { KUSION, REGISTRY } from "./stage.ts";

const PROMOTABLE = REGISTRY.replace(
  "maintainers:",
  "roles:\n  contributors: {}\n  approvers: { promotion: { sponsors: { from: maintainers, min: 2 } } }\n  maintainers: {}\nmaintainers:",
);

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: PROMOTABLE, past: false });
});
afterAll(() => stage.close());

function own(on: Subject, beginning: string): Comment {
  const found = on.comments.find(({ author, body }) => author.login === "rung[bot]" && body.startsWith(beginning));
  if (found === undefined) throw new Error("the bot has no such comment");
  return found;
}

async function withdrawn() {
  const pull = stage
    .as("octo-fan")
    .openPull({ repo: KUSION, title: "feat: retry", files: { "main.go": "package main\n" } });
  await stage.settled();
  await stage.say("hoangndst", pull, "/approve");
  const earlier = own(pull, STATUS_MARKER).body;
  await stage.say("hoangndst", pull, "/approve cancel");
  const check = () => {
    const runs = [...stage.world.repo(KUSION).checkRuns.values()].flat();
    const of = runs.filter(({ headSha, name }) => headSha === pull.headSha && name === "rung");
    return of.at(-1)?.conclusion ?? "waiting";
  };
  return { pull, earlier, check };
}

describe("R26: an older record of a pull request, pasted back by somebody with write access", () => {
  it("gives back no approval, even where the withdrawal is deleted and the database is gone", async () => {
    const { pull, earlier, check } = await withdrawn();
    await stage.stop();
    const cancel = pull.comments.find(({ body }) => body === "/approve cancel");
    if (cancel === undefined) throw new Error("no withdrawal");
    stage.as("SparkYuan").deleteComment(cancel);
    stage.as("SparkYuan").editComment(own(pull, STATUS_MARKER), earlier);
    await stage.start();
    expect(check()).toBe("waiting");
  });

  it("the same record untouched is believed once the database is gone", async () => {
    const { pull, check } = await withdrawn();
    await stage.say("hoangndst", pull, "/approve");
    expect(check()).toBe("success");
    await stage.forget();
    expect(check()).toBe("success");
  });

  it("is replaced by what the database remembers", async () => {
    const { pull, earlier } = await withdrawn();
    const { body } = own(pull, STATUS_MARKER);
    stage.as("SparkYuan").editComment(own(pull, STATUS_MARKER), earlier);
    await stage.settled();
    const visible = (text: string) => text.replace(/<!--.*?-->/gs, "");
    expect(visible(own(pull, STATUS_MARKER).body)).toBe(visible(body));
    expect(own(pull, STATUS_MARKER).edited?.by.login).toBe("rung[bot]");
  });
});

describe("R26: an older record of a promotion, pasted back", () => {
  it("is told, and made anew from what was said", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @octo-fan approver kusion");
    const earlier = own(issue, "<!-- rung:nomination").body;
    await stage.say("SparkYuan", issue, "/sponsor");
    expect(status(issue)).toContain("1 of 2: SparkYuan");
    stage.as("liu-hm19").editComment(own(issue, "<!-- rung:nomination"), earlier);
    await stage.settled();
    expect(status(issue)).toContain("lost or changed by somebody; it was made anew");
    expect(status(issue)).toContain("1 of 2: SparkYuan");
  });
});
