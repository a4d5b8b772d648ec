/** GraphQL's mutations, each an act of the caller. */

import type { Persona } from "../acts/persona.ts";
import { type RefUpdate, updatedRefs } from "../acts/ref-updates.ts";
import { assertWritable } from "../http/auth.ts";
import type { Pull, Repo } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import type { Node } from "../world/world.ts";
import { actorView } from "./accounts.ts";
import { issueView } from "./issues.ts";
import { entryView, pullView } from "./pulls.ts";
import { commentView, REACTION_NAMES, reactionView, reviewCommentView, reviewView } from "./talk.ts";
import { GithubError, type Looking, type View } from "./view.ts";

interface Input {
  readonly clientMutationId?: string | null;
  readonly subjectId: string;
  readonly pullRequestId: string;
  readonly content: string;
  readonly body: string;
  readonly id: string;
  readonly expectedHeadOid?: string | null;
  readonly mergeMethod?: string | null;
  readonly labelableId: string;
  readonly labelIds: readonly string[];
  readonly repositoryId: string;
  readonly refUpdates: readonly RefUpdate[];
}

/** Permission an app needs for each: any of these, with write. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  addReaction: ["issues", "pull_requests"],
  addComment: ["issues", "pull_requests"],
  enablePullRequestAutoMerge: ["contents", "pull_requests"],
  disablePullRequestAutoMerge: ["contents", "pull_requests"],
  enqueuePullRequest: ["contents", "pull_requests"],
  dequeuePullRequest: ["contents", "pull_requests"],
  markPullRequestReadyForReview: ["pull_requests"],
  convertPullRequestToDraft: ["pull_requests"],
  removeLabelsFromLabelable: ["issues", "pull_requests"],
  updateRefs: ["contents"],
};

function node(looking: Looking, id: string): Node {
  const found = looking.world.nodes.get(id);
  if (found === undefined)
    throw new GithubError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
  const repo = repoOf(found);
  if (repo !== null) assertWritable(looking.world, looking.caller, repo);
  return found;
}

function repoOf(found: Node): Repo | null {
  if ("repo" in found) return found.repo;
  if ("subject" in found) return found.subject.repo;
  return "pull" in found ? found.pull.repo : null;
}

function pullOf(looking: Looking, input: Input): Pull {
  const found = node(looking, input.pullRequestId);
  if (found.kind !== "pull")
    throw new GithubError(
      "NOT_FOUND",
      `Could not resolve to a PullRequest with the global id of '${input.pullRequestId}'`,
    );
  if (input.expectedHeadOid && input.expectedHeadOid !== found.headSha) {
    throw new GithubError("UNPROCESSABLE", "Head branch was modified. Review and try the merge again.");
  }
  return found;
}

export function mutations(looking: Looking, persona: () => Persona): View {
  const { caller } = looking;
  const acts: Record<string, (input: Input) => View> = {
    addReaction: (input) => addReaction(looking, persona(), input),
    addComment: (input) => {
      const subject = node(looking, input.subjectId);
      if (subject.kind !== "issue" && subject.kind !== "pull")
        throw new GithubError("NOT_FOUND", "Could not resolve to an issue or pull request");
      persona().comment(subject, input.body);
      return { subject: subject.kind === "pull" ? pullView(looking, subject) : issueView(looking, subject) };
    },
    enablePullRequestAutoMerge: (input) => {
      const pull = pullOf(looking, input);
      const method = { MERGE: "merge", REBASE: "rebase", SQUASH: "squash" } as const;
      const asked = input.mergeMethod === "REBASE" || input.mergeMethod === "SQUASH" ? input.mergeMethod : "MERGE";
      persona().enableAutoMerge(pull, method[asked]);
      return { actor: actorView(looking, looking.viewer), pullRequest: pullView(looking, pull) };
    },
    disablePullRequestAutoMerge: (input) => {
      const pull = pullOf(looking, input);
      persona().disableAutoMerge(pull);
      return { actor: actorView(looking, looking.viewer), pullRequest: pullView(looking, pull) };
    },
    enqueuePullRequest: (input) => ({ mergeQueueEntry: entryView(looking, persona().enqueue(pullOf(looking, input))) }),
    dequeuePullRequest: (input) => {
      persona().dequeue(pullOf(looking, { ...input, pullRequestId: input.id }));
      return { mergeQueueEntry: null };
    },
    markPullRequestReadyForReview: (input) => {
      const pull = pullOf(looking, input);
      persona().markReady(pull);
      return { pullRequest: pullView(looking, pull) };
    },
    convertPullRequestToDraft: (input) => {
      const pull = pullOf(looking, input);
      persona().convertToDraft(pull);
      return { pullRequest: pullView(looking, pull) };
    },
    removeLabelsFromLabelable: (input) => removeLabels(looking, persona(), input),
    updateRefs: (input) => updateRefs(looking, persona(), input),
  };
  return Object.fromEntries(
    Object.entries(acts).map(([name, act]) => [
      name,
      ({ input }: { input: Input }) => {
        const held = (NEEDS[name] ?? []).some(
          (needed) => caller.kind !== "installation" || caller.permissions[needed] === "write",
        );
        if (!held) throw new GithubError("FORBIDDEN", "Resource not accessible by integration");
        return { clientMutationId: input.clientMutationId ?? null, ...acted(act, input) };
      },
    ]),
  );
}

function acted(act: (input: Input) => View, input: Input): View {
  try {
    return act(input);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new GithubError(
      error.status === 403 ? "FORBIDDEN" : error.status === 404 ? "NOT_FOUND" : "UNPROCESSABLE",
      error.message,
    );
  }
}

/** GitHub resolves every id before it takes anything off, and minds none that is off already. */
function removeLabels(looking: Looking, persona: Persona, input: Input): View {
  const subject = node(looking, input.labelableId);
  if (subject.kind !== "issue" && subject.kind !== "pull")
    throw new GithubError("NOT_FOUND", "Could not resolve to an issue or pull request");
  const labels = input.labelIds.map((id) => node(looking, id));
  for (const label of labels)
    if (label.kind === "label" && subject.labels.includes(label)) persona.unlabel(subject, label.name);
  return { labelable: subject.kind === "pull" ? pullView(looking, subject) : issueView(looking, subject) };
}

