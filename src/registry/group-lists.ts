/** Reads the groups of a roles.yaml. */

import { type Complaint, MAX_FAULTS } from "./complaints.ts";
import type { Entry, PeopleLists } from "./entries.ts";
import { type ListContext, readList } from "./people-lists.ts";
import { groupNameFault } from "./spelling.ts";
import { mappingOf, type Plain } from "./yaml-tree.ts";

/** `rest`: what the schema still has to judge; a mapping whose lists were read contains nothing more. */
export function groupLists(value: Plain, context: ListContext) {
  const groups: Record<string, readonly Entry[]> = Object.create(null);
  const found: Complaint[] = [];
  const mapping = mappingOf(value ?? null);
  if (mapping === null) return { groups, rest: value, complaints: found };
  for (const [name, list] of Object.entries(mapping)) {
    if (found.length > MAX_FAULTS) break;
    const fault = groupNameFault(name);
    if (fault !== null) {
      found.push({ path: ["groups", name], on: "key", message: fault });
      continue;
    }
    const read = readList(["groups", name], list, context, { at: "group", name });
    groups[name] = read.entries.map(({ entry }) => entry);
    found.push(...read.complaints);
  }
  const lists: PeopleLists["groups"] = groups;
  return { groups: lists, rest: {}, complaints: found };
}
