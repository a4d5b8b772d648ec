import { describe, expect, it } from "vitest";
import { type LabelsParts, labelStep } from "../../src/jobs/label-step.ts";
import { createLog } from "../../src/shared/log.ts";
import { BOT } from "../commands/a-context.ts";
import { aClient } from "../github/a-client.ts";
import { aLadder, type PullOptions } from "../support/a-pull.ts";
import { aLabelling } from "../triage/labels/a-labelling.ts";

const RUNG = { __typename: "Bot", login: "rung", databaseId: BOT.id };
const ANN = { __typename: "User", login: "ann", databaseId: 1 };

const on = (name: string, actor = RUNG) => ({ __typename: "LabeledEvent", actor, label: { name } });
const off = (name: string, actor = ANN) => ({ __typename: "UnlabeledEvent", actor, label: { name } });

const index = aLadder({
  areas: { docs: { paths: ["docs/**"] }, code: { paths: ["src/**"] } },
  approvers: ["ann"],
  labels: { areas: "area/*", "needs-approver": "needs-approver" },
});

/** Of a process that has asked about nothing yet. */
function aMemory(): LabelsParts["memory"] {
  const outcomes = new Map<string, string>();
  return {
    caughtUp: (subject, outcome) => outcomes.set(subject, outcome),
    isCaughtUp: (subject, outcome) => outcomes.get(subject) === outcome,
  };
}

function withTimeline(nodes: readonly object[]) {
  const data = { repository: { pullRequest: { timelineItems: { nodes } } } };
  const client = aClient({ graph: () => data });
  return { client, log: createLog("silent"), bot: BOT, memory: aMemory() };
}

/** As where the database surely knows nothing of the time before (R78), with that timeline on GitHub. */
async function turn(nodes: readonly object[], pull: PullOptions = {}) {
  const labelling = aLabelling({ files: ["docs/a.md"], ...pull }, { index });
  const { effects, record, failure } = await labelStep(withTimeline(nodes), labelling, labelling.record, false);
  expect(failure).toBeNull();
  const added = effects.flatMap((effect) => (effect.kind === "labelled" ? effect.labels.map(({ name }) => name) : []));
  const removed = effects.flatMap((effect) => (effect.kind === "unlabelled" ? effect.labels : []));
  return { added, removed, own: record.labels?.own };
}

describe("R78: labels, where the database is younger than what was done", () => {
  it("one that says what Rung found and that a person took off is not put back", async () => {
    const told = await turn([on("area/docs"), on("needs-approver"), off("area/docs")]);
    expect(told.added).toEqual(["needs-approver"]);
    expect(told.own).toContain("area/docs");
  });

  it("one that a command put on is never remembered as Rung's own, so that Rung takes it off nobody who puts it on again", async () => {
    // The timeline was read after the labels: somebody took it off in between.
    const told = await turn([on("kind/bug"), off("kind/bug")], { labels: ["kind/bug"] });
    expect(told).toEqual({
      ...{ added: ["needs-approver", "area/docs"], removed: [] },
      own: ["needs-approver", "area/docs"],
    });
  });

  it("one that Rung itself took off comes on again when it is due", async () => {
    expect((await turn([on("area/docs"), off("area/docs", RUNG)])).added).toContain("area/docs");
  });

  it("one that a person put on and took off is Rung's to put on", async () => {
    expect((await turn([on("area/docs", ANN), off("area/docs")])).added).toContain("area/docs");
  });

  it("are asked about once, as long as what was stored then is found again", async () => {
    const parts = withTimeline([on("area/docs"), off("area/docs")]);
    const asked = () => parts.client.asked.length;
    const one = aLabelling({ files: ["docs/a.md"] }, { index });
    const { record } = await labelStep(parts, one, one.record, false);
    expect(asked()).toBe(1);
    const more = aLabelling({ files: ["docs/a.md", "src/a.ts"], labels: ["needs-approver"] }, { index });
    expect((await labelStep(parts, more, record, false)).effects).toMatchObject([{ labels: [{ name: "area/code" }] }]);
    expect(asked()).toBe(1);
    // An older copy of the database, or another process, knows other labels.
    await labelStep(parts, more, { ...record, labels: { own: [], others: [] } }, false);
    expect(asked()).toBe(2);
  });
});
