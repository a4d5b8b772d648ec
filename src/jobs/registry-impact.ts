/** Finds out what a proposed registry would do to the open pull requests that it governs: one search, and the diffs that this needs. */

import { setImmediate } from "node:timers/promises";
import type { Changed, Outline, Powers } from "../gate/compared-registries.ts";
import { comparisonsNeeded } from "../gate/lapse.ts";
import { observed } from "../gate/record/heads.ts";
import { effectOfJudged, type Governed, type Judged, judgedByBoth } from "../gate/registry-effect.ts";
import { statementsOf } from "../gate/statements.ts";
import type { RegistryEffect } from "../gate/verdict-types.ts";
import { type GitHubError, isUnanswered } from "../github/client/errors.ts";
import { readNames } from "../github/read/name-lookups.ts";
import { type OpenFound, readOpen } from "../github/read/open-subjects.ts";
import { changedElsewhere, parsedElsewhere, powersElsewhere, Unparsed } from "../github/read/parse-elsewhere.ts";
import { outlinedProposal, type ReadProposal } from "../github/read/registry-files.ts";
import { remembering } from "../github/read/remembering.ts";
import type { Members } from "../github/read/teams.ts";
import { readTree, type TreePaths } from "../github/read/tree.ts";
import { type Diffs, distinct } from "../model/diffs.ts";
import type { PullFacts } from "../model/facts.ts";
import type { PullRecord } from "../model/pull-record.ts";
import { joined } from "../registry/extends.ts";
import { nameFindings, unknownNames } from "../registry/named.ts";
import { indexed, type RegistryIndex } from "../registry/registry-index.ts";
import type { Registry } from "../registry/registry-types.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import { describeMergingAccess } from "./access/merging-access.ts";
import { decisionsApart, hasPaths, wasAsked } from "./decisions/decisions-apart.ts";
import type { Evaluator } from "./evaluation.ts";
import { remembered } from "./stored-record.ts";

/** Comparisons in all; pull requests that would need more are left out. Most need none, or have been compared before. */
const MAX_DIFFS = 40;
/** Anybody who proposes a registry, even a stranger, makes Rung read the members of its teams: at least one request each (R54). */
const MAX_NEW_TEAMS = 10;
/** Characters. A larger result stays in the worker, and no pull request is judged by it (R53). */
const MAX_CARRIED = 64 * 1024;
const MAX_ENTRIES = 4_000;
/** This many tries of a pattern on a path take some ten milliseconds; a pull request that would need more is not judged (R53). */
const MAX_TRIES = 100_000;

interface Proposing {
  readonly proposed: NonNullable<ReadProposal>;
  /** The registry that it extends. */
  readonly base: Registry | null;
}

interface Change {
  /** Inert sentences. */
  readonly changes: readonly string[];
  readonly effect?: RegistryEffect | undefined;
}

/** With what GitHub did not answer: it is mentioned, and another look is worthwhile. */
interface Looking extends Proposing {
  readonly evaluator: Evaluator;
  /** The pull request that proposes it. */
  readonly facts: PullFacts;
  /** The registry as it is. */
  readonly before: RegistryIndex;
  readonly unanswered: GitHubError[];
}

/** The results for proposals, by the registry that they would change; a sentence where it was impossible. */
interface Compared {
  readonly outlines: (key: string, make: () => Promise<Outline>) => Promise<Outline>;
  changed(key: string, make: () => Promise<Changed>): Promise<Changed | string>;
  powers(key: string, make: () => Promise<Powers>): Promise<Powers | string>;
  readonly tree: (key: string, make: () => Promise<TreePaths>) => Promise<TreePaths>;
  readonly carried: (key: string, make: () => Promise<Registry | null>) => Promise<Registry | null>;
  readonly access: (key: string, make: () => Promise<string | null>) => Promise<string | null>;
}

const compared = new WeakMap<RegistryIndex, Compared>();

function comparedTo(before: RegistryIndex): Compared {
  const found = compared.get(before) ?? newlyCompared();
  compared.set(before, found);
  return found;
}

