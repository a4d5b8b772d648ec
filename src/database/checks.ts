/** The check runs that Rung wrote: their ids, and what they said, so that an unchanged verdict writes nothing (R21). */

import type { Kysely } from "kysely";
import type { AuditEntry } from "../model/audit-entry.ts";
import { auditedAlong, auditRows } from "./audit-entries.ts";
import { EPOCH_KEY, presentEpoch } from "./check-epoch.ts";
import { besideAlong, besideValues, type StandingBeside } from "./merge-groups.ts";
import type { Schema } from "./schema.ts";
import { rowsOf } from "./statement.ts";

export interface StoredCheck {
  readonly repositoryId: number;
  readonly headSha: string;
  readonly name: string;
  /** BEGUN: none is known yet. */
  readonly checkRunId: number;
  /** Of everything shown; if the digests are equal, no write is needed. */
  readonly digest: string;
  readonly outcome: string;
}

type CheckName = Pick<StoredCheck, "repositoryId" | "headSha" | "name">;

/** A row with the data that tell whether it may be believed (R75). */
export interface CheckRow extends StoredCheck {
  /** A write was begun and its end is not known. */
  readonly begun: boolean;
  readonly version: number;
  /** Written or looked up since the present epoch began. */
  readonly isOfEpoch: boolean;
  /** Seconds since it was last written or begun, by the database's clock. */
  readonly age: number;
}

/** Rows of `checks` as CheckRow in JSON; the key of the present epoch is value `n` of the statement. */
export function checkRowAsJson(n: number): string {
  return `json_build_object('repositoryId', repository_id, 'headSha', head_sha, 'name', name, 'checkRunId', check_run_id,
    'digest', digest, 'outcome', outcome, 'begun', begun, 'version', version, 'isOfEpoch', epoch = ${presentEpoch(n)},
    'age', extract(epoch from now() - written_at)::float8)`;
}

const ROWS = `
  select ${checkRowAsJson(3)} as row from checks where repository_id = $1 and head_sha = $2 order by name`;

/** All rows of a commit, by name. */
export async function checkRows(
  db: Kysely<Schema>,
  repositoryId: number,
  headSha: string,
): Promise<readonly CheckRow[]> {
  const rows = await rowsOf<{ readonly row: CheckRow }>(db, ROWS, [repositoryId, headSha, EPOCH_KEY]);
  return rows.map(({ row }) => row);
}

export function storedOf({
  begun: _,
  version: _version,
  isOfEpoch: _isOfEpoch,
  age: _age,
  ...check
}: CheckRow): StoredCheck {
  return check;
}

/** The id of a run that was begun and about which nothing is known: GitHub may have it, or not. */
export const BEGUN = 0;

const BEGIN = `
  insert into checks (repository_id, head_sha, name, check_run_id, digest, outcome, begun, version)
  values ($1, $2, $3, ${BEGUN}, '', '', true, 1)
  on conflict (repository_id, head_sha, name)
  do update set begun = true, version = checks.version + 1, written_at = now()
  returning version`;

/** Records that a check is about to be written; until it is saved, the row is not believed. Returns the row's version. */
export async function beginCheck(db: Kysely<Schema>, { repositoryId, headSha, name }: CheckName): Promise<number> {
  return rowIn(await rowsOf<{ readonly version: number }>(db, BEGIN, [repositoryId, headSha, name])).version;
}

const SAVE = `
  with audited as (${auditedAlong(8)})
  insert into checks (repository_id, head_sha, name, check_run_id, digest, outcome, begun, version, epoch)
  values ($1, $2, $3, $4, $5, $6, false, 1, ${presentEpoch(7)})
  on conflict (repository_id, head_sha, name)
  do update set check_run_id = excluded.check_run_id, digest = excluded.digest, outcome = excluded.outcome,
    begun = false, version = checks.version + 1, epoch = excluded.epoch, written_at = now()
  returning version, ${besideAlong(9)}`;

interface SavedCheck extends StandingBeside {
  /** The row's. */
  readonly version: number;
}

/**
 * Creates or replaces what is known to be on GitHub, and stores its audit entries in the same statement: neither exists without the
 * other. Returns the other results of the same statement, about the pull request with that number.
 */
export async function saveCheck(
  db: Kysely<Schema>,
  check: StoredCheck,
  entries: readonly AuditEntry[] = [],
  number: number | null = null,
): Promise<SavedCheck> {
  const { repositoryId, headSha, name, checkRunId, digest, outcome } = check;
  const values = [repositoryId, headSha, name, checkRunId, digest, outcome, EPOCH_KEY, auditRows(entries)];
  return rowIn(await rowsOf<SavedCheck>(db, SAVE, [...values, ...besideValues(number)]));
}

function rowIn<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error("a check was not written down");
  return row;
}

/** A run that GitHub turns out not to have. */
export async function forgetCheck(db: Kysely<Schema>, { repositoryId, headSha, name }: CheckName): Promise<void> {
  await db
    .deleteFrom("checks")
    .where("repository_id", "=", repositoryId)
    .where("head_sha", "=", headSha)
    .where("name", "=", name)
    .execute();
}
