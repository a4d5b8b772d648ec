/**
 * Why a person cannot count in a row, whatever they say. This is the only place that decides it: the gate counts by it, and so do the
 * candidates that it names, the quickest way, the refusals and the choice of reviewers (R44).
 */

import type { Absence } from "../model/absence.ts";
import type { PullFacts } from "../model/facts.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Holder, Holding, Registry } from "../registry/registry-types.ts";
import { type Account, type Instant, type LoginKey, loginKey } from "../shared/names.ts";
import { onceFor } from "../shared/once.ts";
import { samePerson } from "../shared/people.ts";
import type { Person } from "../shared/person-sets.ts";
import { asksContributors, type Contributors } from "./contributors.ts";
import { mayCount } from "./current-statements.ts";
import type { ApprovalRequirement, AreaRow } from "./rows.ts";
import type { Candidate, UncountedReason } from "./verdict-types.ts";

/** What the answer depends on. */
export interface EligibilityContext {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly contributors: Contributors;
  /** People away by their own `/away`; the registry's `away` is considered separately. */
  readonly away?: readonly Absence[];
  /** Of possible approvers those that GitHub was seen not to know; whoever says something is there. */
  readonly gone?: ReadonlySet<LoginKey>;
}

/**
 * `null`: a statement of theirs can count in the row, or, with row `null`, in some row. Reasons about the person come before those about
 * the role.
 */
export function whyIneligible(
  account: Account | null,
  row: AreaRow | null,
  context: EligibilityContext,
): UncountedReason | null {
  return whyPersonIneligible(account, row, context) ?? (row === null ? null : whyRoleIneligible(account, row, context));
}

/** Why their statements neither approve nor block anything anywhere, whatever the area (R2, R3, R8). */
export function whyIneligibleEverywhere(
  account: Account | null,
  { facts, index }: EligibilityContext,
): UncountedReason | null {
  if (account === null) return { kind: "deleted-account" };
  if (account.type !== "User") return { kind: "bot" };
  if (!mayCount(account, null, facts, index)) return { kind: "author" };
  return index.holdsAnyRole(account) ? null : { kind: "no-role" };
}

/** Why their approval can never count there, whatever their role (R2, R3, R40, R41). */
export function whyPersonIneligible(
  account: Account | null,
  row: AreaRow | null,
  context: EligibilityContext,
): UncountedReason | null {
  const { facts, index, contributors } = context;
  const reason = whyIneligibleEverywhere(account, context);
  if (reason !== null || account === null) return reason;
  if (!mayCount(account, row, facts, index)) return { kind: "author" };
  // An author whom the registry lets count does so, though the commits are theirs; not in the registry's own row.
  if (samePerson(account, facts.author)) return null;
  if (!asksContributors(row, index)) return null;
  if (contributors.people.some((person) => samePerson(person, account))) return { kind: "contributor" };
  return contributors.unknown === null ? null : { kind: "contributors-unknown" };
}

/** Why their role, or where they hold it, is not enough there (R8, R15a). */
export function whyRoleIneligible(
  account: Account | null,
  row: AreaRow,
  { index }: Pick<EligibilityContext, "index">,
): UncountedReason | null {
  if (row.requirements.some((unit) => unit.mayApprove(account))) return null;
  const floor = row.requirements[0]?.from ?? index.registry.approval.from;
  const held = index.rolesOf(account);
  const high = held.filter((holding) => index.atLeast(holding.role, floor));
  if (high.length === 0) return lowRole(held);
  return { kind: "other-area", holds: [...new Set(high.flatMap((holding) => holding.areas))] };
}

/** The reason for somebody whose role is too low. */
export function lowRole(held: readonly { readonly role: string }[]): UncountedReason {
  const [first] = held;
  return first === undefined ? { kind: "no-role" } : { kind: "role-too-low", role: first.role };
}

/**
 * Which of a requirement's holders could still approve, those who are away last. Where nobody is left out or away it is the holders' own
 * list, which may be long.
 */
