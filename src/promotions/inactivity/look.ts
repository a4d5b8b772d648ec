/** One look at everybody whom the registry watches: who was seen, who was not, who is to be proposed. Pure. */

import type { InactivityRules } from "../../registry/inactivity/inactivity-key.ts";
import type { LeftHolding } from "../../registry/inactivity/retiring.ts";
import { inactivityRules, noticeOf } from "../../registry/inactivity/rules.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { DAY_MS, milliseconds } from "../../shared/duration.ts";
import { loginKey } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import type { ByPerson } from "../../shared/person-sets.ts";
import { type Announced, type Guard, ownGuard } from "./guard.ts";
import { type JointFacts, JointGuards, triesOf } from "./joint-guards.ts";
import type { OpenProposal } from "./proposal.ts";
import { type LastSeen, type PersonSight, type Sight, sightOf } from "./sight.ts";
import { type WatchedHolding, type WatchedPerson, watchedPeople } from "./watched-people.ts";

export interface LookFacts extends Omit<JointFacts, "rules"> {
  /** The registry of the file, without teams' members. */
  readonly registry: Registry;
  readonly owner: string;
  /** What was seen of each person; nothing was asked about those who are missing. */
  readonly sights: ByPerson<PersonSight>;
  /** By `/away`, in addition to what the registry says. */
  readonly away: ByPerson<Announced>;
  /** The first look after a change of these rules only reports. */
  readonly isFirst: boolean;
}

/** An entry, and what was seen of its person. */
export interface LookedAt {
  readonly holding: WatchedHolding;
  readonly sight: Sight;
}

export interface LookEntry {
  readonly person: WatchedPerson;
  readonly looked: readonly LookedAt[];
  /** The last activity, for any of their entries. */
  readonly last: LastSeen | null;
  readonly state:
    | { readonly kind: "seen" }
    | { readonly kind: "unknown"; readonly why: string }
    /** Not seen, and held by a guard. */
    | { readonly kind: "held"; readonly guard: Guard }
    /** Not seen; with `mode: propose` a proposal is to be opened. */
    | { readonly kind: "quiet" }
    | { readonly kind: "proposed"; readonly open: OpenProposal };
}

export interface NewProposal {
  readonly person: WatchedPerson;
  readonly holdings: readonly LeftHolding[];
  /** What was seen for these entries. */
  readonly looked: readonly LookedAt[];
  readonly last: LastSeen | null;
  /** The longest of the entries' notices. */
  readonly notice: string;
}

/** A role of which more than half were not seen, or may not have been. */
export interface QuietRole {
  readonly role: string;
  readonly quiet: number;
  readonly unknown: number;
  readonly people: number;
}

export interface Look {
  readonly entries: readonly LookEntry[];
  /** Not empty: it is the project that is quiet rather than its people, and nobody is proposed. */
  readonly quietRoles: readonly QuietRole[];
  /** To be opened now, in this order. */
  readonly proposals: readonly NewProposal[];
}

export function look(facts: LookFacts): Look {
  const rules = inactivityRules(facts.registry);
  const looked = watchedPeople(facts.registry).map((person): Looked => ({ person, looked: lookedAt(person, facts) }));
  const quietRoles = quietRolesOf(looked);
  const proposals: NewProposal[] = [];
  const states = new Map<WatchedPerson, LookEntry["state"]>();
  const joint = new JointGuards({ ...facts, rules });
  const isProjectQuiet = quietRoles.length > 0;
  const stated = looked.map((one) => ({ one, state: stateOf(one, { facts, rules, isProjectQuiet }) }));
  for (const { one, state } of inTurn(stated, facts)) {
    const mayPropose = state.kind === "quiet" && rules.mode === "propose";
    const guard = !mayPropose ? null : facts.isFirst ? FIRST : joint.hold(proposalOf(one, rules));
    if (mayPropose && guard === null) proposals.push(proposalOf(one, rules));
    states.set(one.person, guard === null ? state : { kind: "held", guard });
  }
  return {
    entries: looked.map(({ person, looked: all }) => ({
      person,
      looked: all,
      last: lastOf(all),
      state: states.get(person) ?? { kind: "seen" },
    })),
    quietRoles,
    proposals,
  };
}

interface Stated {
  readonly one: Looked;
  readonly state: LookEntry["state"];
}

/**
 * Whoever was away longest comes first, so that the order is the same at every look. Of more people than one look tries each day's look
 * begins with others, so that nobody is left out for good.
 */
