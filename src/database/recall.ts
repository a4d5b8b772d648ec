/** Everything that is remembered of a pull request once its head is read: one statement, since people wait for each round trip. */

import type { Kysely } from "kysely";
import type { Note } from "../model/job.ts";
import type { PullRecord } from "../model/pull-record.ts";
import { loginKey } from "../shared/names.ts";
import type { StoredAbsence } from "./absences.ts";
import { EPOCH_KEY } from "./check-epoch.ts";
import { type CheckRow, checkRowAsJson } from "./checks.ts";
import { perRun } from "./deliveries.ts";
import type { Schema } from "./schema.ts";
import { rowsOf } from "./statement.ts";

interface RecalledPull {
  readonly repositoryId: number;
  readonly owner: string;
  readonly number: number;
  readonly headSha: string;
}

export interface Recalled {
  /** The head that the checks and the other rows belong to. */
  readonly headSha: string;
  /** What its deliveries told lately, including handled ones, in the order they came. */
  readonly notes: readonly Note[];
  /** Everyone of the owner's people who said to be away, whether or not they still are. */
  readonly absences: readonly StoredAbsence[];
  /** Other open pull requests with this head, by number (R17). */
  readonly twins: readonly { readonly number: number; readonly record: PullRecord }[];
  /** By name. */
  readonly checks: readonly CheckRow[];
}

const RECALL = `
  select
    (select coalesce(json_agg(told.notes order by told.seq), '[]') from (
      select seq, job->'notes' as notes from deliveries
      where received_at > now() - make_interval(secs => $1::float8) and subject_key = $2
      order by seq limit ${perRun}) as told) as notes,
    (select coalesce(json_agg(json_build_object('login', login, 'id', account_id, 'saidIn', said_in,
      'until', floor(extract(epoch from until) * 1000), 'saidAt', floor(extract(epoch from said_at) * 1000))), '[]') from away where owner = $3) as absences,
    (select coalesce(json_agg(json_build_object('number', number, 'record', record) order by number), '[]') from pulls
      where repository_id = $4 and state = 'open' and head_sha = $5 and number <> $6::integer) as twins,
    (select coalesce(json_agg(${checkRowAsJson(7)} order by name), '[]') from checks
      where repository_id = $4 and head_sha = $5) as checks`;

interface Row extends Omit<Recalled, "headSha" | "notes"> {
  readonly notes: readonly (readonly Note[] | null)[];
}

/** `key`: the subject's; `seconds`: what "lately" means. */
export async function recall(
  db: Kysely<Schema>,
  { repositoryId, owner, number, headSha }: RecalledPull,
  key: string,
  seconds: number,
): Promise<Recalled> {
  const values = [seconds, key, loginKey(owner), repositoryId, headSha, number, EPOCH_KEY];
  const [row] = await rowsOf<Row>(db, RECALL, values);
  if (row === undefined) throw new Error("the database answered a question for one row with none");
  return { ...row, headSha, notes: row.notes.flatMap((notes) => notes ?? []) };
}
