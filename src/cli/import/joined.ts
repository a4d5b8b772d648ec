/** Joins areas that list the same people into one, so that a registry reads the way people think of it. */

import { inOrder } from "./import-people.ts";
import type { AreaDraft } from "./import-types.ts";

/** Keeps the order; an area joins the first that is like it. */
export function joinedAreas(areas: readonly AreaDraft[]): readonly AreaDraft[] {
  const homes = new Map<string, number>();
  const out: AreaDraft[] = [];
  for (const area of areas) {
    const key = JSON.stringify([
      ...[inOrder(area.approvers), inOrder(area.reviewers), area.inherits, area.needsNobody, area.repos ?? []],
    ]);
    const home = area.joinable ? homes.get(key) : undefined;
    const known = home === undefined ? undefined : out[home];
    if (home !== undefined && known !== undefined)
      out[home] = {
        ...known,
        paths: [...known.paths, ...area.paths],
        about: [...new Set([...known.about, ...area.about])],
      };
    else {
      if (area.joinable) homes.set(key, out.length);
      out.push(area);
    }
  }
  return out;
}