/** For the last few heads; each is compared once, however often people comment on its pull request. */
const KEPT = 40;
const KEPT_TREES = 8;

function newlyCompared(): Compared {
  const changed = remembering<Changed | string>(KEPT);
  const powers = remembering<Powers | string>(KEPT);
  return {
    outlines: remembering<Outline>(KEPT),
    changed: (key, make) => changed(key, () => orWhy(make())),
    powers: (key, make) => powers(key, () => orWhy(make())),
    tree: remembering<TreePaths>(KEPT_TREES),
    carried: remembering<Registry | null>(KEPT),
    access: remembering<string | null>(KEPT),
  };
}

/** What once took too long is not tried again for the same proposal. */
async function orWhy<T>(making: Promise<T>): Promise<T | string> {
  try {
    return await making;
  } catch (error) {
    if (!(error instanceof Unparsed)) throw error;
    return error.message;
  }
}

/**
 * Whether a proposal is sound, and what is wrong with it, read together with the registry that it extends: faults that only the two
 * together show are reported before the merge, since nobody reports them later.
 */
export async function outlineProposal(before: RegistryIndex, { proposed, base }: Proposing): Promise<Outline> {
  if (base === null) return proposed;
  const { text, source, options } = proposed.asked;
  const asked = { text, source, options: { ...options, base } };
  return await comparedTo(before).outlines(keyOf({ proposed, base }), () => outlinedProposal(asked));
}

/**
 * What a sound proposal changes, and the effect on open pull requests. `failure`: why some of it is unknown, though nothing else waits
 * for it.
 */
export async function computeChange(
  evaluator: Evaluator,
  facts: PullFacts,
  before: RegistryIndex,
  proposing: Proposing,
): Promise<{ readonly change: Change; readonly failure: GitHubError | null }> {
  const unanswered: GitHubError[] = [];
  const change = await changeWithin({ evaluator, facts, before, ...proposing, unanswered });
  return { change, failure: unanswered.find(({ retryable }) => retryable) ?? null };
}

async function changeWithin(looking: Looking): Promise<Change> {
  const { proposed, base, before } = looking;
  const pair = { before: before.registry, base };
  const told = await comparedTo(before).changed(keyOf(looking), () => changedElsewhere(proposed.asked, pair));
  if (typeof told === "string")
    return { changes: [`What it changes cannot be told: ${escapeMarkdown(told)}; make it smaller.`] };
  if (told.changes.length === 0) return { changes: [] };
  return { changes: told.changes, effect: await effectOf(looking, told) };
}

/** Equal keys: the same text, joined with the same registry. */
function keyOf({ proposed: { asked }, base }: Proposing): string {
  const { repository, path, oid } = asked.source;
  const extended = base?.sources.map((source) => source.oid).join(" ") ?? "";
  return `${repository.owner}/${repository.name}/${path}@${oid} ${extended}`;
}

/** Valuable to those who decide, but no verdict waits for it: if GitHub does not tell something, the text says so instead. */
async function effectOf(looking: Looking, told: Changed): Promise<RegistryEffect | undefined> {
  const { evaluator, facts, proposed } = looking;
  if (facts.state !== "open") return undefined;
  const none = { looked: 0, pulls: [], areas: [] };
  try {
    const names = await lookedUp(evaluator, facts, told);
    if (told.names.teams.length > MAX_NEW_TEAMS)
      return {
        ...none,
        names,
        limits: [
          `What it does cannot be told: it names more than ${MAX_NEW_TEAMS} new teams, whose members are not read. Add them in several steps.`,
        ],
      };
    const members = await evaluator.registries.membersOf(evaluator.client, told.teams);
    if (members.unread.length > 0)
      return {
        ...none,
        names,
        limits: [
          `What it does to open pull requests cannot be told without the members of ${members.unread.join("; ")}.`,
        ],
      };
    const powers = await powersOf(looking, members);
    const shown = typeof powers === "string" ? { limits: [untold(powers)] } : { powers, limits: [] };
    if (proposed.asked.text.length > MAX_CARRIED || told.entries > MAX_ENTRIES)
      return {
        ...none,
        ...shown.powers,
        names,
        limits: [
          ...shown.limits,
          "What it does to open pull requests is not looked at: the file is too large for that.",
        ],
      };
    const effect = await onPulls(looking, members);
    return { ...effect, ...shown.powers, names, limits: [...shown.limits, ...effect.limits] };
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    looking.unanswered.push(error);
    return { ...none, limits: UNANSWERED.limits };
  }
}

