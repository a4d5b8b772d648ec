/** Warnings about what is valid but cannot work: rules that nobody can satisfy, people listed twice, areas that match nowhere. */

import { loginKey } from "../shared/names.ts";
import { nearest } from "../shared/nearest.ts";
import { joinList } from "../shared/people.ts";
import { accessWarnings } from "./access/access-warnings.ts";
import { type Reach, reachOf } from "./area-reach.ts";
import type { Complaint } from "./complaints.ts";
import { conditionWarnings } from "./conditions/condition-warnings.ts";
import { deadRules } from "./dead-rules.ts";
import { loginIn } from "./entries.ts";
import { coversEverything } from "./glob.ts";
import { groupWarnings } from "./group-warnings.ts";
import { placedEntries } from "./groups.ts";
import { inactivityWarnings } from "./inactivity/inactivity-warnings.ts";
import { labelWarnings } from "./label-warnings.ts";
import { likelySameEmployers } from "./name-warnings.ts";
import { listedIn } from "./people-index.ts";
import type { PromotionLanguage } from "./promotion-language.ts";
import type { Draft } from "./registry-draft.ts";
import { indexed } from "./registry-index.ts";
import { registryNeeds } from "./registry-needs.ts";
import type { Path } from "./registry-path.ts";
import type { Holder, Registry } from "./registry-types.ts";
import { repeatedPeople } from "./repeated-people.ts";
import { roleWarnings } from "./role-warnings.ts";
import { ruleWarnings } from "./rule-warnings.ts";
import { ineligibleLogin } from "./spelling.ts";
import { printable } from "./yaml-faults.ts";

/** What is known besides the file. */
interface WarningContext {
  /** Names of the owner's repositories; `null`: not known. */
  readonly knownRepos: readonly string[] | null;
  /** The name of the repository whose registry serves others. */
  readonly registryRepo: string;
  readonly ofPromotions: PromotionLanguage["warnings"];
}

/** A warning names a place of the file itself; `registry` is the whole, joined with what it extends. */
export function warnings(
  draft: Draft,
  registry: Registry,
  { knownRepos, registryRepo, ofPromotions }: WarningContext,
): readonly Complaint[] {
  const reach = reachOf(registry);
  return [
    ...unapprovable(draft, registry, reach),
    ...ofPromotions(draft, registry, reach),
    ...repeatedPeople(draft),
    ...groupWarnings(draft, registry, registryRepo),
    ...ineligiblePeople(draft),
    ...likelySameEmployers(draft),
    ...emeritusHolders(draft, registry),
    ...unusedAreas(draft, registry),
    ...ruleWarnings(draft, registry),
    ...roleWarnings(draft, registry),
    ...deadRules(draft, registry, reach),
    ...labelWarnings(draft.fixed, registry.labels),
    ...conditionWarnings(draft, registry, reach),
    ...accessWarnings(draft),
    ...inactivityWarnings(draft, registry),
    ...(knownRepos === null ? [] : absentRepositories(draft, knownRepos)),
    ...ownChanges(draft, registry, reach),
    ...changesOfThis(draft, registry, reach),
  ];
}

function warning(path: Path, message: string, on: "key" | "value" = "key"): Complaint {
  return { path, on, message };
}

/** Entries of bots and deleted accounts: they have no effect (R3). */
function ineligiblePeople(draft: Draft): readonly Complaint[] {
  return placedEntries(draft.lists).flatMap(({ path, entry }) => {
    const login = loginIn(entry);
    const message = login === null ? null : ineligibleLogin(login);
    return message === null ? [] : [warning(path, message, "value")];
  });
}

/** People of a list who are listed as emeritus too: they have no rights. */
function emeritusHolders(draft: Draft, registry: Registry): readonly Complaint[] {
  const emeritus = registry.emeritus ?? [];
  if (emeritus.length === 0) return [];
  const isFormer = listedIn(emeritus);
  return placedEntries(draft.lists).flatMap(({ path, entry }) => {
    const login = loginIn(entry);
    const id = typeof entry === "string" || !("login" in entry) ? null : (entry.id ?? null);
    if (login === null || !isFormer({ key: loginKey(login), id })) return [];
    const message = `${printable(login)} is listed as emeritus too, and so holds nothing; remove one of the two`;
    return [warning(path, message, "value")];
  });
}

/** "only 2 people hold": for a sentence on too few of them. */
export function persons(number: number): string {
  return number === 0 ? "nobody holds" : number === 1 ? "only 1 person holds" : `only ${number} people hold`;
}

