/** One change of the text of a roles.yaml, before it is spliced in. */
import type { Path } from "./registry-path.ts";

/** A field of an entry, as it is to be written. */
export type Field = readonly [key: string, value: string | number | boolean | readonly string[]];

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
