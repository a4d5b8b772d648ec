/** What Rung did, told in words: each webhook with the requests that followed it, from the sandbox's own records. Pure. */
import type { DeliveryEntry, JournalEntry } from "../control-model.ts";

/** One cause and what came of it. */
export interface Chapter {
  /** The first delivery's id; stable. */
  readonly key: string;
  readonly at: string;
  readonly sender: string;
  /** "commented", "pushed and updated the pull request". */
  readonly cause: string;
  /** `issue_comment.created`, as GitHub names them. */
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

/** The chapters, newest first. `journal` and `deliveries` are oldest first; `bot` is the app's login. */
export function story(
  deliveries: readonly DeliveryEntry[],
  journal: readonly JournalEntry[],
  bot: string,
): readonly Chapter[] {
  const requests = journal
    .filter((entry) => entry.who === bot || entry.who === "app")
    .map((entry) => ({ at: Date.parse(entry.at), entry }));
  const chapters: Chapter[] = [];
  let next = 0;
  const take = (until: number): Step[] => {
    const from = next;
    while (next < requests.length && (requests[next]?.at ?? Number.POSITIVE_INFINITY) < until) next++;
    return requests.slice(from, next).map(({ entry }) => step(entry));
  };
  for (const delivery of deliveries) {
    const steps = take(Date.parse(delivery.at));
    const last = chapters.at(-1);
    if (last === undefined) {
      // Requests before any webhook are the start-up's, not an answer to anyone.
      if (delivery.sender !== bot) chapters.push(opened(delivery));
      continue;
    }
    const told: Chapter = { ...last, steps: [...last.steps, ...steps] };
    chapters[chapters.length - 1] = told;
    if (delivery.sender === bot) chapters[chapters.length - 1] = { ...told, echoes: told.echoes + 1 };
    else if (sameAct(told, delivery)) chapters[chapters.length - 1] = joined(told, delivery);
    else chapters.push(opened(delivery));
  }
  const last = chapters.at(-1);
  if (last !== undefined)
    chapters[chapters.length - 1] = { ...last, steps: [...last.steps, ...take(Number.POSITIVE_INFINITY)] };
  return chapters.reverse();
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
    cause: chapter.cause === words ? words : `${chapter.cause}, ${words}`,
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
};

function cause(delivery: DeliveryEntry): string {
  return causes[eventName(delivery)] ?? eventName(delivery).replaceAll("_", " ").replace(".", ": ");
}

/** First match wins; the operation is a documented route, or "query Name". */
const operations: readonly (readonly [RegExp, string])[] = [
  [/access_tokens/, "proved who it is and got a token for this installation"],
  [/^GET \/app\b/, "asked who it is"],
  [/^query .*group|mergeQueue/i, "read the merge queue, in one GraphQL request"],
  [
    /^query/,
    "read the pull request with its files, reviews, comments and the registry's version, in one GraphQL request",
  ],
  [/\/contents\//, "read a file of the repository"],
  [/\/git\/blobs/, "read the registry's text"],
  [/\/compare\//, "compared two diffs, to see which approvals still hold"],
  [/GET .*\/check-runs/, "looked for the check it wrote earlier"],
  [/GET .*\/pulls\/\{[^}]+\}\/files/, "read the changed files with their old names"],
  [/GET .*\/commits\/.*\/pulls/, "looked for other pull requests with this commit"],
  [/POST .*\/check-runs/, "wrote the check"],
  [/PATCH .*\/check-runs/, "changed the check"],
  [/POST .*\/issues\/.*\/comments/, "wrote a comment"],
  [/PATCH .*\/issues\/comments/, "edited its comment in place"],
  [/reactions/, "answered with a reaction"],
  [/labels/, "changed labels"],
];

function step(entry: JournalEntry): Step {
  const known = operations.find(([pattern]) => pattern.test(entry.operation))?.[1];
  const words = entry.summary ?? known ?? `${entry.method} ${entry.path}`;
  return {
    effect: entry.effect,
    words: entry.effect === "unchanged" ? `${words}: unchanged, so it cost nothing` : words,
    failed: entry.status >= 400,
    operation: entry.operation,
  };
}