/** Approvals that nobody, or too few, can give. */
function unapprovable(draft: Draft, registry: Registry, reach: Reach): readonly Complaint[] {
  const { approval } = registry;
  const found: Complaint[] = [];
  const ladder = registry.roles.map(({ name }) => name);
  const higher = (one: string, other: string) => (ladder.indexOf(other) > ladder.indexOf(one) ? other : one);
  const byBranch = new Map(approval.branches.map(({ pattern }) => [pattern, [] as string[]]));
  for (const area of registry.areas) {
    const from = area.approval.from ?? approval.from;
    const min = area.approval.min ?? approval.min;
    const most = Math.max(min, ...approval.branches.map((branch) => branch.min));
    const people = reach.holders(area, from, most);
    if (people === null) continue;
    if (people < min && draft.areaNames.has(area.name))
      found.push(
        warning(
          ["areas", area.name],
          `area ${printable(area.name)} needs ${approvals(min)} from ${from}, but ${persons(people)} that there; ${FEWER}`,
        ),
      );
    for (const branch of approval.branches) {
      const floor = (branch.from ?? []).reduce(higher, from);
      const needed = Math.max(min, branch.min);
      const able = floor === from ? people : reach.holders(area, floor, needed);
      if (able !== null && able < needed && people >= min) byBranch.get(branch.pattern)?.push(area.name);
    }
    if (people > 0 && min > 0 && reach.away(area, from))
      found.push(
        warning(["areas", area.name], `everyone who may approve ${printable(area.name)} is away; ${WHO_IS_THERE}`),
      );
  }
  for (const { pattern, min, from = [] } of approval.branches) {
    const areas = byBranch.get(pattern) ?? [];
    if (areas.length > 0)
      found.push(
        warning(
          ["approval", "branches", pattern],
          `branches ${printable(pattern)} need ${approvals(Math.max(1, min))}${from.length === 0 ? "" : ` from ${from.join(" and ")}`}, but too few people may approve ${joinList(areas, "and", 8)}; ${FEWER}`,
        ),
      );
  }
  return [...found, ...unapprovableElsewhere(draft, registry, reach), ...unreachableLgtm(registry, reach)];
}

const FEWER = "ask for fewer, or name more people";
const WHO_IS_THERE = "write the day of return of one of them, or name somebody else";

function approvals(number: number): string {
  return number === 1 ? "1 approval" : `${number} approvals`;
}

/** Files that no area covers. */
function unapprovableElsewhere(draft: Draft, registry: Registry, reach: Reach): readonly Complaint[] {
  const { approval, areas } = registry;
  const covered = areas.some(
    ({ repos, paths }) => repos.length === 0 && (paths.length === 0 || paths.some(coversEverything)),
  );
  const people = covered ? null : reach.holders(null, approval.from, approval.min);
  if (people === null) return [];
  const away = people > 0 && approval.min > 0 && reach.away(null, approval.from);
  const able = registry.roles.slice(registry.roles.findIndex(({ name }) => name === approval.from));
  const list = able.find(({ name }) =>
    draft.lists.entries.some(({ role, area }) => area === null && role === name),
  )?.name;
  const elsewhere = areas.length === 0 ? "" : " what no area covers";
  if (away)
    return [warning(list === undefined ? [] : [list], `everyone who may approve${elsewhere} is away; ${WHO_IS_THERE}`)];
  if (people >= approval.min) return [];
  const where = areas.length === 0 ? "" : " without areas";
  const lists = listsOutsideAreas(registry);
  const named = lists.length === 0 ? "" : `, ${joinList(lists, "and", 8)} among them where edited alone,`;
  const what = areas.length === 0 ? "pull requests need" : `files outside every area${named} need`;
  return [
    warning(
      ["approval", "min"],
      `${what} ${approvals(approval.min)} from ${approval.from}, but ${persons(people)} that${where}; ${FEWER}`,
    ),
  ];
}

/**
 * Published lists in the registry's own repository: together with a change of it they need no approval of their own (R66), edited alone
 * they do.
 */
function listsOutsideAreas(registry: Registry): readonly string[] {
  const home = registry.sources[0]?.repository;
  if (home === undefined || registry.publish === undefined || registry.publish.length === 0) return [];
  const own = home.name.toLowerCase();
  const index = indexed(registry);
  return registry.publish
    .filter(({ repos }) => repos.length === 0 || repos.some((name) => name.toLowerCase() === own))
    .filter(({ file }) => index.areaPathsOf(home, file).every(({ areas }) => areas.length === 0))
    .map(({ file }) => printable(file));
}

