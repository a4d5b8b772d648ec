/** What Rung must remember of a promotion, kept signed in its own status comment (R26): nothing of it is in the database. */

import type { Instant } from "../shared/names.ts";
import type { Measured, Nomination, Person, PromotionStatement } from "./promotion-types.ts";
import type { Stage } from "./stages.ts";

export interface PromotionRecord {
  readonly nomination: Nomination;
  /** Address of the comment that nominated. */
  readonly url: string;
  /** By the text when each was said; a later edit does not change them. */
  readonly words: readonly PromotionStatement[];
  readonly stage: Stage;
  /** By measure key, as of `measuredAt`. */
  readonly measured: readonly (readonly [key: string, measured: Measured])[];
  readonly measuredAt: Instant;
  /** The one reminder was given. */
  readonly reminded: boolean;
  /** Why the registry could not be changed, for people; `null`: it could, or was not yet to be. Inert. */
  readonly trouble: string | null;
  /** Somebody changed the record before this one, so this one was made anew from the comments. */
  readonly rebuilt: boolean;
  /** Statements that did not count when they were said, and so never will (R81); only the last few, to show to people. Absent: none. */
  readonly refused?: readonly Refusal[];
  /** Every statement until then was accepted or refused. Absent in records of earlier versions: since the nomination, by its answers. */
  readonly heardUntil?: Instant;
  /** Its issue was closed when it was last looked at: no time passes there. */
  readonly rests?: true;
  /** The issue or pull request that it belongs to (R46); absent in records of earlier versions, whose `url` tells it. */
  readonly place?: { readonly repositoryId: number; readonly repository: string; readonly number: number };
}

export interface Refusal {
  readonly by: Person;
  readonly kind: PromotionStatement["kind"];
  /** The command. */
  readonly said: string;
  readonly url: string;
  /** Inert. */
  readonly reason: string;
}

/** What two records must have in common to say the same: figures that only became older do not matter. */
export function essence(record: PromotionRecord): string {
  const { nomination, words, stage, reminded, trouble, rebuilt, rests, refused = [] } = record;
  return JSON.stringify([
    [nomination.id, nomination.electorate, nomination.registryOid, nomination.candidate.login, nomination.shownAt],
    words.map(({ key, kind, ...word }) => [key, kind, JSON.stringify(word)]),
    stage,
    [reminded, trouble, rebuilt, rests],
    refused.map(({ url, said, reason }) => [url, said, reason]),
  ]);
}
