/** The questions that the other rooms ask of a registry, answered from indexes. */

import { withoutStop } from "../shared/name-list.ts";
import type { Account, RepositoryName } from "../shared/names.ts";
import { areaIndex } from "./area-index.ts";
import { glob } from "./glob.ts";
import { type PeopleIndex, peopleIndex } from "./people-index.ts";
import { isRegistryPath } from "./registry-places.ts";
import type { AreaDefinition, AreaPath, Holder, Holding, Registry, TeamHolding } from "./registry-types.ts";
import { rungsOf } from "./rungs.ts";

export interface RegistryIndex {
  readonly registry: Registry;
  /** Everything an account holds, in registry order; nothing for bots and deleted accounts (R3, R4). */
  rolesOf(account: Account | null): readonly Holding[];
  /**
   * Everything that a person of the registry holds. Of whom it gave no id when it named them, what it gives by that login with an id, or
   * through a team, is theirs as well: lists and teams change while a vote runs. For accounts that speak there is `rolesOf`.
   */
  rolesOfNamed(person: Pick<Holder, "login" | "id">): readonly Holding[];
  holdsAnyRole(account: Account | null): boolean;
  /** What is asked for a path, at least one (R12a, R13, R15a, R76). The empty path stands for the repository itself (R15). */
  areaPathsOf(repository: RepositoryName, path: string): readonly AreaPath[];
  /** The highest holding by which the account may approve there, or `null`. Without `from`: the role that the chain asks for. */
  mayApprove(account: Account | null, chain: AreaPath, from?: string): Holding | null;
  /** Everyone who may approve there, each once with the highest role that counts there, in registry order. */
  approversOf(chain: AreaPath, from?: string): readonly Holder[];
  /** How many approvals the chain needs on that branch, and from which role (R12a). */
  neededFor(chain: AreaPath, baseRef: string): { readonly from: string; readonly min: number };
  /** Holders of the role or one above it, in any area, each once; nobody for an unknown role. */
  holdersOf(floor: string): readonly Holder[];
  /** Whether a role is `floor` or above; false where either is no role. */
  atLeast(role: string, floor: string): boolean;
  /** The higher of two roles; the first where they are equal, or the second is no rung of the ladder. */
  higherRole(one: string, other: string): string;
  topRole(): string;
  areaNames(): readonly string[];
  /** An area by the name that a person wrote, ignoring case and the end of a sentence; `null` if there is none. */
  areaNamed(word: string): AreaDefinition | null;
  isRegistryPath(path: string): boolean;
  /**
   * The people who may approve a change of the repository's registry: those of the top role for the whole of it, otherwise anybody of
   * the top role.
   */
  registryApprovers(repository: RepositoryName): readonly Holder[];
  mayApproveRegistry(account: Account | null, repository: RepositoryName): Holding | null;
  /** Whether whoever holds this may. */
  admitsToRegistry(held: Pick<Holding, "role" | "areas">, repository: RepositoryName): boolean;
  /** Whether a program writes the file from others (`generated`). */
  isGenerated(path: string): boolean;
  /** The patterns of `approval.branches` that match, as written. */
  branchPatterns(baseRef: string): readonly string[];
  /** Whether to find out who has to be asked for all these paths would keep everything else waiting (R53). */
  isTooMuch(repository: RepositoryName, paths: readonly string[]): boolean;
}

/**
 * Prepares a registry's answers. `teams` holds the members of teams by `org/slug` (any case); nobody counts through a team that it
 * lacks. Throws for a registry that still has to be joined with the one it extends: by itself it would say too much.
 */
export function indexed(registry: Registry, teams: ReadonlyMap<string, readonly Account[]> = new Map()): RegistryIndex {
  if (registry.extends !== undefined)
    throw new Error("a registry that extends another answers only once joined with it");
  const people = peopleIndex(registry, teams);
  const areas = areaIndex(registry.areas);
  const rules = approvalRules(registry);
  const ask = approvalQuestions(people, rules.fromOf);
  const top = rungsOf(registry.roles).at(-1) ?? "";
  const named = new Map(registry.areas.map((area) => [area.name.toLowerCase(), area]));
  return {
    registry,
    rolesOf: people.rolesOf,
    rolesOfNamed: people.rolesOfNamed,
    holdsAnyRole: (account) => people.rolesOf(account).length > 0,
    areaPathsOf: areas.areaPathsOf,
    ...ask,
    neededFor: rules.neededFor,
    branchPatterns: rules.branchPatterns,
    isGenerated: generatedQuestion(registry),
    holdersOf: (floor) => people.holdersWhere(({ role }) => people.atLeast(role, floor)),
    atLeast: people.atLeast,
    higherRole: rules.higherRole,
    topRole: () => top,
    areaNames: () => registry.areas.map((area) => area.name),
    areaNamed: (word) => named.get(word.toLowerCase()) ?? named.get(withoutStop(word)?.toLowerCase() ?? "") ?? null,
    isRegistryPath,
    isTooMuch: effortQuestion(registry, { areas, people }),
    ...registryQuestions({ people, top, wholeAreas: areas.wholeAreas, unread: unreadTeams(registry, teams) }),
  };
}

/** Characters that patterns are tried on: some tenths of a second. */
const MAX_TRIED = 60_000_000;
/** Entries of lists that are gone through for all chains of areas together. */
const MAX_LOOKED_AT = 3_000_000;

