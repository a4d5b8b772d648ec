/** Reads again, for a while, what could not be read beside a pull request's verdict. */

import type { GitHubError } from "../github/client/errors.ts";
import { isRecent } from "../github/read/told-notes.ts";
import type { PullFacts } from "../model/facts.ts";
import { goneOrLate, type Patience } from "./patience.ts";
import type { Work } from "./read-notes.ts";
import { failedTries } from "./withdraw-checks.ts";

/** After this many failed tries, including those that ended with their process, nobody is asked and labels stay as they are. */
const MAX_TRIES = 12;

/**
 * `null`: trying again would not help. A missing thing stays missing, and must not keep a check from passing; a very new pull request
 * may only not be shown yet.
 */
export function whyReadAgain(
  given: readonly (GitHubError | null)[],
  facts: PullFacts,
  work: Work,
  patience: Patience,
): Error | null {
  const failures = given.filter((one) => one !== null);
  const isNew = isRecent(facts.createdAt, facts);
  for (const one of isNew ? failures : []) {
    const late = goneOrLate(one, work, patience);
    if (late !== null) return late;
  }
  const passing = failures.find(({ retryable }) => retryable);
  return passing !== undefined && failedTries(work) < MAX_TRIES ? passing : null;
}
