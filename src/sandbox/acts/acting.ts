/** Who acts, and the checks and small steps that all acts share. */

import { eventPayload } from "../render/payloads.ts";
import type { Actor, App, EventDetail, Permission, Repo, Subject, TimelineEvent } from "../world/model.ts";
import { atLeast } from "../world/organizations.ts";
import { Refusal } from "../world/refusal.ts";
import type { World } from "../world/world.ts";

export interface Acting {
  readonly world: World;
  readonly actor: Actor;
  /** The app whose token is used; its permissions were checked at the door. */
  readonly viaApp: App | null;
}

export function may(act: Acting, repo: Repo, needed: Permission): boolean {
  if (act.viaApp !== null) return true;
  return atLeast(act.world.permission(repo, act.actor), needed);
}

/** Refuses what GitHub refuses: without the permission (403), and any change of an archived repository. */
export function need(act: Acting, repo: Repo, needed: Permission, what: string): void {
  if (repo.archived) throw new Refusal(403, "Repository was archived so is read-only.");
  if (may(act, repo, needed)) return;
  throw new Refusal(
    403,
    `${act.actor.login} may not ${what} in ${repo.owner.login}/${repo.name}: that needs ${needed} access`,
  );
}

/** Announces what happened to a subject; `more` joins the payload. */
export function tell(
  act: Acting,
  name: string,
  action: string | null,
  about: { readonly repo: Repo; readonly subject?: Subject; readonly only?: App },
  more: () => Record<string, unknown>,
): void {
  act.world.emit({
    name,
    action,
    repo: about.repo,
    organization: about.repo.owner.type === "Organization" ? about.repo.owner : null,
    sender: act.actor,
    subject: about.subject ?? null,
    only: about.only ?? null,
    payload: () => eventPayload(act.world, { action, repo: about.repo, sender: act.actor }, more()),
  });
}

/** Tells of something that concerns no repository. */
export function announce(
  act: Acting,
  name: string,
  action: string,
  organization: Actor,
  more: () => Record<string, unknown>,
): void {
  act.world.emit({
    name,
    action,
    repo: null,
    organization,
    sender: act.actor,
    subject: null,
    only: null,
    payload: () => eventPayload(act.world, { action, repo: null, sender: act.actor, organization }, more()),
  });
}

/** Adds an event to a subject's timeline. */
export function happened(act: Acting, subject: Subject, event: string, detail: EventDetail = {}): TimelineEvent {
  const made: TimelineEvent = {
    kind: "event",
    ...act.world.identity("EV"),
    subject,
    event,
    actor: act.actor,
    at: act.world.clock.now(),
    detail,
  };
  subject.events.push(made);
  touched(act, subject);
  return made;
}

export function touched(act: Acting, subject: Subject): void {
  subject.updatedAt = act.world.clock.now();
}
