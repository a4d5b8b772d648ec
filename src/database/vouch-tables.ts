/** The table about newcomers. */

import type { ColumnType } from "kysely";

/** Who is vouched for in a repository (vouches.ts). */
export interface VouchTable {
  readonly repository_id: number;
  readonly account_id: number;
  readonly login: string;
  /** `null`: GitHub was asked at `at`, and knew of nobody. */
  readonly by_login: string | null;
  readonly by_id: number | null;
  readonly at: ColumnType<Date, Date, Date>;
}
