/** Hands a pull request to GitHub's auto-merge or merge queue, for one commit and no other; and takes it back. */

import type { Answer } from "../../../model/answer.ts";
import type { MergeAct } from "../../../model/command-effect.ts";
import type { EndMergeEffect } from "../../../model/effect.ts";
import { bareLogin } from "../../../model/own-comment.ts";
import { code } from "../../../shared/markdown.ts";
import { joinList } from "../../../shared/people.ts";
import type { Client } from "../../client/client.ts";
import { Declined, Gone } from "../../client/errors.ts";
import { isCheckRequired, type MergeState, readMergeState } from "../../read/merge-state.ts";
import { type ActionContext, type ActionResult, home, reasonOf } from "./action-context.ts";

type Method = NonNullable<MergeAct["method"]>;

export const AUTO_MERGE = `mutation AutoMerge($id: ID!, $head: GitObjectID!, $method: PullRequestMergeMethod!) {
  enablePullRequestAutoMerge(input: { pullRequestId: $id, expectedHeadOid: $head, mergeMethod: $method }) { clientMutationId }
}`;

export const ENQUEUE = `mutation Enqueue($id: ID!, $head: GitObjectID!) {
  enqueuePullRequest(input: { pullRequestId: $id, expectedHeadOid: $head }) { clientMutationId }
}`;

export const NO_AUTO_MERGE = `mutation NoAutoMerge($id: ID!) {
  disablePullRequestAutoMerge(input: { pullRequestId: $id }) { clientMutationId }
}`;

export const DEQUEUE = `mutation Dequeue($id: ID!) {
  dequeuePullRequest(input: { id: $id }) { clientMutationId }
}`;

export async function mergePull(context: ActionContext<MergeAct>): Promise<ActionResult> {
  const { client, act, appId, effect, events } = context;
  const found = await readMergeState(client, effect.repository, effect.subject.number);
  const { pullRequest: pull } = found;
  if (act.off) return await takenBack(context, found);
  if (pull.state === "MERGED") return DONE;
  if (pull.isInMergeQueue || pull.autoMergeRequest) return standingAlready(context, found);
  // An earlier try did it, and it has been taken back or has ended since.
  if (events.happened("merge", "", true) || events.happened("merge", "", false)) return DONE;
  if (pull.headRefOid !== act.headSha)
    return refused("The head has changed since you said `/merge`; please look again, and say it anew.");
  if (act.waitsFor !== null && !(await isCheckRequired(client, effect.repository, effect.subject.number, appId)))
    return refused(unguarded(act.waitsFor));
  return await handedOver(context, found);
}

/** Somebody's own auto-merge is theirs; Rung's own is this line's as well, where it is for the same head. */
function standingAlready({ effect, act, events }: ActionContext<MergeAct>, found: MergeState): ActionResult {
  const given = isOurs(effect, found) && found.pullRequest.headRefOid === act.headSha ? GIVEN : DONE;
  return events.again ? given : { ...given, answer: ALREADY };
}

const ALREADY: Answer = { kind: "told", text: "GitHub is to merge this already. Nothing was changed." };

const DONE: ActionResult = { answer: { kind: "done" } };
const GIVEN: ActionResult = { answer: { kind: "done" }, order: "given" };

function refused(text: string): ActionResult {
  return { answer: { kind: "refused", text } };
}

/** Whether GitHub is about to merge because Rung asked. */
function isOurs({ botLogin }: ActionContext["effect"], { pullRequest: pull }: MergeState): boolean {
  const by = pull.isInMergeQueue ? pull.mergeQueueEntry?.enqueuer : pull.autoMergeRequest?.enabledBy;
  return by != null && bareLogin(by.login) === bareLogin(botLogin);
}

function unguarded(waitsFor: string): string {
  return `This still waits for ${waitsFor}, and as far as I can tell GitHub does not require the ${code("rung")} check on this branch, so it would not wait for that. Say ${code("/merge")} once the check has passed.`;
}