function untold(why: string): string {
  return `Who gains and loses what cannot be told: ${why}.`;
}

/** The effect on the open pull requests. Each is judged separately, so that other work has its turn in between. */
async function onPulls(looking: Looking, members: Members): Promise<RegistryEffect> {
  const { facts, before, base, unanswered } = looking;
  const { text, source, options } = looking.proposed.asked;
  const registry = await comparedTo(before).carried(keyOf(looking), async () => {
    const own = (await parsedElsewhere(text, source, options, "proposal")).registry;
    return own === null || base === null ? own : joined(own, base);
  });
  if (registry === null) return { looked: 0, ...UNANSWERED, areas: [] };
  const after = indexed(registry, members.known);
  const access = await accessOf(looking, registry, members);
  const found = (await orUnknown(governed(looking, after), unanswered)) ?? UNANSWERED;
  const judged: Judged[] = [];
  for (const pull of found.pulls) {
    judged.push(judgedByBoth(pull, before, after));
    await setImmediate();
  }
  const effect = effectOfJudged({ repository: facts.repository, before, after, limits: found.limits }, judged);
  return access === null ? effect : { ...effect, access };
}

/** How long the members of teams are reused, in ms: a pull request is looked at again with every comment on it. */
const TEAMS_STAND = 10 * 60_000;

/** The effect on the organisation's teams. A registry that extends another says nothing about them. */
async function accessOf(looking: Looking, registry: Registry, members: Members): Promise<string | null> {
  const { evaluator, before } = looking;
  const { repository, readAt, author } = looking.facts;
  if (registry.access === undefined || registry.sources.length !== 1) return null;
  const isTrusted = before.mayApproveRegistry(author, repository) !== null;
  const asked = { repository, before, after: registry, members: members.known, isTrusted };
  const moment = `${keyOf(looking)} ${members.key} ${isTrusted} ${Math.floor(readAt / TEAMS_STAND)}`;
  return await comparedTo(before).access(moment, () => describeMergingAccess(evaluator, asked));
}

/** Read and computed once for a head, a base and the members of its teams. */
async function powersOf(looking: Looking, members: Members): Promise<Powers | string> {
  const { facts, before, base, proposed } = looking;
  const { client, registries } = looking.evaluator;
  const head = `${keyOf(looking)} ${facts.base.sha}`;
  const known = comparedTo(before);
  // Without the files, sample paths do: no reason to look again.
  const tree = await orUnknown(known.tree(head, () => readTree(client, facts.repository, facts.base.sha)));
  return await known.powers(`${head} ${members.key} ${tree === null ? "" : "tree"}`, async () => {
    const asked = {
      before: before.registry,
      base,
      teamsAfter: members.known,
      teamsBefore: (await registries.membersOf(client, before.registry.teams)).known,
      home: { owner: facts.repository.owner, name: facts.repository.name },
      scope: {
        tree,
        everywhere: registries.governsOthers(facts.repository),
        defaultBranch: facts.repository.defaultBranch ?? facts.base.ref,
      },
    };
    return await powersElsewhere(proposed.asked, asked);
  });
}

/** At most one request, for the names that the change brings in. */
async function lookedUp(
  { client }: Evaluator,
  { repository }: PullFacts,
  { names, namesLeft }: Changed,
): Promise<NonNullable<RegistryEffect["names"]>> {
  const found = await readNames(client, repository.owner, names, 1);
  return {
    findings: nameFindings(names, found, repository.owner),
    unknown: unknownNames(names, found) + namesLeft,
  };
}

const UNANSWERED = {
  pulls: [],
  limits: ["What it does to open pull requests cannot be told: GitHub did not answer."],
};

