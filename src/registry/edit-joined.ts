/** Entries that the registry has as one holding: what is held through groups and at areas, with the person's other areas. Pure. */
import type { StandingEntry } from "./edit-entries.ts";
import type { OwnEntry } from "./inactivity/retiring.ts";

/** As a list would have it; `list` is the role. */
export interface JoinedEntry extends OwnEntry {
  readonly parts: readonly StandingEntry[];
}

/** As holdings.ts joins them: what lists themselves keep apart stays apart. */
export function joinedEntries(entries: readonly StandingEntry[]): readonly JoinedEntry[] {
  const found: Joining[] = [];
  for (const entry of entries) {
    const isListed = entry.at.kind === "list";
    const known = found.find(
      ({ first, hasList }) =>
        first.role === entry.role &&
        (first.areas === null) === (entry.areas === null) &&
        first.since === entry.since &&
        !(isListed && hasList),
    );
    if (known === undefined) found.push({ first: entry, parts: [entry], hasList: isListed });
    else {
      known.parts.push(entry);
      known.hasList ||= isListed;
    }
  }
  return found.map(joinedOf);
}

/** Parts are gathered in place: one person may stand at thousands of areas. */
interface Joining {
  readonly first: StandingEntry;
  readonly parts: StandingEntry[];
  hasList: boolean;
}

function joinedOf({ first, parts }: Joining): JoinedEntry {
  const known = <Key extends "name" | "id" | "affiliation" | "away">(key: Key) =>
    parts.map((part) => part[key]).find((value) => value !== null) ?? null;
  return {
    list: first.role,
    name: known("name"),
    id: known("id"),
    areas: first.areas === null ? null : [...new Set(parts.flatMap(({ areas }) => areas ?? []))],
    affiliation: known("affiliation"),
    away: known("away"),
    since: first.since,
    parts,
  };
}
