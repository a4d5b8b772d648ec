/** Compares a written registry with the files it was made from: for every path, who may approve before and after. */

import { parseRegistry } from "../../commands/read-registry.ts";
import type { Tree } from "../../registry/ownership/tree.ts";
import { indexed, type RegistryIndex } from "../../registry/registry-index.ts";
import type { AreaPath, Fault, Registry } from "../../registry/registry-types.ts";
import { type Account, loginKey } from "../../shared/names.ts";
import { inOrder } from "./import-people.ts";
import type { DraftRegistry, OwnerKey, Ownership } from "./import-types.ts";
import { pathsToCome, type ToCome, toComeDifferences } from "./to-come.ts";

export interface Difference {
  readonly repository: string;
  readonly path: string;
  readonly before: readonly OwnerKey[];
  readonly after: readonly OwnerKey[];
  /** As the end of a sentence; `null`: there is none, which is a fault of the import. */
  readonly reason: string | null;
  /** What the registry has to say of the path for it to be as meant. */
  readonly wanted: Ownership;
}

export interface Proof {
  /** Paths that were compared. */
  readonly compared: number;
  readonly differences: readonly Difference[];
  /** Paths whose reviewers (who do not approve) are others than before. */
  readonly reviewersDiffer: number;
  /** Files that are not there yet and would fall to others than before. */
  readonly toCome: readonly ToCome[];
  readonly faults: readonly Fault[];
  /** `null`: the text is faulty, and nothing was compared. */
  readonly registry: Registry | null;
}

interface Proving {
  readonly owner: string;
  /** The repository whose tree it is; empty where it was not named. */
  readonly repository: string;
  /** Whom paths without an approver fall to. */
  readonly everybody: ReadonlySet<OwnerKey>;
}

export function proof(text: string, moved: DraftRegistry, tree: Tree, proving: Proving): Proof {
  const source = { repository: { owner: proving.owner, name: proving.repository }, path: "roles.yaml", oid: "" };
  const { registry, faults } = parseRegistry(text, source);
  if (registry === null) return { compared: 0, differences: [], reviewersDiffer: 0, toCome: [], faults, registry };
  const after = answers(registry);
  const differences: Difference[] = [];
  let compared = 0;
  let reviewersDiffer = 0;
  for (const repository of moved.repositories ?? [proving.repository])
    for (const path of moved.repositories === null ? tree.paths : [""]) {
      if (after.index.isRegistryPath(path)) continue;
      compared += 1;
      const ownership = moved.ownershipOf(path, repository);
      const chains = after.index.areaPathsOf({ owner: proving.owner, name: repository }, path);
      const found = differenceAt({ repository, path, ownership, chains, proving }, after);
      if (found !== null) differences.push(found);
      const alikeAt = (chain: AreaPath) =>
        reviewersAlike(ownership, after.reviewersOf(chain), after.approversOf(chain));
      if (!chains.every(alikeAt)) reviewersDiffer += 1;
    }
  const toCome = toComeDifferences(pathsToCome(registry, tree), moved, (path) =>
    inAll(
      after.index
        .areaPathsOf({ owner: proving.owner, name: proving.repository }, path)
        .filter((chain) => !after.needsNobody(chain) || !moved.ownershipOf(path, "").needsNobody)
        .map((chain) => after.approversOf(chain)),
    ),
  );
  return { compared, differences, reviewersDiffer, toCome, faults, registry };
}

interface Answers {
  readonly index: RegistryIndex;
  approversOf(chain: AreaPath): ReadonlySet<OwnerKey>;
  reviewersOf(chain: AreaPath): ReadonlySet<OwnerKey>;
  needsNobody(chain: AreaPath): boolean;
}

/** Teams stand for themselves: who is in them is the same before and after. */
function answers(registry: Registry): Answers {
  const teams = new Map<string, readonly Account[]>(
    registry.teams.map(({ team }) => [team, [{ login: team, id: null, type: "User" }]]),
  );
  const index = indexed(registry, teams);
  const keysOf = remembered((chain) => new Set(index.approversOf(chain).map(({ login }) => loginKey(login))));
  return {
    index,
    approversOf: keysOf,
    reviewersOf: remembered(
      (chain) => new Set(index.approversOf(chain, registry.reviews.from).map(({ login }) => loginKey(login))),
    ),
    needsNobody: (chain) => index.neededFor(chain, "").min === 0,
  };
}

/** Chains are one object for all paths that share them. */
function remembered<T>(ask: (chain: AreaPath) => T): (chain: AreaPath) => T {
  const known = new WeakMap<AreaPath, T>();
  return (chain) => {
    const answer = known.get(chain) ?? ask(chain);
    known.set(chain, answer);
    return answer;
  };
}

interface At {
  readonly repository: string;
  readonly path: string;
  readonly ownership: Ownership;
  readonly chains: readonly AreaPath[];
  readonly proving: Proving;
}

function differenceAt({ repository, path, ownership, chains, proving }: At, after: Answers): Difference | null {
  const { approvers, unowned, needsNobody } = ownership;
  const wanted = unowned === null ? ownership : { ...ownership, approvers: proving.everybody };
  const asWanted = chains.every(
    (chain) => alike(after.approversOf(chain), wanted.approvers) && after.needsNobody(chain) === needsNobody,
  );
  const now = inAll(chains.map((chain) => after.approversOf(chain)));
  // Nobody before and nobody after is no agreement: a file that nobody may approve is locked.
  const isLocked = chains.some((chain) => after.approversOf(chain).size === 0 && !after.needsNobody(chain));
  if (asWanted && !isLocked && alike(now, approvers)) return null;
  return {
    repository,
    path,
    before: inOrder(approvers),
    after: inOrder(now),
    wanted,
    reason: asWanted && !isLocked ? unowned : null,
  };
}

/** Who may approve all that is asked for a path. */
function inAll([first, ...others]: readonly ReadonlySet<OwnerKey>[]): ReadonlySet<OwnerKey> {
  return new Set([...(first ?? [])].filter((key) => others.every((other) => other.has(key))));
}

function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}

/** Whoever approves reviews too. */
function reviewersAlike(before: Ownership, after: ReadonlySet<OwnerKey>, approvers: ReadonlySet<OwnerKey>): boolean {
  const one = [...before.reviewers].filter((key) => !approvers.has(key));
  const other = [...after].filter((key) => !approvers.has(key));
  return one.length === other.length && one.every((key) => after.has(key));
}
