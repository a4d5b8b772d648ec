/**
 * Joins the entries that the registry treats as one holding: what is held through groups and at areas, with the person's other areas.
 * Pure.
 */

import type { StandingEntry } from "./edit-entries.ts";
import type { OwnEntry } from "./inactivity/retiring.ts";

/** As a list would have it; `list` is the role. */
export interface JoinedEntry extends OwnEntry {
  readonly parts: readonly StandingEntry[];
}

type Notes = Pick<StandingEntry, (typeof NOTES)[number]>;

/** As holdings.ts joins them: entries that lists themselves keep separate stay separate. */
export function joinedEntries(entries: readonly StandingEntry[]): readonly JoinedEntry[] {
  const found: Joining[] = [];
  for (const entry of entries) {
    const isListed = entry.at.kind === "list";
    const known = found.find(
      ({ first, notes, hasList }) =>
        first.role === entry.role &&
        (first.areas === null) === (entry.areas === null) &&
        first.since === entry.since &&
        !(isListed && hasList) &&
        NOTES.every((note) => agree(notes[note], said(entry[note]))),
    );
    if (known === undefined) found.push({ first: entry, parts: [entry], notes: notesOf(entry), hasList: isListed });
    else {
      known.parts.push(entry);
      known.notes = both(known.notes, notesOf(entry));
      known.hasList ||= isListed;
    }
  }
  return found.map(joinedOf);
}

/** Parts are collected in place: one person may be listed at thousands of areas. */
interface Joining {
  readonly first: StandingEntry;
  readonly parts: StandingEntry[];
  /** What the parts say about the person; they agree. */
  notes: Notes;
  hasList: boolean;
}

const NOTES = ["name", "id", "affiliation", "away"] as const;

function notesOf({ name, id, affiliation, away }: StandingEntry): Notes {
  return { name, id, affiliation, away: said(away) };
}

/** `away: false` has no meaning. */
function said<Value>(value: Value | null): Value | null {
  return value === false ? null : value;
}

function both(one: Notes, other: Notes): Notes {
  return {
    name: one.name ?? other.name,
    id: one.id ?? other.id,
    affiliation: one.affiliation ?? other.affiliation,
    away: one.away ?? other.away,
  };
}

function agree<Value>(one: Value | null, other: Value | null): boolean {
  return one === null || other === null || one === other;
}

function joinedOf({ first, parts, notes }: Joining): JoinedEntry {
  return {
    ...notes,
    list: first.role,
    areas: first.areas === null ? null : [...new Set(parts.flatMap(({ areas }) => areas ?? []))],
    since: first.since,
    parts,
  };
}
