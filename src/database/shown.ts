/** Reads what the page shows of a repository: a few statements for each view, and nothing from GitHub. */

import { type Kysely, sql } from "kysely";
import {
  type ListedPull,
  listedPull,
  type ShownPromotion,
  type ShownPull,
  shownPromotion,
  shownPull,
} from "../model/page-data.ts";
import type { AskedReviewer } from "../model/pull-record.ts";
import { OPEN } from "./pulls.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface PullOnPage {
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly shown: ShownPull;
  /** The people whom Rung asked, with the reasons. */
  readonly asked: readonly AskedReviewer[];
}

/** A pull request in a list, without the people whom Rung asked and the texts of its verdict. */
export interface PullInList {
  readonly number: number;
  readonly shown: ListedPull;
}

/** Open ones with a known verdict, the lowest number first. Unreadable rows of another version are left out. */
export async function pullsInList(db: Db, repositoryId: number): Promise<readonly PullInList[]> {
  const rows = await db
    .selectFrom("pulls")
    .select("number")
    .select(sql<unknown>`shown - 'summaryMarkdown' - 'textMarkdown'`.as("listed"))
    .where("repository_id", "=", repositoryId)
    .where("state", "=", OPEN)
    .where("shown", "is not", null)
    .orderBy("number")
    .execute();
  return rows.flatMap(({ number, listed }) => {
    const { data: shown } = listedPull.safeParse(listed);
    return shown === undefined ? [] : [{ number, shown }];
  });
}

/** Whatever its state; `null`: not known, or its verdict never was. */
export async function pullOnPage(db: Db, repositoryId: number, number: number): Promise<PullOnPage | null> {
  const row = await db
    .selectFrom("pulls")
    .select(["number", "state", "shown", "record"])
    .where("repository_id", "=", repositoryId)
    .where("number", "=", number)
    .executeTakeFirst();
  return row === undefined ? null : onPage(row);
}

function onPage(row: {
  readonly number: number;
  readonly state: PullOnPage["state"];
  readonly shown: unknown;
  readonly record: { readonly reviewing?: { readonly asked: readonly AskedReviewer[] } };
}): PullOnPage | null {
  const { data: shown } = shownPull.safeParse(row.shown);
  if (shown === undefined) return null;
  const asked = (row.record.reviewing?.asked ?? []).filter(({ replaced }) => replaced !== true);
  return { number: row.number, state: row.state, shown, asked };
}

/** Open promotions that live in the repository, the oldest first. */
export async function promotionsOnPage(db: Db, repositoryId: number): Promise<readonly ShownPromotion[]> {
  const rows = await db
    .selectFrom("nominations")
    .select("shown")
    .where(sql`split_part(subject_key, '#', 1)`, "=", `${repositoryId}`)
    .where("shown", "is not", null)
    .execute();
  return rows
    .flatMap(({ shown }) => shownPromotion.safeParse(shown).data ?? [])
    .toSorted((one, other) => one.nominatedAt - other.nominatedAt);
}

export interface RepositoryCounts {
  readonly open: number;
  /** Open ones whose check has not passed. */
  readonly waiting: number;
  readonly promotions: number;
}

/** By repository id; a repository that is missing in the result has none of anything. */
export async function repositoryCounts(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, RepositoryCounts>> {
  if (ids.length === 0) return new Map();
  const pulls = await db
    .selectFrom("pulls")
    .select("repository_id")
    .select(sql<number>`count(*)::int`.as("open"))
    .select(sql<number>`(count(*) filter (where shown->>'outcome' not in ('success', 'neutral')))::int`.as("waiting"))
    .where("repository_id", "in", ids)
    .where("state", "=", OPEN)
    .where("shown", "is not", null)
    .groupBy("repository_id")
    .execute();
  const promotions = await db
    .selectFrom("nominations")
    .select(sql<string>`split_part(subject_key, '#', 1)`.as("id"))
    .select(sql<number>`count(*)::int`.as("promotions"))
    .where(sql`split_part(subject_key, '#', 1)`, "in", ids.map(String))
    .where("shown", "is not", null)
    .groupBy("id")
    .execute();
  const counts = new Map<number, RepositoryCounts>();
  for (const { repository_id: id, open, waiting } of pulls) counts.set(id, { open, waiting, promotions: 0 });
  for (const { id, promotions: count } of promotions) {
    counts.set(Number(id), { ...(counts.get(Number(id)) ?? { open: 0, waiting: 0 }), promotions: count });
  }
  return counts;
}
