/** Which roles are above which: the rungs of the ladder in their order; a role beside the ladder is neither above nor below any other. */

import type { RoleDefinition } from "./registry-types.ts";

type Role = Pick<RoleDefinition, "name" | "beside">;

/** The names of the rungs, lowest first. */
export function rungsOf(roles: readonly Role[]): readonly string[] {
  return roles.filter(({ beside }) => beside !== true).map(({ name }) => name);
}

/** The names of the roles beside the ladder. */
export function besideOf(roles: readonly Role[]): readonly string[] {
  return roles.filter(({ beside }) => beside === true).map(({ name }) => name);
}

/** The order in which roles are kept: those beside the ladder first, so that the last is the top rung. */
export function inOrder<T extends Role>(roles: readonly T[]): readonly T[] {
  const beside = roles.filter((role) => role.beside === true);
  return beside.length === 0 ? roles : [...beside, ...roles.filter((role) => role.beside !== true)];
}

interface Heights {
  /** For showing the higher one first; -1 for a name that is no role. */
  height(role: string): number;
  /** Whether a holder of the role counts as `floor`: a rung by its height, a role beside the ladder only as itself. */
  atLeast(role: string, floor: string): boolean;
}

export function heightsOf(roles: readonly Role[]): Heights {
  const heights = new Map(roles.map(({ name }, height) => [name, height]));
  const beside = new Set(roles.flatMap((role) => (role.beside === true ? [role.name] : [])));
  const height = (role: string) => heights.get(role) ?? -1;
  return {
    height,
    atLeast(role, floor) {
      if (height(floor) === -1 || height(role) === -1) return false;
      if (beside.has(role) || beside.has(floor)) return role === floor;
      return height(role) >= height(floor);
    },
  };
}

/** The lists between which a promotion to the role moves a person: those of the rungs, or only that of a role beside them. */
export function listsAround(roles: readonly Role[], role: string): readonly string[] {
  return roles.some(({ name, beside }) => name === role && beside === true) ? [role] : rungsOf(roles);
}

/** The role and the rungs below it, lowest first. */
export function upTo(roles: readonly Role[], role: string): readonly string[] {
  const lists = listsAround(roles, role);
  return lists.slice(0, lists.indexOf(role) + 1);
}
