/** The tables about who has access. */
import type { ColumnType, JSONColumnType } from "kysely";
import type { GrantOutcome } from "../model/access-grant.ts";

/** Whom Rung began to add to a team (access-grants.ts). */
export interface AccessGrantTable {
  /** Folded login of the organisation. */
  readonly owner: string;
  /** Slug, in lower case. */
  readonly team: string;
  readonly account_id: number;
  /** As it was then. */
  readonly login: string;
  /** By GitHub's clock. */
  readonly begun_at: ColumnType<Date, Date, Date>;
  /** `null`: begun, and perhaps done. */
  readonly outcome: JSONColumnType<GrantOutcome, string | null | undefined, string | null> | null;
}

/** Who is to be asked into their teams once more (access-asked.ts). */
export interface AccessAskedTable {
  /** Folded login of the organisation. */
  readonly owner: string;
  readonly account_id: number;
  /** Login of whoever said it. */
  readonly said_by: string;
  /** By GitHub's clock. */
  readonly said_at: ColumnType<Date, Date, Date>;
}

/** Who last changed somebody's access to something, as GitHub's events told: it does not tell later. */
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
