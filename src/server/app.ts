/**
 * The Probot app: which of GitHub's events Rung listens to, and what it looks up or hides before each becomes a stored job. Acting on
 * them is left to the jobs (src/jobs), after the event is acknowledged.
 */

import type { Probot } from "probot";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import { hasOpenQuestions } from "../database/open-questions.ts";
import { claimOwner } from "../database/owners.ts";
import { findPublishing } from "../database/publishing.ts";
import { hasPullsInto, openPulls } from "../database/pulls.ts";
import { forgetInstallation, forgetRepositories, hideRepository } from "../database/repositories.ts";
import { idView } from "./webhook/payload-views.ts";
import type { RoutingContext } from "./webhook/to-job.ts";
import { visibilityChange } from "./webhook/visibility-changes.ts";

/** A webhook whose signature was right. */
export interface VerifiedEvent {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  /** `X-GitHub-Event`. */
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Run before an event is stored; returns what the database knows about it. */
export type Preparation = (event: VerifiedEvent) => Promise<Partial<RoutingContext>>;

/** What a handler gets from Probot's context; the jobs ask GitHub with clients of their own. */
interface Delivered {
  readonly id: string;
  readonly name: string;
  readonly payload: object;
}

interface AppParts {
  readonly database: Database;
  /** Stores the event as a job where it is one; never rejects, since Probot would log the event with all its text. */
  readonly accept: (delivered: Delivered, prepare: Preparation) => Promise<void>;
}

/** As Probot loads it: `probot.load(rungApp(…))`. */
export function rungApp({ database, accept }: AppParts): (app: Probot) => void {
  const storing = (prepare: Preparation) => async (delivered: Delivered) => await accept(delivered, prepare);
  return (app) => {
    app.on(["pull_request", "pull_request_review", "pull_request_review_comment"], storing(nothing));
    app.on(["issue_comment", "merge_group"], storing(nothing));
    app.on(
      "issues",
      storing((event) => askedOn(database, event)),
    );
    app.on(
      ["check_run", "check_suite"],
      storing((event) => pullOfCommit(database, event)),
    );
    app.on(
      "push",
      storing((event) => placesOfPush(database, event)),
    );
    app.on(
      ["installation", "installation_repositories", "repository"],
      storing((event) => hidden(database, event)),
    );
    app.on(["team", "membership", "organization", "member"], storing(nothing));
  };
}

const nothing: Preparation = async () => ({});

const closedIssue = z.object({
  action: z.literal("closed"),
  repository: z.object({ id: idView }),
  issue: z.object({ number: z.int() }),
});

/** Most closed issues have no open question: GitHub is asked only for the others. */
async function askedOn({ db }: Database, { payload }: VerifiedEvent): Promise<Partial<RoutingContext>> {
  const { data } = closedIssue.safeParse(payload);
  if (data === undefined) return {};
  const isAsked = await hasOpenQuestions(db, { repositoryId: data.repository.id, number: data.issue.number });
  return { asksOn: () => isAsked };
}

const rerequest = z.object({
  action: z.literal("rerequested"),
  repository: z.object({ id: idView }),
  check_run: z.object({ head_sha: z.string() }).optional(),
  check_suite: z.object({ head_sha: z.string() }).optional(),
});

/** "Re-run" names a commit; the database knows which pull request has it if GitHub does not tell (forks). */
async function pullOfCommit({ db }: Database, { payload }: VerifiedEvent): Promise<Partial<RoutingContext>> {
  const { data } = rerequest.safeParse(payload);
  const sha = data?.check_run?.head_sha ?? data?.check_suite?.head_sha;
  if (data === undefined || sha === undefined) return {};
  const [pull] = await openPulls(db, data.repository.id, sha);
  return { pullWithHead: () => pull?.number ?? null };
}

const pushed = z.object({ ref: z.string(), repository: z.object({ id: idView }) });

/** Most pushes are to branches that nothing goes into, and of files that follow no registry: they are no news. */
async function placesOfPush({ db }: Database, { payload }: VerifiedEvent): Promise<Partial<RoutingContext>> {
  const { data } = pushed.safeParse(payload);
  if (data === undefined) return {};
  const isBase = await hasPullsInto(db, data.repository.id, data.ref.replace(/^refs\/heads\//, ""));
  const published = new Set((await findPublishing(db, data.repository.id))?.files);
  return { isBase: () => isBase, publishes: (path) => published.has(path) };
}

/** What GitHub hides is hidden here before the event is acknowledged. If that cannot be stored, GitHub is told so. */
async function hidden({ db }: Database, { name, payload }: VerifiedEvent): Promise<Partial<RoutingContext>> {
  const change = visibilityChange(name, payload);
  if (change?.kind === "hide") await hideRepository(db, change.repositoryId);
  if (change?.kind === "forget") await forgetRepositories(db, change.repositoryIds);
  if (change?.kind === "forget-installation") await forgetInstallation(db, change.installationId);
  if (change?.kind === "claim-owner") await claimOwner(db, change);
  return {};
}
