/**
 * Whose the rows are that are kept under an owner's name. A name that an organisation or person gave up may be taken by anybody: what was
 * said and done under it before is not theirs to read. An account keeps its id, whatever it is called and however often it installs the app.
 */

import { type Kysely, sql } from "kysely";
import { loginKey } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

/** Tables with rows under the folded name of an owner. GitHub has what is lost in them, or they only save requests. */
const BY_OWNER = [
  "access_asked",
  "access_changes",
  "access_grants",
  "away",
  "community_decisions",
  "growth_quiets",
  "growth_told",
  "nominations",
  "sightings",
] as const;

export interface NamedAccount {
  /** Login. */
  readonly owner: string;
  readonly accountId: number;
  readonly installationId: number;
}

/** GitHub has told that the account of an installation has this name from now on: what is there under it goes, unless it is its own. */
export async function claimOwner(
  db: Kysely<Schema>,
  { owner, accountId, installationId }: NamedAccount,
): Promise<void> {
  const name = loginKey(owner);
  await db.transaction().execute(async (within) => {
    const isNews = await within
      .insertInto("owners")
      .values({ name, account_id: accountId })
      .onConflict((conflict) =>
        conflict.column("name").doUpdateSet({ account_id: accountId }).where("owners.account_id", "!=", accountId),
      )
      .returning("name")
      .executeTakeFirst();
    // The event came again, or the account has installed the app anew.
    if (isNews === undefined) return;
    for (const table of BY_OWNER) await within.deleteFrom(table).where("owner", "=", name).execute();
    await within
      .deleteFrom("repositories")
      .where(sql`lower(owner)`, "=", name)
      .where("installation_id", "!=", installationId)
      .execute();
  });
}
