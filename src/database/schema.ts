/** The tables, as kysely sees them. bigint is a number on both databases (see postgres-server.ts); timestamps are Date. */

import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { GrantOutcome } from "../model/access-grant.ts";
import type { Answer } from "../model/answer.ts";
import type { AuditCause, AuditEntry } from "../model/audit-entry.ts";
import type { CommandAction } from "../model/command-effect.ts";
import type { ReactionEffect, ReplyEffect } from "../model/effect.ts";
import type { Job } from "../model/job.ts";
import type { Touch } from "../model/path-history.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { CommunityDecisionTable } from "./decision-table.ts";

type Timestamp = ColumnType<Date, Date | undefined, Date>;
type OptionalTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** One accepted webhook (or a job of Rung's own), until it is handled and some weeks beyond (R23). */
interface DeliveryTable {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  /** Order of arrival. */
  readonly seq: Generated<number>;
  readonly event: string;
  readonly installation_id: number;
  readonly subject_key: string;
  readonly job: JSONColumnType<Job, string, string>;
  /** The pg-boss job that stands for this delivery while it waits. */
  readonly job_id: string;
  readonly received_at: Timestamp;
  readonly handled_at: OptionalTimestamp;
  /** Tries that ended in an error, limits included. */
  readonly attempts: Generated<number>;
  /** Those of them that count towards parking: GitHub's limits do not. */
  readonly failures: Generated<number>;
  readonly retry_at: OptionalTimestamp;
  readonly parked_at: OptionalTimestamp;
  readonly error: string | null;
}

interface PullTable {
  readonly repository_id: number;
  readonly number: number;
  readonly owner: string;
  readonly name: string;
  readonly head_sha: string;
  readonly base_ref: string;
  readonly state: "open" | "closed" | "merged";
  readonly record: JSONColumnType<PullRecord, string, string>;
  /** What the page shows of it (src/model/page-data.ts), as when it was last open; `null`: nothing yet. */
  readonly shown: JSONColumnType<object, string | null | undefined, string | null> | null;
  readonly updated_at: Timestamp;
}

/** The check runs that Rung wrote, so that an unchanged verdict writes nothing (R21). */
interface CheckTable {
  readonly repository_id: number;
  readonly head_sha: string;
  readonly name: string;
  readonly check_run_id: number;
  readonly digest: string;
  readonly outcome: string;
  /** A write was begun whose end is not known: GitHub may have it, or not (R75). */
  readonly begun: Generated<boolean>;
  /** Grows by one with every change of the row. */
  readonly version: Generated<number>;
  /** When it was last known to be true: the epoch of that moment (database/check-epoch.ts). */
  readonly epoch: Generated<string>;
  readonly written_at: Timestamp;
}

/** Commits that a merge queue had judged, and which verdicts of its pull requests they were judged by (R39). */
interface MergeGroupTable {
  readonly repository_id: number;
  readonly head_sha: string;
  readonly head_ref: string;
  readonly base_sha: string;
  readonly base_ref: string;
  readonly pulls: JSONColumnType<readonly GroupPull[], string, string>;
  /** Merged or given up: nothing judges it again. */
  readonly ended: Generated<boolean>;
  readonly updated_at: Timestamp;
}

/** `digest`: of the verdict (gate/combined.ts); `null`: it is being judged. */
export interface GroupPull {
  readonly number: number;
  readonly digest: string | null;
}

/** Texts of registries: the blob cache, and the last good text of each source (R19). */
interface RegistryTable {
  readonly key: string;
  readonly oid: string;
  readonly text: string;
  readonly good: boolean;
  readonly seen_at: Timestamp;
}

/** The app's own few facts. */
interface KeyValueTable {
  readonly key: string;
  readonly value: JSONColumnType<unknown & object, string, string>;
  readonly updated_at: Timestamp;
}

/** A look at a subject that is due at a time; one for each subject. */
interface ScheduledJobTable {
  readonly subject_key: string;
  readonly job: JSONColumnType<Job, string, string>;
  readonly due_at: Timestamp;
  readonly token: string;
}

/** What a line of somebody's asked to be done, once; kept as the record of who had what done (R30). */
interface ActTable {
  readonly key: string;
  /** Of a line: who, what, and what stood before. Of an utterance: what it is answered. Of a subject: which answers it did not take yet. */
  readonly act: JSONColumnType<
    | { readonly act: CommandAction }
    | { readonly said: ReplyEffect | ReactionEffect }
    | { readonly owed: readonly (ReplyEffect | ReactionEffect)[] },
    string,
    string
  >;
  readonly begun_at: Timestamp;
  /** `null`: begun, and perhaps done. */
  readonly done_at: OptionalTimestamp;
  readonly answer: JSONColumnType<Answer, string, string> | null;
}

/** People who said `/away`, by the owner of the repositories they said it for. */
interface AwayTable {
  /** Folded login of the owner. */
  readonly owner: string;
  /** Folded login of the person. */
  readonly login: string;
  readonly account_id: number | null;
  /** `null`: until taken back. */
  readonly until: OptionalTimestamp;
  /** By GitHub's clock. */
  readonly said_at: ColumnType<Date, Date, Date>;
  /** `owner/name` of the repository it was said in; `null`: an earlier version kept none. */
  readonly said_in: string | null;
}

/** Whom Rung began to add to a team (access-grants.ts). */
interface AccessGrantTable {
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
interface AccessAskedTable {
  /** Folded login of the organisation. */
  readonly owner: string;
  readonly account_id: number;
  /** Login of whoever said it. */
  readonly said_by: string;
  /** By GitHub's clock. */
  readonly said_at: ColumnType<Date, Date, Date>;
}

/** An open nomination, so that the same one on another subject is noticed. */
interface NominationTable {
  readonly subject_key: string;
  readonly nomination_id: string;
  /** Lower case. */
  readonly owner: string;
  readonly nomination: JSONColumnType<object, string, string>;
  /** What the page shows of it (src/model/page-data.ts). */
  readonly shown: JSONColumnType<object, string | null | undefined, string | null> | null;
}

/** What is known of a repository itself, for the page: above all who may see it. */
interface RepositoryTable {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly installation_id: number;
  /** As GitHub last said; whoever shows something looks at `seen_at` too. */
  readonly private: boolean;
  readonly archived: boolean;
  /** What the page shows of its registry (src/model/page-data.ts); `null`: none governs, or none was read yet. */
  readonly registry: JSONColumnType<object, string | null, string | null> | null;
  /** How what follows the registry stands there (publishing.ts); `null`: nothing is published there as far as is known. */
  readonly publishing: ColumnType<unknown, undefined, undefined>;
  /** When GitHub last said so, by the database's clock. */
  readonly seen_at: Timestamp;
}

/** Somebody asked to review a pull request. */
interface ReviewRequestTable {
  readonly repository_id: number;
  readonly number: number;
  readonly login: string;
  readonly account_id: number | null;
  /** Not answered yet, and the pull request is open. */
  readonly open: Generated<boolean>;
  readonly asked_at: Timestamp;
}

/** Who wrote and reviewed the last changes of a path on a default branch. */
interface PathHistoryTable {
  readonly repository_id: number;
  readonly path: string;
  readonly touches: JSONColumnType<readonly Touch[], string, string>;
  readonly read_at: Timestamp;
}

/** Who does what only one process should do, until when. */
interface LeaseTable {
  readonly name: string;
  readonly holder: string;
  readonly until: Timestamp;
}

/** Deliveries that were looked at and are no job: ignored, not of their event's shape, or asked for again. */
interface SeenDeliveryTable {
  readonly id: string;
  /** How often GitHub was asked to send it again; 0: there is nothing to be done with it. */
  readonly asked: Generated<number>;
  readonly seen_at: Timestamp;
}

/** When GitHub last asked for quiet, and for how long. */
interface PauseTable {
  /** 0: the app itself. */
  readonly installation_id: number;
  readonly asked_at: Timestamp;
  readonly seconds: number;
  /** A secondary limit: writes are spaced for a while afterwards. */
  readonly secondary: boolean;
}

/** What was decided and done, for whoever asks later (model/audit-entry.ts). */
interface AuditTable {
  readonly id: Generated<number>;
  readonly at: Timestamp;
  readonly repository: string;
  readonly repository_id: number;
  readonly number: number | null;
  readonly head_sha: string | null;
  readonly cause: JSONColumnType<AuditCause, string, never>;
  readonly what: string;
  readonly detail: JSONColumnType<AuditEntry["detail"], string, never>;
  readonly why: JSONColumnType<readonly string[], string, never>;
  readonly digest: string;
  readonly version: string;
}

/** One issue of the app's for a subject in a repository, edited in place. A cache: GitHub shows the issue, and its marker what it told. */
interface QuietIssueTable {
  readonly repository_id: number;
  readonly subject: string;
  /** `null`: none is known. */
  readonly number: number | null;
  /** Digests of what it said when last written. */
  readonly told: JSONColumnType<readonly string[], string, string>;
  /** Opening one was begun, and its end is not known: GitHub may have it, or not. */
  readonly begun_at: OptionalTimestamp;
}

/** What was read of the world to hold a registry against it, and when. */
interface ReadingTable {
  /** Where the registry lies. */
  readonly repository_id: number;
  readonly subject: string;
  /** Folded. */
  readonly owner: string;
  readonly name: string;
  readonly installation_id: number;
  /** Of the registry that it was read for. */
  readonly texts: string;
  readonly tried_at: Timestamp;
  /** When all of it was last read, by GitHub's clock; `null`: never. */
  readonly whole_at: OptionalTimestamp;
  /** Why the last try was not whole, as sentences; none: it was. */
  readonly unread: JSONColumnType<readonly string[], string, string>;
  /** What the next reading is compared with. */
  readonly memory: JSONColumnType<object, string | null, string | null> | null;
  /** What the page shows of it (src/model/page-data.ts). */
  readonly shown: JSONColumnType<object, string | null, string | null> | null;
}

/** Who last changed somebody's access to something, as GitHub's events told: it does not tell later. */
interface AccessChangeTable {
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

/** The last thing that deliveries told of somebody (sightings.ts). */
interface SightingTable {
  /** Folded login of the repositories' owner. */
  readonly owner: string;
  readonly account_id: number;
  readonly login: string;
  readonly at: ColumnType<Date, Date, Date>;
  readonly url: string | null;
}

/** Whom an open pull request of Rung's asks whether they want to go on (open-proposals.ts). */
interface OpenProposalTable {
  readonly repository_id: number;
  readonly number: number;
  readonly installation_id: number;
  readonly owner: string;
  readonly name: string;
  /** `#id`, or a folded login where the id is not known. */
  readonly person: string;
}

/** When Rung last named somebody who had not asked for it (mentions.ts). */
interface MentionTable {
  /** `#id`, or a folded login where the id is not known. */
  readonly person: string;
  readonly about: string;
  readonly at: ColumnType<Date, Date, Date>;
}

/** Who wants to be told of no next role (growth-quiets.ts). */
interface GrowthQuietTable {
  /** Folded login of the owner. */
  readonly owner: string;
  readonly account_id: number;
  readonly login: string;
  readonly quiet: boolean;
  readonly said_at: ColumnType<Date, Date, Date>;
}

/** Who was told of a role, and in which pull request (growth-told.ts). */
interface GrowthToldTable {
  /** Folded login of the owner. */
  readonly owner: string;
  readonly account_id: number;
  readonly role: string;
  /** `repository id#number`. */
  readonly pull: string;
  readonly told_at: ColumnType<Date, Date, Date>;
}

/** Who is vouched for in a repository (vouches.ts). */
interface VouchTable {
  readonly repository_id: number;
  readonly account_id: number;
  readonly login: string;
  /** `null`: GitHub was asked at `at`, and knew of nobody. */
  readonly by_login: string | null;
  readonly by_id: number | null;
  readonly at: ColumnType<Date, Date, Date>;
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
}
