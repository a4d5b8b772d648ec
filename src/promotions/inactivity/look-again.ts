/**
 * People already proposed, measured again before their draft ends and before it is merged: somebody who was seen since, or whom a guard
 * protects by now, is proposed no longer. Pure.
 */

import type { LeftHolding } from "../../registry/inactivity/retiring.ts";
import { inactivityRules } from "../../registry/inactivity/rules.ts";
import { samePerson } from "../../shared/people.ts";
import type { Guard } from "./guard.ts";
import { JointGuards } from "./joint-guards.ts";
import { type LookedAt, type LookFacts, lastOf, lookedAt, quietRolesOf, stateOf } from "./look.ts";
import type { OpenProposal } from "./proposal.ts";
import type { LastSeen } from "./sight.ts";
import { type WatchedPerson, watchedPeople } from "./watched-people.ts";

export type Again =
  /** Not seen, just as it was proposed. */
  | { readonly kind: "quiet"; readonly looked: readonly LookedAt[] }
  | { readonly kind: "seen"; readonly last: LastSeen | null }
  | { readonly kind: "held"; readonly guard: Guard }
  /** `why`: a clause for people. Nothing follows from it (R70). */
  | { readonly kind: "unknown"; readonly why: string }
  /** The registry lists them no longer so, or no longer wants it. */
  | { readonly kind: "gone" };

/** The other people need not be measured: what is unknown about them does not end anybody's proposal. */
export function lookAgain(facts: Omit<LookFacts, "isFirst">, own: OpenProposal): Again {
  const rules = inactivityRules(facts.registry);
  const whole = { ...facts, isFirst: false, open: facts.open.filter(({ number }) => number !== own.number) };
  const all = watchedPeople(facts.registry).map((person) => ({ person, looked: lookedAt(person, whole) }));
  const mine = all.find(({ person }) => samePerson(person, own.person));
  if (mine === undefined || !own.holdings.every((holding) => isHeld(mine.person, holding))) return { kind: "gone" };
  if (rules.mode !== "propose") return { kind: "held", guard: { kind: "switched-off" } };
  const looked = mine.looked.filter(({ holding }) => own.holdings.some((held) => isSame(held, holding)));
  const counted = quietRolesOf(all.map((one) => ({ ...one, looked: one.looked.map(unknownAsSeen) })));
  const state = stateOf({ person: mine.person, looked }, { facts: whole, rules, isProjectQuiet: counted.length > 0 });
  const seen = looked.find(({ sight }) => sight.kind === "seen");
  // In one of the entries they were seen: the proposal is about all of them.
  if (seen !== undefined) return { kind: "seen", last: lastOf(looked) };
  switch (state.kind) {
    case "seen":
      return { kind: "seen", last: lastOf(looked) };
    case "unknown":
      return { kind: "unknown", why: state.why };
    case "held":
      return state.guard.kind === "unknown" ? { kind: "unknown", why: state.guard.why } : state;
    case "quiet":
    case "proposed": {
      const guard = new JointGuards({ ...whole, rules }).holdOpen(own);
      return guard === null ? { kind: "quiet", looked } : { kind: "held", guard };
    }
    default:
      return state;
  }
}

/** Counted among the people of the role. */
function unknownAsSeen(one: LookedAt): LookedAt {
  const { last, searches } = one.sight;
  return one.sight.kind === "unknown" ? { ...one, sight: { kind: "seen", last, searches } } : one;
}

function isHeld(person: WatchedPerson, holding: LeftHolding): boolean {
  return person.holdings.some((held) => isSame(holding, held));
}

function isSame(one: Pick<LeftHolding, "role" | "areas">, other: Pick<LeftHolding, "role" | "areas">): boolean {
  return one.role === other.role && one.areas.toSorted().join("\n") === other.areas.toSorted().join("\n");
}
