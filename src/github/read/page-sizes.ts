/** How many items of each list to ask for at once: fewer where GitHub's answers became too large or took too long (R53). */

/** GitHub's own most. */
export const FULL_PAGE = 100;

/** More subjects with large answers than a process meets; beyond it, the oldest ones are asked for in full again. */
const MAX_REMEMBERED = 1_000;

export interface PageSizes {
  of(subject: string): number;
  /** An answer of this size failed; `false`: one item at a time is already asked for. */
  shrink(subject: string, from: number): boolean;
}

/** Remembers for as long as the process lives: a conversation that was too large once is not asked whole again. */
export function pageSizes(): PageSizes {
  const sizes = new Map<string, number>();
  return {
    of: (subject) => sizes.get(subject) ?? FULL_PAGE,
    shrink(subject, from) {
      if (from <= 1) return false;
      sizes.delete(subject);
      sizes.set(subject, Math.ceil(from / 2));
      const [oldest] = sizes.keys();
      if (sizes.size > MAX_REMEMBERED && oldest !== undefined) sizes.delete(oldest);
      return true;
    },
  };
}
