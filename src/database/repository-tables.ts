/** The tables about whole repositories: what is shown, published and recorded about them, and their registries. */

import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { AuditCause, AuditEntry } from "../model/audit-entry.ts";
import type { OptionalTimestamp, Timestamp } from "./column-types.ts";

/** Texts of registries: the blob cache, and the last good text of each source (R19). */
export interface RegistryTable {
  readonly key: string;
  readonly oid: string;
  readonly text: string;
  readonly good: boolean;
  readonly seen_at: Timestamp;
}

/** What is known about a repository itself, for the page: above all who may see it. */
export interface RepositoryTable {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly installation_id: number;
  /** As GitHub last said; anything that shows something must consider `seen_at` too. */
  readonly private: boolean;
  readonly archived: boolean;
  /** What the page shows of its registry (src/model/page-data.ts); `null`: none governs it, or none was read yet. */
  readonly registry: JSONColumnType<object, string | null, string | null> | null;
  /** The state of the lists published there (publishing.ts); `null`: none are, as far as is known. */
  readonly publishing: ColumnType<unknown, undefined, undefined>;
  /** When GitHub last said so, by the database's clock. */
  readonly seen_at: Timestamp;
}

/** One issue of the app's for a topic in a repository, edited in place. A cache: GitHub has the issue, and its marker says what it told. */
export interface QuietIssueTable {
  readonly repository_id: number;
  readonly subject: string;
  /** `null`: none is known. */
  readonly number: number | null;
  /** Digests of what it said when last written. */
  readonly told: JSONColumnType<readonly string[], string, string>;
  /** Opening one was begun, and its end is not known: GitHub may have it, or not. */
  readonly begun_at: OptionalTimestamp;
}

/** What was read to be compared with a registry, and when. */
export interface ReadingTable {
  /** The repository of the registry. */
  readonly repository_id: number;
  readonly subject: string;
  /** Folded. */
  readonly owner: string;
  readonly name: string;
  readonly installation_id: number;
  /** The texts of the registry for which it was read. */
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

/** What was decided and done, for later questions (model/audit-entry.ts). */
export interface AuditTable {
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
