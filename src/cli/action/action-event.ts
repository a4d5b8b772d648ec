/**
 * Turns an event of GitHub Actions into the jobs that the app would make of the same webhook, or into the reason why there are none.
 * Pure.
 */
import { z } from "zod";
import type { Job, JobSubject, RepositoryRef } from "../../model/job.ts";
import { hasUse, type RoutingContext, toJob } from "../../server/webhook/to-job.ts";

type ActionEvent =
  | { readonly kind: "job"; readonly job: Job }
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

/** They tell no subject: everything open in the repository is looked at. */
const SWEEPS = new Set(["schedule", "workflow_dispatch", "workflow_run", "repository_dispatch"]);
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
type ForTheApp = Extract<
  JobSubject,
  { readonly kind: "access" | "access-news" | "inactivity" | "growth" | "decisions" }
>;

function isForTheApp(subject: JobSubject): subject is ForTheApp {
  return ["access", "access-news", "inactivity", "growth", "decisions"].includes(subject.kind);
}

export function actionEvent(name: string, payload: unknown, known: RoutingContext): ActionEvent {
  const read = envelope.safeParse(payload);
  if (!read.success)
    return { kind: "refused", why: `the event ${name} names no repository, so there is nothing to look at` };
  const { id, name: repo, owner } = read.data.repository;
  const repository: RepositoryRef = { owner: owner.login, name: repo, id };
  if (SWEEPS.has(name)) return { kind: "job", job: sweep(repository, name) };
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
  const { subject } = routing.job;
  if (isForTheApp(subject))
    return {
      kind: "ignored",
      because: "who has access in an organisation is for the app to look at, not for the action",
    };
  // A token reaches its own repository alone, whatever its registry governs elsewhere.
  if (subject.kind === "registry" || subject.kind === "sweep")
    return { kind: "job", job: sweep(repository, routing.job.cause) };
  return { kind: "job", job: routing.job };
}

function sweep(repository: RepositoryRef, cause: string): Job {
  return { installationId: INSTALLATION, subject: { kind: "sweep", repositories: [repository] }, cause, notes: [] };
}

function isFromFork(payload: unknown): boolean {
  const pull = pullView.safeParse(payload).data?.pull_request;
  return pull !== undefined && pull.head.repo?.id !== pull.base.repo.id;
}
