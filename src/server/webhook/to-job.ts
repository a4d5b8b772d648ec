/** Turns an event into a job or into "ignored, because"; pure, and without reading anything: most events end here (R21). */

import { collaborator, membership, organization, team } from "./access-routes.ts";
import { checkRun, checkSuite, mergeGroup } from "./check-routes.ts";
import { issueComment, issues } from "./comment-routes.ts";
import { type Envelope, envelopeView } from "./payload-views.ts";
import { pullRequest, pullRequestReview, pullRequestReviewComment } from "./pull-routes.ts";
import { installation, installationRepositories, push, repositoryChanged } from "./registry-routes.ts";
import {
  type Incoming,
  ignored,
  isOwnBot,
  malformed,
  placesOf,
  type Route,
  type Routing,
  type RoutingContext,
} from "./routing.ts";

export type { Routing, RoutingContext } from "./routing.ts";

const routes: ReadonlyMap<string, Route> = new Map([
  ["pull_request", pullRequest],
  ["pull_request_review", pullRequestReview],
  ["pull_request_review_comment", pullRequestReviewComment],
  ["issue_comment", issueComment],
  ["issues", issues],
  ["merge_group", mergeGroup],
  ["check_run", checkRun],
  ["check_suite", checkSuite],
  ["push", push],
  ["installation", installation],
  ["installation_repositories", installationRepositories],
  ["repository", repositoryChanged],
  ["team", team],
  ["membership", membership],
  ["organization", organization],
  ["member", collaborator],
]);

export const NO_USE = { kind: "ignored", because: "Rung has no use for this event" } as const;

/** Names of the events that can become a job. */
export const usedEvents: readonly string[] = [...routes.keys()];

/** Whether an event of this name can become a job at all. */
export function hasUse(event: string): boolean {
  return routes.has(event);
}

/** Events before which the database is asked, or hides something, even where they are Rung's own doing. */
const PREPARED: ReadonlySet<string> = new Set(["push", "installation", "installation_repositories", "repository"]);

/** What Rung itself did comes back as half of all deliveries, recognised by the sender alone; `null`: it has to be looked at. */
export function echo(event: string, envelope: Envelope, known: RoutingContext): ReturnType<typeof ignored> | null {
  if (PREPARED.has(event) || !envelope.installation || !isOwnBot(envelope.sender.login, known)) return null;
  const reason = reasonToIgnore({ event, action: envelope.action ?? "", known }, envelope);
  return reason === null ? null : ignored(reason);
}

/**
 * Never throws, whatever the payload. `event` is the X-GitHub-Event header.
 */
export function toJob(event: string, payload: unknown, known: RoutingContext): Routing {
  const route = routes.get(event);
  if (route === undefined) return NO_USE;
  const parsed = envelopeView.safeParse(payload);
  if (!parsed.success) return malformed(placesOf(parsed.error));
  const envelope = parsed.data;
  if (!envelope.installation) return ignored("the event names no installation");
  const incoming: Incoming = {
    event,
    action: envelope.action ?? "",
    payload,
    envelope,
    installationId: envelope.installation.id,
    known,
  };
  const reason = reasonToIgnore(incoming, envelope);
  if (reason !== null) return ignored(reason);
  try {
    return route(incoming);
  } catch {
    // Only instant() throws: a time that cannot be read.
    return malformed("a time in it is no ISO 8601 time");
  }
}

function reasonToIgnore(
  { event, action, known }: Pick<Incoming, "event" | "action" | "known">,
  envelope: Envelope,
): string | null {
  if (envelope.repository?.archived && event !== "repository") return "the repository is archived";
  if (!isOwnBot(envelope.sender.login, known)) return null;
  return isNewsEvenFromUs(event, action) ? null : "Rung's own doing";
}

/** What Rung does itself and must look at all the same: a pull request or a push of its own is no echo of a verdict. */
function isNewsEvenFromUs(event: string, action: string): boolean {
  if (event === "pull_request") return action !== "labeled" && action !== "unlabeled" && action !== "edited";
  return event === "push" || event === "merge_group";
}