function updateRefs(looking: Looking, persona: Persona, { repositoryId, refUpdates }: Input): View {
  const repo = [...looking.world.repos.values()].find(({ nodeId }) => nodeId === repositoryId);
  if (repo === undefined)
    throw new GithubError("NOT_FOUND", `Could not resolve to a node with the global id of '${repositoryId}'`);
  for (const { branch, sha } of updatedRefs(looking.world, repo, refUpdates)) persona.setBranch(repo, branch, sha);
  return {};
}

function addReaction(looking: Looking, persona: Persona, input: Input): View {
  const target = node(looking, input.subjectId);
  const content = REACTION_NAMES[input.content] ?? "+1";
  switch (target.kind) {
    case "comment":
      return {
        reaction: reactionView(looking, persona.react(target, content).reaction),
        subject: commentView(looking, target),
      };
    case "review":
      return {
        reaction: reactionView(looking, persona.react(target, content).reaction),
        subject: reviewView(looking, target),
      };
    case "review-comment":
      return {
        reaction: reactionView(looking, persona.react(target, content).reaction),
        subject: reviewCommentView(looking, target),
      };
    case "pull":
      return {
        reaction: reactionView(looking, persona.react(target, content).reaction),
        subject: pullView(looking, target),
      };
    case "issue":
      return {
        reaction: reactionView(looking, persona.react(target, content).reaction),
        subject: issueView(looking, target),
      };
    default:
      throw new GithubError("UNPROCESSABLE", "This cannot be reacted to.");
  }
}
