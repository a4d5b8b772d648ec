/** Reads the lists of people at areas, each under the name of its role. */

import { nearest } from "../shared/nearest.ts";
import { isOfPeople, MAX_HINTS } from "./advice-by-place.ts";
import { type Complaint, MAX_FAULTS, unknownKey } from "./complaints.ts";
import type { WrittenEntry } from "./entries.ts";
import { type KeyPlace, meantKey } from "./meant-key.ts";
import { type ListContext, readList } from "./people-lists.ts";
import { areaShape, type FixedShape } from "./registry-schema.ts";
import { schemaAt } from "./schema-tree.ts";
import { isList, mappingOf, type Plain } from "./yaml-tree.ts";

export interface AreaLists {
  /** Names of roles. */
  readonly names: readonly string[];
  /** The ladder is another file's, which is not at hand: any list may be a role's. */
  readonly isOpen: boolean;
  readonly context: ListContext;
  readonly shape: FixedShape;
}

/** Keys of an area that are no role's. */
const AREA_KEYS = Object.keys(areaShape.shape);

/** `rest`: the areas without their lists of people, for the schema to judge. */
export function areaLists(value: Plain, given: AreaLists) {
  const areas = mappingOf(value ?? null);
  const entries: WrittenEntry[] = [];
  const found: Complaint[] = [];
  const others: string[] = [];
  if (areas === null) return { entries, complaints: found, others, rest: value };
  const rest: Record<string, Plain> = {};
  for (const [area, content] of Object.entries(areas)) {
    const mapping = mappingOf(content);
    const lists =
      mapping === null ? [] : Object.entries(mapping).filter(([key, list]) => isPeople(key, list, mapping, given));
    if (lists.length === 0 || mapping === null || found.length > MAX_FAULTS) {
      rest[area] = content;
      continue;
    }
    const listed = new Set(lists.map(([key]) => key));
    rest[area] = Object.fromEntries(Object.entries(mapping).filter(([key]) => !listed.has(key)));
    for (const [role, list] of lists) {
      if (!given.names.includes(role)) {
        if (!given.isOpen) {
          found.push(unknownRole(area, role, mapping, given));
          continue;
        }
        others.push(role);
      }
      const read = readList(["areas", area, role], list, given.context, { at: "area", name: area });
      entries.push(...read.entries.map((one) => ({ role, area, ...one })));
      found.push(...read.complaints);
    }
  }
  return { entries, complaints: found, others, rest };
}

function isPeople(key: string, value: Plain, mapping: Readonly<Record<string, Plain>>, given: AreaLists): boolean {
  if (AREA_KEYS.includes(key)) return false;
  if (given.names.includes(key)) return true;
  if (value === null && nearest(key, AREA_KEYS) === null && nearest(key, given.names) !== null) return true;
  if (!isList(value)) return false;
  return given.isOpen || (isOfPeople(value) && meantKey(key, AREA_KEYS, keyPlace(value, mapping, given)) === null);
}

function keyPlace(value: Plain, mapping: Readonly<Record<string, Plain>>, { shape }: AreaLists): KeyPlace {
  return {
    fits: (known) =>
      !AREA_KEYS.includes(known) || schemaAt(shape, ["areas", "", known])?.safeParse(value).success === true,
    siblings: Object.keys(mapping).slice(0, MAX_HINTS),
  };
}

function unknownRole(area: string, key: string, mapping: Readonly<Record<string, Plain>>, given: AreaLists): Complaint {
  const known = [...given.names, ...AREA_KEYS.filter((one) => !given.names.includes(one))];
  const elsewhere = `people are listed under the name of a role: ${given.names.join(", ")}`;
  const place = { ...keyPlace(mapping[key], mapping, given), elsewhere };
  const { path, on, message } = unknownKey(["areas", area], key, known, place);
  return { path, on, message };
}
