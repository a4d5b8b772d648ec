/** Closes, reopens, renames, and turns drafts into pull requests that are ready and back. */
import type { Answer } from "../../../commands/command.ts";
import type { Act } from "../../../model/command-effect.ts";
import { type Doing, issuePath } from "./action-context.ts";

const DONE: Answer = { kind: "done" };

type StateAct = Extract<Act, { kind: "state" }>;

export async function setState(doing: Doing<StateAct>): Promise<Answer> {
  const { act, effect, deeds } = doing;
  const closes = act.to === "closed";
  if (effect.seen.state === act.to || deeds.did("closed", "", closes)) return DONE;
  const reason = act.to === "closed" ? { state_reason: act.reason } : {};
  // Pull requests are closed for no reason that GitHub would keep.
  const body = { state: act.to, ...(effect.subject.kind === "issue" ? reason : {}) };
  await doing.client.rest("PATCH", issuePath(doing), { body });
  return DONE;
}

/** Somebody may have renamed it since; then theirs is the later word. */
export async function setTitle(doing: Doing<Extract<Act, { kind: "title" }>>): Promise<Answer> {
  const { act, effect, deeds } = doing;
  if (effect.seen.title === act.title || deeds.did("title", act.title, true)) return DONE;
  await doing.client.rest("PATCH", issuePath(doing), { body: { title: act.title } });
  return DONE;
}

export const READY = `mutation Ready($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId }
}`;

export const DRAFT = `mutation Draft($id: ID!) {
  convertPullRequestToDraft(input: { pullRequestId: $id }) { clientMutationId }
}`;

export async function setDraft(doing: Doing<Extract<Act, { kind: "draft" }>>): Promise<Answer> {
  const { act, effect, deeds } = doing;
  if (effect.seen.draft === act.draft || deeds.did("draft", "", act.draft)) return DONE;
  const query = act.draft ? { name: "Draft", text: DRAFT } : { name: "Ready", text: READY };
  await doing.client.graph(query, { id: effect.subject.nodeId });
  return DONE;
}
