/** What somebody asked Rung to do holds for the state that they saw, and for nothing that came later (R86). */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Comment, Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, type Stage, saidByRung, statusOn, verdictOn } from "../scenarios/stage.ts";

/** SparkYuan maintains; hoangndst and liu-hm19 approve kusion; octo-fan wrote the pull requests. */
const registry = (approvers: readonly string[], rules = "") => `areas:
  kusion: { repos: [kusion] }
maintainers: [SparkYuan]
approvers: [${approvers.join(", ")}]
reviews: { request: 0 }
labels: { areas: false, approved: false, lgtm: false, hold: false }
${rules}`;
const REGISTRY = registry(["hoangndst", "liu-hm19"]);

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY });
});
afterAll(() => stage.close());

const as = (login: string) => stage.world.as(login);
let pull: Pull;
let count = 0;

beforeEach(async () => {
  count += 1;
  const files = { [`cmd/main-${count}.go`]: "package main\n" };
  pull = as("octo-fan").openPull({ repo: KUSION, title: "feat: retry", files, branch: `topic-${count}` });
  await stage.settled();
});

async function says(login: string, body: string): Promise<Comment> {
  const comment = as(login).comment(pull, body);
  await stage.settled();
  return comment;
}

/** Rung's order ended, and its giver was told once why. */
function expectEnded(why: string): void {
  expect(pull.autoMerge).toBeNull();
  expect(pull.merged).toBeNull();
  const told = saidByRung(pull).filter((body) => body.includes("has ended"));
  expect(told).toEqual([expect.stringContaining(why)]);
  expect(told[0]).toContain("@hoangndst");
}

const approve = async (login: string) => {
  as(login).approve(pull);
  await stage.settled();
};

const FAULTS = [
  { kind: "status" as const, status: 502, times: 1 },
  { kind: "reset" as const, times: 1 },
  { kind: "secondary-limit" as const, retryAfter: 1, times: 1 },
  { kind: "partial" as const, field: "isRequired", times: 1 },
];

describe("R86: whether GitHub waits for the check is asked again after a passing fault", () => {
  it.each(FAULTS)("before `/merge` is refused: $kind", async (fault) => {
    stage.sandbox.faults.add({ ...fault, match: "query Required" });
    await says("hoangndst", "/merge");
    expect(saidByRung(pull)).toEqual([]);
    expect(pull.autoMerge).not.toBeNull();
  });

  it.each(FAULTS)("before an order ends: $kind", async (fault) => {
    await says("hoangndst", "/merge");
    stage.sandbox.faults.add({ ...fault, match: "query Required" });
    await says("liu-hm19", "/hold");
    expect(saidByRung(pull).filter((body) => body.includes("has ended"))).toEqual([]);
    expect(pull.autoMerge).not.toBeNull();
    expect(verdictOn(stage, pull)).not.toContain("success");
  });
});

