/** Takes values of the expected kinds out of another tool's file; anything else becomes a fault with its place. */

import type { Place } from "../../../registry/yaml-tree.ts";
import { nearest } from "../../../shared/nearest.ts";
import type { Placed, PlacedEntry, PlacedFault } from "./placed-yaml.ts";

export interface Values {
  readonly faults: readonly PlacedFault[];
  fault(at: Place, message: string): void;
  /** The entries of a mapping; none for nothing, and after a fault. */
  entries(value: Placed | undefined, what: string): readonly PlacedEntry[];
  /** A fault for each key that is none of these. */
  onlyKeys(entries: readonly PlacedEntry[], known: readonly string[], what: string): void;
  items(value: Placed | undefined, what: string): readonly Placed[];
  text(value: Placed | undefined, what: string): string | null;
  texts(value: Placed | undefined, what: string): readonly Texted[];
  flag(value: Placed | undefined, what: string): boolean;
  /** Not negative; `null` for nothing. */
  count(value: Placed | undefined, what: string): number | null;
}

interface Texted {
  readonly text: string;
  readonly at: Place;
}

const KINDS = { map: "a mapping", list: "a list", scalar: "a single value" } as const;

export function values(): Values {
  const faults: PlacedFault[] = [];
  const fault = ({ line, column }: Place, message: string) => {
    if (faults.length < 20) faults.push({ line, column, message });
  };
  const wrong = (value: Placed, what: string, wanted: string) => {
    const found = value.kind === "scalar" && value.value === null ? "nothing" : KINDS[value.kind];
    fault(value.at, `${what} must be ${wanted}, and ${found} stands here`);
  };

  function items(value: Placed | undefined, what: string): readonly Placed[] {
    if (isNothing(value)) return [];
    if (value.kind === "list") return value.items;
    wrong(value, what, "a list");
    return [];
  }

  function text(value: Placed | undefined, what: string): string | null {
    if (value === undefined) return null;
    if (value.kind === "scalar" && value.value !== null && value.text !== "") return value.text;
    wrong(value, what, "a text");
    return null;
  }

  return {
    faults,
    fault,
    entries(value, what) {
      if (isNothing(value)) return [];
      if (value.kind === "map") return value.entries;
      wrong(value, what, "a mapping");
      return [];
    },
    onlyKeys(entries, known, what) {
      for (const { key, at } of entries) {
        if (known.includes(key)) continue;
        const meant = nearest(key, known);
        const hint = meant === null ? "" : `; did you mean ${JSON.stringify(meant)}?`;
        fault(at, `${what} has no key ${JSON.stringify(key.slice(0, 60))}${hint}`);
      }
    },
    items,
    text,
    texts: (value, what) =>
      items(value, what).flatMap((item) => {
        const found = text(item, `an item of ${what}`);
        return found === null ? [] : [{ text: found, at: item.at }];
      }),
    flag(value, what) {
      if (isNothing(value)) return false;
      // Go reads YAML 1.1, in which these are truth values, too.
      const word = value.kind === "scalar" ? value.text.toLowerCase() : "";
      if (["true", "yes", "on", "y"].includes(word)) return true;
      if (!["false", "no", "off", "n"].includes(word)) wrong(value, what, "true or false");
      return false;
    },
    count(value, what) {
      if (isNothing(value)) return null;
      const number = value.kind === "scalar" ? value.value : null;
      if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= 1000) return number;
      wrong(value, what, "a whole number from 0 to 1000");
      return null;
    },
  };
}

function isNothing(value: Placed | undefined): value is undefined {
  return value === undefined || (value.kind === "scalar" && value.value === null);
}

export function valueUnder(entries: readonly PlacedEntry[], key: string): Placed | undefined {
  return entries.find((entry) => entry.key === key)?.value;
}

export function placeOf(entries: readonly PlacedEntry[], key: string, otherwise: Place): Place {
  return entries.find((entry) => entry.key === key)?.at ?? otherwise;
}
