/** What people may do whatever files a pull request has, and who gains and loses such power by a change of the registry (R82). Pure. */

import { type Lowering, loweringsOf } from "../registry/conditions/condition.ts";
import { ANYWHERE, OF_SUBJECT } from "../registry/decisions/decisions-key.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { AreaPath, Holder } from "../registry/registry-types.ts";
import { rungsOf } from "../registry/rungs.ts";
import { ANYONE } from "../registry/settings.ts";
import { code } from "../shared/markdown.ts";
import { type RepositoryName, sameName } from "../shared/names.ts";
import { joinList } from "../shared/people.ts";
import { setOf } from "../shared/person-sets.ts";
import type { PowerCase } from "./power-cases.ts";
import { namesOf, notAmong } from "./power-change.ts";
import type { Both, Kind } from "./powers.ts";
import { reviewFloor } from "./rows.ts";
import type { GeneralPower } from "./verdict-types.ts";

/** More are not asked about whether they may have a registry of their own (R24). */
const MAX_REPOSITORIES = 100;
const MAX_NAMED = 8;

interface Power {
  /** The end of "may …". */
  readonly what: string;
  /** `null`: the registry does not mention this power, so there is nothing to compare with the other's people. */
  holders(index: RegistryIndex): readonly Holder[] | null;
}

/** Where both registries are asked. */
interface Looked {
  readonly kinds: readonly Kind[];
  readonly cases: readonly PowerCase[];
}

/** One line a power; `registryChange` iterates over them. */
function powersOf({ before, after }: Both, home: RepositoryName, looked: Looked): readonly Power[] {
  const indexes = [before, after];
  const approvers = new Map([
    [before, approvingIn(before, looked, ({ was }) => was)],
    [after, approvingIn(after, looked, ({ is }) => is)],
  ]);
  const approving = (index: RegistryIndex) => approvers.get(index) ?? [];
  const commands = new Set(indexes.flatMap(({ registry }) => Object.keys(registry.commands)));
  const parts = new Set(indexes.flatMap((index) => [...promotionFloors(index).keys()]));
  const ifSo = (holds: boolean, index: RegistryIndex) => (holds ? approving(index) : []);
  return [
    { what: "approve changes of the registry", holders: (index) => index.registryApprovers(home) },
    { what: "approve their own pull requests", holders: (index) => ifSo(index.registry.approval.authorCounts, index) },
    {
      what: "approve pull requests that have commits of theirs",
      holders: (index) => ifSo(index.registry.approval.contributorsCount, index),
    },
    { what: "give `/lgtm`", holders: (index) => index.holdersOf(reviewFloor(index)) },
    {
      what: "be asked to review",
      holders: (index) => [...index.holdersOf(index.registry.reviews.from), ...approving(index)],
    },
    ...lowerings(indexes),
    ...decisions(indexes),
    { what: "approve that people come back with `/return`", holders: returning },
    { what: "nominate for every role that does not say who may", holders: nominators },
    ...[...commands].map((name) => ({
      what: `use \`/${name}\``,
      holders: ({ registry, holdersOf }: RegistryIndex) =>
        Object.hasOwn(registry.commands, name) ? holdersOf(registry.commands[name] ?? "") : null,
    })),
    ...[...parts].map((part) => ({
      what: `take part in ${part}`,
      holders: (index: RegistryIndex) => promotionFloors(index).get(part)?.flatMap(index.holdersOf) ?? null,
    })),
  ];
}

/** What bots may bring with fewer approvals than usual: a power for each list of files and number (R73). */
function lowerings(indexes: readonly RegistryIndex[]): readonly Power[] {
  const what = ({ only, min }: Lowering) =>
    `bring changes of ${only.toSorted().map(code).join(", ")} alone with ${min === 0 ? "nobody's approval" : min === 1 ? "1 approval" : `${min} approvals`}`;
  const all = new Set(indexes.flatMap(({ registry }) => loweringsOf(registry.approval.when).map(what)));
  return [...all].map((one) => ({
    what: one,
    holders: ({ registry }) =>
      loweringsOf(registry.approval.when)
        .filter((lowering) => what(lowering) === one)
        .flatMap(({ author }) => registry.bots?.[author] ?? [])
        .map((login) => ({ login, id: null, role: "", areas: [] })),
  }));
}