function effortQuestion(
  { areas: definitions, generated = [], decisions = [], approval }: Registry,
  { areas, people }: { readonly areas: ReturnType<typeof areaIndex>; readonly people: PeopleIndex },
): RegistryIndex["isTooMuch"] {
  const everywhere = generated.length + decisions.reduce((sum, { paths }) => sum + paths.length, 0);
  const most = everywhere + definitions.reduce((sum, { paths }) => sum + 2 * paths.length, 0);
  return (repository, paths) => {
    // Mostly so few that nobody need count them one by one.
    if (most * paths.reduce((sum, { length }) => sum + length, 0) > MAX_TRIED) {
      let tried = 0;
      for (const path of paths) {
        tried += path.length * (everywhere + areas.triesOf(repository, path));
        if (tried > MAX_TRIED) return true;
      }
    }
    if (paths.length * (approval.branches.length + definitions.length + people.entries) <= MAX_LOOKED_AT) return false;
    const seen = new Set<string>();
    let lookedAt = 0;
    for (const path of paths)
      for (const chain of areas.areaPathsOf(repository, path)) {
        if (seen.has(chain.key)) continue;
        seen.add(chain.key);
        lookedAt += approval.branches.length + people.lookedAtIn(chain);
        if (lookedAt > MAX_LOOKED_AT) return true;
      }
    return false;
  };
}

function generatedQuestion({ generated = [] }: Registry): (path: string) => boolean {
  const globs = generated.map(glob);
  return (path) => globs.some((one) => path.startsWith(one.beginning) && one.matches(path));
}

function approvalQuestions(people: PeopleIndex, fromOf: (chain: AreaPath) => string) {
  function mayApprove(account: Account | null, chain: AreaPath, from = fromOf(chain)): Holding | null {
    const inside = (holding: Holding) =>
      holding.areas.length === 0 ? chain.open : holding.areas.some((area) => chain.areas.includes(area));
    return highest(
      people,
      people.rolesOf(account).filter((held) => people.atLeast(held.role, from) && inside(held)),
    );
  }
  return { mayApprove, approversOf: (chain: AreaPath, from = fromOf(chain)) => people.holdersIn(chain, from) };
}

function highest(people: PeopleIndex, holdings: readonly Holding[]): Holding | null {
  let best: Holding | null = null;
  for (const holding of holdings)
    if (best === null || people.rank(holding.role) > people.rank(best.role)) best = holding;
  return best;
}

/** What the owning area of a path, the branch and the registry ask for. */
function approvalRules(registry: Registry) {
  const { approval } = registry;
  const areas = new Map(registry.areas.map((area) => [area.name, area]));
  const ladder = registry.roles.map(({ name }) => name);
  const higher = (one: string, other: string) => (ladder.indexOf(other) > ladder.indexOf(one) ? other : one);
  const branches = approval.branches.map(({ pattern, min, from = [] }) => ({ ...glob(pattern), min, from }));
  const owner = (chain: AreaPath) => areas.get(chain.areas[0] ?? "")?.approval;
  const fromOf = (chain: AreaPath): string => owner(chain)?.from ?? approval.from;
  return {
    fromOf,
    higherRole: higher,
    neededFor: (chain: AreaPath, baseRef: string) => {
      const matching = branches.filter((branch) => branch.matches(baseRef));
      return {
        from: matching.flatMap(({ from }) => from).reduce(higher, fromOf(chain)),
        min: Math.max(owner(chain)?.min ?? approval.min, ...matching.map(({ min }) => min)),
      };
    },
    branchPatterns: (baseRef: string) =>
      branches.filter((branch) => branch.matches(baseRef)).map((branch) => branch.pattern),
  };
}

/** Teams whose members were not given: they are unknown, not nobody. */
export function unreadTeams(registry: Registry, teams: ReadonlyMap<string, unknown>): readonly TeamHolding[] {
  const read = new Set([...teams.keys()].map((name) => name.toLowerCase()));
  return registry.teams.filter(({ team }) => !read.has(team.toLowerCase()));
}

/** Whose approval a change of the registry needs in one repository. */
interface RegistryRules {
  readonly fits: (held: Pick<Holding, "role" | "areas">) => boolean;
  readonly approvers: readonly Holder[];
}

function registryQuestions(given: {
  readonly people: PeopleIndex;
  readonly top: string;
  readonly wholeAreas: (repository: RepositoryName) => ReadonlySet<string>;
  readonly unread: readonly TeamHolding[];
}) {
  const { people, top } = given;
  const known = new Map<string, RegistryRules>();
  /** Worked out once: everybody is looked at. Areas name repositories without their owner. */
  function rulesOf(repository: RepositoryName): RegistryRules {
    const key = repository.name.toLowerCase();
    const rules = known.get(key) ?? rulesWhere(given.wholeAreas(repository));
    known.set(key, rules);
    return rules;
  }
  function rulesWhere(whole: ReadonlySet<string>): RegistryRules {
    const ofWhole = ({ role, areas }: Pick<Holding, "role" | "areas">) =>
      role === top && (areas.length === 0 || areas.some((area) => whole.has(area)));
    const approvers = people.holdersWhere(ofWhole);
    if (approvers.length > 0 || given.unread.some(ofWhole)) return { fits: ofWhole, approvers };
    const fits = ({ role }: Pick<Holding, "role">) => role === top;
    return { fits, approvers: people.holdersWhere(fits) };
  }
  return {
    registryApprovers: (repository: RepositoryName) => rulesOf(repository).approvers,
    mayApproveRegistry: (account: Account | null, repository: RepositoryName) =>
      people.rolesOf(account).find(rulesOf(repository).fits) ?? null,
    admitsToRegistry: (held: Pick<Holding, "role" | "areas">, repository: RepositoryName) =>
      rulesOf(repository).fits(held),
  };
}
