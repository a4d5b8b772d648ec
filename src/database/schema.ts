/** The tables, as kysely sees them. bigint is a number on both databases (see postgres-server.ts); timestamps are Date. */

import type { JSONColumnType } from "kysely";
import type { AccessAskedTable, AccessChangeTable, AccessGrantTable } from "./access-tables.ts";
import type { Timestamp } from "./column-types.ts";
import type { CommunityDecisionTable } from "./decision-tables.ts";
import type { DeliveryTable, LeaseTable, PauseTable, ScheduledJobTable, SeenDeliveryTable } from "./delivery-tables.ts";
import type { GrowthQuietTable, GrowthToldTable } from "./growth-tables.ts";
import type { MentionTable, OpenProposalTable, SightingTable } from "./inactivity-tables.ts";
import type { OwnerTable } from "./owner-tables.ts";
import type { AuditTable, QuietIssueTable, ReadingTable, RegistryTable, RepositoryTable } from "./repository-tables.ts";
import type {
  ActTable,
  AwayTable,
  CheckTable,
  MergeGroupTable,
  NominationTable,
  PathHistoryTable,
  PullTable,
  ReviewRequestTable,
} from "./subject-tables.ts";
import type { VouchTable } from "./vouch-tables.ts";

/** The app's own few facts. */
interface KeyValueTable {
  readonly key: string;
  readonly value: JSONColumnType<unknown & object, string, string>;
  readonly updated_at: Timestamp;
}

export interface Schema {
  readonly deliveries: DeliveryTable;
  readonly pulls: PullTable;
  readonly checks: CheckTable;
  readonly merge_groups: MergeGroupTable;
  readonly registries: RegistryTable;
  readonly key_values: KeyValueTable;
  readonly looks: ScheduledJobTable;
  readonly acts: ActTable;
  readonly away: AwayTable;
  readonly access_grants: AccessGrantTable;
  readonly access_asked: AccessAskedTable;
  readonly nominations: NominationTable;
  readonly review_requests: ReviewRequestTable;
  readonly path_histories: PathHistoryTable;
  readonly leases: LeaseTable;
  readonly seen_deliveries: SeenDeliveryTable;
  readonly pauses: PauseTable;
  readonly audit: AuditTable;
  readonly repositories: RepositoryTable;
  readonly quiet_issues: QuietIssueTable;
  readonly readings: ReadingTable;
  readonly access_changes: AccessChangeTable;
  readonly sightings: SightingTable;
  readonly mentions: MentionTable;
  readonly open_proposals: OpenProposalTable;
  readonly growth_quiets: GrowthQuietTable;
  readonly growth_told: GrowthToldTable;
  readonly vouches: VouchTable;
  readonly community_decisions: CommunityDecisionTable;
  readonly owners: OwnerTable;
}
