/** Areas in which only one person may approve. Pure. */

import type { RegistryIndex } from "../../registry/registry-index.ts";
import { everyone } from "../promotion-people.ts";
import type { LonelyArea } from "./growth-issue.ts";

/** Only useful if every team was read: otherwise it is unknown who is there. */
export function lonelyAreas(index: RegistryIndex): readonly LonelyArea[] {
  const { areas, approval } = index.registry;
  return areas.flatMap((area) => {
    if ((area.approval.min ?? approval.min) === 0) return [];
    const who = { roles: [area.approval.from ?? approval.from], exactly: false };
    const [first, ...others] = everyone(index, who, { allOf: [area.name] });
    return first === undefined || others.length > 0 ? [] : [{ area: area.name, approver: first.login }];
  });
}
