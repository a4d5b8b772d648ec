/** Closes, reopens and renames issues and pull requests, and turns drafts into ready pull requests and back. */

import type { Answer } from "../../../model/answer.ts";
import type { CommandAction } from "../../../model/command-effect.ts";
import { type ActionContext, issuePath } from "./action-context.ts";

const DONE: Answer = { kind: "done" };

type StateAct = Extract<CommandAction, { kind: "state" }>;

export async function setState(context: ActionContext<StateAct>): Promise<Answer> {
  const { act, effect, events } = context;
  const closes = act.to === "closed";
  if (effect.seen.state === act.to || events.happened("closed", "", closes)) return DONE;
  const reason = act.to === "closed" ? { state_reason: act.reason } : {};
  // Pull requests are closed for no reason that GitHub would keep.
  const body = { state: act.to, ...(effect.subject.kind === "issue" ? reason : {}) };
  await context.client.rest("PATCH", issuePath(context), { body });
  return DONE;
}

/** Somebody may have renamed it since; then theirs is the later decision. */
export async function setTitle(context: ActionContext<Extract<CommandAction, { kind: "title" }>>): Promise<Answer> {
  const { act, effect, events } = context;
  if (effect.seen.title === act.title || events.happened("title", act.title, true)) return DONE;
  await context.client.rest("PATCH", issuePath(context), { body: { title: act.title } });
  return DONE;
}

export const READY = `mutation Ready($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId }
}`;

export const DRAFT = `mutation Draft($id: ID!) {
  convertPullRequestToDraft(input: { pullRequestId: $id }) { clientMutationId }
}`;

export async function setDraft(context: ActionContext<Extract<CommandAction, { kind: "draft" }>>): Promise<Answer> {
  const { act, effect, events } = context;
  if (effect.seen.draft === act.draft || events.happened("draft", "", act.draft)) return DONE;
  const query = act.draft ? { name: "Draft", text: DRAFT } : { name: "Ready", text: READY };
  await context.client.graph(query, { id: effect.subject.nodeId });
  return DONE;
}
