/** The outcomes that an event can have, and the few phrases in which the routes are written. */

import type { z } from "zod";
import type { Job, JobSubject, Note, RepositoryRef } from "../../model/job.ts";
import { type Account, sameName } from "../../shared/names.ts";
import type { Envelope, RepositoryView, User } from "./payload-views.ts";

export type Routing =
  | { readonly kind: "job"; readonly job: Job }
  | { readonly kind: "ignored"; readonly because: string }
  /** Signed, but not of the event's shape: answered with 400 (R22). `why` names a place, never a value. */
  | { readonly kind: "malformed"; readonly why: string };

/** What the app knows at the moment; GitHub is never asked for the sake of an event. */
export interface RoutingContext {
  readonly appId: number;
  /** `rung[bot]`; `null` until GitHub has told. */
  readonly botLogin: string | null;
  /** Names of the labels that can change a verdict in this repository; `null`: unknown, so every label may. */
  labelsOfInterest(repositoryId: number): ReadonlySet<string> | null;
  /** Whether a plain "Comment" review by them shows in a label there; absent: no. */
  showsPlainReview?(repositoryId: number, by: Account): boolean;
  /** Whether the registry there wants to know when they were last seen; `null`: not known yet; absent: no. */
  looksFor?(repositoryId: number, by: Account): boolean | null;
  /** An open pull request with this head; `null` or absent: none is known. */
  pullWithHead?(repositoryId: number, headSha: string): number | null;
  /** Whether an open pull request goes into this branch; absent: none is known. */
  isBase?(repositoryId: number, ref: string): boolean;
  /** Whether a promotion or a decision is open on that issue; absent: none is known. */
  asksOn?(repositoryId: number, number: number): boolean;
  /** Whether a registry publishes that file into the repository; absent: none is known. */
  publishes?(path: string): boolean;
}

/** An event that has passed the first look: it has an installation and is no echo. */
export interface Incoming {
  readonly event: string;
  readonly action: string;
  readonly payload: unknown;
  readonly envelope: Envelope;
  readonly installationId: number;
  readonly known: RoutingContext;
}

/** Reads one kind of event. */
export type Route = (incoming: Incoming) => Routing;

/** For events that concern one repository; malformed without it. */
export function inRepository(
  route: (incoming: Incoming, repository: RepositoryRef, view: RepositoryView) => Routing,
): Route {
  return (incoming) => {
    const view = incoming.envelope.repository;
    if (!view) return malformed("repository: missing");
    return route(incoming, repositoryRef(view), view);
  };
}

/** Parses the payload for a route; a payload of another shape never reaches it. */
export function viewed<View extends z.ZodType>(
  view: View,
  incoming: Incoming,
  route: (seen: z.infer<View>) => Routing,
): Routing {
  const parsed = view.safeParse(incoming.payload);
  return parsed.success ? route(parsed.data) : malformed(placesOf(parsed.error));
}

export function job(incoming: Incoming, subject: JobSubject, notes: readonly Note[] = []): Routing {
  const cause = incoming.action === "" ? incoming.event : `${incoming.event}.${incoming.action}`;
  const { installationId, envelope } = incoming;
  return { kind: "job", job: { installationId, subject, cause, notes, actor: envelope.sender.login } };
}

export function ignored(because: string): Extract<Routing, { readonly kind: "ignored" }> {
  return { kind: "ignored", because };
}

export function malformed(why: string): Routing {
  return { kind: "malformed", why };
}

/** Where a payload differs from its view; without any value, which may be somebody's text (R27). */
export function placesOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "payload"}: ${issue.code}`)
    .join("; ");
}

export function repositoryRef(view: { readonly id: number; readonly full_name: string }): RepositoryRef {
  const [owner = "", name = ""] = view.full_name.split("/");
  return { owner, name, id: view.id };
}

export function account(view: User): Account {
  const type = view.type === undefined || view.type === "User" ? "User" : view.type === "Bot" ? "Bot" : "Other";
  return { login: view.login, id: view.id, type };
}

/** Bots never count and give no commands (R3). A deleted account ("ghost") is no bot. */
export function isBot(view: User | null | undefined): boolean {
  return view?.type === "Bot";
}

export function isOwnBot(login: string | undefined, known: RoutingContext): boolean {
  return login !== undefined && known.botLogin !== null && sameName(login, known.botLogin);
}
