/** The tables about pull requests and issues, and about what people asked for there. */

import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { Answer } from "../model/answer.ts";
import type { CommandAction } from "../model/command-effect.ts";
import type { ReactionEffect, ReplyEffect } from "../model/effect.ts";
import type { Touch } from "../model/path-history.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { OptionalTimestamp, Timestamp } from "./column-types.ts";

export interface PullTable {
  readonly repository_id: number;
  readonly number: number;
  readonly owner: string;
  readonly name: string;
  readonly head_sha: string;
  readonly base_ref: string;
  readonly state: "open" | "closed" | "merged";
  readonly record: JSONColumnType<PullRecord, string, string>;
  /** What the page shows of it (src/model/page-data.ts), from when it was last open; `null`: nothing yet. */
  readonly shown: JSONColumnType<object, string | null | undefined, string | null> | null;
  readonly updated_at: Timestamp;
}

/** The check runs that Rung wrote, so that an unchanged verdict writes nothing (R21). */
export interface CheckTable {
  readonly repository_id: number;
  readonly head_sha: string;
  readonly name: string;
  readonly check_run_id: number;
  readonly digest: string;
  readonly outcome: string;
  /** A write was begun and its outcome is unknown: GitHub may have it, or not (R75). */
  readonly begun: Generated<boolean>;
  /** Grows by one with every change of the row. */
  readonly version: Generated<number>;
  /** When it was last known to be true: the epoch of that moment (database/check-epoch.ts). */
  readonly epoch: Generated<string>;
  readonly written_at: Timestamp;
}

/** Commits that a merge queue had judged, and which verdicts of its pull requests they were judged by (R39). */
export interface MergeGroupTable {
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

/** What somebody's line asked to be done, once; kept as the record of who had what done (R30). */
export interface ActTable {
  readonly key: string;
  /** For a line: who, what, and the state before. For an utterance: its answer. For a subject: answers that it could not take yet. */
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
export interface AwayTable {
  /** Folded login of the owner. */
  readonly owner: string;
  /** Folded login of the person. */
  readonly login: string;
  readonly account_id: number | null;
  /** `null`: until taken back. */
  readonly until: OptionalTimestamp;
  /** By GitHub's clock. */
  readonly said_at: ColumnType<Date, Date, Date>;
  /** `owner/name` of the repository in which it was said; `null`: an earlier version kept none. */
  readonly said_in: string | null;
}

/** An open nomination, so that the same one on another subject is noticed. */
export interface NominationTable {
  readonly subject_key: string;
  readonly nomination_id: string;
  /** Lower case. */
  readonly owner: string;
  readonly nomination: JSONColumnType<object, string, string>;
  /** What the page shows of it (src/model/page-data.ts). */
  readonly shown: JSONColumnType<object, string | null | undefined, string | null> | null;
}

/** Somebody asked to review a pull request. */
export interface ReviewRequestTable {
  readonly repository_id: number;
  readonly number: number;
  readonly login: string;
  readonly account_id: number | null;
  /** Not answered yet, and the pull request is open. */
  readonly open: Generated<boolean>;
  readonly asked_at: Timestamp;
}

/** Who wrote and reviewed the last changes of a path on a default branch. */
export interface PathHistoryTable {
  readonly repository_id: number;
  readonly path: string;
  readonly touches: JSONColumnType<readonly Touch[], string, string>;
  readonly read_at: Timestamp;
}
