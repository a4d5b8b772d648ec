/**
 * The guards that all proposals have to pass together (R71): each new one is checked against the registry as it would be after every
 * open one and every earlier new one was merged. Pure.
 */

import { edited } from "../../registry/edit.ts";
import type { InactivityRules } from "../../registry/inactivity/inactivity-key.ts";
import { isAboutKeeping } from "../../registry/inactivity/inactivity-warnings.ts";
import type { LeftHolding } from "../../registry/inactivity/retiring.ts";
import { indexed } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { besideOf, heightsOf } from "../../registry/rungs.ts";
import { isoDay } from "../../shared/dates.ts";
import { DAY_MS } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { distinct } from "../../shared/person-sets.ts";
import { tooFewLeft } from "../kept-seats.ts";
import type { Person } from "../promotion-types.ts";
import type { Guard } from "./guard.ts";
import type { OpenProposal, OpenStepDown, PastProposal } from "./proposal.ts";

/** A registry's text as it is read; `null`: it has faults. */
export interface ReadText {
  readonly registry: Registry;
  /** Its warnings, without their places. */
  readonly warnings: readonly string[];
}
export type ReadRegistry = (text: string) => ReadText | null;

export interface JointFacts {
  readonly text: string;
  readonly read: ReadRegistry;
  readonly rules: InactivityRules;
  readonly open: readonly OpenProposal[];
  readonly past: readonly PastProposal[];
  readonly leaving: readonly OpenStepDown[];
  readonly now: Instant;
}

/** The change that is proposed for somebody. */
interface Wanted {
  readonly person: Person;
  readonly holdings: readonly LeftHolding[];
}

const QUARTER_DAYS = 90;
/** Characters of registries that one look reads to try changes: tens of changes of a large one, thousands of a usual one (R53). */
const MAX_TRIED = 6_000_000;
/** Answers one after the other: each person who passes counts for those who follow. */
export class JointGuards {
  readonly #facts: JointFacts;
  readonly #before: ReadText | null;
  /** Without those alone who leave of their own accord. */
  readonly #left: string;
  /** With all that passed so far. */
  #text: string;
  #now: ReadText | null;
  #open: number;
  #tried = 0;
  /** Role → people who were proposed in it lately, by whatever end. */
  readonly #proposed: Map<string, number>;
  /** Role → people who left it so, and have not come back. */
  readonly #merged: Map<string, number>;

  constructor(facts: JointFacts) {
    this.#facts = facts;
    this.#before = facts.read(facts.text);
    // Whoever leaves of their own accord is missed just as much.
    this.#left = facts.leaving.reduce((text, one) => textAfter(text, one, this.#before) ?? text, facts.text);
    this.#text = facts.open.reduce((text, one) => textWithout(text, one, facts, this.#before) ?? text, this.#left);
    this.#now = facts.read(this.#text);
    this.#open = facts.open.length;
    const since = facts.now - QUARTER_DAYS * DAY_MS;
    const lately = facts.past.filter(({ openedAt, endedAt }) => Math.max(openedAt, endedAt) > since);
    this.#proposed = rolesOf([...facts.open, ...lately]);
    const merged = lately.filter(({ end }) => end === "merged");
    this.#merged = rolesOf(merged.map((one) => withoutHeld(one, this.#before?.registry ?? null)));
  }