function inTurn(stated: readonly Stated[], { text, now }: LookFacts): readonly Stated[] {
  const quiet = stated.filter(({ state }) => state.kind === "quiet").toSorted((a, b) => byLastSeen(a.one, b.one));
  const others = stated.filter(({ state }) => state.kind !== "quiet");
  const tries = triesOf(text);
  const first = quiet.length <= tries ? 0 : (Math.floor(now / DAY_MS) * tries) % quiet.length;
  return [...others, ...quiet.slice(first), ...quiet.slice(0, first)];
}

const FIRST: Guard = { kind: "first-look" };

interface Looked {
  readonly person: WatchedPerson;
  readonly looked: readonly LookedAt[];
}

export function lookedAt(person: WatchedPerson, { sights, owner, now }: LookFacts): readonly LookedAt[] {
  const sight = sights.get(person) ?? { delivered: null, measured: new Map() };
  return person.holdings.map((holding) => ({ holding, sight: sightOf(holding, sight, { owner, now }) }));
}

function quietIn({ looked }: Looked): readonly LookedAt[] {
  return looked.filter(({ sight }) => sight.kind === "quiet");
}

export function lastOf(looked: readonly LookedAt[]): LastSeen | null {
  return looked.reduce<LastSeen | null>((latest, { sight: { last } }) => {
    if (latest === null || last === null) return latest ?? last;
    return last.at > latest.at ? last : latest;
  }, null);
}

function byLastSeen(one: Looked, other: Looked): number {
  const [a, b] = [lastOf(one.looked)?.at ?? 0, lastOf(other.looked)?.at ?? 0];
  return a - b || (loginKey(one.person.login) < loginKey(other.person.login) ? -1 : 1);
}

interface Deciding {
  readonly facts: LookFacts;
  readonly rules: InactivityRules;
  readonly isProjectQuiet: boolean;
}

export function stateOf(one: Looked, { facts, rules, isProjectQuiet }: Deciding): LookEntry["state"] {
  const { person, looked } = one;
  const quiet = quietIn(one);
  const unknown = looked.find(({ sight }) => sight.kind === "unknown");
  const why = unknown?.sight.kind === "unknown" ? unknown.sight.why : null;
  if (quiet.length === 0) return why === null ? { kind: "seen" } : { kind: "unknown", why };
  const open = facts.open.find((proposal) => samePerson(proposal.person, person));
  if (open !== undefined) return { kind: "proposed", open };
  const guard =
    ownGuard({
      person,
      quiet: quiet.map(({ holding }) => holding),
      areas: facts.registry.areas,
      away: facts.away.get(person) ?? null,
      past: facts.past,
      leaving: facts.leaving,
      pause: rules.pause,
      now: facts.now,
    }) ?? (unknown === undefined || why === null ? null : { kind: "unknown", role: unknown.holding.role, why });
  if (guard !== null) return { kind: "held", guard };
  return isProjectQuiet ? { kind: "held", guard: { kind: "project-quiet" } } : { kind: "quiet" };
}

function proposalOf(one: Looked, rules: InactivityRules): NewProposal {
  const looked = quietIn(one);
  const notices = looked.map(({ holding: { rule } }) => noticeOf(rule, rules));
  return {
    person: one.person,
    holdings: looked.map(({ holding: { role, areas, rule } }) => ({ role, areas, to: rule.to })),
    looked,
    last: lastOf(one.looked),
    notice: notices.reduce((longest, notice) => (milliseconds(notice) > milliseconds(longest) ? notice : longest)),
  };
}

/** Here, people who may not have been seen count as not seen, so that nobody is proposed wrongly (R70). */
export function quietRolesOf(all: readonly Looked[]): readonly QuietRole[] {
  const roles = new Map<string, { quiet: number; unknown: number; people: number }>();
  for (const { looked } of all) {
    for (const role of new Set(looked.map(({ holding }) => holding.role))) {
      const sights = looked.filter(({ holding }) => holding.role === role).map(({ sight }) => sight.kind);
      const count = roles.get(role) ?? { quiet: 0, unknown: 0, people: 0 };
      roles.set(role, count);
      count.people += 1;
      if (sights.includes("quiet")) count.quiet += 1;
      else if (sights.includes("unknown")) count.unknown += 1;
    }
  }
  return [...roles]
    .map(([role, count]) => ({ role, ...count }))
    .filter(({ quiet, unknown, people }) => quiet > 0 && (quiet + unknown) * 2 > people);
}
