/** Who holds what in the registry being written: each person gets one role that approves, and the areas in which they hold it. */

import { closedAreas } from "../../registry/closed-areas.ts";
import { isTeam } from "./import-people.ts";
import type { AreaDraft, DraftRegistry, OwnerKey } from "./import-types.ts";

export type RoleName = "maintainers" | "approvers" | "reviewers" | "contributors" | "members";

export interface Held {
  readonly key: OwnerKey;
  readonly isTeam: boolean;
  /** `null`: everywhere. */
  readonly areas: readonly string[] | null;
}

export interface NamedArea {
  readonly name: string;
  readonly area: AreaDraft;
}

/** By role, but for whoever stands at an area; people in the order of the alphabet. Somebody held everywhere and in a closed area has an entry for each. */
export function heldRoles(moved: DraftRegistry, areas: readonly NamedArea[]): ReadonlyMap<RoleName, readonly Held[]> {
  const closed = closedNames(areas);
  const above: RoleName = "approvers";
  const everywhere = generalRoles(moved);
  const lists = new Map<RoleName, Map<OwnerKey, string[]>>();
  const add = (role: RoleName, key: OwnerKey, name: string) => {
    const general = everywhere.get(key);
    const redundant = general !== undefined && (general !== moved.lower || role === moved.lower);
    if (redundant && !closed.has(name)) return;
    const people = lists.get(role) ?? new Map<OwnerKey, string[]>();
    lists.set(role, people.set(key, [...(people.get(key) ?? []), name]));
  };
  for (const { name, area } of moved.atAreas ? [] : areas) {
    const approving = new Set(area.approvers);
    for (const key of approving) add(moved.governing.has(key) ? "maintainers" : above, key, name);
    for (const key of area.reviewers) if (!approving.has(key)) add(moved.lower, key, name);
  }
  const order: readonly RoleName[] = ["maintainers", "approvers", moved.lower];
  const found = order.map((role): [RoleName, readonly Held[]] => {
    const general = [...everywhere].filter(([, held]) => held === role).map(([key]) => ({ key, areas: null }));
    const inAreas = [...(lists.get(role) ?? [])].map(([key, names]) => ({ key, areas: names }));
    return [role, [...general, ...inAreas].map((held) => ({ ...held, isTeam: isTeam(held.key) })).sort(byName)];
  });
  const members = moved.members.map((key) => ({ key, areas: null, isTeam: isTeam(key) }));
  return new Map([...found, ["members", members]]);
}

/** Areas into which nobody reaches who holds a role everywhere. */
export function closedNames(areas: readonly NamedArea[]): ReadonlySet<string> {
  return closedAreas(
    areas.map(({ name, area }) => ({ name, paths: area.paths, exclusive: false, inherits: area.inherits })),
  );
}

/** What people hold everywhere. */
export function generalRoles(moved: DraftRegistry): ReadonlyMap<OwnerKey, RoleName> {
  const { reviewers, approvers } = moved.everywhere;
  return new Map([
    ...reviewers.map((key) => [key, moved.lower] as const),
    ...approvers.map((key) => [key, moved.governing.has(key) ? "maintainers" : "approvers"] as const),
  ]);
}

function byName(a: Held, b: Held): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return (a.areas?.length ?? 0) - (b.areas?.length ?? 0);
}