  /** `null`: they may be proposed, and are counted from now on. */
  hold(wanted: Wanted): Guard | null {
    const { rules } = this.#facts;
    const now = this.#now;
    if (now === null || this.#before === null) return { kind: "unwritable", why: "the registry has faults" };
    // First what costs nothing: after it nobody's change is tried.
    if (this.#open >= rules.most) return { kind: "most", most: rules.most };
    const quarter = this.#quarterGuard(wanted, this.#before.registry);
    if (quarter !== null) return quarter;
    if (this.#tried >= triesOf(this.#facts.text)) return { kind: "untried" };
    this.#tried += 1;
    return this.holdOpen(wanted);
  }

  /** For open proposals: the limit on how many may be opened does not matter any more. */
  holdOpen(wanted: Wanted): Guard | null {
    const now = this.#now;
    if (now === null || this.#before === null) return { kind: "unwritable", why: "the registry has faults" };
    const seats = this.#seatGuard(wanted, now.registry);
    if (seats !== null) return seats;
    const made = edited(this.#text, editOf(wanted, now.registry, this.#facts.now));
    if (made.kind !== "edited")
      return { kind: "unwritable", why: made.kind === "cannot" ? made.why : "the registry does not list them so" };
    const after = this.#facts.read(made.text);
    if (after === null) return { kind: "unwritable", why: "the registry would have faults" };
    const guard =
      this.#keepGuard(wanted, now.registry, after.registry) ??
      lastApprover(now.registry, after.registry) ??
      this.#newWarning(wanted, this.#before, after);
    if (guard !== null) return guard;
    this.#text = made.text;
    this.#now = after;
    this.#open += 1;
    for (const role of rolesIn(wanted)) this.#proposed.set(role, (this.#proposed.get(role) ?? 0) + 1);
    return null;
  }

  /** Within ninety days at most a quarter of those who held the role; one always. */
  #quarterGuard(wanted: Wanted, registry: Registry): Guard | null {
    for (const role of rolesIn(wanted)) {
      const people = holdersOf(registry, role) + (this.#merged.get(role) ?? 0);
      if ((this.#proposed.get(role) ?? 0) + 1 > Math.max(1, Math.floor(people / 4))) return { kind: "quarter", role };
    }
    return null;
  }

  #seatGuard({ person, holdings }: Wanted, registry: Registry): Guard | null {
    const index = indexed(registry);
    const [text] = holdings.flatMap(({ role, areas }) => tooFewLeft(index, { person, role, areas }));
    return text === undefined ? null : { kind: "seats", text };
  }

  /** The roles below the proposed ones as well: leaving a role also ends the entries below it. */
  #keepGuard(wanted: Wanted, before: Registry, after: Registry): Guard | null {
    const roles = rolesIn(wanted);
    for (const [role, least] of Object.entries(this.#facts.rules.keep)) {
      const left = holdersOf(after, role);
      if (left < least && (roles.includes(role) || left < holdersOf(before, role)))
        return { kind: "keep", role, least };
    }
    return null;
  }

  /** That too few would be left to propose is what `keep` is for. */
  #newWarning(wanted: Wanted, before: ReadText, after: ReadText): Guard | null {
    const fresh = after.warnings.filter((one) => !before.warnings.includes(one) && !isAboutKeeping(one));
    if (fresh.length === 0) return null;
    const others = this.#broughtByOthers(wanted, before);
    const message = fresh.find((one) => !others.includes(one));
    return message === undefined ? null : { kind: "warning", message };
  }

  /** Warnings that come with those who leave of their own accord, and would not come with this change alone. */
  #broughtByOthers(wanted: Wanted, before: ReadText): readonly string[] {
    const { leaving, text, read, now } = this.#facts;
    if (leaving.length === 0) return [];
    const made = edited(text, editOf(wanted, before.registry, now));
    const alone = made.kind === "edited" ? read(made.text) : null;
    if (alone === null) return [];
    return (read(this.#left)?.warnings ?? []).filter((one) => !alone.warnings.includes(one));
  }
}

/** How many people's changes one look tries in this text. */
export function triesOf(text: string): number {
  return Math.max(1, Math.floor(MAX_TRIED / Math.max(1, text.length)));
}

function rolesIn({ holdings }: Pick<Wanted, "holdings">): readonly string[] {
  return [...new Set(holdings.map(({ role }) => role))];
}

function rolesOf(all: readonly Pick<Wanted, "holdings">[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) for (const role of rolesIn(one)) counts.set(role, (counts.get(role) ?? 0) + 1);
  return counts;
}

/** What they have not come back to. */
function withoutHeld({ person, holdings }: Wanted, registry: Registry | null): Pick<Wanted, "holdings"> {
  const held = (registry?.people ?? []).filter((one) => samePerson(one, person));
  return { holdings: holdings.filter(({ role }) => !held.some((one) => one.role === role)) };
}

/** People listed by name in exactly that role: those above it do not make up for its holders. */
function holdersOf({ people }: Registry, role: string): number {
  return distinct(people.filter((held) => held.role === role)).length;
}

/** The edit that a proposal makes. */
export function editOf({ person, holdings }: Wanted, { roles }: Registry, now: Instant) {
  return {
    kind: "retire",
    person,
    holdings,
    until: isoDay(now),
    ladder: roles.map(({ name }) => name),
    beside: besideOf(roles),
  } as const;
}

function textWithout(text: string, open: OpenProposal, { now }: JointFacts, read: ReadText | null): string | null {
  if (read === null) return null;
  const made = edited(text, editOf(open, read.registry, now));
  return made.kind === "edited" ? made.text : null;
}

function textAfter(text: string, { person, role, areas }: OpenStepDown, read: ReadText | null): string | null {
  if (read === null) return null;
  const { roles } = read.registry;
  const ladder = roles.map(({ name }) => name);
  const made = edited(text, { kind: "remove", person, role, areas, ladder, beside: besideOf(roles), emeritus: null });
  return made.kind === "edited" ? made.text : null;
}

/** An area whose own people can still approve keeps one of them, whoever else may approve there. */
function lastApprover(before: Registry, after: Registry): Guard | null {
  for (const area of before.areas) {
    const from = area.approval.from ?? before.approval.from;
    if (named(before, area.name, from) && !named(after, area.name, from))
      return { kind: "last-approver", area: area.name };
  }
  return null;
}

function named({ people, teams, roles }: Registry, area: string, from: string): boolean {
  const { atLeast } = heightsOf(roles);
  return [...people, ...teams].some((held) => held.areas.includes(area) && atLeast(held.role, from));
}
