/** Entries that the registry has as one holding: what is held through groups and at areas, with the person's other areas. Pure. */
import type { StandingEntry } from "./edit-entries.ts";
import type { OwnEntry } from "./inactivity/retiring.ts";

/** As a list would have it; `list` is the role. */
export interface JoinedEntry extends OwnEntry {
  readonly parts: readonly StandingEntry[];
}

/** As holdings.ts joins them: what lists themselves keep apart stays apart. */
export function joinedEntries(entries: readonly StandingEntry[]): readonly JoinedEntry[] {
  const found: JoinedEntry[] = [];
  for (const entry of entries) {
    const isListed = entry.at.kind === "list";
    const at = found.findIndex(
      (other) =>
        other.list === entry.role &&
        (other.areas === null) === (entry.areas === null) &&
        other.since === entry.since &&
        !(isListed && other.parts.some((part) => part.at.kind === "list")),
    );
    const known = found[at];
    if (known === undefined) found.push(joinedOf(entry));
    else found[at] = both(known, entry);
  }
  return found;
}

function joinedOf(entry: StandingEntry): JoinedEntry {
  const { role, name, id, areas, affiliation, away, since } = entry;
  return { list: role, name, id, areas, affiliation, away, since, parts: [entry] };
}

function both(one: JoinedEntry, entry: StandingEntry): JoinedEntry {
  return {
    list: one.list,
    name: one.name ?? entry.name,
    id: one.id ?? entry.id,
    areas: one.areas === null ? null : [...new Set([...one.areas, ...(entry.areas ?? [])])],
    affiliation: one.affiliation ?? entry.affiliation,
    away: one.away ?? entry.away,
    since: one.since,
    parts: [...one.parts, entry],
  };
}
