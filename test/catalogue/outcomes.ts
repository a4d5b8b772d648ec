/** The answers of acting commands by what GitHub does: their writers, and a GitHub that answers as written beside them. */

import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import type { Schema } from "../../src/database/schema.ts";
import { Declined, Forbidden, Gone } from "../../src/github/client/errors.ts";
import { NO_EVENTS } from "../../src/github/read/own-events.ts";
import { assignPeople } from "../../src/github/write/actions/assign-people.ts";
import { inviteAnswer } from "../../src/github/write/actions/invite-again.ts";
import { quietAnswer } from "../../src/github/write/actions/keep-quiet.ts";
import { mergePull } from "../../src/github/write/actions/merge-pull.ts";
import { moveLabels } from "../../src/github/write/actions/move-labels.ts";
import { UNTOLD as LONG_AGO, refusalOf } from "../../src/github/write/actions/perform-once.ts";
import { requestReview } from "../../src/github/write/actions/request-review.ts";
import { awayAnswer } from "../../src/github/write/actions/stay-away.ts";
import { vouchFor } from "../../src/github/write/actions/vouch-for.ts";
import { LAST_ANSWER, LAST_ANYWHERE } from "../../src/jobs/answer-budget.ts";
import { answerToChanges as stepDownAnswer } from "../../src/jobs/promotions/step-downs.ts";
import { UNREAD, UNTOLD } from "../../src/jobs/reviewing/reroll-step.ts";
import type { Answer } from "../../src/model/answer.ts";
import type { CommandActionEffect, LabelAct, SeenSubject, WritableAction } from "../../src/model/command-effect.ts";
import { aClient } from "../github/a-client.ts";
import { NOON, person } from "../support/a-pull.ts";
import type { Chapter, Entry } from "./chapter.ts";

type Answers = Parameters<typeof aClient>[0];

const SEEN: SeenSubject = { state: "open", title: "feat: a change", draft: false, labels: [], assignees: ["dee"] };

/** These writers keep nothing in it. */
const db = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (one) => new PostgresIntrospector(one),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

function contextOf<A extends WritableAction>(act: A, answers: Answers) {
  const effect: CommandActionEffect<WritableAction> = {
    kind: "act",
    repository: { owner: "KusionStack", name: "kusion" },
    subject: { kind: "pull", number: 7, nodeId: "PR_7" },
    key: "42#7/comment:5/1",
    by: person("ann"),
    saidAt: NOON,
    late: false,
    act,
    later: [],
    earlier: [],
    seen: SEEN,
    botLogin: "rung[bot]",
  };
  return {
    client: aClient(answers),
    db,
    appId: 1,
    key: new Uint8Array(32),
    repositoryId: 5,
    effect,
    act,
    events: NO_EVENTS,
  };
}

/** Logins that GitHub knows, and takes. */
const PEOPLE = ["ann", "ben", "dee"];
const account = (what: string) => {
  const [, login = ""] = /^GET \/users\/(.*)$/.exec(what) ?? [];
  return [...PEOPLE, "octo-fan"].includes(login) ? { login, id: 1, type: "User" } : undefined;
};

function labelled(words: string, more: Partial<LabelAct> = {}) {
  const there = ["bug", "kind/bug", "kind/feature", "approved"].map((name) => ({ name, node_id: name }));
  const act = {
    kind: "labels",
    off: false,
    words,
    prefix: "",
    reserved: ["approved", "do-not-merge/hold"],
    ...more,
  } as const;
  return moveLabels(contextOf(act, { rest: (what) => (what.startsWith("GET") ? there : []) }));
}

function vouchedFor(logins: readonly string[]) {
  const people = logins.map((login) => ({ login, id: null }));
  return vouchFor(contextOf({ kind: "vouch", people, notes: [] }, { rest: account }));
}

function assigned(people: readonly string[], off = false) {
  const rest = (what: string) =>
    what.startsWith("GET")
      ? account(what)
      : { assignees: ["dee", ...people.filter((one) => PEOPLE.includes(one))].map((login) => ({ login })) };
  return assignPeople(contextOf({ kind: "assign", off, people, notes: [] }, { rest }));
}

function requested(
  people: readonly string[],
  more: { readonly off?: boolean; readonly teams?: readonly string[] } = {},
) {
  const rest = (what: string, body: unknown) => {
    if (what.startsWith("GET /users/")) return account(what);
    if (what.startsWith("GET")) return { users: [{ login: "dee" }], teams: [] };
    if (JSON.stringify(body).includes("team")) throw new Gone("no such team");
    return { requested_reviewers: PEOPLE.map((login) => ({ login })) };
  };
  return requestReview(contextOf({ kind: "request", off: false, people, teams: [], notes: [], ...more }, { rest }));
}

interface Merging {
  readonly off?: boolean;
  readonly waitsFor?: string;
  readonly method?: "REBASE";
  readonly head?: string;
  readonly by?: string;
  readonly declined?: boolean;
}

