/** A check as it is known to be on GitHub. */
export interface CurrentCheck {
  readonly digest: string;
  /** As `outcomeWord` tells it. */
  readonly outcome: string;
}

/** What is remembered of a check's outcome: with whether lines of files carry its annotations. */
export function outcomeWord(outcome: string, isAnnotated: boolean): string {
  return isAnnotated ? `${outcome} annotated` : outcome;
}
