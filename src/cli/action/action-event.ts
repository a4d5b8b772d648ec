/**
 * Turns an event of GitHub Actions into the jobs that the app would make of the same webhook, or into the reason why there are none.
 * Pure.
 */

import { z } from "zod";
import type { Job, JobSubject, RepositoryRef } from "../../model/job.ts";
import { hasUse, type RoutingContext, toJob } from "../../server/webhook/to-job.ts";

export type ActionEvent =
  | {
      readonly kind: "job";
      readonly job: Job;
      /** The one that the run, and its token, are for. */
      readonly repository: RepositoryRef;
      /** The event is about this commit's pull requests; the job is for when none is open. `null`: it is about what the job says. */
      readonly headSha: string | null;
      /** Whether what a date makes due is to be looked for. */
      readonly isScheduled: boolean;
    }
  | { readonly kind: "ignored"; readonly because: string }
  /** The workflow is set up in a way that cannot work: what to change. */
  | { readonly kind: "refused"; readonly why: string };

/** Events of Actions carry no installation: a token serves one repository. */
const INSTALLATION = 1;

const repositoryView = z.looseObject({ id: z.number(), name: z.string(), owner: z.object({ login: z.string() }) });
const envelope = z.looseObject({ repository: repositoryView });
const pullView = z.object({
  pull_request: z.object({
    head: z.object({ repo: z.object({ id: z.number() }).nullish() }),
    base: z.object({ repo: z.object({ id: z.number() }) }),
  }),
});

/** They tell no subject: everything open in the repository is looked at, and what is due. */
const SCHEDULES: ReadonlySet<string> = new Set(["schedule", "workflow_dispatch", "repository_dispatch"]);
const workflowRun = z.object({ workflow_run: z.object({ head_sha: z.string().regex(/^[0-9a-f]{40,64}$/) }) });
/** GitHub gives these a token that can only read when the pull request comes from a fork. */
const READ_ONLY_FROM_FORKS: ReadonlyMap<string, string> = new Map([
  ["pull_request", "Use the event pull_request_target instead; Rung runs nothing of the pull request's."],
  ["pull_request_review", "Let a workflow of its own take this event, and Rung run on workflow_run of that one."],
  [
    "pull_request_review_comment",
    "Let a workflow of its own take this event, and Rung run on workflow_run of that one.",
  ],
]);

/** `name` is GITHUB_EVENT_NAME; `payload` what GITHUB_EVENT_PATH holds. Never throws, whatever the payload. */
export function actionEvent(name: string, payload: unknown, known: RoutingContext): ActionEvent {
  const read = envelope.safeParse(payload);
  if (!read.success)
    return { kind: "refused", why: `the event ${name} names no repository, so there is nothing to look at` };
  const { id, name: repo, owner } = read.data.repository;
  const repository: RepositoryRef = { owner: owner.login, name: repo, id };
  const asTold = { kind: "job", repository, headSha: null, isScheduled: false } as const;
  if (SCHEDULES.has(name)) return { ...asTold, job: sweep(repository, name), isScheduled: true };
  if (name === "workflow_run") {
    const headSha = workflowRun.safeParse(payload).data?.workflow_run.head_sha ?? null;
    return { ...asTold, job: sweep(repository, name), headSha };
  }
  const instead = READ_ONLY_FROM_FORKS.get(name);
  if (instead !== undefined && isFromFork(payload))
    return {
      kind: "refused",
      why: `the token of ${name} can only read when the pull request comes from a fork. ${instead}`,
    };
  // The same payload, sent to a workflow of the base branch.
  const event = name === "pull_request_target" ? "pull_request" : name;
  if (!hasUse(event)) return { kind: "ignored", because: `Rung has no use for the event ${name}` };
  const routing = toJob(event, { ...read.data, installation: { id: INSTALLATION } }, known);
  if (routing.kind === "malformed")
    return { kind: "refused", why: `the event ${name} is not of GitHub's shape: ${routing.why}` };
  if (routing.kind === "ignored") return routing;
  const { job } = routing;
  const because = whyForTheApp(job.subject);
  if (because !== null) return { kind: "ignored", because };
  // A token reaches its own repository alone, whatever its registry governs elsewhere.
  const isWide = job.subject.kind === "registry" || job.subject.kind === "sweep";
  return { ...asTold, job: isWide ? sweep(repository, job.cause) : job };
}

/** What no run of a workflow can look at, whichever repository it is of; `null`: it can. */
export function whyForTheApp({ kind }: JobSubject): string | null {
  return kind === "access" || kind === "access-news"
    ? "who has access in an organisation is for the app to look at, not for the action"
    : null;
}

function sweep(repository: RepositoryRef, cause: string): Job {
  return { installationId: INSTALLATION, subject: { kind: "sweep", repositories: [repository] }, cause, notes: [] };
}

function isFromFork(payload: unknown): boolean {
  const pull = pullView.safeParse(payload).data?.pull_request;
  return pull !== undefined && pull.head.repo?.id !== pull.base.repo.id;
}
