/** What a proposed registry would do to the pull requests that are open now, and to who may approve where. Pure. */

import type { Diffs } from "../model/diffs.ts";
import type { PullFacts } from "../model/facts.ts";
import type { PullRecord } from "../model/pull-record.ts";
import { samplePath } from "../registry/glob.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { AreaDefinition } from "../registry/registry-types.ts";
import { fullName, type RepositoryName } from "../shared/names.ts";
import { title } from "./check-titles.ts";
import { isUnread } from "./conditions/lowering.ts";
import type { GatingDecision } from "./gating-decision.ts";
import { powerCases } from "./power-cases.ts";
import { type Both, filePowers, kindsOf, lgtmPowers, registryPowers } from "./powers.ts";
import { reviewFloor } from "./rows.ts";
import { standingPowers } from "./standing-powers.ts";
import { unmatchedPatterns } from "./unmatched.ts";
import { type Proposal, verdict } from "./verdict.ts";
import type { PowerChanges, RegistryEffect, Verdict } from "./verdict-types.ts";
import { witnesses } from "./witnesses.ts";

/** An open pull request that the registry governs. */
export interface Governed {
  readonly facts: PullFacts;
  readonly record: PullRecord;
  /** Both verdicts are based on these. */
  readonly diffs: Diffs;
  /** Decisions that only one of the registries needs; those that both need do not matter here. */
  readonly decisions?: { readonly before: readonly GatingDecision[]; readonly after: readonly GatingDecision[] };
}

interface EffectInput {
  /** Where the change is proposed: names of private repositories elsewhere are not shown there (R27). */
  readonly repository: RepositoryName & { readonly private: boolean };
  readonly before: RegistryIndex;
  readonly after: RegistryIndex;
  /** What was not examined, as sentences. */
  readonly limits: readonly string[];
  /** What both registries are asked about; absent: nothing (R82). */
  readonly scope?: PowerScope;
  readonly names?: RegistryEffect["names"];
}

export interface PowerScope {
  /** The repository's files; `null`: they could not be read. */
  readonly tree: { readonly paths: readonly string[]; readonly whole: boolean } | null;
  /** The registry governs other repositories of its owner too. */
  readonly everywhere: boolean;
  readonly defaultBranch: string;
}

export function powerChanges(both: Both, home: RepositoryName, scope: PowerScope): PowerChanges {
  const { tree, everywhere, defaultBranch } = scope;
  const inTree = (tree?.paths ?? []).map((path) => ({ repository: home, path }));
  const made = witnesses([both.before.registry, both.after.registry], home, everywhere);
  // Files that are there first: they say more to people than made-up ones.
  const kinds = kindsOf(both, [...inTree, ...made]);
  const cases = powerCases([both.before, both.after], defaultBranch);
  return {
    files: [
      ...filePowers(both, kinds, cases),
      ...lgtmPowers(both, kinds, reviewFloor),
      ...registryPowers(both, home, cases),
    ],
    standing: standingPowers(both, home, { kinds, cases }),
    looked: tree?.whole === true ? tree.paths.length : null,
  };
}

/** One pull request by both registries. */
export interface Judged {
  readonly facts: PullFacts;
  readonly was: Verdict;
  readonly is: Verdict;
}

export function judgedByBoth(pull: Governed, before: RegistryIndex, after: RegistryIndex): Judged {
  return {
    facts: pull.facts,
    was: verdictOf(pull, before, pull.decisions?.before),
    is: verdictOf(pull, after, pull.decisions?.after),
  };
}

