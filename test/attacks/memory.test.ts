/**
 * Delete the database and nothing that was decided is lost; restore an older copy and nothing that people undid is done again (R42,
 * R78). A long story is played three times: undisturbed, with the database deleted after every step, and with the copy from some steps
 * before restored after every step. GitHub looks the same after each step.
 */

import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { STATUS_MARKER } from "../../src/commands/replies/status-comment.ts";
import type { Database } from "../../src/database/database.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { kusionStack } from "../../src/sandbox/kusionstack.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import type { Issue, Pull, Subject } from "../../src/sandbox/world/model.ts";
import { createLog } from "../../src/shared/log.ts";
import type { Rung } from "../../src/start.ts";
import { KUSION } from "../scenarios/stage.ts";
import { aDatabase } from "../support/a-database.ts";
import { copyStatement } from "../support/a-postgres.ts";
import { aRung, quiet } from "../support/a-rung.ts";
import { freshDatabase } from "../support/fresh-database.ts";

const REGISTRY = `areas:
  kusion: { repos: [kusion] }
  docs: { repos: [kusion], paths: ["docs/**"] }
maintainers: [SparkYuan, liu-hm19]
approvers: [hoangndst, { login: jemshad, areas: [docs] }]
contributors: [adohe]
reviews: { request: 1 }
labels: { needs-approver: needs-approver }
roles:
  members: {}
  contributors: {}
  approvers: { promotion: { sponsors: { from: maintainers, min: 2 } } }
  maintainers: {}
`;

const silent = createLog("silent");

interface Told {
  readonly sandbox: Sandbox;
  readonly pull: Pull;
  readonly issue: Issue;
}
type Step = readonly [string, (told: Told) => void];

const as = ({ sandbox }: Told, login: string) => sandbox.world.as(login);
const said = (login: string, body: string): Step => [
  `${login}: ${body}`,
  (told) => void as(told, login).comment(told.pull, body),
];
const onIssue = (login: string, body: string): Step => [
  `${login} on the issue: ${body}`,
  (told) => void as(told, login).comment(told.issue, body),
];

const STORY: readonly Step[] = [
  said("octo-fan", "Thanks for looking at it."),
  said("hoangndst", "/approve docs"),
  ["a limited review", (told) => void as(told, "hoangndst").review(told.pull, "APPROVE", "/approve docs")],
  [
    "the review is edited",
    (told) => {
      const review = told.pull.reviews.at(-1);
      if (review !== undefined) as(told, "hoangndst").editReview(review, "Fine.");
    },
  ],
  said("adohe", "/hold until Friday"),
  said("adohe", "/kind bug\n/assign @hoangndst"),
  [
    "both are undone",
    (told) => {
      as(told, "SparkYuan").unlabel(told.pull, "kind/bug");
      as(told, "SparkYuan").unassign(told.pull, "hoangndst");
    },
  ],
  said("adohe", "/hold cancel"),
  said("adohe", "/retitle fix: another name"),
  ["the author renames it", (told) => as(told, "octo-fan").edit(told.pull, { title: "feat: mine" })],
  said("adohe", "/cc @liu-hm19"),
  ["liu-hm19 is taken off", (told) => as(told, "SparkYuan").unrequestReview(told.pull, "liu-hm19")],
  ["Rung's label is taken off", (told) => as(told, "SparkYuan").unlabel(told.pull, "area/docs")],
  said("adohe", "/close"),
  ["the author opens it again", (told) => as(told, "octo-fan").reopen(told.pull)],
  ["a push", (told) => void as(told, "octo-fan").push(told.pull, { files: { "main.go": "package other\n" } })],
  said("hoangndst", "/merge squash"),
  ["auto-merge is switched off by hand", (told) => as(told, "SparkYuan").disableAutoMerge(told.pull)],
  onIssue("SparkYuan", "/promote @adohe approver"),
  onIssue("liu-hm19", "/sponsor"),
  said("hoangndst", "/approve"),
  ["an approving review", (told) => void as(told, "liu-hm19").approve(told.pull)],
  [
    "it is dismissed",
    (told) => {
      const review = told.pull.reviews.at(-1);
      if (review !== undefined) as(told, "SparkYuan").dismiss(review, "not yet");
    },
  ],
  said("hoangndst", "/unapprove"),
];

const inOrder = (all: readonly string[]) => all.toSorted((one, other) => (one < other ? -1 : 1));

