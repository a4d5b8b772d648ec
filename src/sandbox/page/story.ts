/**
 * What Rung did, in words: each webhook, or move of the clock, with the requests that followed it, from the sandbox's own records. Pure.
 */

import type { ClockMove, DeliveryEntry, JournalEntry } from "../control-model.ts";
import { offered } from "./clock-view.ts";
import { operationWords } from "./operations.ts";

/** One cause and what came of it. */
export interface Chapter {
  /** The first delivery's id, or that of a move of the clock; stable. */
  readonly key: string;
  readonly at: string;
  readonly sender: string;
  /** "commented", "pushed and updated the pull request". */
  readonly cause: string;
  /** `issue_comment.created`, as GitHub names them; none where the clock moved. */
  readonly events: readonly string[];
  readonly repository: string | null;
  readonly number: number | null;
  /** How Rung took the webhooks: the worst of them. `silent`: nobody was there. */
  readonly taken: "pending" | "stored" | "silent" | "refused";
  readonly steps: readonly Step[];
  /** Webhooks caused by Rung's own writes, which it drops unread. */
  readonly echoes: number;
}

export interface Step {
  readonly effect: JournalEntry["effect"];
  readonly words: string;
  readonly failed: boolean;
  readonly operation: string;
}

/** GitHub may send several webhooks for one act; those this close together, with no request between them, are one chapter. */
const ONE_ACT_MS = 1_000;

interface Told {
  /** The app's login. */
  readonly bot: string;
  /** Of the clock. */
  readonly moves: readonly ClockMove[];
}

/** The chapters, newest first. All that is given is oldest first. */
export function story(
  deliveries: readonly DeliveryEntry[],
  journal: readonly JournalEntry[],
  { bot, moves }: Told,
): readonly Chapter[] {
  const own = journal.filter((entry) => entry.who === bot || entry.who === "app");
  const lines = [
    ...moves.map((move, count) => ({ move: { ...move, count }, at: Date.parse(move.at) })),
    ...deliveries.map((delivery) => ({ delivery, at: Date.parse(delivery.at) })),
    ...own.map((request) => ({ request, at: Date.parse(request.at) })),
  ];
  // The sort is stable: a move of the clock or a webhook stands before what was asked in the same millisecond.
  const chapters: Chapter[] = [];
  for (const line of lines.toSorted((one, other) => one.at - other.at)) {
    if ("move" in line) chapters.push(timePassed(line.move));
    else if ("request" in line) {
      const { request } = line;
      change(chapters, subjectOf(request.path), (chapter) => ({
        ...chapter,
        steps: [...chapter.steps, step(request)],
      }));
    } else if (line.delivery.sender === bot) {
      change(chapters, line.delivery, (chapter) => ({ ...chapter, echoes: chapter.echoes + 1 }));
    } else tell(chapters, line.delivery);
  }
  return chapters.reverse();
}

function tell(chapters: Chapter[], delivery: DeliveryEntry): void {
  const last = chapters.at(-1);
  if (last !== undefined && sameAct(last, delivery)) chapters[chapters.length - 1] = joined(last, delivery);
  else chapters.push(opened(delivery));
}

interface About {
  readonly repository: string | null;
  readonly number: number | null;
}

/** Changes the newest chapter about this subject, else the newest; what came before any webhook is the start-up's and left out. */
function change(chapters: Chapter[], about: About, next: (chapter: Chapter) => Chapter): void {
  // What is due is due anywhere.
  const fits = ({ repository, number, events }: Chapter) =>
    events.length === 0 ||
    (repository === about.repository && (number === null || about.number === null || number === about.number));
  const found = chapters.findLastIndex(fits);
  const at = found < 0 ? chapters.length - 1 : found;
  const chapter = chapters[at];
  if (chapter !== undefined) chapters[at] = next(chapter);
}

function subjectOf(path: string): About {
  const named = /\/repos\/([^/]+\/[^/?]+)(?:\/(?:issues|pulls)\/(\d+))?/.exec(path);
  return { repository: named?.[1] ?? null, number: named?.[2] === undefined ? null : Number(named[2]) };
}

function timePassed({ at, span, count }: ClockMove & { readonly count: number }): Chapter {
  return {
    key: `clock-${count}`,
    at,
    sender: "The clock",
    cause: `moved on by ${offered(span)?.words ?? span}`,
    events: [],
    repository: null,
    number: null,
    taken: "stored",
    steps: [],
    echoes: 0,
  };
}

