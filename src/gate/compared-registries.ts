/**
 * What a proposed registry says and changes, briefly however large it is: its text is read and compared outside the event loop, and only
 * this result is sent back (R53). Pure.
 */

import { registryChanges } from "../registry/changes.ts";
import { joined } from "../registry/extends.ts";
import { entriesIn } from "../registry/holdings.ts";
import { type Names, newNames } from "../registry/named.ts";
import { indexed } from "../registry/registry-index.ts";
import type { Fault, ParsedRegistry, Registry, RegistryExtension, TeamHolding } from "../registry/registry-types.ts";
import type { Account, RepositoryName } from "../shared/names.ts";
import { powerParagraphs } from "./power-text.ts";
import { areasWithFewer, type PowerScope, powerChanges } from "./registry-effect.ts";
import { unmatchedPatterns } from "./unmatched.ts";

/** An outline of a proposal: whether it is sound, and what has to be read to know what it changes. */
export interface Outline {
  readonly good: boolean;
  readonly faults: readonly Fault[];
  readonly extends: RegistryExtension | null;
}

export interface Pair {
  /** The registry that governs now. */
  readonly before: Registry;
  /** The registry that the proposal extends. */
  readonly base: Registry | null;
}

export interface Changed {
  readonly changes: readonly string[];
  /** The first of them; `namesLeft` are left out. */
  readonly names: Names;
  readonly namesLeft: number;
  readonly teams: readonly TeamHolding[];
  /** As many as its lists come to, groups spread (holdings.ts). */
  readonly entries: number;
}

export interface PowersAsked extends Pair {
  readonly teamsBefore: ReadonlyMap<string, readonly Account[]>;
  readonly teamsAfter: ReadonlyMap<string, readonly Account[]>;
  readonly home: RepositoryName;
  readonly scope: PowerScope;
}

export interface Powers {
  /** Paragraphs of Markdown. */
  readonly powersText: readonly string[];
  readonly unmatched: readonly string[];
  readonly areas: ReturnType<typeof areasWithFewer>;
}

/** The check shows fewer. */
const MAX_CHANGES = 300;
/** One request looks up as many. */
const MAX_NAMES = 100;
/** More new ones are not read. */
const MAX_TEAMS = 2_000;

export function outline({ registry, faults }: ParsedRegistry): Outline {
  return { good: registry !== null, faults, extends: registry?.extends ?? null };
}

export function changed(proposed: Registry, { before, base }: Pair): Changed {
  const after = base === null ? proposed : joined(proposed, base);
  const changes = registryChanges(before, after);
  const more = changes.length - MAX_CHANGES;
  const all = newNames(before, after);
  const names = {
    people: all.people.slice(0, MAX_NAMES),
    teams: all.teams.slice(0, MAX_NAMES),
    repositories: all.repositories.slice(0, MAX_NAMES),
  };
  return {
    changes: more > 0 ? [...changes.slice(0, MAX_CHANGES), `${more} more changes are not listed here.`] : changes,
    names,
    namesLeft: countOf(all) - countOf(names),
    teams: after.teams.slice(0, MAX_TEAMS),
    entries: entriesIn(after),
  };
}

function countOf({ people, teams, repositories }: Names): number {
  return people.length + teams.length + repositories.length;
}

export function powers(proposed: Registry, asked: PowersAsked): Powers {
  const { base, home, scope } = asked;
  const registry = base === null ? proposed : joined(proposed, base);
  const both = {
    before: indexed(asked.before, asked.teamsBefore),
    after: indexed(registry, asked.teamsAfter),
  };
  return {
    powersText: powerParagraphs(powerChanges(both, home, scope)),
    unmatched: scope.tree?.whole === true ? unmatchedPatterns(registry, home, scope.tree.paths, scope.everywhere) : [],
    areas: areasWithFewer(both.before, both.after, home),
  };
}
