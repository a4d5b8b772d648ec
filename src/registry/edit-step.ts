/** One change of the text of a roles.yaml, before it is spliced in. */

import type { Path } from "./registry-path.ts";

/** A field of an entry, as it is to be written. */
export type Field = readonly [key: string, value: string | number | boolean | readonly string[]];

/** What a person's entry says about them, whatever they hold by it. */
export interface SaidOfPerson {
  readonly name: string | null;
  readonly id: number | null;
  readonly affiliation: string | null;
  readonly away: boolean | string | null;
}

/** In the order in which entries are written. */
const KEYS = ["login", "name", "id", "was", "areas", "since", "until", "affiliation", "away"] as const;
type Said = Readonly<Partial<Record<(typeof KEYS)[number], Field[1] | null>>>;

/** The fields of a new entry: these, and what the person's entries say besides. */
export function entryFields(said: Said, entries: readonly SaidOfPerson[]): readonly Field[] {
  const known = (key: keyof SaidOfPerson) =>
    entries.map((entry) => entry[key]).find((value) => value !== null && value !== false);
  const all: Said = {
    ...said,
    name: known("name") ?? null,
    id: said.id ?? known("id") ?? null,
    affiliation: said.affiliation ?? known("affiliation") ?? null,
    // Nobody is away from what they no longer hold.
    away: said.until === undefined ? (known("away") ?? null) : null,
  };
  return KEYS.flatMap((key): readonly Field[] => (all[key] == null ? [] : [[key, all[key]]]));
}

/** One change of the text. Steps are in an order in which no step moves the entry that a later one names. */
export type Step =
  | { readonly do: "drop"; readonly list: Path; readonly index: number }
  /** `null`: the entry then holds everywhere. */
  | { readonly do: "areas"; readonly list: Path; readonly index: number; readonly areas: readonly string[] | null }
  | {
      readonly do: "append";
      readonly list: Path;
      readonly fields: readonly Field[];
      /** The text knows some of it already and must not forget it: a bare login will not do. */
      readonly whole: boolean;
    };