async function merged({ off = false, waitsFor, method, head = "h1", by, declined = false }: Merging): Promise<Answer> {
  const pullRequest = {
    ...{ state: "OPEN", headRefOid: head, isInMergeQueue: false, isMergeQueueEnabled: false, mergeQueueEntry: null },
    autoMergeRequest: by === undefined ? null : { enabledBy: { login: by } },
  };
  const repository = { mergeCommitAllowed: true, squashMergeAllowed: true, rebaseMergeAllowed: false, pullRequest };
  const graph = (name: string) => {
    if (name === "MergeState") return { repository };
    const checkRuns = { nodes: [{ name: "rung", isRequired: false }] };
    const commit = { checkSuites: { nodes: [{ checkRuns }] } };
    if (name === "Required") return { repository: { pullRequest: { commits: { nodes: [{ commit }] } } } };
    if (declined)
      throw new Declined(
        "GraphQL AutoMerge: UNPROCESSABLE at enablePullRequestAutoMerge: Auto merge is not allowed for this repository",
        422,
      );
    return {};
  };
  const rest = () => {
    throw new Declined('PUT /merge: 405 Required status check "build" is expected', 405);
  };
  const act = {
    kind: "merge",
    off,
    headSha: "h1",
    baseRef: "main",
    method: method ?? null,
    waitsFor: waitsFor ?? null,
  } as const;
  return (await mergePull(contextOf(act, { graph, rest }))).answer;
}

const UNTIL = Date.parse("2026-12-02");
const open = (wrote: boolean) => ({ kind: "open", pull: 5, wrote }) as never;
const stepDown = (outcome: never) =>
  stepDownAnswer([{ where: "KusionStack/.github", branch: "rung/step-down-eve", outcome }]);

async function entry(when: string, answering: Answer | Promise<Answer>): Promise<Entry> {
  const answer = await answering;
  return { when, text: "text" in answer ? answer.text : "a thumbs-up" };
}

async function entries(): Promise<readonly Entry[]> {
  const refusal = (error: unknown) => ({ kind: "refused", text: refusalOf(error) ?? "" }) as const;
  return await Promise.all([
    entry("`/label bug`", labelled("bug")),
    entry("`/label bgu`", labelled("bgu")),
    entry("`/label bug, nothing`", labelled("bug, nothing")),
    entry("`/label approved`", labelled("approved")),
    entry("`/kind nothing`", labelled("nothing", { prefix: "kind/" })),
    entry("`/remove-label bug`, which asks for more approvals", labelled("bug", { off: true, kept: ["bug"] })),
    entry("`/remove-label bug` where it is not on", labelled("bug", { off: true })),
    entry("`/assign @ben`", assigned(["ben"])),
    entry("`/assign @dee`, who is assigned", assigned(["dee"])),
    entry("`/assign @ben @octo-fan @nobody`", assigned(["ben", "octo-fan", "nobody"])),
    entry("`/unassign @ben`, who is not assigned", assigned(["ben"], true)),
    entry("`/cc @ben`", requested(["ben"])),
    entry("`/cc @dee @octo-fan`, dee is asked", requested(["dee", "octo-fan"])),
    entry("`/cc @KusionStack/engine`, no such team", requested([], { teams: ["engine"] })),
    entry("`/uncc @ben`, who was not asked", requested(["ben"], { off: true })),
    entry("`/uncc @dee @ben`", requested(["dee", "ben"], { off: true })),
    entry("`/merge`", merged({})),
    entry("`/merge` while an approval is missing", merged({ waitsFor: "approval" })),
    entry("`/merge` after a push", merged({ head: "h2" })),
    entry("`/merge` twice", merged({ by: "rung[bot]" })),
    entry("`/merge rebase` where that is not allowed", merged({ method: "REBASE" })),
    entry("`/merge` that GitHub declines", merged({ declined: true })),
    entry("`/merge cancel` of somebody's own", merged({ off: true, by: "ben" })),
    entry("`/merge cancel` of nothing", merged({ off: true })),
    entry("`/away until 2026-12-02`", awayAnswer({ off: false, until: UNTIL }, null)),
    entry("`/quiet`", quietAnswer({ off: false }, UNTIL)),
    entry("`/quiet cancel`", quietAnswer({ off: true }, UNTIL)),
    entry("`/vouch @octo-fan @nobody`", vouchedFor(["octo-fan", "nobody"])),
    entry("`/vouch @nobody`", vouchedFor(["nobody"])),
    entry("`/away` twice", awayAnswer({ off: false, until: null }, { until: null })),
    entry("`/away cancel`", awayAnswer({ off: true, until: null }, { until: null })),
    entry("`/away cancel` of nothing", awayAnswer({ off: true, until: null }, null)),
    entry("`/invite @ben @nobody`", inviteAnswer({ notes: [] }, { found: ["ben"], unknown: ["nobody"] })),
    entry("`/invite @nobody`", inviteAnswer({ notes: [] }, { found: [], unknown: ["nobody"] })),
    entry("`/step-down`", stepDown(open(true))),
    entry("`/step-down` twice", stepDown(open(false))),
    entry("`/step-down` of what was closed", stepDown({ kind: "undone", pull: 5, merged: false, at: NOON } as never)),
    entry("`/step-down`, and people pushed to its branch", stepDown({ kind: "foreign", pull: null } as never)),
    entry("`/step-down` of a team's role", stepDownAnswer([])),
    { when: "`/reroll` while the verdict is unknown", text: UNTOLD },
    { when: "`/reroll`, and GitHub does not tell who is asked", text: UNREAD },
    { when: "a line that is heard much later", text: LONG_AGO },
    { when: "under the last answer to somebody within an hour", text: LAST_ANSWER },
    { when: "under the last answer to somebody within an hour, wherever they say something", text: LAST_ANYWHERE },
    entry(
      "GitHub forbids it",
      refusal(new Forbidden("PATCH /x: 403 Resource not accessible by integration", "permission")),
    ),
    entry("GitHub declines it", refusal(new Declined("PATCH /x: 422 Validation Failed", 422))),
  ]);
}

export async function outcomes(): Promise<Chapter> {
  return {
    title: "What became of a command",
    readers: "For whoever wrote it, where it was for GitHub to do.",
    entries: await entries(),
  };
}
