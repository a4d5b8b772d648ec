/** Whether the votes are enough. Pure. */

import { employerKey } from "../../registry/conditions/employers.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { VotingRule } from "../../registry/voting-shape.ts";
import { cap as capOfShare, needed, reached, share } from "../../shared/share.ts";
import { affiliationOf } from "../promotion-people.ts";
import type { Elector } from "../promotion-types.ts";
import type { Ballot } from "./ballot.ts";

/** Numbers after the employers' cap. */
export interface Tally {
  readonly yes: number;
  readonly no: number;
  readonly abstained: number;
  readonly eligible: number;
}

export function tally(written: VotingRule, { index }: { readonly index: RegistryIndex }, given: Ballot): Tally {
  const cap = capOf(written, given.electors.length);
  const size = (people: readonly Elector[]) => capped(index, people, cap);
  return { yes: size(given.yes), no: size(given.no), abstained: size(given.abstained), eligible: size(given.electors) };
}

function capOf(written: VotingRule, electors: number): number {
  const cap = written["employer-cap"];
  if (cap === undefined) return Number.POSITIVE_INFINITY;
  if (typeof cap === "number" && cap > 1) return cap;
  if (cap === 1) return 1;
  const { share: part, below } = capOfShare(cap);
  const most = (part.over * electors) / part.under;
  return Math.max(1, below ? Math.ceil(most) - 1 : Math.floor(most));
}

/** People whose employer is unknown count as colleagues: otherwise leaving it out would be a way around the cap. */
function capped(index: RegistryIndex, people: readonly Elector[], cap: number): number {
  if (cap === Number.POSITIVE_INFINITY) return people.length;
  const of = new Map<string, number>();
  for (const person of people) {
    const employer = employerKey(affiliationOf(index, person) ?? person.affiliation ?? "");
    of.set(employer, (of.get(employer) ?? 0) + 1);
  }
  return [...of.values()].reduce((sum, number) => sum + Math.min(number, cap), 0);
}

export function passes(written: VotingRule, { yes, no, abstained, eligible }: Tally): boolean {
  const quorum = written.quorum;
  const present = yes + no + abstained;
  if (quorum !== undefined && !isQuorate(quorum, present, eligible)) return false;
  if (yes < (written["min-yes"] ?? 0)) return false;
  const part = shareOf(written);
  if (part === undefined) return true;
  return reached(share(part), yes, written["share-of"] === "cast" ? yes + no : eligible);
}

/** What is asked of a group of this size. */
export function askedOfGroup<Rule extends VotingRule>(written: Rule, { group }: Pick<Ballot, "group">): Rule {
  const small = written["small-group"];
  if (small === undefined || group >= small.under) return written;
  return { ...written, share: small.share, "min-yes": small.min, quorum: undefined };
}

/** If neither a share nor a number of yes votes is written, a majority is needed. */
export function shareOf({ share, "min-yes": min }: VotingRule): string | number | undefined {
  return min === undefined ? (share ?? "majority") : share;
}

function isQuorate(quorum: string | number, present: number, eligible: number): boolean {
  if (typeof quorum === "number" && quorum >= 1) return present >= quorum;
  return reached(share(quorum), present, eligible);
}

/** Whether it could still pass if everyone who is silent voted yes. */
export function canPass(written: VotingRule, given: Tally): boolean {
  const silent = Math.max(0, given.eligible - given.yes - given.no - given.abstained);
  return passes(written, { ...given, yes: given.yes + silent });
}

/** How many must vote yes. */
export function wantedYes(written: VotingRule, { yes, no, eligible }: Pick<Tally, "yes" | "no" | "eligible">): number {
  const part = shareOf(written);
  const basis = written["share-of"] === "cast" ? yes + no : eligible;
  return Math.max(written["min-yes"] ?? 0, part === undefined ? 0 : needed(share(part), basis));
}
