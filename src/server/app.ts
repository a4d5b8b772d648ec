/** The app as Probot runs it: every verified event becomes a stored job, or is ignored, before it is answered. */
import { Probot, ProbotOctokit } from "probot";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import { hasPullsInto, openPulls } from "../database/pulls.ts";
import { forgetInstallation, forgetRepositories, hideRepository } from "../database/repositories.ts";
import { subjectName } from "../model/job.ts";
import type { Queue } from "../queue/queue.ts";
import type { Log } from "../shared/log.ts";
import { requestNotes } from "./review-request-counts.ts";
import { envelopeView, idView } from "./webhook/payload-views.ts";
import { placesOf } from "./webhook/routing.ts";
import { hasUse, type Known, NO_USE, toJob } from "./webhook/to-job.ts";
import { visibilityChange } from "./webhook/visibility-changes.ts";

/** A webhook whose signature was right. */
export interface VerifiedEvent {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  /** `X-GitHub-Event`. */
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type Outcome =
  | { readonly kind: "stored" }
  | { readonly kind: "duplicate" }
  | { readonly kind: "ignored"; readonly because: string }
  | { readonly kind: "malformed"; readonly why: string };

export interface App {
  /** Resolves once the event is stored or needs no storing; rejects when it could not be stored. */
  receive(event: VerifiedEvent): Promise<Outcome>;
  /** Resolves when nothing of what was received is still being written down. */
  idle(): Promise<void>;
}

export interface AppOptions {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly apiUrl: string;
  readonly database: Database;
  readonly queue: Pick<Queue, "accept">;
  readonly log: Log;
  /** As known at the moment of an event. */
  known(): Known;
  /** Told the id of each delivery that is no job. */
  readonly onUnused?: (id: string) => void;
}

/**
 * Jobs have clients of their own (github/client.ts). Probot makes a new one for each event, with all its plugins, which was a third
 * of what taking an event costs; here all events share one, and it asks GitHub for nothing.
 */
const SharedOctokit = ProbotOctokit.defaults({
  authStrategy: ({ octokit }: { readonly octokit: unknown }) =>
    Object.assign(async () => octokit, {
      hook: () => Promise.reject(new Error("events have no client; jobs do")),
    }),
});

/** Probot's own server and middleware are not used: they neither bound a body nor drain, and tell errors to the sender. */
export async function createApp(options: AppOptions): Promise<App> {
  const outcomes = new WeakMap<object, Outcome | { readonly kind: "failed"; readonly error: unknown }>();
  const notes = requestNotes(options.database.db, options.log);
  const probot = new Probot({
    appId: options.appId,
    privateKey: options.privateKey,
    secret: options.webhookSecret,
    baseUrl: options.apiUrl,
    Octokit: SharedOctokit,
    log: options.log,
  });
  await probot.load((app) => {
    app.onAny(async ({ id, name, payload }) => {
      // Kept from Probot: it would log the event with all its text.
      const failed = (error: unknown) => ({ kind: "failed", error }) as const;
      outcomes.set(payload, await take(options, { id, name, payload: { ...payload } }).catch(failed));
      // Also of events that are no job, Rung's own echoes among them.
      notes.note(name, payload);
    });
  });
  return {
    receive: async (event) => {
      // Names come from outside, and Probot looks its handlers up by them: it is given only those that have a use.
      if (!hasUse(event.name)) return NO_USE;
      // Probot reads some fields itself, and trips over those that are of no shape of GitHub's (R55).
      const envelope = envelopeView.safeParse(event.payload);
      if (!envelope.success) return { kind: "malformed", why: placesOf(envelope.error) };
      // Probot's type names each of GitHub's events; which ones there are is decided by GitHub.
      await probot.webhooks.receive(probotEvent(event));
      const outcome = outcomes.get(event.payload);
      if (outcome === undefined) throw new Error("Probot did not hand the event over");
      if (outcome.kind === "failed") throw outcome.error;
      return outcome;
    },
    idle: notes.idle,
  };
}

type ProbotEvent = Parameters<Probot["webhooks"]["receive"]>[0];

/** Names are as GitHub sends them; Probot passes unknown ones on to `onAny`. */
const probotEvent = (event: VerifiedEvent): ProbotEvent => z.custom<ProbotEvent>(() => true).parse(event);

async function take(options: AppOptions, event: VerifiedEvent): Promise<Outcome> {
  const { database, queue, log } = options;
  const known = await withPull(database, event, options.known());
  await noteVisibility(options, event);
  const routing = toJob(event.name, event.payload, known);
  if (routing.kind !== "job") {
    options.onUnused?.(event.id);
    log.debug({ delivery: event.id, event: event.name, routing }, "a delivery was not stored");
    return routing;
  }
  const [accepted] = await queue.accept([{ id: event.id, event: event.name, job: routing.job }]);
  if (accepted === "unstorable") return { kind: "malformed", why: "it holds what no table takes" };
  const subject = subjectName(routing.job.installationId, routing.job.subject);
  log.debug({ delivery: event.id, event: event.name, subject, accepted }, "a delivery was stored");
  return { kind: accepted ?? "duplicate" };
}

/** Before the event is acknowledged: what GitHub hides is hidden here from then on. Where it cannot be stored, GitHub is told so. */
async function noteVisibility({ database }: AppOptions, event: VerifiedEvent): Promise<void> {
  const change = visibilityChange(event.name, event.payload);
  if (change === null) return;
  if (change.kind === "hide") await hideRepository(database.db, change.repositoryId);
  else if (change.kind === "forget") await forgetRepositories(database.db, change.repositoryIds);
  else await forgetInstallation(database.db, change.installationId);
}

const rerequest = z.object({
  action: z.literal("rerequested"),
  repository: z.object({ id: idView }),
  check_run: z.object({ head_sha: z.string() }).optional(),
  check_suite: z.object({ head_sha: z.string() }).optional(),
});

const pushed = z.object({ ref: z.string(), repository: z.object({ id: idView }) });

/** A push to a branch that nothing goes into is no news, and most are such. */
async function withBase({ db }: Database, event: VerifiedEvent, known: Known): Promise<Known> {
  const { data } = pushed.safeParse(event.payload);
  if (data === undefined) return known;
  const there = await hasPullsInto(db, data.repository.id, data.ref.replace(/^refs\/heads\//, ""));
  return { ...known, isBase: () => there };
}

/** "Re-run" names a commit; which pull request has it is known here, where GitHub does not tell (forks). */
async function withPull(database: Database, event: VerifiedEvent, known: Known): Promise<Known> {
  if (event.name === "push") return await withBase(database, event, known);
  if (event.name !== "check_run" && event.name !== "check_suite") return known;
  const parsed = rerequest.safeParse(event.payload);
  const sha = parsed.data?.check_run?.head_sha ?? parsed.data?.check_suite?.head_sha;
  if (parsed.data === undefined || sha === undefined) return known;
  const [pull] = await openPulls(database.db, parsed.data.repository.id, sha);
  return { ...known, pullWithHead: () => pull?.number ?? null };
}
