/** How much of everything there is, and how it is spread: few large, many small, as on GitHub. */

export interface Sizes {
  readonly installations: number;
  readonly repositories: number;
  /** Remembered in the database, open and closed. */
  readonly pulls: number;
  /** Of them, those that GitHub lists as open. */
  readonly open: number;
  readonly auditDays: number;
  /** Of them, entries for each remembered pull request. */
  readonly entriesEach: number;
  /** Deliveries of a day that became jobs, and those that became none. */
  readonly storedADay: number;
  readonly ignoredADay: number;
}

const FULL: Sizes = {
  installations: 2_000,
  repositories: 20_000,
  pulls: 200_000,
  open: 12_000,
  auditDays: 400,
  entriesEach: 6,
  storedADay: 25_000,
  ignoredADay: 75_000,
};

/** `scale` 1: the large organisation whole. */
export function sizesAt(scale: number): Sizes {
  const of = (count: number, least: number) => Math.max(least, Math.round(count * scale));
  const installations = of(FULL.installations, 3);
  return {
    installations,
    repositories: of(FULL.repositories, installations * 2),
    pulls: of(FULL.pulls, 100),
    open: of(FULL.open, 12),
    auditDays: FULL.auditDays,
    entriesEach: FULL.entriesEach,
    storedADay: of(FULL.storedADay, 50),
    ignoredADay: of(FULL.ignoredADay, 50),
  };
}

/**
 * `total` among so many, `least` for each; the first has the most, and how fast it falls is `steepness`: the share of the place n is as
 * 1 / (n + 3) to that power.
 */
export function spread(total: number, among: number, least: number, steepness: number): readonly number[] {
  const weights = Array.from({ length: among }, (_, at) => (at + 4) ** -steepness);
  const sum = weights.reduce((all, one) => all + one, 0);
  const left = Math.max(0, total - least * among);
  // What rounding leaves over goes to whoever comes first when it is due, so that the sum is exact.
  let owed = 0;
  return weights.map((weight) => {
    owed += (weight / sum) * left;
    const given = Math.floor(owed + 1e-9);
    owed -= given;
    return least + given;
  });
}
