/** What people may do whatever files a pull request has, and who gains and loses such power by a change of the registry (R82). Pure. */
import { type Lowering, loweringsOf } from "../registry/conditions/condition.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Holder } from "../registry/registry-types.ts";
import { rungsOf } from "../registry/rungs.ts";
import { ANYONE } from "../registry/settings.ts";
import { code } from "../shared/markdown.ts";
import type { RepositoryName } from "../shared/names.ts";
import { type Both, namesOf, notAmong } from "./powers.ts";
import { reviewFloor } from "./rows.ts";
import type { GeneralPower } from "./verdict-types.ts";

interface Power {
  /** The end of "may …". */
  readonly what: string;
  /** `null`: the registry does not mention this power, so there is nothing to compare with the other's people. */
  holders(index: RegistryIndex): readonly Holder[] | null;
}

/** One line a power; `registryChange` iterates over them. */
function powersOf({ before, after }: Both, home: RepositoryName): readonly Power[] {
  const indexes = [before, after];
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
    { what: "be asked to review", holders: (index) => index.holdersOf(index.registry.reviews.from) },
    ...lowerings(indexes),
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

function nominators({ registry, holdersOf }: RegistryIndex): readonly Holder[] {
  const { nominate } = registry;
  // Whoever has an account: those who hold a role among them.
  const isOpen = nominate === null || (nominate === ANYONE && !registry.roles.some(({ name }) => name === ANYONE));
  return holdersOf(isOpen ? (rungsOf(registry.roles)[0] ?? "") : nominate);
}

/** Everybody who may approve anything at all. */
function approving({ registry, holdersOf }: RegistryIndex): readonly Holder[] {
  const floors = [registry.approval.from, ...registry.areas.flatMap(({ approval }) => approval.from ?? [])];
  return [...new Set(floors)].flatMap((floor) => holdersOf(floor));
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

export function standingPowers(both: Both, home: RepositoryName): readonly GeneralPower[] {
  return powersOf(both, home).flatMap(({ what, holders }) => {
    const was = holders(both.before);
    const is = holders(both.after);
    // What no longer says, or did not say, who may has a rule of its own elsewhere; only those whom it names are certain.
    if (was === null || is === null) {
      const named = namesOf(was ?? is ?? []);
      return named.length === 0 ? [] : [{ what, gain: [], lose: [], [was === null ? "from" : "until"]: named }];
    }
    const gain = namesOf(notAmong(is, was));
    const lose = namesOf(notAmong(was, is));
    return gain.length + lose.length === 0 ? [] : [{ what, gain, lose }];
  });
}
