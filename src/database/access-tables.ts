/** The tables about who has access. */

import type { ColumnType, JSONColumnType } from "kysely";
import type { GrantOutcome } from "../model/access-grant.ts";

/** People whom Rung began to add to a team (access-grants.ts). */
export interface AccessGrantTable {
  /** Folded login of the organisation. */
  readonly owner: string;
  /** Slug, in lower case. */
  readonly team: string;
  readonly account_id: number;
  /** The login at that time. */
  readonly login: string;
  /** By GitHub's clock. */
  readonly begun_at: ColumnType<Date, Date, Date>;
  /** `null`: begun, and perhaps done. */
  readonly outcome: JSONColumnType<GrantOutcome, string | null | undefined, string | null> | null;
}

/** People who may be invited to their teams once more (access-asked.ts). */
export interface AccessAskedTable {
  /** Folded login of the organisation. */
  readonly owner: string;
  readonly account_id: number;
  /** Login of the person who said it. */
  readonly said_by: string;
  /** By GitHub's clock. */
  readonly said_at: ColumnType<Date, Date, Date>;
}

/** Who last changed somebody's access to something, by GitHub's events: it does not tell this later. */
export interface AccessChangeTable {
  /** Folded login of the organisation. */
  readonly owner: string;
  /** `organisation`, `team:slug` or `repository:name`, lower case. */
  readonly place: string;
  readonly account_id: number;
  readonly login: string;
  readonly what: "added" | "removed" | "invited" | "permission";
  readonly by_id: number;
  readonly by_login: string;
  readonly at: ColumnType<Date, Date, Date>;
}
