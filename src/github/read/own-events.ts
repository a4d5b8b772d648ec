/**
 * What was done to a subject since a line was written, by GitHub's own timeline. It is asked before an action is repeated that an
 * earlier try, or an earlier life of the database, may have done: somebody may have undone it since (R30, R78).
 */

import { z } from "zod";
import type { CommandActionEffect } from "../../model/command-effect.ts";
import { bareLogin } from "../../model/own-comment.ts";
import { type Instant, instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { parsed } from "./graphql-pages.ts";

/** The part of a subject that an action changes. */
export type Aspect = "label" | "assignee" | "reviewer" | "closed" | "title" | "draft" | "merge";

export interface OwnEvents {
  /** An earlier try may have done something. */
  readonly again: boolean;
  /**
   * Whether the app's latest event about this target went in this direction. `target`: a label's name, a login, a title; otherwise
   * empty.
   */
  happened(aspect: Aspect, target: string, on: boolean): boolean;
  /** Whether somebody else has since moved this target in the other direction: theirs is the later decision. */
  undone(aspect: Aspect, target: string, on: boolean): boolean;
  /** Whether GitHub returned everything that was done since; otherwise nothing may be concluded from what is missing. */
  readonly complete: boolean;
  /** Targets about which the app's latest event went this way, as GitHub spells them. */
  targets(aspect: Aspect, on: boolean): readonly string[];
}

export const NO_EVENTS: OwnEvents = {
  again: false,
  complete: true,
  happened: () => false,
  undone: () => false,
  targets: () => [],
};

const SHARED = [
  "LABELED_EVENT UNLABELED_EVENT ASSIGNED_EVENT UNASSIGNED_EVENT CLOSED_EVENT REOPENED_EVENT RENAMED_TITLE_EVENT",
  `... on LabeledEvent { createdAt actor { login } label { name } }
        ... on UnlabeledEvent { createdAt actor { login } label { name } }
        ... on AssignedEvent { createdAt actor { login } assignee { ... on User { login } } }
        ... on UnassignedEvent { createdAt actor { login } assignee { ... on User { login } } }
        ... on ClosedEvent { createdAt actor { login } }
        ... on ReopenedEvent { createdAt actor { login } }
        ... on RenamedTitleEvent { createdAt actor { login } currentTitle }`,
] as const;

const OF_PULLS = [
  "READY_FOR_REVIEW_EVENT CONVERT_TO_DRAFT_EVENT REVIEW_REQUESTED_EVENT REVIEW_REQUEST_REMOVED_EVENT ADDED_TO_MERGE_QUEUE_EVENT REMOVED_FROM_MERGE_QUEUE_EVENT AUTO_MERGE_ENABLED_EVENT AUTO_MERGE_DISABLED_EVENT AUTO_SQUASH_ENABLED_EVENT AUTO_REBASE_ENABLED_EVENT",
  `... on ReadyForReviewEvent { createdAt actor { login } }
        ... on ConvertToDraftEvent { createdAt actor { login } }
        ... on AddedToMergeQueueEvent { createdAt actor { login } }
        ... on RemovedFromMergeQueueEvent { createdAt actor { login } }
        ... on AutoMergeEnabledEvent { createdAt actor { login } }
        ... on AutoMergeDisabledEvent { createdAt actor { login } }
        ... on AutoSquashEnabledEvent { createdAt actor { login } }
        ... on AutoRebaseEnabledEvent { createdAt actor { login } }
        ... on ReviewRequestedEvent { createdAt actor { login } requestedReviewer { ... on User { login } ... on Team { slug } } }
        ... on ReviewRequestRemovedEvent { createdAt actor { login } requestedReviewer { ... on User { login } ... on Team { slug } } }`,
] as const;

export function ownEventsQuery(kind: "issue" | "pull"): string {
  const [types, items] = [0, 1].map((at) => `${SHARED[at]} ${kind === "pull" ? OF_PULLS[at] : ""}`);
  return `query OwnEvents($owner: String!, $name: String!, $number: Int!, $since: DateTime!) {
  repository(owner: $owner, name: $name) {
    subject: ${kind === "pull" ? "pullRequest" : "issue"}(number: $number) {
      timelineItems(last: 100, since: $since, itemTypes: [${types}]) {
        pageInfo { hasPreviousPage }
        nodes { __typename ${items} }
      }
    }
  }
}`;
}

const who = z.object({ login: z.string() }).nullish();
const eventView = z.object({
  __typename: z.string(),
  createdAt: z.string().optional(),
  actor: who,
  label: z.object({ name: z.string() }).nullish(),
  assignee: z.object({ login: z.string().optional() }).nullish(),
  requestedReviewer: z.object({ login: z.string().optional(), slug: z.string().optional() }).nullish(),
  currentTitle: z.string().nullish(),
});
const answer = z.object({
  repository: z.object({
    subject: z.object({
      timelineItems: z.object({
        pageInfo: z.object({ hasPreviousPage: z.boolean() }).optional(),
        nodes: z.array(eventView),
      }),
    }),
  }),
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
  AutoMergeDisabledEvent: ["merge", false],
  RemovedFromMergeQueueEvent: ["merge", false],
  AddedToMergeQueueEvent: ["merge", true],
  AutoMergeEnabledEvent: ["merge", true],
  AutoSquashEnabledEvent: ["merge", true],
  AutoRebaseEnabledEvent: ["merge", true],
};

export async function readOwnEvents(client: Client, effect: CommandActionEffect): Promise<OwnEvents> {
  const { repository, subject, saidAt, botLogin } = effect;
  const query = { name: "OwnEvents", text: ownEventsQuery(subject.kind) };
  const { owner, name } = repository;
  const variables = { owner, name, number: subject.number, since: new Date(saidAt).toISOString() };
  const { data } = await client.graph(query, variables);
  const { nodes, pageInfo } = parsed(answer, data, "what was done there").repository.subject.timelineItems;
  const latest = new Map<string, Move>();
  const byOthers = new Map<string, Move>();
  for (const item of nodes) {
    const [aspect, on] = MEANINGS[item.__typename] ?? [];
    if (aspect === undefined || on === undefined) continue;
    const move = { aspect, target: targetOf(item), on };
    if (bareLogin(item.actor?.login ?? "") === bareLogin(botLogin)) latest.set(keyOf(move), move);
    else if (isLater(item, saidAt)) byOthers.set(othersKeyOf(move), move);
  }
  return {
    again: true,
    complete: pageInfo?.hasPreviousPage !== true,
    happened: (aspect, target, on) => latest.get(keyOf({ aspect, target }))?.on === on,
    undone: (aspect, target, on) => {
      const move = byOthers.get(othersKeyOf({ aspect, target }));
      return move !== undefined && (aspect === "title" ? move.target !== target : move.on !== on);
    },
    targets: (aspect, on) =>
      [...latest.values()].filter((one) => one.aspect === aspect && one.on === on).map(({ target }) => target),
  };
}

interface Move {
  readonly aspect: Aspect;
  readonly target: string;
  readonly on: boolean;
}

/** GitHub's times are whole seconds: within the second in which the line was written, the order is unknown. */
function isLater({ createdAt }: z.infer<typeof eventView>, saidAt: Instant): boolean {
  return createdAt !== undefined && instant(createdAt) >= Math.floor(saidAt / 1_000) * 1_000 + 1_000;
}

/** A title that somebody gave is about the title, whatever it says. */
function othersKeyOf(move: Pick<Move, "aspect" | "target">): string {
  return move.aspect === "title" ? "title" : keyOf(move);
}

function targetOf({ label, assignee, requestedReviewer, currentTitle }: z.infer<typeof eventView>): string {
  return label?.name ?? assignee?.login ?? requestedReviewer?.login ?? requestedReviewer?.slug ?? currentTitle ?? "";
}

/** Only the app's latest title matters, whatever it says; labels and logins are compared without case. */
function keyOf({ aspect, target }: Pick<Move, "aspect" | "target">): string {
  return `${aspect} ${aspect === "title" ? target : target.toLowerCase()}`;
}
