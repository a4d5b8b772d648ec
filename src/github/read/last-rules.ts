/**
 * What last governed each repository, as far as this process knows: for webhooks, which read nothing. Only so many repositories are
 * kept; nothing is known of the others.
 */

import { raisesOf } from "../../registry/conditions/condition.ts";
import { looksAtInactivity } from "../../registry/inactivity/rules.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import type { Account } from "../../shared/names.ts";
import { possibleNames } from "../../triage/labels/change.ts";

/** Asked by repository id. */
export interface LastRules {
  /** Whether this process has yet to meet the registry that governs the repository. */
  isNew(repositoryId: number): boolean;
  /** Lower-case names of the labels that can change a verdict there; `null`: not known yet. */
  labelsOfInterest(repositoryId: number): ReadonlySet<string> | null;
  /** Whether a review without a verdict, by them, shows anywhere there: in a label that the registry names. Not known yet: no. */
  showsPlainReview(repositoryId: number, by: Account): boolean;
  /** Whether the registry there wants to know when they were last seen; `null`: not known yet. */
  looksFor(repositoryId: number, by: Account): boolean | null;
  /** What last governed the repository; `null`: this process does not know yet. */
  lastGoverning(repositoryId: number): Registry | null;
  /** Whether the registry that last governed the repository asks who made each commit. */
  wantsCommits(repositoryId: number): boolean;
  /**
   * Forgets the registries of these owners (`null`: of anybody) until each is next read: another process saw one change. Logins are
   * folded.
   */
  forgetRules(owners: ReadonlySet<string> | null): void;
}

interface NotedRules extends LastRules {
  /** `index` `null`: nothing that is good governs it. */
  note(repositoryId: number, index: RegistryIndex | null): void;
}

/** Repositories remembered, and people and areas of all their registries together: an organisation's one registry weighs once. */
const MAX_REPOSITORIES = 50_000;
const MAX_WEIGHT = 300_000;

/** `isSilent` tells whether the repository certainly has no registry. */
export function lastRules(isSilent: (repositoryId: number) => boolean): NotedRules {
  const met = new Set<number>();
  const rules = boundedIndexes();
  /** What governed a repository before some registry changed, until it is read again. */
  const former = boundedIndexes();
  return {
    note: (id, index) => {
      met.add(id);
      former.delete(id);
      rules.delete(id);
      if (index !== null) rules.set(id, index);
    },
    isNew: (id) => !met.has(id),
    labelsOfInterest: (id) => {
      if (isSilent(id)) return new Set();
      const index = rules.get(id);
      return index === undefined ? null : labelsIn(index.registry);
    },
    showsPlainReview: (id, by) => {
      const index = rules.get(id);
      return index !== undefined && (index.registry.labels.reviewed ?? null) !== null && index.holdsAnyRole(by);
    },
    looksFor: (id, by) => {
      if (isSilent(id)) return false;
      const wants = ({ registry, holdsAnyRole }: RegistryIndex) => looksAtInactivity(registry) && holdsAnyRole(by);
      const index = rules.get(id);
      if (index !== undefined) return wants(index);
      // A comment reads nothing: whoever was looked for before a change is noted rather than forgotten.
      const before = former.get(id);
      return before !== undefined && wants(before) ? true : null;
    },
    lastGoverning: (id) => rules.get(id)?.registry ?? null,
    wantsCommits: (id) => rules.get(id)?.registry.approval.contributorsCount === false,
    forgetRules: (owners) => {
      for (const [id, index] of rules.entries()) {
        if (owners !== null && !sourceOwners(index).some((owner) => owners.has(owner))) continue;
        former.set(id, index);
        rules.delete(id);
      }
    },
  };
}

function labelsIn(rules: Registry): ReadonlySet<string> {
  const name = rules.labels.hold ?? null;
  const hold = name === null ? [] : [name.toLowerCase()];
  const asked = raisesOf(rules.approval.when).flatMap(({ label }) => label?.toLowerCase() ?? []);
  const decisive = [...hold, ...asked];
  return new Set(rules.labelling.enforced ? [...decisive, ...possibleNames(rules)] : decisive);
}

/** Folded. A registry governs what its own owner has. */
function sourceOwners({ registry }: RegistryIndex): readonly string[] {
  return registry.sources.map(({ repository }) => repository.owner.toLowerCase());
}

interface BoundedIndexes {
  get(id: number): RegistryIndex | undefined;
  set(id: number, index: RegistryIndex): void;
  delete(id: number): void;
  entries(): readonly (readonly [number, RegistryIndex])[];
}

/** Those noted longest ago are forgotten first. */
function boundedIndexes(): BoundedIndexes {
  const kept = new Map<number, RegistryIndex>();
  /** How many repositories have each. */
  const users = new Map<RegistryIndex, number>();
  let all = 0;

  function count(index: RegistryIndex, change: 1 | -1): void {
    const before = users.get(index) ?? 0;
    const now = before + change;
    if (before === 0) all += weightOf(index);
    if (now === 0) {
      users.delete(index);
      all -= weightOf(index);
    } else users.set(index, now);
  }

  function forget(id: number): void {
    const index = kept.get(id);
    if (index === undefined) return;
    kept.delete(id);
    count(index, -1);
  }

  return {
    get: (id) => kept.get(id),
    set: (id, index) => {
      forget(id);
      kept.set(id, index);
      count(index, 1);
      for (const oldest of kept.keys()) {
        if (oldest === id || (kept.size <= MAX_REPOSITORIES && all <= MAX_WEIGHT)) return;
        forget(oldest);
      }
    },
    delete: forget,
    entries: () => [...kept],
  };
}

function weightOf({ registry }: RegistryIndex): number {
  return 1 + registry.people.length + registry.areas.length;
}