export function eligible(
  unit: ApprovalRequirement,
  row: AreaRow,
  approved: readonly Account[],
  context: EligibilityContext,
): readonly Candidate[] {
  const { facts, contributors, index } = context;
  if (contributors.unknown !== null && asksContributors(row, index)) return [];
  const people = [...contributors.people, ...(facts.author === null ? [] : [facts.author])];
  const failing = people.filter((account) => whyPersonIneligible(account, row, context) !== null);
  const out = [...failing, ...approved].filter((account) => unit.mayApprove(account));
  const absent = absences(context);
  const holders = withoutGone(unit.holders(), context);
  if (out.length === 0 && absent.length === 0) return holders;
  return awayLast(
    out.length === 0 ? holders : holders.filter((holder) => !out.some((account) => samePerson(account, holder))),
    absent,
  );
}

/** The same list where nobody in it is gone. */
function withoutGone(people: readonly Holder[], { gone }: EligibilityContext): readonly Holder[] {
  if (gone === undefined || gone.size === 0) return people;
  const isGone = ({ login }: Holder) => gone.has(loginKey(login));
  return people.some(isGone) ? people.filter((holder) => !isGone(holder)) : people;
}

/** The same list where nobody in it is away. */
export function awayLast(people: readonly Holder[], absent: readonly Absence[]): readonly Candidate[] {
  const isAway = (holder: Holder) => absent.some((one) => samePerson(one, holder));
  if (!people.some(isAway)) return people;
  return [
    ...people.filter((holder) => !isAway(holder)),
    ...people.filter(isAway).map((holder) => ({ ...holder, away: true as const })),
  ];
}

/** Only those who are present if they are enough; otherwise everybody, since it cannot be done without those who are away. */
export function presentFirst(people: readonly Candidate[], missing: number): readonly Candidate[] {
  const present = people.filter(({ away }) => away !== true);
  return present.length >= missing ? present : people;
}

/** The sources of absences: the reading, the registry, and what people said themselves. */
interface AbsenceContext extends Pick<EligibilityContext, "index" | "away"> {
  readonly facts: Pick<PullFacts, "readAt">;
}

/** Everybody who is away as of the reading: by the registry, or by their own word. */
export function absences({ facts, index, away = [] }: AbsenceContext): readonly Absence[] {
  const listed = listedAway(index.registry.people).flatMap((one) => listedAbsence(one, one));
  return [...listed, ...away].filter((one) => isAwayAt(one, facts.readAt));
}

/** Few of many people; looked for in every row of a pull request. */
const listedAway = onceFor((people: Registry["people"]) => people.filter(({ away }) => away !== null));

/** Somebody's absence as of the reading, of several the one that lasts longest; `null`: they are there. */
export function absenceOf(person: Person, { facts, index, away = [] }: AbsenceContext): Absence | null {
  const own = away.filter((one) => samePerson(one, person) && isAwayAt(one, facts.readAt));
  return longestAbsence([...listedAbsences(person, index, facts.readAt), ...own]);
}

/** The absences that the registry gives for them, at a moment. */
export function listedAbsences(
  { login, id }: Person,
  index: Pick<RegistryIndex, "rolesOf">,
  at: Instant,
): readonly Absence[] {
  return index
    .rolesOf({ login, id, type: "User" })
    .flatMap((holding) => listedAbsence({ login, id }, holding))
    .filter((one) => isAwayAt(one, at));
}

/** The longest absence; `null` where there is none. */
export function longestAbsence(absent: readonly Absence[]): Absence | null {
  const end = ({ until }: Absence) => until ?? Number.MAX_SAFE_INTEGER;
  return absent.toSorted((one, other) => end(other) - end(one))[0] ?? null;
}

/** By the registry they are back when the day written there begins, by UTC. */
function listedAbsence({ login, id }: Person, { away }: Pick<Holding, "away">): readonly Absence[] {
  return away === null ? [] : [{ login, id, until: away === true ? null : Date.parse(away) }];
}

function isAwayAt({ until }: Absence, at: Instant): boolean {
  return until === null || until > at;
}
