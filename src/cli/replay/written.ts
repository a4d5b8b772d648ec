/** Who had written and reviewed the changes of a path up to a moment, taken from the pull requests of the replay alone. Pure. */

import { pathsOf } from "../../gate/changed-paths.ts";
import type { PastPull } from "../../model/past.ts";
import type { PathHistory, Touch } from "../../model/path-history.ts";
import { stepsTo } from "../../promotions/published-files.ts";
import { pushTo } from "../../shared/grouped.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { distinct, type Person } from "../../shared/person-sets.ts";

interface Written {
  /** Of the last changes of each path that were merged before `at`. */
  histories(paths: readonly string[], at: Instant): readonly PathHistory[];
}

/** So many of a path's last changes are looked at, as the bot does. */
const LAST = 10;

interface Change {
  readonly at: Instant;
  readonly author: Person | null;
  readonly reviewers: readonly Person[];
}

export function writtenBefore(pulls: readonly PastPull[]): Written {
  const changes = new Map<string, Change[]>();
  for (const past of pulls.toSorted((one, other) => one.mergedAt - other.mergedAt)) {
    const { author, files } = past.facts;
    const change = { at: past.mergedAt, author: author?.type === "User" ? author : null, reviewers: reviewersOf(past) };
    const places = new Set(files.items.flatMap(pathsOf).flatMap(stepsTo));
    for (const place of places) pushTo(changes, place, change);
  }
  return {
    histories: (paths, at) =>
      paths.map((path) => ({
        path,
        touches: touchesOf((changes.get(path) ?? []).filter((one) => one.at < at).slice(-LAST)),
      })),
  };
}

function touchesOf(changes: readonly Change[]): readonly Touch[] {
  const people = distinct(
    changes.flatMap(({ author, reviewers }) => [...(author === null ? [] : [author]), ...reviewers]),
  );
  return people.map(({ login, id }) => ({
    login,
    id,
    wrote: changes.filter(({ author }) => samePerson(author, { login, id })).length,
    reviewed: changes.filter(({ reviewers }) => reviewers.some((one) => samePerson(one, { login, id }))).length,
  }));
}

/** Who reviewed it, the author left out. */
export function reviewersOf({ facts }: PastPull): readonly Person[] {
  const people = facts.reviews.items.flatMap(({ author }) => (author?.type === "User" ? [author] : []));
  return distinct(people.filter((one) => !samePerson(one, facts.author)));
}