export function effectOfJudged(input: EffectInput, judged: readonly Judged[]): RegistryEffect {
  const { repository, before, after, limits, scope, names } = input;
  const known = judged.filter(({ was, is }) => isTold(was) && isTold(is));
  const changed = known.filter(({ was, is }) => standing(was) !== standing(is) || isBlocked(was) !== isBlocked(is));
  const hidden = changed.filter(({ facts }) => isHidden(facts, repository));
  const shown = changed.filter(({ facts }) => !isHidden(facts, repository));
  const untold = judged.length - known.length;
  return {
    ...(scope === undefined ? {} : { powers: powerChanges({ before, after }, nameOf(repository), scope) }),
    ...(scope?.tree?.whole === true
      ? { unmatched: unmatchedPatterns(after.registry, repository, scope.tree.paths, scope.everywhere) }
      : {}),
    ...(names === undefined ? {} : { names }),
    looked: known.length,
    pulls: shown.map(({ facts, was, is }) => ({
      repository: fullName(facts.repository),
      number: facts.number,
      title: facts.title,
      from: saying(was),
      to: saying(is),
    })),
    areas: areasWithFewer(before, after, repository),
    limits: [
      ...(hidden.length > 0
        ? [`${hidden.length} more would change in private repositories, which are not named here.`]
        : []),
      ...(untold > 0 ? [`Of ${untold} more it cannot be told without reading more of them.`] : []),
      ...limits,
    ],
  };
}

function nameOf({ owner, name }: RepositoryName): RepositoryName {
  return { owner, name };
}

function isHidden({ repository }: PullFacts, shownIn: EffectInput["repository"]): boolean {
  return repository.private && (!shownIn.private || fullName(repository) !== fullName(shownIn));
}

function verdictOf(
  { facts, record, diffs }: Governed,
  index: RegistryIndex,
  decisions: readonly GatingDecision[] = [],
): Verdict {
  return verdict({ facts, index, record, diffs, proposal: soundProposal(facts, index), decisions });
}

/** For a pull request that changes a registry too, only its approvers are in question here. */
function soundProposal(facts: PullFacts, index: RegistryIndex): Proposal | undefined {
  const paths = facts.files.items.flatMap(({ path, previousPath }) => [path, previousPath ?? ""]);
  const path = paths.find((one) => index.isRegistryPath(one));
  return path === undefined ? undefined : { path, parsed: { registry: index.registry, faults: [] }, changes: [] };
}

/** For a bot's pull request that may be lowered, the commits are not read here. */
function isTold({ state, lowered }: Verdict): boolean {
  return state.kind !== "unknown" && (lowered === undefined || lowered.holds || !isUnread(lowered.why));
}

/** The parts of a verdict that matter to people who wait for it. */
function standing({ state, areas }: Verdict): string {
  return state.kind === "waiting" && areas.some((area) => area.state === "nobody-can") ? "nobody-can" : state.kind;
}

/** Nothing is blocked where the registry only advises. */
function isBlocked({ mode, state }: Verdict): boolean {
  return mode === "enforce" && state.kind !== "approved";
}

function saying(verdict: Verdict): string {
  const advised = verdict.mode === "advise" && verdict.state.kind !== "approved";
  return advised ? `${title(verdict)} (advice)` : title(verdict);
}

/** Areas of both registries in which fewer people could approve than now. */
export function areasWithFewer(
  before: RegistryIndex,
  after: RegistryIndex,
  home: RepositoryName,
): RegistryEffect["areas"] {
  const kept = after.registry.areas.flatMap((area) => {
    const old = before.areaNamed(area.name);
    return old === null
      ? []
      : [{ name: area.name, was: approvers(before, old, home), is: approvers(after, area, home) }];
  });
  const elsewhere = { name: null, was: approvers(before, null, home), is: approvers(after, null, home) };
  return [...kept, elsewhere].flatMap(({ name, was, is }) =>
    was === null || is === null || is.count >= was.count
      ? []
      : [{ area: name, before: was.count, after: is.count, needed: is.needed }],
  );
}

/** How many people may approve a file of the area's own, or (`null`) one that no area covers; `null`: unknown. */
function approvers(index: RegistryIndex, area: AreaDefinition | null, home: RepositoryName) {
  // Under the empty name lie only the areas of every repository.
  const repository = { owner: home.owner, name: area?.repos[0] ?? "" };
  const [pattern] = area?.paths ?? [];
  const path = pattern === undefined ? "" : samplePath(pattern);
  if (path === null) return null;
  const chain = index.areaPathsOf(repository, path).find(({ areas }) => (areas[0] ?? null) === (area?.name ?? null));
  if (chain === undefined) return null;
  return { count: index.approversOf(chain).length, needed: index.neededFor(chain, "").min };
}