/** `null` where GitHub did not answer; its limits are the queue's to wait for. */
async function orUnknown<T>(reading: Promise<T>, unanswered: GitHubError[] = []): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    unanswered.push(error);
    return null;
  }
}

async function governed(
  { evaluator, facts, before }: Looking,
  after: RegistryIndex,
): Promise<{ readonly pulls: readonly Governed[]; readonly limits: readonly string[] }> {
  const everywhere = evaluator.registries.governsOthers(facts.repository);
  const people = [before, after].some(({ registry }) => !registry.approval.contributorsCount);
  const read = await readOpen(evaluator.client, facts.repository, { everywhere, people });
  const others = read.pulls.filter((one) => !isSame(one.facts, facts) && !one.facts.repository.archived);
  const own = others.filter((one) => isGoverned(one, facts));
  const known = await recordsOf(evaluator, own);
  const budget = { left: MAX_DIFFS };
  const pulls: Governed[] = [];
  const asksDecisions = [before, after].some(({ registry }) => (registry.decisions ?? []).some(hasPaths));
  let decided = 0;
  const floating = after.registry.areas.flatMap(({ paths }) => paths.filter((path) => /^[*?[]/.test(path))).length;
  for (const { facts: other, record } of known) {
    if (floating * other.files.items.length > MAX_TRIES) continue;
    await setImmediate();
    const decisions = asksDecisions ? decisionsApart(other, before, after) : undefined;
    if (decisions !== undefined && (await wasAsked(evaluator, other, decisions))) {
      decided += 1;
      continue;
    }
    const diffs = await diffsOf(evaluator, other, record, [before, after], budget);
    if (diffs !== null) pulls.push({ facts: other, record, diffs, ...(decisions && { decisions }) });
  }
  const foreign = others.length - own.length;
  const beyond = read.total - read.pulls.length;
  const uncompared = known.length - pulls.length - decided;
  return {
    pulls,
    limits: [
      ...(beyond > 0 ? [`${beyond} more were touched longer ago and not looked at.`] : []),
      ...(decided > 0 ? [`Of ${decided} more it cannot be told, since a decision was asked for there already.`] : []),
      ...(uncompared > 0 ? [`${uncompared} more have too many pushes or files to be compared here.`] : []),
      ...(foreign > 0 ? [`${foreign} are in repositories with a registry of their own and were not looked at.`] : []),
    ],
  };
}

function isSame(one: PullFacts, other: PullFacts): boolean {
  return one.repository.id === other.repository.id && one.number === other.number;
}

/** Its repository has no registry file of its own, or has exactly the one that is to be changed. */
function isGoverned({ facts: { repository }, blobs }: OpenFound, changing: PullFacts): boolean {
  return repository.id === changing.repository.id || (blobs.root === null && blobs.nested === null);
}

/** With what Rung remembers. Pull requests that it has never looked at are in repositories where it is not installed. */
async function recordsOf(
  evaluator: Evaluator,
  found: readonly OpenFound[],
): Promise<readonly { readonly facts: PullFacts; readonly record: PullRecord }[]> {
  const { openRecords } = evaluator;
  const ids = [...new Set(found.map(({ facts }) => facts.repository.id))];
  const stored = new Map(await Promise.all(ids.map(async (id) => [id, (await openRecords?.(id)) ?? null] as const)));
  return found.flatMap(({ facts }) => {
    const records = stored.get(facts.repository.id) ?? null;
    const own = records?.get(facts.number) ?? null;
    if (records !== null && own === null) return [];
    return [{ facts, record: observed(remembered(evaluator, facts, own).before, facts) }];
  });
}

/** `null`: more would have to be compared than is worth it. */
async function diffsOf(
  { client, diffs }: Evaluator,
  facts: PullFacts,
  record: PullRecord,
  indexes: readonly RegistryIndex[],
  budget: { left: number },
): Promise<Diffs | null> {
  const words = statementsOf(facts, record);
  const wanted = distinct(indexes.flatMap((index) => comparisonsNeeded(facts, index, record, words)));
  if (wanted.length > budget.left) return null;
  budget.left -= wanted.length;
  return await diffs.read(client, facts, wanted);
}
