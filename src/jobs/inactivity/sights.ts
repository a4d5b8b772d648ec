/** When people were last seen: by what deliveries told, and for the others by GitHub's search, a part at a time. */

import { commandNames } from "../../commands/index.ts";
import { sightingsOf } from "../../database/sightings.ts";
import { GitHubError } from "../../github/client/errors.ts";
import { type LoginCache, measure } from "../../github/read/measure.ts";
import type { Asked as AskedText } from "../../github/read/parse-elsewhere.ts";
import type { AskedLook } from "../../promotions/inactivity/asked-look.ts";
import { sightScope } from "../../promotions/inactivity/sight-scope.ts";
import {
  isAnsweredBy,
  measuresOfPerson,
  type WatchedPerson,
  watchedPeople,
} from "../../promotions/inactivity/watched-people.ts";
import { measurePlan } from "../../promotions/measure/plan.ts";
import type { CountedItem, Person } from "../../promotions/promotion-types.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { byPerson } from "../../shared/person-sets.ts";
import type { JobParts } from "../job-parts.ts";
import { type LookMemory, measuredOf, unmeasured, withMeasured } from "./look-memory.ts";

/** People who are searched for in one go: each costs a request or two of four searches. */
const MAX_AT_ONCE = 20;

interface Searched {
  readonly look: LookMemory;
  /** Everybody who had to be was searched for, or GitHub did not answer about them. */
  readonly isWhole: boolean;
  /** GitHub fails as a whole: what was measured is kept, and the rest is tried again. */
  readonly failure: GitHubError | null;
}

interface Asked {
  readonly owner: string;
  readonly index: RegistryIndex;
  readonly look: LookMemory;
  /** Where statements are no activity. */
  readonly talk: readonly Pick<CountedItem, "repository" | "number">[];
  readonly signal: AbortSignal;
}

/** People whom a delivery showed active are not searched for. */
export async function searchPeople(parts: JobParts, { owner, index, look, talk, signal }: Asked): Promise<Searched> {
  const seen = byPerson((await sightingsOf(parts.db, owner)).map((one) => [one.person, one.at]));
  const people = watchedPeople(index.registry).filter((person) => {
    const at = seen.get(person);
    return at === undefined || !isAnsweredBy(person, at, look.at);
  });
  const names: LoginCache = new Map();
  const wanted = unmeasured(look, people);
  let found = look;
  for (const person of wanted.slice(0, MAX_AT_ONCE)) {
    signal.throwIfAborted();
    try {
      found = withMeasured(
        found,
        person,
        await measure(parts.client, planOf(person, { owner, index, look, talk }), names),
      );
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      return { look: found, isWhole: false, failure: error };
    }
  }
  return { look: found, isWhole: wanted.length <= MAX_AT_ONCE, failure: null };
}

function planOf(person: WatchedPerson, { owner, index, look, talk }: Omit<Asked, "signal">) {
  const scope = sightScope(index, { owner, now: look.at, talk });
  return measurePlan(measuresOfPerson(person, owner), person, scope);
}

export async function readSights(
  { db }: Pick<JobParts, "db">,
  owner: string,
  { registry, look }: { readonly registry: Registry; readonly look: LookMemory },
): Promise<AskedLook["sights"]> {
  const delivered = byPerson((await sightingsOf(db, owner)).map(({ person, at, url }) => [person, { at, url }]));
  return watchedPeople(registry).map((person) => [
    nameOf(person),
    { delivered: delivered.get(person) ?? null, measured: measuredOf(look, person) },
  ]);
}

export function nameOf({ login, id }: Person): Person {
  return { login, id };
}

/** Including those that are over: the person may not have been at work then. */
export async function announcedAbsences({ away }: JobParts, owner: string): Promise<AskedLook["away"]> {
  const all = (await away?.(owner, 0)) ?? [];
  return all.map((one) => [nameOf(one), { until: one.until }]);
}

/** The registry's file as the look reads it; `null`: the registry was read from none. */
export function askedText(text: string, { sources }: Pick<Registry, "sources">): AskedText | null {
  const source = sources.at(-1);
  return source === undefined ? null : { text, source, options: { knownCommands: commandNames } };
}
