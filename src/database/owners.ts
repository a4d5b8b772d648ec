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

/** To be called where GitHub has just shown the owner by that name. Returns whether the name was another one's, whose rows are gone now. */
export async function claimOwner(db: Kysely<Schema>, owner: string, installationId: number): Promise<boolean> {
  const name = loginKey(owner);
  return await db.transaction().execute(async (within) => {
    const before = await within
      .insertInto("owners")
      .values({ name, installation_id: installationId })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ name }))
      .returning("installation_id")
      .executeTakeFirst();
    if (before === undefined || before.installation_id === installationId) return false;
    for (const table of BY_OWNER) await within.deleteFrom(table).where("owner", "=", name).execute();
    await within
      .deleteFrom("repositories")
      .where(sql`lower(owner)`, "=", name)
      .where("installation_id", "!=", installationId)
      .execute();
    await within.updateTable("owners").set({ installation_id: installationId }).where("name", "=", name).execute();
    return true;
  });
}
