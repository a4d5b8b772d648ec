/** A check as it is known to be on GitHub. */
export interface CurrentCheck {
  readonly digest: string;
  /** In the form of `outcomeWord`. */
  readonly outcome: string;
}

/** What is remembered of a check's outcome, including whether it has annotations on lines. */
export function outcomeWord(outcome: string, isAnnotated: boolean): string {
  return isAnnotated ? `${outcome} annotated` : outcome;
}
