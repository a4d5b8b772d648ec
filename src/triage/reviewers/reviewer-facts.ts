/** What the choice of reviewers is based on, and its result. Plain data. */

import type { Absence } from "../../model/absence.ts";
import type { PathHistory } from "../../model/path-history.ts";
import type { Remark } from "../../model/pull-record.ts";
import type { Account, Instant } from "../../shared/names.ts";
import type { ByPerson, Person } from "../../shared/person-sets.ts";

/** Somebody was asked to review, or taken off again, by the pull request's timeline. */
export interface RequestEvent {
  readonly kind: "asked" | "removed";
  readonly who: Person;
  /** `null`: a deleted account. */
  readonly by: Account | null;
  readonly at: Instant;
}

export interface ReviewerFacts {
  /** Asked now and not yet answered. */
  readonly requested: readonly Account[];
  /** Teams asked now, `org/slug` in lower case. */
  readonly requestedTeams: readonly string[];
  /** Oldest first. */
  readonly events: readonly RequestEvent[];
  /** Open requests of the repository by person, this pull request's own left out. */
  readonly loads: ByPerson<number>;
  /** How often they were asked lately, answered or not. */
  readonly turns: ByPerson<number>;
  readonly histories: readonly PathHistory[];
  /** "busy" by their status on GitHub; "absent": there is no such account; "unnamed": it bears another name, which GitHub did not tell. */
  readonly statuses: ByPerson<"busy" | "absent" | "unnamed">;
  /** What people whom the registry pins by id are called by now, where that is another name than it has (R4). Absent: nobody is. */
  readonly names?: ByPerson<string>;
  /** People away by their own `/away`; the registry's `away` is considered separately. */
  readonly away: readonly Absence[];
  /** Logins that were no account at the last look and are one now. Absent: none was asked about. */
  readonly returned?: readonly string[];
  /** GitHub's word for the author's association with the repository; `null`: not told. */
  readonly association: string | null;
  /** The author opened another pull request here before this one, merged or not. Absent: not read, or none is known. */
  readonly openedBefore?: boolean;
}

/** Why somebody who could be asked is not. */
export type Unavailable =
  | { readonly kind: "away"; readonly absence: Absence }
  | { readonly kind: "busy" }
  | { readonly kind: "full"; readonly open: number }
  | { readonly kind: "absent" | "unnamed" };

interface Chosen extends Person {
  /** As Markdown. */
  readonly why: string;
}

export interface Choice {
  /** To be asked now, in addition to those who are already asked. */
  readonly ask: readonly Chosen[];
  readonly remarks: readonly Remark[];
}
