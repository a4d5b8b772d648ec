/**
 * Whose the rows are that are kept under an owner's name. A name that an organisation or person gave up may be taken by anybody: what was
 * said and done under it before is not theirs to read. An installation of the app belongs to one account, whatever that one is called.
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

/** GitHub has told that the installation's account has this name from now on: what is there under it is another one's, and goes. */
export async function claimOwner(db: Kysely<Schema>, owner: string, installationId: number): Promise<void> {
  const name = loginKey(owner);
  await db.transaction().execute(async (within) => {
    const isNews = await within
      .insertInto("owners")
      .values({ name, installation_id: installationId })
      .onConflict((conflict) =>
        conflict
          .column("name")
          .doUpdateSet({ installation_id: installationId })
          .where("owners.installation_id", "!=", installationId),
      )
      .returning("name")
      .executeTakeFirst();
    // The event came again.
    if (isNews === undefined) return;
    for (const table of BY_OWNER) await within.deleteFrom(table).where("owner", "=", name).execute();
    await within
      .deleteFrom("repositories")
      .where(sql`lower(owner)`, "=", name)
      .where("installation_id", "!=", installationId)
      .execute();
  });
}
