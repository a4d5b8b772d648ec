/** Whom somebody works for, by the registry's affiliations. */
import type { Holding } from "../registry-types.ts";

export interface Employer {
  /** Without case and outer blanks: employers are told apart by this. */
  readonly key: string;
  /** As the registry writes it. */
  readonly name: string;
}

/** The employer that all of one person's entries agree on; `null`: none is written, or they disagree, and then it is not known. */
export function employerOf(holdings: readonly Pick<Holding, "affiliation">[]): Employer | null {
  const known = new Map(
    holdings.flatMap(({ affiliation }): readonly (readonly [string, Employer])[] => {
      const name = affiliation?.trim() ?? "";
      return name === "" ? [] : [[name.toLowerCase(), { key: name.toLowerCase(), name }]];
    }),
  );
  const [first, ...others] = known.values();
  return first === undefined || others.length > 0 ? null : first;
}