function opened(delivery: DeliveryEntry): Chapter {
  return {
    key: delivery.guid,
    at: delivery.at,
    sender: delivery.sender ?? "GitHub",
    cause: cause(delivery),
    events: [eventName(delivery)],
    repository: delivery.repository,
    number: delivery.number,
    taken: taken(delivery.status),
    steps: [],
    echoes: 0,
  };
}

function sameAct(chapter: Chapter, delivery: DeliveryEntry): boolean {
  return (
    chapter.events.length > 0 &&
    chapter.steps.length === 0 &&
    chapter.echoes === 0 &&
    chapter.sender === (delivery.sender ?? "GitHub") &&
    chapter.repository === delivery.repository &&
    (chapter.number === null || delivery.number === null || chapter.number === delivery.number) &&
    Date.parse(delivery.at) - Date.parse(chapter.at) < ONE_ACT_MS
  );
}

function joined(chapter: Chapter, delivery: DeliveryEntry): Chapter {
  const words = cause(delivery);
  return {
    ...chapter,
    cause: words === "" || chapter.cause === words ? chapter.cause : `${chapter.cause}, ${words}`,
    events: [...chapter.events, eventName(delivery)],
    number: chapter.number ?? delivery.number,
    taken: chapter.taken === "stored" ? taken(delivery.status) : chapter.taken,
  };
}

function taken(status: number | null): Chapter["taken"] {
  if (status === null) return "pending";
  if (status === 0) return "silent";
  return status >= 200 && status < 300 ? "stored" : "refused";
}

function eventName(delivery: DeliveryEntry): string {
  return delivery.action === null ? delivery.event : `${delivery.event}.${delivery.action}`;
}

const causes: Readonly<Record<string, string>> = {
  "issue_comment.created": "commented",
  "issue_comment.edited": "edited a comment",
  "issue_comment.deleted": "deleted a comment",
  "issues.opened": "opened the issue",
  "pull_request.opened": "opened the pull request",
  "pull_request.synchronize": "changed the pull request's head",
  "pull_request.edited": "edited the pull request",
  "pull_request.closed": "closed the pull request",
  "pull_request.reopened": "reopened the pull request",
  "pull_request.labeled": "put a label on",
  "pull_request.unlabeled": "took a label off",
  "pull_request.ready_for_review": "marked it ready for review",
  "pull_request.converted_to_draft": "made it a draft",
  "pull_request.enqueued": "added it to the merge queue",
  "pull_request.dequeued": "took it out of the merge queue",
  "pull_request_review.submitted": "reviewed",
  "pull_request_review.edited": "edited a review",
  "pull_request_review.dismissed": "dismissed a review",
  "merge_group.checks_requested": "the merge queue asks for checks",
  push: "pushed",
  "membership.added": "put somebody into a team",
  "membership.removed": "took somebody out of a team",
  "organization.member_invited": "invited somebody into the organization",
  "organization.member_added": "joined the organization",
  "organization.member_removed": "removed somebody from the organization",
  "member.added": "gave somebody access to the repository",
  "member.edited": "changed somebody's access to the repository",
  "member.removed": "took somebody's access to the repository",
  "team.created": "created a team",
  "team.edited": "changed a team",
  "team.deleted": "deleted a team",
  "team.added_to_repository": "gave a team a repository",
  "team.removed_from_repository": "took a repository from a team",
};

/** "" for what GitHub adds to a push by itself. */
function cause(delivery: DeliveryEntry): string {
  if (delivery.event === "check_suite") return "";
  return causes[eventName(delivery)] ?? eventName(delivery).replaceAll("_", " ").replace(".", ": ");
}

function step(entry: JournalEntry): Step {
  const known = operationWords(entry.operation);
  // Of a mutation the summary is but its name.
  const best = entry.operation.startsWith("mutation ") ? (known ?? entry.summary) : (entry.summary ?? known);
  const words = best ?? `${entry.method} ${entry.path}`;
  return {
    effect: entry.effect,
    words: entry.effect === "unchanged" ? `${words}: unchanged, so it cost nothing` : words,
    failed: entry.status >= 400,
    operation: entry.operation,
  };
}
