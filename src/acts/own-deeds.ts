/**
 * What the app itself already did to a subject, by GitHub's own timeline: asked before an act that an earlier try may have
 * done is done again, since somebody may have undone it meanwhile (R30).
 */
import { z } from "zod";
import type { Client } from "../github/client.ts";
import { loginKey } from "../names.ts";
import type { ActEffect } from "../plan/act.ts";
import { parsed } from "../snapshot/pages.ts";

/** What of a subject an act moves. */
export type Aspect = "label" | "assignee" | "reviewer" | "closed" | "title" | "draft" | "merge";

export interface OwnDeeds {
  /** An earlier try may have done something. */
  readonly again: boolean;
  /** Whether the app's latest deed about this target went this way. `target`: a label's name, a login, a title; else empty. */
  did(aspect: Aspect, target: string, on: boolean): boolean;
  /** Targets about which the app's latest deed went this way, as GitHub spells them. */
  targets(aspect: Aspect, on: boolean): readonly string[];
}

export const NO_DEEDS: OwnDeeds = { again: false, did: () => false, targets: () => [] };

const SHARED = [
  "LABELED_EVENT UNLABELED_EVENT ASSIGNED_EVENT UNASSIGNED_EVENT CLOSED_EVENT REOPENED_EVENT RENAMED_TITLE_EVENT",
  `... on LabeledEvent { actor { login } label { name } }
        ... on UnlabeledEvent { actor { login } label { name } }
        ... on AssignedEvent { actor { login } assignee { ... on User { login } } }
        ... on UnassignedEvent { actor { login } assignee { ... on User { login } } }
        ... on ClosedEvent { actor { login } }
        ... on ReopenedEvent { actor { login } }
        ... on RenamedTitleEvent { actor { login } currentTitle }`,
] as const;

const OF_PULLS = [
  "READY_FOR_REVIEW_EVENT CONVERT_TO_DRAFT_EVENT REVIEW_REQUESTED_EVENT REVIEW_REQUEST_REMOVED_EVENT ADDED_TO_MERGE_QUEUE_EVENT AUTO_MERGE_ENABLED_EVENT AUTO_SQUASH_ENABLED_EVENT AUTO_REBASE_ENABLED_EVENT",
  `... on ReadyForReviewEvent { actor { login } }
        ... on ConvertToDraftEvent { actor { login } }
        ... on AddedToMergeQueueEvent { actor { login } }
        ... on AutoMergeEnabledEvent { actor { login } }
        ... on AutoSquashEnabledEvent { actor { login } }
        ... on AutoRebaseEnabledEvent { actor { login } }
        ... on ReviewRequestedEvent { actor { login } requestedReviewer { ... on User { login } ... on Team { slug } } }
        ... on ReviewRequestRemovedEvent { actor { login } requestedReviewer { ... on User { login } ... on Team { slug } } }`,
] as const;

export function deedsQuery(kind: "issue" | "pull"): string {
  const [types, items] = [0, 1].map((at) => `${SHARED[at]} ${kind === "pull" ? OF_PULLS[at] : ""}`);
  return `query OwnDeeds($owner: String!, $name: String!, $number: Int!, $since: DateTime!) {
  repository(owner: $owner, name: $name) {
    subject: ${kind === "pull" ? "pullRequest" : "issue"}(number: $number) {
      timelineItems(last: 100, since: $since, itemTypes: [${types}]) {
        nodes { __typename ${items} }
      }
    }
  }
}`;
}

const who = z.object({ login: z.string() }).nullish();
const deed = z.object({
  __typename: z.string(),
  actor: who,
  label: z.object({ name: z.string() }).nullish(),
  assignee: z.object({ login: z.string().optional() }).nullish(),
  requestedReviewer: z.object({ login: z.string().optional(), slug: z.string().optional() }).nullish(),
  currentTitle: z.string().nullish(),
});
const answer = z.object({
  repository: z.object({ subject: z.object({ timelineItems: z.object({ nodes: z.array(deed) }) }) }),
});

const MEANINGS: Readonly<Record<string, readonly [Aspect, boolean]>> = {
  LabeledEvent: ["label", true],
  UnlabeledEvent: ["label", false],
  AssignedEvent: ["assignee", true],
  UnassignedEvent: ["assignee", false],
  ReviewRequestedEvent: ["reviewer", true],
  ReviewRequestRemovedEvent: ["reviewer", false],
  ClosedEvent: ["closed", true],
  ReopenedEvent: ["closed", false],
  RenamedTitleEvent: ["title", true],
  ConvertToDraftEvent: ["draft", true],
  ReadyForReviewEvent: ["draft", false],
  AddedToMergeQueueEvent: ["merge", true],
  AutoMergeEnabledEvent: ["merge", true],
  AutoSquashEnabledEvent: ["merge", true],
  AutoRebaseEnabledEvent: ["merge", true],
};

export async function ownDeeds(client: Client, effect: ActEffect): Promise<OwnDeeds> {
  const { repository, subject, saidAt, botLogin } = effect;
  const query = { name: "OwnDeeds", text: deedsQuery(subject.kind) };
  const { owner, name } = repository;
  const variables = { owner, name, number: subject.number, since: new Date(saidAt).toISOString() };
  const { data } = await client.graph(query, variables);
  const latest = new Map<string, { readonly aspect: Aspect; readonly target: string; readonly on: boolean }>();
  for (const item of parsed(answer, data, "what was done there").repository.subject.timelineItems.nodes) {
    const [aspect, on] = MEANINGS[item.__typename] ?? [];
    if (aspect === undefined || on === undefined || bare(item.actor?.login ?? "") !== bare(botLogin)) continue;
    const target = targetOf(item);
    latest.set(keyOf(aspect, target), { aspect, target, on });
  }
  return {
    again: true,
    did: (aspect, target, on) => latest.get(keyOf(aspect, target))?.on === on,
    targets: (aspect, on) =>
      [...latest.values()].filter((one) => one.aspect === aspect && one.on === on).map(({ target }) => target),
  };
}

function targetOf({ label, assignee, requestedReviewer, currentTitle }: z.infer<typeof deed>): string {
  return label?.name ?? assignee?.login ?? requestedReviewer?.login ?? requestedReviewer?.slug ?? currentTitle ?? "";
}

/** The app's latest title is its latest whatever it says; labels and logins compare without case. */
function keyOf(aspect: Aspect, target: string): string {
  return `${aspect} ${aspect === "title" ? target : target.toLowerCase()}`;
}

/** GraphQL spells the app's login without `[bot]`. */
function bare(login: string): string {
  return loginKey(login).replace(/\[bot\]$/, "");
}
