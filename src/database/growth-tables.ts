/** The tables about the next role. */

import type { ColumnType } from "kysely";

/** Who wants to hear of no next role (growth-quiets.ts). */
export interface GrowthQuietTable {
  /** Folded login of the owner. */
  readonly owner: string;
  readonly account_id: number;
  readonly login: string;
  readonly quiet: boolean;
  readonly said_at: ColumnType<Date, Date, Date>;
}

/** Who was told of a role, and in which pull request (growth-told.ts). */
export interface GrowthToldTable {
  /** Folded login of the owner. */
  readonly owner: string;
  readonly account_id: number;
  readonly role: string;
  /** `repository id#number`. */
  readonly pull: string;
  readonly told_at: ColumnType<Date, Date, Date>;
}
