/** Which diffs are compared with which, and the results (R33, R35). */

/** A three-dot diff `base...head`, both commits: a branch's name does not say which commit it was at. */
export interface DiffId {
  readonly base: string;
  readonly head: string;
}

/** The diff that a statement was about, and the one that it is to hold for. */
export interface Comparison {
  readonly approved: DiffId;
  readonly present: DiffId;
}

/** A file that the two diffs do not change alike. */
export interface Difference {
  readonly path: string;
  /** With the old names that go with it: any of them may be in the area asked about (R12). */
  readonly places: readonly string[];
  /** Whether the two could not be compared, and why; `null`: they were, and differ. */
  readonly why: string | null;
}

export type Compared =
  /** `differences`: sorted by path; none: it is the same change. */
  | { readonly kind: "compared"; readonly differences: readonly Difference[] }
  /** `why`: a clause, "over 300 files cannot be compared". */
  | { readonly kind: "incomparable"; readonly why: string }
  /** GitHub did not answer: if the verdict needs it, it is asked again (R87). */
  | { readonly kind: "unread"; readonly failure: Error };

/** By {@link diffKey}. */
export type Diffs = ReadonlyMap<string, Compared>;

export function diffKey({ approved, present }: Comparison): string {
  return `${approved.base}...${approved.head} ${present.base}...${present.head}`;
}

export function isSameDiff(one: DiffId, other: DiffId): boolean {
  return one.base === other.base && one.head === other.head;
}

/** Each comparison once, in the order given. */
export function distinct(comparisons: readonly Comparison[]): readonly Comparison[] {
  return [...new Map(comparisons.map((comparison) => [diffKey(comparison), comparison])).values()];
}

export const SAME: Compared = { kind: "compared", differences: [] };

/** What a comparison says about some of the paths. */
export type PathComparison =
  | { readonly kind: "same" }
  /** `files`: those that differ. `why`: what prevented the comparison of some, or of all if no file is named; `null`: nothing. */
  | { readonly kind: "differs"; readonly files: readonly string[]; readonly why: string | null };

/** `owns`: the paths asked about; a rename's old name is one of them as well (R12). */
export function comparisonOf(comparison: Comparison, diffs: Diffs, owns: (path: string) => boolean): PathComparison {
  if (isSameDiff(comparison.approved, comparison.present)) return { kind: "same" };
  const compared = diffs.get(diffKey(comparison)) ?? { kind: "incomparable", why: TOO_MANY };
  switch (compared.kind) {
    case "incomparable":
      return { kind: "differs", files: [], why: compared.why };
    case "unread":
      return { kind: "differs", files: [], why: "GitHub did not answer what the two diffs are" };
    case "compared": {
      const differing = compared.differences.filter(({ places }) => places.some(owns));
      if (differing.length === 0) return { kind: "same" };
      const surely = differing.filter(({ why }) => why === null);
      const told = surely.length > 0 ? surely : differing;
      return {
        kind: "differs",
        files: told.map(({ path }) => path),
        why: surely.length > 0 ? null : (differing[0]?.why ?? null),
      };
    }
  }
}

const TOO_MANY = "too many older commits were approved to compare them all";