describe("R86: `/merge` while an approval is missing", () => {
  beforeEach(async () => {
    await says("hoangndst", "/merge squash");
    expect(pull.autoMerge).not.toBeNull();
  });

  it("is told to have ended where GitHub drops it by itself, for a push by somebody without write access", async () => {
    as("octo-fan").push(pull, { files: { "cmd/theft.go": "package theft\n" } });
    expect(pull.autoMerge).toBeNull();
    await stage.settled();
    expectEnded("the head is");
    expect(statusOn(pull) ?? "").not.toContain("To be merged");
  });

  it("is shown no more as soon as somebody switches it off by hand", async () => {
    expect(statusOn(pull)).toContain("To be merged");
    as("SparkYuan").disableAutoMerge(pull);
    await stage.settled();
    expect(statusOn(pull) ?? "").not.toContain("To be merged");
    expect(saidByRung(pull)).toEqual([]);
  });

  it("is not for other code that is pushed after it", async () => {
    as("SparkYuan").push(pull, { files: { "cmd/theft.go": "package theft\n" } });
    await stage.settled();
    expectEnded("the head is");
    await approve("liu-hm19");
    expect(verdictOn(stage, pull)).toContain("success");
    expect(pull.merged).toBeNull();
  });

  it("is not for the same diff pushed anew, and a new `/merge` starts anew", async () => {
    as("SparkYuan").rebase(pull);
    as("SparkYuan").touch(pull);
    await stage.settled();
    expectEnded("the head is");
    await says("hoangndst", "/merge");
    expect(pull.autoMerge).not.toBeNull();
    await approve("liu-hm19");
    expect(pull.merged).not.toBeNull();
  });

  it("is not for another branch", async () => {
    as("SparkYuan").setBranch(stage.kusion, `next-${count}`, stage.world.tip(stage.kusion, "main") ?? "");
    as("octo-fan").retarget(pull, `next-${count}`);
    await stage.settled();
    expectEnded("it was to go into `main`");
  });

  it.each(["deleted", "edited"])("ends when its comment is %s", async (how) => {
    const comment = pull.comments.find(({ body }) => body === "/merge squash");
    if (comment === undefined) throw new Error("nothing was said");
    stage.world.clock.advance(10_000);
    if (how === "deleted") as("hoangndst").deleteComment(comment);
    else as("hoangndst").editComment(comment, "not yet");
    await stage.settled();
    expectEnded(`the comment that asked for it was ${how}`);
  });

  it("ends with the role of whoever said it", async () => {
    as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), registry(["liu-hm19"]));
    await stage.settled();
    expectEnded("do not hold the role any more");
    as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), REGISTRY);
    await stage.settled();
    await approve("liu-hm19");
    expect(pull.merged).toBeNull();
  });

  it("stands while nothing of it changes: a review, a comment, a hold that is released", async () => {
    await says("octo-fan", "Thanks.");
    await says("liu-hm19", "/hold");
    await says("liu-hm19", "/hold cancel");
    expect(pull.autoMerge).not.toBeNull();
    await approve("liu-hm19");
    expect(pull.merged).not.toBeNull();
    expect(saidByRung(pull).filter((body) => body.includes("has ended"))).toEqual([]);
  });

  it("ends with the database gone before the push", async () => {
    await stage.rung.database.db.deleteFrom("pulls").execute();
    await stage.rung.database.db.deleteFrom("acts").execute();
    as("SparkYuan").push(pull, { files: { "cmd/theft.go": "package theft\n" } });
    await stage.settled();
    expectEnded("the head is");
  });
});

describe("R86: `/merge` given with an approval", () => {
  const protection = () => stage.kusion.protections.get("main");
  let before: ReturnType<typeof protection>;

  /** GitHub waits for another required check, too. */
  beforeEach(async () => {
    before = protection();
    if (before === undefined) throw new Error("main is not protected");
    const requiredChecks = [...before.requiredChecks, { context: "build", appId: null }];
    stage.kusion.protections.set("main", { ...before, requiredChecks });
    await approve("liu-hm19");
    await says("hoangndst", "/merge");
    expect(pull.autoMerge).not.toBeNull();
  });
  afterEach(() => {
    if (before !== undefined) stage.kusion.protections.set("main", before);
  });

  it("ends with it", async () => {
    const [review] = pull.reviews;
    if (review === undefined) throw new Error("no review");
    as("SparkYuan").dismiss(review, "not this");
    await stage.settled();
    expectEnded("the approval that it was given with");
  });

  it("stands through a hold where GitHub waits for the check", async () => {
    await says("SparkYuan", "/hold");
    expect(pull.autoMerge).not.toBeNull();
  });
});

describe("R86: what a person took back by hand", () => {
  it.each(["taken back", "replaced by their own"])(
    "%s: the status does not go on saying that GitHub merges it",
    async (how) => {
      await says("hoangndst", "/merge squash");
      expect(statusOn(pull)).toContain("To be merged by GitHub");
      as("SparkYuan").disableAutoMerge(pull);
      if (how !== "taken back") as("SparkYuan").enableAutoMerge(pull);
      // The sandbox's clock steps on with each of these.
      for (let step = 0; step < 40; step += 1) as("octo-fan").comment(pull, "Ping.");
      await says("hoangndst", "/hold");
      expect(statusOn(pull)).not.toContain("To be merged by GitHub");
      expect(pull.autoMerge?.by.login ?? null).toBe(how === "taken back" ? null : "SparkYuan");
      expect(saidByRung(pull)).toEqual([]);
    },
  );
});

describe("R86: what a person switched on by hand", () => {
  it("is theirs: no push ends it by Rung's hand, and `/merge cancel` leaves it", async () => {
    as("SparkYuan").enableAutoMerge(pull);
    await says("hoangndst", "/merge");
    await says("hoangndst", "/merge cancel");
    as("SparkYuan").push(pull, { files: { "cmd/other.go": "package other\n" } });
    await stage.settled();
    expect(pull.autoMerge?.by.login).toBe("SparkYuan");
    expect(saidByRung(pull)).toEqual([
      expect.stringContaining("GitHub is to merge this already"),
      expect.stringContaining("by hand"),
    ]);
  });
});
