import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, labelsOn, REGISTRY, type Stage, saidByRung, verdictOn } from "./stage.ts";

/** A failed job is tried again after some seconds; a loaded machine gets more. */
const patient = { timeout: 60_000, interval: 20 };

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: `${REGISTRY}reviews: { request: 0 }\n` });
});
afterAll(() => stage.close());
afterEach(() => stage.sandbox.faults.clear());

const as = (login: string) => stage.world.as(login);
let branch = 0;

async function opened(body = ""): Promise<Pull> {
  branch += 1;
  const files = { "pkg/engine/a.go": `package a // ${branch}\n` };
  const pull = as("octo-fan").openPull({ repo: KUSION, title: "x", body, files, branch: `half-${branch}` });
  await stage.settled();
  return pull;
}

describe("R30: a job that stopped halfway", () => {
  it("puts on every label in the end, beside the hold's own that it wrote down first", async () => {
    stage.sandbox.faults.add({
      kind: "status",
      status: 502,
      match: "POST /repos/KusionStack/kusion/issues/1/labels",
      times: 1,
    });
    stage.sandbox.faults.add({ kind: "status", status: 502, match: "/labels", times: 1 });
    const pull = await opened("/hold until Friday");
    expect(labelsOn(pull)).toEqual(expect.arrayContaining(["area/engine", "do-not-merge/hold"]));
    expect(verdictOn(stage, pull)).toBe("action_required: Held by octo-fan: until Friday");
  });

  it("puts a label on again that it took off before the verdict turned once more", async () => {
    const pull = await opened();
    const review = as("hoangndst").approve(pull);
    await stage.settled();
    expect(labelsOn(pull)).toContain("approved");
    stage.sandbox.faults.add({ kind: "status-after", status: 502, match: "/labels/approved", times: 1 });
    as("SparkYuan").dismiss(review);
    await vi.waitFor(() => expect(labelsOn(pull)).not.toContain("approved"), patient);
    as("hoangndst").approve(pull);
    await stage.settled();
    expect(labelsOn(pull)).toContain("approved");
  });

  it("answers as it did at first, though it would answer otherwise by now", async () => {
    const pull = await opened();
    stage.sandbox.faults.add({ kind: "status-after", status: 502, match: "/reactions", times: 1 });
    const comment = as("hoangndst").comment(pull, "/approve");
    await vi.waitFor(() => expect(comment.reactions).toHaveLength(1), patient);
    as("octo-fan").touch(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: engine");
    expect(comment.reactions).toHaveLength(1);
    expect(saidByRung(pull)).toEqual([]);
  });

  it("asks for reviews once GitHub tells who is asked, and does everything else before", async () => {
    as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), REGISTRY);
    await stage.settled();
    stage.sandbox.faults.add({ kind: "status", status: 502, match: "query Reviewing", times: 3 });
    branch += 1;
    const files = { "docs/a.md": `${branch}\n` };
    const pull = as("octo-fan").openPull({ repo: KUSION, title: "x", files, branch: `half-${branch}` });
    await vi.waitFor(() => expect(labelsOn(pull)).toContain("area/docs"), patient);
    await vi.waitFor(() => expect(pull.requestedReviewers).not.toEqual([]), patient);
    await stage.settled();
  });
});

describe("R30: lines heard of in another order than they were said in", () => {
  it("the later one stands, and both are answered", async () => {
    const pull = await opened();
    stage.sandbox.deliver({ drop: 1 });
    const first = as("octo-fan").comment(pull, "/retitle one\n/kind bug");
    const second = as("octo-fan").comment(pull, "/retitle two\n/remove-kind bug");
    await stage.settled();
    expect(pull.title).toBe("two");
    const { webhooks } = stage.sandbox;
    const lost = webhooks.log.find(({ status, entry }) => status === 0 && entry.number === pull.number);
    if (lost === undefined) throw new Error("nothing was lost");
    webhooks.redeliver(lost);
    await stage.settled();
    expect(pull.title).toBe("two");
    expect(labelsOn(pull)).not.toContain("kind/bug");
    expect(first.reactions.map(({ content }) => content)).toEqual(["+1"]);
    // The label was not there when it was to be taken off.
    expect(second.reactions.length + saidByRung(pull).length).toBe(1);
  });
});

describe("R15b: an event of Rung's own, taken in before it knew its own name", () => {
  it("is no hold", async () => {
    const pull = await opened();
    const repository = { owner: "KusionStack", name: "kusion", id: stage.kusion.id };
    const { number } = pull;
    const by = { login: "rung[bot]", id: 1, type: "Bot" } as const;
    const note = { kind: "labelled", label: "do-not-merge/hold", on: true, by, at: stage.world.clock.now() } as const;
    const subject = { kind: "pull", repository, number } as const;
    const { installationId } = stage.sandbox;
    await stage.rung.queue.enqueue([{ installationId, subject, cause: "pull_request.labeled", notes: [note] }]);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: engine");
  });
});
