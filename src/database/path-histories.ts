/** Who knows which path, cached for a while: it changes slowly, and each costs part of a request. */

import { type Kysely, sql } from "kysely";
import type { PathHistory } from "../model/path-history.ts";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";

/** A history is believed so long. */
const BELIEVED_HOURS = 72;
const KEPT = daysAgo(30);

/** Those that are known and not too old. */
export async function findHistories(
  db: Kysely<Schema>,
  repositoryId: number,
  paths: readonly string[],
): Promise<readonly PathHistory[]> {
  if (paths.length === 0) return [];
  const rows = await db
    .selectFrom("path_histories")
    .select(["path", "touches"])
    .where("repository_id", "=", repositoryId)
    .where("path", "in", [...paths])
    .where("read_at", ">", sql<Date>`now() - make_interval(hours => ${BELIEVED_HOURS}::int)`)
    .execute();
  return rows.map(({ path, touches }) => ({ path, touches }));
}

/** Creates or replaces; forgets what is long out of date. */
export async function saveHistories(
  db: Kysely<Schema>,
  repositoryId: number,
  histories: readonly PathHistory[],
): Promise<void> {
  if (histories.length === 0) return;
  await db
    .insertInto("path_histories")
    .values(
      histories.map(({ path, touches }) => ({
        repository_id: repositoryId,
        path,
        touches: JSON.stringify(touches),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["repository_id", "path"])
        .doUpdateSet({ touches: sql.raw("excluded.touches"), read_at: sql<Date>`now()` }),
    )
    .execute();
  await db.deleteFrom("path_histories").where("repository_id", "=", repositoryId).where("read_at", "<", KEPT).execute();
}

/** Those of repositories in which nobody is chosen any more. */
export async function forgetHistories(db: Kysely<Schema>): Promise<number> {
  return await forgetInParts(db, "path_histories", sql`read_at < ${KEPT}`);
}
