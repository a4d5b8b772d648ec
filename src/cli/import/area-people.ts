/** Who is listed at an area of the registry being written: groups by name, and the people who are in none of them. */

import { inOrder } from "./import-people.ts";
import type { AreaDraft, DraftRegistry, OwnerKey } from "./import-types.ts";
import { closedNames, generalRoles, type NamedArea, type RoleName } from "./people-roles.ts";

/** The list of one role at an area. */
export interface AreaList {
  readonly role: RoleName;
  readonly groups: readonly string[];
  readonly people: readonly OwnerKey[];
}

export interface PeopledArea extends NamedArea {
  readonly lists: readonly AreaList[];
  /** The one group that approves there, and nobody beside it; `null`: there is none. */
  readonly governedBy: string | null;
}

/** In their order. An area that would say nothing is left out. */
export function peopledAreas(moved: DraftRegistry, areas: readonly NamedArea[]): readonly PeopledArea[] {
  if (!moved.atAreas) return areas.map((each) => ({ ...each, lists: [], governedBy: null }));
  const closed = closedNames(areas);
  const general = generalRoles(moved);
  return areas.flatMap(({ name, area }) => {
    const isClosed = closed.has(name);
    const lists = listsOf(area, moved, (role, key) => {
      const held = isClosed ? undefined : general.get(key);
      return held !== undefined && (held !== moved.lower || role === moved.lower);
    });
    const saysNothing = lists.length === 0 && area.inherits && !area.needsNobody && area.joinable;
    return saysNothing ? [] : [{ name, area, lists, governedBy: governing(lists, moved) }];
  });
}

type IsGeneral = (role: RoleName, key: OwnerKey) => boolean;

function listsOf(area: AreaDraft, moved: DraftRegistry, isGeneral: IsGeneral): readonly AreaList[] {
  const { governing, lower } = moved;
  const approving = new Set(area.approvers);
  const roleOf = (key: OwnerKey): RoleName => (governing.has(key) ? "maintainers" : "approvers");
  const groups = (names: readonly string[] = []) =>
    names.flatMap((name) => {
      const members = moved.groups?.get(name);
      return members === undefined ? [] : [{ name, members }];
    });
  // A group stays where it is named though all of its people hold more today: tomorrow others may be in it.
  const approve = groups(area.groups?.approvers).map(({ name, members }) => {
    const isTop = moved.everywhere.approvers.length === 0 && members.every((key) => governing.has(key));
    const role: RoleName = isTop ? "maintainers" : "approvers";
    return { name, members, role };
  });
  const review = groups(area.groups?.reviewers).filter(
    ({ members }) => !members.every((key) => approving.has(key) || isGeneral(lower, key)),
  );
  const inGroup = (key: OwnerKey) => approve.some(({ members }) => members.includes(key));
  const alone = area.approvers.filter((key) => !isGeneral(roleOf(key), key) && !inGroup(key));
  const reviewing = area.reviewers.filter(
    (key) => !approving.has(key) && !isGeneral(lower, key) && !review.some(({ members }) => members.includes(key)),
  );
  const approvers = (["maintainers", "approvers"] as const).map((role) => ({
    role,
    groups: approve.filter((group) => group.role === role).map(({ name }) => name),
    people: inOrder(alone.filter((key) => roleOf(key) === role)),
  }));
  const reviewers = { role: lower, groups: review.map(({ name }) => name), people: inOrder(new Set(reviewing)) };
  return [...approvers, reviewers].filter(({ groups: named, people }) => named.length + people.length > 0);
}

function governing(lists: readonly AreaList[], { lower }: DraftRegistry): string | null {
  const approving = lists.filter(({ role }) => role !== lower);
  const groups = approving.flatMap(({ groups: named }) => named);
  const [only, ...others] = groups;
  if (only === undefined || others.length > 0 || approving.some(({ people }) => people.length > 0)) return null;
  return only;
}
