/** The tables about who was seen. */

import type { ColumnType } from "kysely";

/** The last activity of a person that deliveries showed (sightings.ts). */
export interface SightingTable {
  /** Folded login of the repositories' owner. */
  readonly owner: string;
  readonly account_id: number;
  readonly login: string;
  readonly at: ColumnType<Date, Date, Date>;
  readonly url: string | null;
}

/** People whom an open pull request of Rung's asks whether they want to go on (open-proposals.ts). */
export interface OpenProposalTable {
  readonly repository_id: number;
  readonly number: number;
  readonly installation_id: number;
  readonly owner: string;
  readonly name: string;
  /** `#id`, or a folded login where the id is not known. */
  readonly person: string;
}

/** When Rung last named somebody who had not asked for it (mentions.ts). */
export interface MentionTable {
  /** `#id`, or a folded login where the id is not known. */
  readonly person: string;
  readonly about: string;
  readonly at: ColumnType<Date, Date, Date>;
}