function unreachableLgtm({ approval, reviews }: Registry, reach: Reach): readonly Complaint[] {
  const people = approval.lgtm === 0 ? null : reach.holdersAnywhere(reviews.from, approval.lgtm);
  if (people === null || people >= approval.lgtm) return [];
  return [
    warning(
      ["approval", "lgtm"],
      `the check asks for ${approval.lgtm} lgtm from ${reviews.from}, but ${persons(people)} that; ${FEWER}`,
    ),
  ];
}

/** Areas of this file that change nothing: no people, no rules, and not even a label. */
function unusedAreas(draft: Draft, registry: Registry): readonly Complaint[] {
  if ((registry.labels.areas ?? null) !== null) return [];
  const named = new Set([...registry.people, ...registry.teams].flatMap((holding) => holding.areas));
  return registry.areas
    .filter(
      (area) => draft.areaNames.has(area.name) && !named.has(area.name) && !area.exclusive && area.inherits !== false,
    )
    .filter(({ approval }) => approval.from === undefined && approval.min === undefined)
    .map(({ name }) =>
      warning(
        ["areas", name],
        `area ${printable(name)} has no people, no rule and no label; give it one of them or remove it`,
      ),
    );
}

function absentRepositories(draft: Draft, knownRepos: readonly string[]): readonly Complaint[] {
  const known = new Set(knownRepos.map((name) => name.toLowerCase()));
  return Object.entries(draft.fixed.areas ?? {}).flatMap(([name, area]) =>
    (area?.repos ?? []).flatMap((repo, index) => {
      if (known.has(repo.toLowerCase())) return [];
      const meant = nearest(repo, knownRepos);
      const hint = meant === null ? "" : `; did you mean ${printable(meant)}?`;
      return [warning(["areas", name, "repos", index], `there is no repository ${printable(repo)}${hint}`, "value")];
    }),
  );
}

/** A change of the registry needs people who may approve it, and another where the only one proposes it (R83, R40). */
function changesOfThis(draft: Draft, registry: Registry, reach: Reach): readonly Complaint[] {
  const needs = registryNeeds(registry);
  if (needs === null) return [];
  const { top, approvers, min } = needs;
  const path = draft.lists.entries.some(({ role, area }) => area === null && role === top) ? [top] : [];
  const [first] = approvers;
  if (first === undefined) return [warning(path, `nobody holds ${top}, so nobody may approve a change of this file`)];
  const others = reach.holders(null, registry.approval.from, min);
  // Where too few may approve anything, that has a warning of its own.
  if (approvers.length < min && (others === null || others >= min))
    return [
      warning(
        ["approval", "min"],
        `a change of this file needs ${approvals(min)} from ${top}, but ${persons(approvers.length)} that; ${FEWER}`,
      ),
    ];
  if (approvers.length > 1) return [];
  return lonelyTop(registry, { first, top, path });
}

interface Lonely {
  readonly first: Holder;
  readonly top: string;
  readonly path: Path;
}

function lonelyTop({ people: all }: Registry, { first, top, path }: Lonely): readonly Complaint[] {
  const people = new Set(all.filter(({ role }) => role === top).map(({ key }) => key)).size;
  const isAnywhere = all.some(({ role, login, areas }) => role === top && login === first.login && areas.length === 0);
  const alone = `a change of this file that they propose has nobody to approve it`;
  return people === 1
    ? [warning(path, `only 1 person holds ${top}; ${alone}`)]
    : [
        warning(
          path,
          `only ${printable(first.login)} holds ${top} ${isAnywhere ? "without areas" : "of this whole repository"}; ${alone}`,
        ),
      ];
}

/**
 * Exclusive areas that ask for as many approvals as they have approvers: none of these people gets their own changes approved (R83). One
 * warning for all.
 */
function ownChanges({ areaNames }: Draft, registry: Registry, reach: Reach): readonly Complaint[] {
  const { approval } = registry;
  if (approval.authorCounts) return [];
  const tight = registry.areas.filter((area) => {
    const min = area.approval.min ?? approval.min;
    return area.exclusive && min > 0 && reach.holders(area, area.approval.from ?? approval.from, min + 1) === min;
  });
  const [first] = tight.filter(({ name }) => areaNames.has(name));
  if (first === undefined) return [];
  const names = joinList(
    tight.map(({ name }) => name),
    "and",
    8,
  );
  return [
    warning(
      ["areas", first.name],
      `no more people may approve ${names} than must, so none of them can get a change of their own approved there`,
    ),
  ];
}
