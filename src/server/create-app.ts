/** Runs the Probot app behind Rung's own server: every verified event becomes a stored job, or is ignored, before it is answered. */

import { Probot, ProbotOctokit } from "probot";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import { subjectName } from "../model/job.ts";
import type { Queue } from "../queue/queue.ts";
import { type Log, withLateChildren } from "../shared/log.ts";
import { type Preparation, rungApp, type VerifiedEvent } from "./app.ts";
import { requestNotes } from "./review-request-counts.ts";
import { sightingNotes } from "./sighting-notes.ts";
import { glance } from "./webhook/glance.ts";
import { envelopeView } from "./webhook/payload-views.ts";
import { mayTell } from "./webhook/request-changes.ts";
import { placesOf } from "./webhook/routing.ts";
import { echo, hasUse, NO_USE, type Routing, type RoutingContext, toJob } from "./webhook/to-job.ts";

export type Outcome =
  | { readonly kind: "stored" }
  | { readonly kind: "duplicate" }
  | { readonly kind: "ignored"; readonly because: string }
  | { readonly kind: "malformed"; readonly why: string };

export interface App {
  /** Resolves once the event is stored or needs no storing; rejects when it could not be stored. */
  receive(event: VerifiedEvent): Promise<Outcome>;
  /** For an echo of what Rung did itself, recognised by the ends of its body; `null`: it has to be received. */
  glanced(event: Omit<VerifiedEvent, "payload">, body: Buffer): Outcome | null;
  /** Resolves when nothing of what was received is still being written down. */
  idle(): Promise<void>;
}

interface AppOptions {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly apiUrl: string;
  readonly database: Database;
  readonly queue: Pick<Queue, "accept" | "enqueue">;
  readonly log: Log;
  /** What is known at the moment of an event. */
  known(): RoutingContext;
  /** Called with the id of each delivery that is no job. */
  readonly onUnused?: (id: string) => void;
}

/**
 * Jobs have clients of their own (github/client). Probot makes a new one for each event, with all its plugins, which was a third
 * of what taking an event costs; here all events share one, and it asks GitHub for nothing.
 */
const SharedOctokit = ProbotOctokit.defaults({
  authStrategy: ({ octokit }: { readonly octokit: unknown }) =>
    Object.assign(async () => octokit, {
      hook: () => Promise.reject(new Error("events have no client; jobs do")),
    }),
});

/** Probot's own server and middleware are not used: they neither limit a body nor drain, and they reveal errors to the sender. */
export async function createApp(options: AppOptions): Promise<App> {
  const { appId, privateKey, webhookSecret: secret, apiUrl: baseUrl, database, log } = options;
  const outcomes = new WeakMap<object, Outcome | { readonly kind: "failed"; readonly error: unknown }>();
  const notes = requestNotes(database.db, log);
  const sightings = sightingNotes(database.db, log, { known: options.known, enqueue: options.queue.enqueue });
  const probot = new Probot({ appId, privateKey, secret, baseUrl, Octokit: SharedOctokit, log: withLateChildren(log) });
  await probot.load(
    rungApp({
      database,
      accept: async ({ id, name, payload }, prepare) => {
        const failed = (error: unknown) => ({ kind: "failed", error }) as const;
        outcomes.set(payload, await stored(options, { id, name, payload: { ...payload } }, prepare).catch(failed));
        // Also of events that are no job.
        notes.note(name, payload);
        sightings.note(name, payload);
      },
    }),
  );
  return {
    receive: async (event) => {
      // Names come from outside, and Probot looks its handlers up by them: it is given only those that have a use.
      if (!hasUse(event.name)) return NO_USE;
      // Probot reads some fields itself, and trips over those that are of no shape of GitHub's (R55).
      const envelope = envelopeView.safeParse(event.payload);
      if (!envelope.success) return { kind: "malformed", why: placesOf(envelope.error) };
      const known = echo(event.name, envelope.data, options.known());
      if (known !== null) {
        unused(options, event, known);
        // A bot was not seen.
        notes.note(event.name, event.payload);
        return known;
      }
      // Probot's type names each of GitHub's events; which ones there are is decided by GitHub.
      await probot.webhooks.receive(probotEvent(event));
      const outcome = outcomes.get(event.payload);
      if (outcome === undefined) throw new Error("Probot did not hand the event over");
      if (outcome.kind === "failed") throw outcome.error;
      return outcome;
    },
    glanced: (event, body) => {
      const envelope = hasUse(event.name) ? glance(body) : null;
      if (envelope === null || mayTell(event.name, envelope.action ?? "")) return null;
      const known = echo(event.name, envelope, options.known());
      if (known !== null) unused(options, event, known);
      return known;
    },
    idle: async () => {
      await notes.idle();
      await sightings.idle();
    },
  };
}

type ProbotEvent = Parameters<Probot["webhooks"]["receive"]>[0];

/** Names are as GitHub sends them; each that has a use has its handler in app.ts. */
const probotEvent = (event: VerifiedEvent): ProbotEvent => z.custom<ProbotEvent>(() => true).parse(event);

function unused({ onUnused, log }: AppOptions, { id, name }: Omit<VerifiedEvent, "payload">, routing: Routing): void {
  onUnused?.(id);
  log.debug({ delivery: id, event: name, routing }, "a delivery was not stored");
}

async function stored(options: AppOptions, event: VerifiedEvent, prepare: Preparation): Promise<Outcome> {
  const { queue, log } = options;
  const known = { ...options.known(), ...(await prepare(event)) };
  const routing = toJob(event.name, event.payload, known);
  if (routing.kind !== "job") {
    unused(options, event, routing);
    return routing;
  }
  const [accepted] = await queue.accept([{ id: event.id, event: event.name, job: routing.job }]);
  if (accepted === "unstorable") return { kind: "malformed", why: "it holds what no table takes" };
  const subject = subjectName(routing.job.installationId, routing.job.subject);
  log.debug({ delivery: event.id, event: event.name, subject, accepted }, "a delivery was stored");
  return { kind: accepted ?? "duplicate" };
}