async function handedOver(context: ActionContext<MergeAct>, found: MergeState): Promise<ActionResult> {
  const { act, effect } = context;
  const method = methodOf(act.method, found);
  if (method === null)
    return refused(`This repository does not allow ${named(act.method)} merges; it allows ${allowedNames(found)}.`);
  const pinned = { id: effect.subject.nodeId, head: act.headSha };
  const order = async (name: string, text: string, variables: Readonly<Record<string, unknown>>) => {
    await context.client.graph({ name, text }, variables);
    return GIVEN;
  };
  const ways = [
    ...(found.pullRequest.isMergeQueueEnabled && act.waitsFor === null
      ? [() => order("Enqueue", ENQUEUE, pinned)]
      : []),
    () => order("AutoMerge", AUTO_MERGE, { ...pinned, method }),
    // Where nothing is left to wait for, GitHub switches no auto-merge on and merges instead.
    ...(act.waitsFor === null && !found.pullRequest.isMergeQueueEnabled ? [() => mergeNow(context, method)] : []),
  ];
  const reasons: string[] = [];
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      if (!(error instanceof Declined)) throw error;
      reasons.push(reasonOf(error));
    }
  }
  return refused(`GitHub would not take it: ${[...new Set(reasons)].join("; ")}.`);
}

async function mergeNow({ client, effect, act }: ActionContext<MergeAct>, method: Method): Promise<ActionResult> {
  const body = { sha: act.headSha, merge_method: method.toLowerCase() };
  await client.rest("PUT", `${home({ effect })}/pulls/${effect.subject.number}/merge`, { body });
  return DONE;
}

/** GitHub's own default first, of those the repository allows. `null`: the one asked for is not allowed. */
function methodOf(asked: Method | null, found: MergeState): Method | null {
  const allowed = allowedIn(found);
  if (asked === null) return allowed[0] ?? "MERGE";
  return allowed.includes(asked) ? asked : null;
}

function allowedIn(found: MergeState): readonly Method[] {
  const all: readonly (readonly [Method, boolean])[] = [
    ["MERGE", found.mergeCommitAllowed],
    ["SQUASH", found.squashMergeAllowed],
    ["REBASE", found.rebaseMergeAllowed],
  ];
  return all.filter(([, isAllowed]) => isAllowed).map(([method]) => method);
}

function named(method: Method | null): string {
  return code((method ?? "").toLowerCase());
}

function allowedNames(found: MergeState): string {
  return joinList(allowedIn(found).map(named), "and");
}

/** Only what Rung itself asked for: what a person switched on is taken back by people who could do that without Rung (R43). */
async function takenBack(context: ActionContext<MergeAct>, found: MergeState): Promise<ActionResult> {
  const { client, effect, events } = context;
  const { pullRequest: pull } = found;
  // Somebody has asked for the merge since.
  if (events.happened("merge", "", false)) return DONE;
  const stands = pull.isInMergeQueue || pull.autoMergeRequest != null;
  if (stands && !isOurs(effect, found))
    return refused("Somebody switched this merge on by hand, so it is for people with write access to take back.");
  const nodeId = effect.subject.nodeId;
  if (pull.isInMergeQueue) await endMerge(client, { nodeId, way: "queue" });
  if (pull.autoMergeRequest) await endMerge(client, { nodeId, way: "auto-merge" });
  const idle = { kind: "told", text: "GitHub was not about to merge this, so there is nothing to take back." } as const;
  return { answer: stands || events.again ? { kind: "done" } : idle, order: "taken-back" };
}

/** Takes back a merge that GitHub was asked to carry out. If it is off already, that is no error. */
export async function endMerge(
  client: Client,
  { nodeId: id, way }: Pick<EndMergeEffect, "nodeId" | "way">,
): Promise<void> {
  const query = way === "queue" ? { name: "Dequeue", text: DEQUEUE } : { name: "NoAutoMerge", text: NO_AUTO_MERGE };
  try {
    await client.graph(query, { id });
  } catch (error) {
    if (!(error instanceof Declined || error instanceof Gone)) throw error;
  }
}