/** Who decides, a power for each kind (`/decide`, `/vote`). */
function decisions(indexes: readonly RegistryIndex[]): readonly Power[] {
  const kinds = new Map(
    indexes.flatMap(({ registry }) => registry.decisions ?? []).map(({ kind }) => [kind.toLowerCase(), kind]),
  );
  return [...kinds.values()].map((name) => ({
    what: `decide on ${code(name)}`,
    holders(index) {
      const rule = index.registry.decisions?.find(({ kind }) => sameName(kind, name));
      if (rule === undefined) return [];
      const isSomewhere = rule.in === OF_SUBJECT || rule.in === ANYWHERE;
      const chain = { key: `decisions: ${rule.in}`, areas: [rule.in], open: true };
      return rule.by.flatMap((role) => (isSomewhere ? index.holdersOf(role) : index.approversOf(chain, role)));
    },
  }));
}

/** Whose approval of such a change of the registry is enough, where that takes no more than a lower role. */
function returning(index: RegistryIndex): readonly Holder[] {
  const from = index.registry.inactivity?.return?.from;
  return from === undefined || from === index.topRole() ? [] : index.holdersOf(from);
}

function nominators({ registry, holdersOf }: RegistryIndex): readonly Holder[] {
  const { nominate } = registry;
  // Whoever has an account: those who hold a role among them.
  const isOpen = nominate === null || (nominate === ANYONE && !registry.roles.some(({ name }) => name === ANYONE));
  return holdersOf(isOpen ? (rungsOf(registry.roles)[0] ?? "") : nominate);
}

/** Whoever may approve anything at all but the registry, in the order of the registry. */
function approvingIn(
  index: RegistryIndex,
  { kinds, cases }: Looked,
  chainsOf: (kind: Kind) => readonly AreaPath[],
): readonly Holder[] {
  const chains = new Map(kinds.flatMap(chainsOf).map((chain) => [chain.key, chain]));
  const lists = [...chains.values()].flatMap((chain) =>
    cases.map((one) => index.approversOf(chain, one.asked(index, chain).from)),
  );
  const able = setOf([...new Set(lists)].flat());
  return index.holdersOf(rungsOf(index.registry.roles)[0] ?? "").filter((one) => able.has(one));
}

/** Roles that the promotions name, by what they do there, such as "promotions to approvers (sponsors.from)". */
function promotionFloors({ registry }: RegistryIndex): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, references } of registry.roles)
    for (const { to, name: role, path } of references) {
      if (to !== "role") continue;
      const words = path.filter((step) => typeof step === "string" && step !== "all");
      const part = `promotions to ${name} (${words.join(".")})`;
      found.set(part, [...(found.get(part) ?? []), role]);
    }
  return found;
}

export function standingPowers(both: Both, home: RepositoryName, looked: Looked): readonly GeneralPower[] {
  const changed = powersOf(both, home, looked).flatMap(({ what, holders }) => {
    const was = holders(both.before);
    const is = holders(both.after);
    // What no longer says, or did not say, who may has a rule of its own elsewhere; only those whom it names are certain.
    if (was === null || is === null) {
      const named = namesOf(was ?? is ?? []);
      return named.length === 0 ? [] : [{ what, gain: [], lose: [], [was === null ? "from" : "until"]: named }];
    }
    return changeOf(what, was, is);
  });
  return [...changed, ...elsewhere(both, home, looked)];
}

function changeOf(what: string, was: readonly Holder[], is: readonly Holder[]): readonly GeneralPower[] {
  const gain = namesOf(notAmong(is, was));
  const lose = namesOf(notAmong(was, is));
  return gain.length + lose.length === 0 ? [] : [{ what, gain, lose }];
}

/** Whoever may give another repository a registry of its own, where that changes otherwise than here. */
function elsewhere({ before, after }: Both, home: RepositoryName, { kinds }: Looked): readonly GeneralPower[] {
  const places = kinds.flatMap((kind) => kind.places.map(({ repository }) => repository));
  const others = new Map(places.map((one) => [one.name.toLowerCase(), one]));
  others.delete(home.name.toLowerCase());
  const changeIn = (repository: RepositoryName) =>
    changeOf("", before.registryApprovers(repository), after.registryApprovers(repository));
  const usual = JSON.stringify(changeIn(home));
  const changed = [...others.values()].slice(0, MAX_REPOSITORIES).map((one) => ({ one, change: changeIn(one) }));
  const alike = Map.groupBy(changed, ({ change }) => JSON.stringify(change));
  return [...alike].flatMap(([key, all]) => {
    const where = joinList(
      all.map(({ one }) => (one.name === "" ? "any other repository" : code(one.name))),
      "and",
      MAX_NAMED,
    );
    const change = key === usual ? [] : (all[0]?.change ?? []);
    return change.map((one) => ({ ...one, what: `approve a registry file in ${where}` }));
  });
}
