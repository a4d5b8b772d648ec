/**
 * Chooses whom to ask for a review, with a reason for each: first somebody who can approve each touched area, in as few people as
 * possible, then up to `reviews.request`. Pure; ties are broken by the pull request's seed, never by the alphabet.
 */

import { fewest, groupsOf } from "../../gate/fewest.ts";
import { seededHash } from "../../gate/quickest.ts";
import type { Verdict } from "../../gate/verdict-types.ts";
import { threadPlace } from "../../model/job.ts";
import type { Holder } from "../../registry/registry-types.ts";
import { loginKey } from "../../shared/names.ts";
import { accountOf, samePerson } from "../../shared/people.ts";
import { byPerson, distinct, type Person, setOf } from "../../shared/person-sets.ts";
import { unavailable } from "./availability.ts";
import { betterButUnavailable, nobodyElse, nobodyFor, reasonFor } from "./choice-reasons.ts";
import type { CandidatePool, ChoiceContext } from "./choosing.ts";
import { experts } from "./knowledge.ts";
import { bounded, boundedDemands, type Demand, demandsOf, reviewersOf } from "./reviewer-candidates.ts";
import type { Choice } from "./reviewer-facts.ts";

/** GitHub takes no more requests on a pull request. */
const MAX_REQUESTS = 15;

export function choose(choosing: ChoiceContext): Choice {
  const { index, known, more = 0 } = choosing;
  if (more === 0 && (index.registry.reviews.request === 0 || needsNobody(choosing.verdict)))
    return { ask: [], remarks: [] };
  const field = fieldOf(choosing);
  const open = field.demands.flatMap((demand) => {
    // Of somebody else one for each will do.
    const missing = more > 0 ? 1 : demand.missing - coming(demand, choosing);
    return missing > 0 ? [{ demand, missing }] : [];
  });
  const slots = MAX_REQUESTS - known.requested.length - known.requestedTeams.length;
  if (more > 0 && slots <= 0) return { ask: [], remarks: [`GitHub takes no more than ${MAX_REQUESTS} requests.`] };
  const covering = cover(open, field, Math.min(slots, more > 0 ? more : slots));
  const missing = choosing.only === "cover" ? 0 : index.registry.reviews.request - qualified(field, choosing);
  const wanted = more > 0 ? more : missing;
  const filling = fill(field, covering.people, Math.min(slots, wanted) - covering.people.length);
  const people = [...covering.people, ...filling];
  const ask = people.map((person) => ({ ...person, why: reasonFor(person, { ...choosing, ...field }) }));
  const uncovered = more > 0 ? [] : covering.uncovered.map((demand) => nobodyFor(demand, choosing));
  const isShort = wanted > people.length && uncovered.length === 0;
  const short = isShort ? nobodyElse(people.length, { ...choosing, ...field }) : null;
  // Who is away is said once.
  const better = short === null ? betterButUnavailable(people, { ...choosing, ...field }) : [];
  return { ask, remarks: [...better, ...uncovered, ...(short === null ? [] : [short])] };
}

/** The best-placed candidates, some for each demand first: those for whom it is worth finding out whether they are busy. */
export function foremost(choosing: ChoiceContext, most: number): readonly Holder[] {
  const field = fieldOf(choosing);
  const author = setOf(choosing.facts.author === null ? [] : [choosing.facts.author]);
  const each = field.demands.flatMap(({ holders, isAble }) =>
    holders.filter(isAble).toSorted(field.before).slice(0, 8),
  );
  const ordered = distinct([...each, ...field.all.toSorted(field.before)]);
  return ordered.filter((one) => !author.has(one)).slice(0, most);
}

function fieldOf(choosing: ChoiceContext): CandidatePool {
  const { facts, index, verdict, known } = choosing;
  const seed = threadPlace(facts);
  const lots = new Map<string, number>();
  const seededHashOf = ({ login }: Person): number => {
    const drawn = lots.get(login) ?? seededHash({ login }, seed);
    lots.set(login, drawn);
    return drawn;
  };
  const skilled = experts(known);
  const out = outOf(choosing);
  const isFree = (person: Person) => !out.has(person) && unavailable(person, choosing) === null;
  const drawing = { seededHashOf, rankOf: (person: Holder) => (isFree(person) ? 3 : 0) + skilled.tier(person) };
  const demands = boundedDemands(demandsOf(facts, index, verdict), drawing);
  const able = demands.flatMap(({ holders, isAble }) => holders.filter(isAble));
  const all = distinct([...able, ...bounded<Holder>([reviewersOf(facts, index, verdict)], drawing).flat()]);
  // Whom the check names: among people who would do as well, whoever reads both reads the same names.
  const named = setOf(verdict.quickest.map(({ login }) => ({ login, id: null })));
  const load = (person: Person) => known.loads.get(person) ?? 0;
  const turns = (person: Person) => known.turns.get(person) ?? 0;
  return {
    demands,
    all: all.filter((one) => !samePerson(one, facts.author)),
    skilled,
    isOut: (person) => out.has(person),
    isFree,
    before: (one, other) =>
      skilled.tier(other) - skilled.tier(one) ||
      load(one) - load(other) ||
      // Whoever answers fast would else be asked most: an empty desk is no reason to be asked again.
      turns(one) - turns(other) ||
      Number(named.has(other)) - Number(named.has(one)) ||
      seededHashOf(one) - seededHashOf(other),
  };
}

