/** The table of communities' decisions. */

import type { JSONColumnType } from "kysely";

/** What a community decides, or decided, as its status comment has it (community-decisions.ts). */
export interface CommunityDecisionTable {
  readonly repository_id: number;
  readonly number: number;
  readonly decision_id: string;
  /** Folded login of the repository's owner. */
  readonly owner: string;
  /** `owner/name` in lower case of the repository whose registry it was opened by. */
  readonly registry: string;
  readonly open: boolean;
  /** Id of its status comment, once it was seen. */
  readonly comment: number | null;
  /** As last sealed; readers check its shape. */
  readonly record: JSONColumnType<object, string, string>;
  /** What the page and the lists show of it (src/model/decision-data.ts). */
  readonly shown: JSONColumnType<object, string, string>;
}