/** What stands, without the times and the reasons. */
function standing({ sandbox, pull, issue }: Told) {
  const runs = [...sandbox.world.repo(KUSION).checkRuns.values()].flat().filter((run) => run.headSha === pull.headSha);
  const check = runs.filter(({ name }) => name === "rung").toSorted((one, other) => other.id - one.id)[0];
  return {
    check: check === undefined ? null : `${check.conclusion ?? check.status}: ${check.title}`,
    state: [pull.state, pull.draft, pull.title, pull.autoMerge?.method ?? null],
    labels: inOrder(pull.labels.map(({ name }) => name)),
    asked: inOrder(pull.requestedReviewers.map(({ login }) => login)),
    assigned: inOrder(pull.assignees.map(({ login }) => login)),
    said: [byRung(pull), byRung(issue)],
    thumbs: [...pull.comments, ...issue.comments].map(({ reactions }) => reactions.length),
    did: deeds(pull),
  };
}

/** Its status comments as such, its answers with their words. */
function byRung(subject: Subject): readonly string[] {
  const own = subject.comments.filter(({ author }) => author.login === "rung[bot]");
  return own.map(({ body }) =>
    body.startsWith(STATUS_MARKER) || body.includes("rung:promotion") ? "status" : withoutIds(body),
  );
}

/** Another life of the sandbox counts otherwise. */
function withoutIds(body: string): string {
  return body.replace(/(?<=rung:reply to=[a-z-]+:)\d+/, "N").replace(/#issuecomment-\d+/g, "#issuecomment-N");
}

function deeds(pull: Pull): readonly string[] {
  const own = pull.events.filter(({ actor }) => actor.login === "rung[bot]");
  return inOrder(own.map(({ event, detail }) => `${event} ${detail.label?.name ?? detail.who?.login ?? ""}`));
}

const onServer = (url: string) => () => openServer(url, silent);

const nameIn = (url: string) => url.split("/").at(-1) ?? "";

/** The address of a copy of that database; nobody is connected to either. */
async function copied(url: string): Promise<string> {
  const name = `copy_${randomUUID().replaceAll("-", "")}`;
  await onServerOf(url, copyStatement(name, nameIn(url)));
  return url.replace(/[^/]+$/, name);
}

async function onServerOf(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url.replace(/[^/]+$/, "postgres"));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

type Open = () => Promise<Database>;

/** Told by one process from the beginning to the end, or, with `next`, by another one after each step, on the database that it gives. */
async function tell(first: Open, next: ((step: number) => Promise<Open>) | null) {
  const world = kusionStack({
    clock: steppingClock(Date.parse("2026-11-23T09:00:00Z"), 2_000),
    registry: REGISTRY,
    empty: true,
  });
  const sandbox = await startSandbox({ world });
  let rung = await started(sandbox, first);
  const files = { "main.go": "package main\n", "docs/a.md": "a\n" };
  const pull = world.as("octo-fan").openPull({ repo: KUSION, title: "feat: a", files, branch: "topic" });
  const issue = world.as("octo-fan").openIssue({ repo: KUSION, title: "adohe does good work" });
  const told = { sandbox, pull, issue };
  await quiet(sandbox, rung);
  const seen: (readonly [string, ReturnType<typeof standing>])[] = [];
  for (const [index, [what, act]] of STORY.entries()) {
    act(told);
    await quiet(sandbox, rung);
    if (next !== null) {
      await rung.close();
      rung = await started(sandbox, await next(index));
      await quiet(sandbox, rung);
    }
    seen.push([what, standing(told)]);
  }
  await rung.close();
  await sandbox.close();
  return seen;
}

async function started(sandbox: Sandbox, openDatabase: Open): Promise<Rung> {
  const rung = await aRung(sandbox, { openDatabase });
  await rung.firstLook;
  return rung;
}

describe("R78: what stands on GitHub is the same", () => {
  let undisturbed: Awaited<ReturnType<typeof tell>>;
  beforeAll(async () => {
    undisturbed = await tell(aDatabase, null);
  }, 300_000);

  it("with the database deleted after every step", async () => {
    const disturbed = await tell(aDatabase, async () => aDatabase);
    for (const [index, step] of disturbed.entries()) expect(step).toEqual(undisturbed[index]);
  }, 580_000);

  it("with the copy of three steps before restored after every step", async () => {
    let url = await freshDatabase();
    const kept: string[] = [];
    const disturbed = await tell(onServer(url), async (index) => {
      // Its process has ended: it is the copy that is taken at this step.
      kept.push(url);
      url = await copied(kept[Math.max(0, index - 3)] ?? "");
      return onServer(url);
    });
    for (const [index, step] of disturbed.entries()) expect(step).toEqual(undisturbed[index]);
  }, 580_000);
});