/** People who are not to be asked (again): the author, others who are or were involved, and people who were taken off by hand. */
function outOf({ facts, index, verdict, known, past, botLogin, apart = [] }: ChoiceContext) {
  const { author, reviews, commits } = facts;
  const last = byPerson(known.events.map((event) => [event.who, event] as const));
  const removed = known.events.map(({ who }) => who).filter((who) => last.get(who)?.kind === "removed");
  const ours = (past?.asked ?? []).filter(({ replaced }) => replaced === true);
  // Asked by Rung and no longer: they answered, or a person took them off (the look at the timeline may have been cut).
  const before = known.events.filter(({ kind, by }) => kind === "asked" && by !== null && isBot(by, botLogin));
  const contributors = index.registry.approval.contributorsCount ? [] : commits.items.flatMap(({ people }) => people);
  const { unable = [] } = verdict.lgtm;
  // Whose words count for nothing here, by what they wrote or pushed (R44).
  const without = unable === "everybody" ? [] : unable;
  const people = [author, ...reviews.items.map((review) => review.author), ...contributors].flatMap((one) => one ?? []);
  const refused = (past?.refused ?? []).map((login) => ({ login, id: null }));
  const asked = [...known.requested, ...ours, ...before.map(({ who }) => who)];
  return setOf([...people, ...without, ...asked, ...removed, ...refused, ...apart]);
}

function isBot({ login }: Person, botLogin: string): boolean {
  return loginKey(login) === loginKey(botLogin);
}

/** How many who can approve it, and have not, were asked, by whomever, or have reviewed already; a team is one. */
function coming(demand: Demand, { facts, index, known }: ChoiceContext): number {
  const reviewers = facts.reviews.items.flatMap(({ author }) => (author?.type === "User" ? [author] : []));
  const engaged = distinct([...known.requested, ...reviewers]).filter(
    (one) => !samePerson(one, facts.author) && !demand.hasApproved(one) && demand.mayApprove(accountOf(one)),
  );
  const teams = index.registry.teams.filter(
    (holding) => known.requestedTeams.includes(holding.team.toLowerCase()) && demand.admits(holding),
  );
  return engaged.length + new Set(teams.map(({ team }) => team.toLowerCase())).size;
}

/** How many who could have been chosen are asked already or have reviewed. */
function qualified(field: CandidatePool, { facts, index, known }: ChoiceContext): number {
  const reviewers = facts.reviews.items.flatMap(({ author }) => (author?.type === "User" ? [author] : []));
  const engaged = distinct([...known.requested, ...reviewers]);
  const could = setOf(field.all);
  const teams = index.registry.teams.filter(({ team }) => known.requestedTeams.includes(team.toLowerCase()));
  return engaged.filter((one) => could.has(one)).length + new Set(teams.map(({ team }) => team.toLowerCase())).size;
}

/** The fewest people who are enough for all of it, as far as there are any; among equals whoever is best placed. */
function cover(
  open: readonly { readonly demand: Demand; readonly missing: number }[],
  field: CandidatePool,
  most: number,
): { readonly people: readonly Holder[]; readonly uncovered: readonly Demand[] } {
  const possible = open.map(({ demand, missing }) => {
    const free = demand.holders.filter((one) => demand.isAble(one) && field.isFree(one));
    return { demand, missing: Math.min(missing, free.length), candidates: free.toSorted(field.before) };
  });
  const uncovered = possible.filter(({ missing }) => missing === 0).map(({ demand }) => demand);
  const needs = possible.filter(({ missing }) => missing > 0);
  const groups = groupsOf(needs)
    .map((group) => ({ ...group, members: group.members.toSorted(field.before) }))
    .toSorted(({ members: [one] }, { members: [other] }) => (one && other ? field.before(one, other) : 0));
  const counts = fewest(groups, needs);
  const taken = groups.flatMap(({ members, needs: helped }, at) =>
    members.slice(0, counts[at]).map((person) => ({ person, helps: helped.length })),
  );
  const people = taken
    .toSorted((one, other) => other.helps - one.helps || field.before(one.person, other.person))
    .map(({ person }) => person);
  return { people: people.slice(0, most), uncovered };
}

function fill(field: CandidatePool, chosen: readonly Person[], count: number): readonly Holder[] {
  if (count <= 0) return [];
  const taken = setOf(chosen);
  return field.all
    .filter((one) => !taken.has(one) && field.isFree(one))
    .toSorted(field.before)
    .slice(0, count);
}

/** The reason for somebody who was chosen before, when the record of it was lost. */
export function reasonAgain(person: Person, choosing: ChoiceContext): string {
  const field = fieldOf(choosing);
  const holder = field.all.find((one) => samePerson(one, person));
  return holder === undefined ? "" : reasonFor(holder, { ...choosing, ...field });
}

/** Nothing is needed, or no longer. For a review all the same, people ask somebody by hand, or say `/reroll`. */
function needsNobody({ areas, lgtm }: Verdict): boolean {
  if (lgtm.by.length < lgtm.needed) return false;
  return areas.length > 0 && areas.every(({ state }) => state === "nobody-needed" || state === "approved");
}
