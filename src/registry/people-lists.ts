/** Reads the lists of people of a roles.yaml, item by item: a faulty item is left out, with a complaint, and the others count. */

import { nearest } from "../shared/nearest.ts";
import { COLLECTIVE, isOfPeople } from "./advice-by-place.ts";
import { type Complaint, complaints, MAX_FAULTS, noValue } from "./complaints.ts";
import type { Entry } from "./entries.ts";
import { flowText } from "./meant-value.ts";
import type { Path } from "./registry-path.ts";
import { entryShape, personShape } from "./registry-schema.ts";
import { printable } from "./yaml-faults.ts";
import { isList, mappingOf, type Plain, type YamlTree } from "./yaml-tree.ts";

/** What the items of a list are checked against. */
export interface ListContext {
  readonly tree: YamlTree;
  /** Names of groups, in lower case; a bare name that is one need not be a login. */
  readonly groupNames: ReadonlySet<string>;
}

interface ReadList {
  readonly entries: readonly { readonly path: Path; readonly entry: Entry }[];
  readonly complaints: readonly Complaint[];
}

/** The place of a list that is not one of the roles' own. */
type Elsewhere = { readonly at: "area"; readonly name: string } | { readonly at: "group"; readonly name: string };

export function readList(
  path: Path,
  value: Plain,
  { tree, groupNames }: ListContext,
  elsewhere: Elsewhere | null = null,
): ReadList {
  const entries: { readonly path: Path; readonly entry: Entry }[] = [];
  const found: Complaint[] = [];
  if (value === undefined) return { entries, complaints: found };
  const key = String(path.at(-1));
  if (value === null) return { entries, complaints: [{ path, on: "key", message: noValue(key, true) }] };
  if (!isList(value)) return { entries, complaints: [{ path, on: "value", message: noList(value, elsewhere) }] };
  for (const [index, item] of value.entries()) {
    if (found.length > MAX_FAULTS) break;
    const here = [...path, index];
    if (typeof item === "string" && groupNames.has(item.toLowerCase())) {
      entries.push({ path: here, entry: item });
      continue;
    }
    const read = entryShape.safeParse(item);
    if (read.success) {
      const slip = elsewhere === null ? null : areasElsewhere(read.data, elsewhere);
      if (slip === null) entries.push({ path: here, entry: read.data });
      else found.push({ path: [...here, "areas"], on: "key", message: slip });
    } else {
      const slip = entrySlip(item, index);
      if (slip !== null) found.push({ path: here, on: "value", message: slip });
      else found.push(...complaints(entryShape, read.error.issues, here, tree));
    }
  }
  return { entries, complaints: found };
}

/** Entries at an area are held there, and a group's where the group is named. */
function areasElsewhere(entry: Entry, { at, name }: Elsewhere): string | null {
  if (typeof entry === "string" || entry.areas === undefined) return null;
  return at === "area"
    ? `what stands at an area is held there, so this is said already; leave the key out, or list the entry under its role at the beginning of a line, with ${flowText([...new Set([name, ...entry.areas])])}`
    : `a group has people and no areas; write them where the group is named: { group: ${name}, areas: ${flowText(entry.areas)} }`;
}

function noList(value: Plain, elsewhere: Elsewhere | null): string {
  if (elsewhere?.at === "area" && typeof value === "number")
    return `expected a list of people; how many must approve there is \`approval: { min: ${value} }\``;
  return `expected a list of people${meantList(value)}`;
}

/** The list that was meant where none is written. */
function meantList(value: Plain): string {
  if (typeof value === "string" && /^(?:none|nobody|n\/a|tbd|-)$/i.test(value)) return "; write [] for nobody";
  if (typeof value === "string" && /^(?:all|any(?:one|body)|every(?:one|body))$/i.test(value))
    return "; name each of them, as in [ann, ben]";
  const listed = peopleBelow(value);
  if (listed !== null) return `; write ${flowText(listed)}`;
  const names = typeof value === "string" ? value.split(/[\s,;]+(?:and\s+)?/) : [];
  const entries: readonly Plain[] =
    typeof value === "string"
      ? names.map((name) => name.replace(/^@/, "")).filter((name) => name !== "")
      : entryShape.safeParse(value).success
        ? [value]
        : Object.entries(mappingOf(value) ?? {}).map(entryNamed);
  const isSound = entries.length > 0 && entries.every((entry) => entryShape.safeParse(entry).success);
  const text = isSound ? flowText(entries) : "";
  return text === "" || text.length > 200 ? ", as in [ann, ben]" : `; write ${text}`;
}

/** The list of people below the one key that says that they are people; `null`: there is none. */
function peopleBelow(value: Plain): readonly Plain[] | null {
  const [[key, below] = ["", null], ...others] = Object.entries(mappingOf(value) ?? {});
  return others.length === 0 && COLLECTIVE.has(key) && isList(below) && isOfPeople(below) ? below : null;
}

/** For a login that is used as a key: what is below it are its areas, or the keys of its entry. */
function entryNamed([login, below]: readonly [string, Plain]): Plain {
  const name = login.replace(/^@/, "");
  if (below === null) return name;
  return isList(below) ? { login: name, areas: below } : { login: name, ...mappingOf(below) };
}

/** What an item of a list of people most likely is, if its keys alone do not tell. */
function entrySlip(item: Plain, index: number): string | null {
  if (isList(item)) {
    if (!isOfPeople(item)) return null;
    return `a list within the list; write ${item.map(flowText).join(", ")} without its brackets`;
  }
  const pairs = Object.entries(mappingOf(item) ?? {});
  const [first, ...others] = pairs;
  if (first === undefined) return null;
  const keys = pairs.map(([key]) => key);
  if (keys.filter((key) => NAMING.has(key)).length > 1)
    return keys.includes("group")
      ? "an entry is a person, a team or a group; make them entries of their own"
      : "an entry is a person or a team; make them two entries";
  if (keys.includes("login") && keys.includes("role"))
    return "the list in which an entry stands says its role; remove `role`";
  const place = keys.find((key) => key === "paths" || key === "repos");
  if (place !== undefined)
    return `\`${place}\` belongs to an area; define one under \`areas\`, and name it here with \`areas: […]\``;
  const mayBeName = others.length === 0 && typeof first[1] !== "string" && nearest(first[0], ENTRY_KEYS) === null;
  const named = mayBeName ? entryNamed(first) : null;
  if (named !== null && entryShape.safeParse(named).success)
    return `${printable(first[0])} is read as a key here; write ${flowText(named)}`;
  const isRest = index > 0 && keys.every((key) => !NAMING.has(key) && ENTRY_KEYS.has(key));
  return isRest ? "this item names nobody; if it belongs to the one above, write spaces instead of its dash" : null;
}

const NAMING: ReadonlySet<string> = new Set(["login", "team", "group"]);
const ENTRY_KEYS: ReadonlySet<string> = new Set([...Object.keys(personShape.shape), ...NAMING]);
