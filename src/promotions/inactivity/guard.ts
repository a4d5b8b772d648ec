/** What keeps somebody who was not seen from being proposed. */

import type { AreaDefinition } from "../../registry/registry-types.ts";
import { timeAfter } from "../../shared/duration.ts";
import { type Instant, instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import type { Person } from "../promotion-types.ts";
import type { OpenStepDown, PastProposal } from "./proposal.ts";
import type { WatchedHolding, WatchedPerson } from "./watched-people.ts";

export type Guard =
  /** Away, or back for less than the rule's time. */
  | { readonly kind: "away"; readonly until: Instant | null; readonly isOver: boolean }
  | { readonly kind: "stable"; readonly areas: readonly string[] }
  | { readonly kind: "new"; readonly role: string; readonly since: string; readonly after: string }
  | { readonly kind: "paused"; readonly end: "stayed" | "vouched"; readonly until: Instant; readonly url: string }
  /** They have already asked to give a role back. */
  | { readonly kind: "leaving"; readonly number: number; readonly url: string }
  /** The answer for another of their entries is unknown. */
  | { readonly kind: "unknown"; readonly role: string; readonly why: string }
  | { readonly kind: "project-quiet" }
  | { readonly kind: "first-look" }
  /** The registry no longer proposes anybody. */
  | { readonly kind: "switched-off" }
  | { readonly kind: "keep"; readonly role: string; readonly least: number }
  | { readonly kind: "seats"; readonly text: string }
  | { readonly kind: "quarter"; readonly role: string }
  | { readonly kind: "last-approver"; readonly area: string }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "unwritable"; readonly why: string }
  /** Other people's changes were tried in this look: more at once takes too long in so large a registry. */
  | { readonly kind: "untried" }
  | { readonly kind: "most"; readonly most: number };

/** Somebody's announced absence; `null`: without an end. */
export interface Announced {
  readonly until: Instant | null;
}

interface PersonFacts {
  readonly person: WatchedPerson;
  /** The entries in which they were not seen. */
  readonly quiet: readonly WatchedHolding[];
  readonly areas: readonly AreaDefinition[];
  /** By `/away`, in addition to what the registry says. */
  readonly away: Announced | null;
  readonly past: readonly PastProposal[];
  readonly leaving: readonly OpenStepDown[];
  readonly pause: string;
  readonly now: Instant;
}

/** The guard that protects somebody whoever else is proposed; `null`: none of these. */
export function ownGuard(facts: PersonFacts): Guard | null {
  return leavingGuard(facts) ?? awayGuard(facts) ?? stableGuard(facts) ?? newGuard(facts) ?? pausedGuard(facts);
}

/** People who have said what they want are not asked. */
function leavingGuard({ person, leaving }: PersonFacts): Guard | null {
  const own = leaving.find((one) => samePerson(one.person, person));
  return own === undefined ? null : { kind: "leaving", number: own.number, url: own.url };
}

function awayGuard({ person, quiet, away, now }: PersonFacts): Guard | null {
  const announced = [
    ...(away === null ? [] : [away.until]),
    ...(person.away === null ? [] : [person.away === true ? null : instant(`${person.away}T00:00:00Z`)]),
  ];
  if (announced.includes(null)) return { kind: "away", until: null, isOver: false };
  const until = announced.reduce<Instant | null>((latest, one) => Math.max(latest ?? 0, one ?? 0), null);
  if (until === null) return null;
  if (until > now) return { kind: "away", until, isOver: false };
  // The clock stood still meanwhile, and nobody wrote down for how long: it begins anew.
  const isBack = quiet.some(({ rule }) => timeAfter(until, rule.after) > now);
  return isBack ? { kind: "away", until, isOver: true } : null;
}

/** One stable area is enough: silence says nothing about somebody who looks after it. */
function stableGuard({ quiet, areas }: PersonFacts): Guard | null {
  const stable = new Set(areas.flatMap((area) => (area.stable === true ? [area.name] : [])));
  const held = [...new Set(quiet.flatMap((holding) => holding.areas.filter((area) => stable.has(area))))];
  const isAll = areas.length > 0 && stable.size === areas.length && quiet.some((holding) => holding.areas.length === 0);
  return held.length > 0 || isAll ? { kind: "stable", areas: isAll ? [...stable] : held } : null;
}

function newGuard({ quiet, now }: PersonFacts): Guard | null {
  for (const { role, since, rule } of quiet)
    if (since !== null && timeAfter(instant(`${since}T00:00:00Z`), rule.after) > now)
      return { kind: "new", role, since, after: rule.after };
  return null;
}

function pausedGuard({ person, past, pause, now }: PersonFacts): Guard | null {
  const last = lastWord(person, past);
  if (last === null) return null;
  const until = timeAfter(last.endedAt, pause);
  return until > now ? { kind: "paused", end: last.end, until, url: last.url } : null;
}

type Paused = PastProposal & { readonly end: "stayed" | "vouched" };

/** Their last proposal that ended by somebody's statement. */
function lastWord(person: Person, past: readonly PastProposal[]): Paused | null {
  const own = past.filter((one): one is Paused => samePerson(one.person, person) && isPausing(one.end));
  return own.toSorted((a, b) => a.endedAt - b.endedAt).at(-1) ?? null;
}

function isPausing(end: PastProposal["end"]): boolean {
  return end === "stayed" || end === "vouched";
}
