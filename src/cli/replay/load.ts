/** How review work would have been spread: whom Rung would have asked at each opening, beside who really was asked and reviewed. Pure. */

import type { PastPull } from "../../model/past.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { byPerson, distinct, type Person } from "../../shared/person-sets.ts";
import { choose } from "../../triage/reviewers/choose.ts";
import { historyPaths } from "../../triage/reviewers/paths.ts";
import type { ReviewerFacts } from "../../triage/reviewers/reviewer-facts.ts";
import { readyAt, thenAt, verdictAt } from "./outcome.ts";
import { headsOf } from "./past-heads.ts";
import { reviewersOf, writtenBefore } from "./written.ts";

export interface PersonLoad extends Person {
  /** Pull requests for which Rung would have asked them. */
  readonly asked: number;
  /** The most of those that were open at one time. */
  readonly most: number;
  /** Pull requests for which they were asked in fact. */
  readonly askedThen: number;
  /** Other people's pull requests that they reviewed in fact. */
  readonly reviewedThen: number;
}

/** How long having been asked counts in the choice, in ms (as the bot's own memory has it). */
const TURNS_MS = 90 * 86_400_000;

interface Request {
  readonly who: Person;
  readonly at: Instant;
  /** When it was merged, or they reviewed it, if that was earlier. */
  readonly until: Instant;
}

/** Everybody who has any figure, the most asked first. */
export function loadOf(pulls: readonly PastPull[], index: RegistryIndex): readonly PersonLoad[] {
  const requests: Request[] = [];
  const opened = pulls.map((past) => ({ past, at: readyAt(past) })).toSorted((one, other) => one.at - other.at);
  const written = writtenBefore(pulls);
  for (const { past, at } of opened) {
    const known = knownAt(requests, written.histories(historyPaths(past.facts), at), at);
    requests.push(...askedFor(past, at, index, known));
  }
  const asked = pulls.map(askedThen);
  const reviewed = pulls.map(reviewersOf);
  const people = distinct([...requests.map(({ who }) => who), ...asked.flat(), ...reviewed.flat()]);
  return people
    .map((person) => {
      const own = requests.filter(({ who }) => samePerson(who, person));
      const times = (lists: readonly (readonly Person[])[]) =>
        lists.filter((list) => list.some((one) => samePerson(one, person))).length;
      const figures = {
        asked: own.length,
        most: mostAtOnce(own),
        askedThen: times(asked),
        reviewedThen: times(reviewed),
      };
      return { login: person.login, id: person.id, ...figures };
    })
    .toSorted((one, other) => other.asked - one.asked || other.reviewedThen - one.reviewedThen);
}

function askedFor(past: PastPull, at: Instant, index: RegistryIndex, known: ReviewerFacts): readonly Request[] {
  const heads = headsOf(past);
  const { facts } = thenAt(past, heads, at, index);
  const verdict = verdictAt(past, heads, at, index, new Map());
  const { ask } = choose({ facts, index, verdict, known, past: null, botLogin: "" });
  return ask.map(({ login, id }) => ({ who: { login, id }, at, until: answeredAt(past, { login, id }) }));
}

function answeredAt({ facts, mergedAt }: PastPull, person: Person): Instant {
  const reviews = facts.reviews.items.filter(({ author }) => samePerson(author, person)).map(({ at }) => at);
  return Math.min(mergedAt, ...reviews);
}

/** What the choice would have known: its own requests until then, and who had worked on the files. */
function knownAt(requests: readonly Request[], histories: ReviewerFacts["histories"], at: Instant): ReviewerFacts {
  const count = (some: readonly Request[]) =>
    byPerson(
      distinct(some.map(({ who }) => who)).map(
        (person) => [person, some.filter(({ who }) => samePerson(who, person)).length] as const,
      ),
    );
  return {
    requested: [],
    requestedTeams: [],
    events: [],
    away: [],
    association: null,
    statuses: byPerson([]),
    loads: count(requests.filter(({ until }) => until > at)),
    turns: count(requests.filter((request) => request.at > at - TURNS_MS)),
    histories,
  };
}

function mostAtOnce(requests: readonly Request[]): number {
  const open = (at: Instant) => requests.filter((one) => one.at <= at && one.until > at).length;
  return Math.max(0, ...requests.map(({ at }) => open(at)));
}

function askedThen({ events }: PastPull): readonly Person[] {
  return events.flatMap((event) => (event.kind === "asked" ? [event.who] : []));
}
