import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../../../src/sandbox/world/model.ts";
import { aStage, KUSION, type Stage, saidByRung } from "../../../scenarios/stage.ts";

/** Nobody is asked to review but by a line: whoever is asked already is not asked again. */
const REGISTRY = `maintainers: [SparkYuan]
approvers: [hoangndst, liu-hm19]
reviews: { request: 0 }
labels: { areas: false }
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
  ["/kind bug", "POST issues/N/labels", "labeled", (pull) => as("SparkYuan").unlabel(pull, "kind/bug")],
  [
    "/remove-kind feature",
    "DELETE issues/N/labels",
    "unlabeled",
    (pull) => as("SparkYuan").label(pull, "kind/feature"),
  ],
  ["/assign @hoangndst", "POST issues/N/assignees", "assigned", (pull) => as("SparkYuan").unassign(pull, "hoangndst")],
  [
    "/unassign @liu-hm19",
    "DELETE issues/N/assignees",
    "unassigned",
    (pull) => as("SparkYuan").assign(pull, "liu-hm19"),
  ],
  [
    "/cc @hoangndst",
    "POST pulls/N/requested_reviewers",
    "review_requested",
    (pull) => as("SparkYuan").unrequestReview(pull, "hoangndst"),
  ],
  [
    "/uncc @liu-hm19",
    "DELETE pulls/N/requested_reviewers",
    "review_request_removed",
    (pull) => as("SparkYuan").requestReview(pull, "liu-hm19"),
  ],
  [
    "/reroll",
    "POST pulls/N/requested_reviewers",
    "review_requested",
    (pull) => as("SparkYuan").unrequestReview(pull, pull.requestedReviewers.at(-1)?.login ?? ""),
  ],
  ["/retitle fix: it", "PATCH issues/N", "renamed", (pull) => as("octo-fan").edit(pull, { title: "mine" })],
  ["/draft", "convertPullRequestToDraft", "convert_to_draft", (pull) => as("octo-fan").markReady(pull)],
  ["/close", "PATCH issues/N", "closed", (pull) => as("octo-fan").reopen(pull)],
  [
    "/merge squash",
    "enablePullRequestAutoMerge",
    "auto_merge_enabled",
    (pull) => as("SparkYuan").disableAutoMerge(pull),
  ],
];

describe("R30: an act whose answer was lost", () => {
  it.each(ACTS)("%s is not done again, even where somebody undid it at once", async (said, match, event, undo) => {
    const pull = await opened();
    let undone = false;
    stage.world.onEvent((happened) => {
      if (undone || happened.sender.login !== "rung[bot]" || happened.subject !== pull || own(pull, event).length === 0)
        return;
      undone = true;
      setImmediate(() => undo(pull));
    });
    const lost = match.replace(/ (\w+)\/N/, ` /repos/${KUSION}/$1/${pull.number}`);
    stage.sandbox.faults.add({ kind: "reset-after", match: lost, times: 1 });
    const comment = as("hoangndst").comment(pull, said);
    await stage.settled();
    expect(undone).toBe(true);
    expect(own(pull, event)).toHaveLength(1);
    expect(comment.reactions.length + saidByRung(pull).length).toBe(1);
    stage.sandbox.faults.clear();
  });
});

describe("R23: the same comment told again", () => {
  /** Said, done, undone by somebody. */
  async function undone(): Promise<Pull> {
    const pull = await opened();
    as("hoangndst").comment(pull, "/kind bug");
    await stage.settled();
    as("SparkYuan").unlabel(pull, "kind/bug");
    await stage.settled();
    return pull;
  }

  async function toldAgain(pull: Pull): Promise<void> {
    const { webhooks } = stage.sandbox;
    const delivery = webhooks.log.findLast(
      ({ entry }) => entry.event === "issue_comment" && entry.action === "created" && entry.number === pull.number,
    );
    if (delivery === undefined) throw new Error("nothing was told");
    webhooks.redeliver(delivery);
    await stage.settled();
    expect(own(pull, "labeled")).toHaveLength(1);
    expect(pull.labels.map(({ name }) => name)).toEqual(["kind/feature"]);
  }

  it("is not acted on again, although its act was undone", async () => {
    await toldAgain(await undone());
  });

  it("nor when the delivery is forgotten and only the act is known", async () => {
    const pull = await undone();
    await stage.rung.database.db.deleteFrom("deliveries").execute();
    await toldAgain(pull);
  });

  it("nor with the database gone: GitHub's timeline tells", async () => {
    const pull = await undone();
    await stage.rung.database.db.deleteFrom("deliveries").execute();
    await stage.rung.database.db.deleteFrom("acts").execute();
    stage.world.clock.advance(20 * 60_000);
    await toldAgain(pull);
  });
});
