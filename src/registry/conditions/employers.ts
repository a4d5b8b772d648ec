/** Whom somebody works for, by the registry's affiliations. */

import type { Holding } from "../registry-types.ts";

/** What the sort of company is called at the end of its name, in plain letters. */
const SORTS = /[\s,.]+(?:inc|incorporated|llc|ltd|limited|gmbh|ag|se|sa|bv|co|corp|corporation|company)\.?$/iu;

/** What employers are told apart by: the letters and figures of the name, without case. "AntGroup" and "Ant Group" are one. */
export function employerKey(name: string): string {
  const plain = name.normalize("NFKC").toLowerCase();
  const letters = plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
  return letters === "" ? plain.trim() : letters;
}

/** Without the sort of company as well. Names that share it are probably one employer's, which nobody but people can tell. */
export function likelyEmployer(name: string): string {
  return employerKey(name.trim().replace(SORTS, ""));
}

export interface Employer {
  /** As employerKey gives it. */
  readonly key: string;
  /** As the registry writes it. */
  readonly name: string;
}

/** The employer that all of one person's entries agree on; `null`: none is written, or they disagree, and then it is not known. */
export function employerOf(holdings: readonly Pick<Holding, "affiliation">[]): Employer | null {
  const known = new Map(
    holdings.flatMap(({ affiliation }): readonly (readonly [string, Employer])[] => {
      const name = affiliation?.trim() ?? "";
      const key = employerKey(name);
      return name === "" ? [] : [[key, { key, name }]];
    }),
  );
  const [first, ...others] = known.values();
  return first === undefined || others.length > 0 ? null : first;
}
