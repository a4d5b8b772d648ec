import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, type Stage, saidByRung } from "../scenarios/stage.ts";

const REGISTRY = `maintainers: [SparkYuan]
approvers: [hoangndst, liu-hm19]
`;

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY });
});
afterAll(() => stage.close());

const as = (login: string) => stage.world.as(login);
let count = 0;

async function opened(): Promise<Pull> {
  count += 1;
  const files = { [`cmd/main-${count}.go`]: "package main\n" };
  const pull = as("octo-fan").openPull({ repo: KUSION, title: "feat: retry", files, branch: `topic-${count}` });
  as("SparkYuan").label(pull, "kind/feature");
  as("SparkYuan").assign(pull, "liu-hm19");
  as("SparkYuan").requestReview(pull, "liu-hm19");
  await stage.settled();
  return pull;
}

const own = (pull: Pull, event: string) =>
  pull.events.filter((one) => one.event === event && one.actor.login === "rung[bot]");

/** What is said, the request whose answer is lost, the event that may stand there once, and how somebody undoes it. */
const ACTS: readonly (readonly [string, string, string, (pull: Pull) => void])[] = [
  ["/kind bug", "/labels", "labeled", (pull) => as("SparkYuan").unlabel(pull, "kind/bug")],
  ["/remove-kind feature", "/labels/", "unlabeled", (pull) => as("SparkYuan").label(pull, "kind/feature")],
  ["/assign @hoangndst", "/assignees", "assigned", (pull) => as("SparkYuan").unassign(pull, "hoangndst")],
  ["/unassign @liu-hm19", "/assignees", "unassigned", (pull) => as("SparkYuan").assign(pull, "liu-hm19")],
  ["/cc @hoangndst", "/requested_reviewers", "review_requested", (pull) => as("SparkYuan").unrequestReview(pull, "hoangndst")],
  ["/uncc @liu-hm19", "/requested_reviewers", "review_request_removed", (pull) => as("SparkYuan").requestReview(pull, "liu-hm19")],
  ["/reroll", "/requested_reviewers", "review_requested", (pull) => as("SparkYuan").unrequestReview(pull, pull.requestedReviewers.at(-1)?.login ?? "")],
  ["/retitle fix: it", "/issues/", "renamed", (pull) => as("octo-fan").edit(pull, { title: "mine" })],
  ["/draft", "convertPullRequestToDraft", "convert_to_draft", (pull) => as("octo-fan").markReady(pull)],
  ["/close", "/issues/", "closed", (pull) => as("octo-fan").reopen(pull)],
  ["/merge squash", "enablePullRequestAutoMerge", "auto_merge_enabled", (pull) => as("SparkYuan").disableAutoMerge(pull)],
];

describe("R30: an act whose answer was lost", () => {
  it.each(ACTS)("%s is not done again, even where somebody undid it at once", async (said, match, event, undo) => {
    const pull = await opened();
    let undone = false;
    stage.world.onEvent((happened) => {
      if (undone || happened.sender.login !== "rung[bot]" || happened.subject !== pull || own(pull, event).length === 0) return;
      undone = true;
      setImmediate(() => undo(pull));
    });
    const method = match.startsWith("/") ? (said.startsWith("/un") || said.startsWith("/remove") ? "DELETE" : said.startsWith("/retitle") || said === "/close" ? "PATCH" : "POST") : "";
    // Reading requests have the same path: only the write loses its answer.
    stage.sandbox.faults.add({ kind: "reset-after", match: method === "" ? match : `${method} /repos/KusionStack/kusion/${match.includes("requested") ? "pulls" : "issues"}/${pull.number}`, times: 1 });
    const comment = as("hoangndst").comment(pull, said);
    await stage.settled();
    expect(undone).toBe(true);
    expect(own(pull, event)).toHaveLength(1);
    expect(comment.reactions.length + saidByRung(pull).length).toBe(1);
    stage.sandbox.faults.clear();
  });
});

describe("R23: the same comment told again", () => {
  it("is not acted on again, although its act was undone", async () => {
    const pull = await opened();
    as("hoangndst").comment(pull, "/kind bug");
    await stage.settled();
    as("SparkYuan").unlabel(pull, "kind/bug");
    await stage.settled();
    const [delivery] = stage.sandbox.deliveries().filter(({ event, action }) => event === "issue_comment" && action === "created").slice(-1);
    await stage.sandbox.redeliver(delivery?.id ?? 0);
    await stage.settled();
    expect(own(pull, "labeled")).toHaveLength(1);
    expect(pull.labels.map(({ name }) => name)).toEqual(["kind/feature"]);
  });
});
