/** Finds entries that add nothing: the same person, team or group with the same role, or a higher one, in the same place. */

import { pushTo } from "../shared/grouped.ts";
import { closedAreas } from "./closed-areas.ts";
import type { Complaint } from "./complaints.ts";
import { type DirectEntry, holderKey, loginIn } from "./entries.ts";
import { groupNamed } from "./groups.ts";
import type { Draft } from "./registry-draft.ts";
import type { Path } from "./registry-path.ts";
import { printable } from "./yaml-faults.ts";

interface Listing {
  /** The person, team or group, as people read it. */
  readonly name: string;
  readonly role: string;
  /** `null`: everywhere. */
  readonly areas: readonly string[] | null;
  readonly isDated: boolean;
  /** The group through which it is held, which is no entry that could be removed; `null`: the entry itself. */
  readonly through: string | null;
  readonly path: Path;
}

/** One warning for each such entry, in no particular order. */
export function repeatedPeople(draft: Draft): readonly Complaint[] {
  const ranks = new Map(draft.roles.map((role, height) => [role.name, height]));
  const closed = closedAreas(
    Object.entries(draft.fixed.areas ?? {}).map(([name, area]) => ({
      name,
      paths: area?.paths ?? [],
      exclusive: area?.exclusive ?? false,
      inherits: area?.inherits,
    })),
  );
  const height = ({ role }: Listing) => ranks.get(role) ?? 0;
  // What a group gives comes before the person's own entry, since only that can go.
  const order = (a: Listing, b: Listing) =>
    height(b) - height(a) || Number(a.through === null) - Number(b.through === null);
  return [...listings(draft).values()]
    .filter((entries) => entries.length > 1)
    .flatMap((entries) => repetitions(entries.toSorted(order), closed));
}

/** By what is listed, in the form in which it is compared. */
function listings(draft: Draft): ReadonlyMap<string, readonly Listing[]> {
  const beside = new Set(draft.roles.flatMap((role) => (role.beside === true ? [role.name] : [])));
  const found = new Map<string, Listing[]>();
  const add = (key: string, listing: Listing) => {
    // No role includes one beside the ladder.
    const place = `${key}${beside.has(listing.role) ? ` ${listing.role}` : ""}`;
    pushTo(found, place, listing);
  };
  for (const { role, entry, path, group } of draft.entries)
    add(holderKey(entry), {
      name: nameOf(entry),
      role,
      areas: typeof entry === "string" ? null : (entry.areas ?? null),
      isDated: typeof entry !== "string" && "since" in entry && entry.since != null,
      through: group,
      path,
    });
  const known = new Set(draft.groupNames.map((name) => name.toLowerCase()));
  for (const { role, area, entry, path } of draft.lists.entries) {
    const name = groupNamed(entry, (key) => known.has(key));
    const areas = area !== null ? [area] : typeof entry === "string" ? null : (entry.areas ?? null);
    // No login has a blank.
    if (name !== null)
      add(`group ${name.toLowerCase()}`, { name: `group ${name}`, role, areas, isDated: false, through: null, path });
  }
  return found;
}

function nameOf(entry: DirectEntry): string {
  return loginIn(entry) ?? (typeof entry !== "string" && "team" in entry ? entry.team : "");
}

/** Of one person's entries, or one team's, highest role first. A role held everywhere does not cover areas that are closed to it. */
function repetitions(entries: readonly Listing[], closed: ReadonlySet<string>): readonly Complaint[] {
  const held = new Map<string | null, Listing>();
  return entries.flatMap((listing) => {
    const { isDated, through, path } = listing;
    const areas = listing.areas ?? [null];
    const again = areas.filter((area) => held.has(area) || (held.has(null) && (area === null || !closed.has(area))));
    const above = again.flatMap((area) => held.get(area) ?? held.get(null) ?? []);
    for (const area of areas) if (!held.has(area)) held.set(area, listing);
    // What says since when is there for tenure: the higher entry began later (R49).
    if (again.length === 0 || isDated || through !== null) return [];
    return [{ path, on: "value", message: repeatedMessage(listing, again, above) }];
  });
}

function repeatedMessage(listing: Listing, again: readonly (string | null)[], above: readonly Listing[]): string {
  const { name, role } = listing;
  const where = again[0] == null ? "" : ` in ${again.join(", ")}`;
  const login = name.startsWith("group ") ? `group ${printable(name.slice("group ".length))}` : printable(name);
  const higher = above.find((other) => other.role !== role);
  const group = above.find((other) => other.through !== null);
  if (group !== undefined) {
    const isAll = again.length === (listing.areas ?? [null]).length;
    const includes = group.role === role ? "" : `, which includes ${role}`;
    const advice = isAll ? "remove this entry" : `take ${again.join(", ")} out of this entry`;
    return `${login} holds ${group.role}${where} already, through group ${printable(group.through ?? "")}${includes}; ${advice}`;
  }
  return higher === undefined
    ? `${login} is listed twice in ${role}${where}; remove one of the entries`
    : `${login} holds ${higher.role}${where} already, which includes ${role}; remove this entry`;
}
