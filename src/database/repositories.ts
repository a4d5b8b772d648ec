/** What is known of repositories themselves: their names, whether GitHub hides them, and the registry that governs them. */
import { type Kysely, sql } from "kysely";
import type { RepositoryName } from "../names.ts";
import { type ShownRegistry, shownRegistry } from "../page/shown.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface SeenRepository extends RepositoryName {
  readonly id: number;
  readonly private: boolean;
  readonly archived: boolean;
}

export interface KnownRepository extends SeenRepository {
  readonly registry: ShownRegistry | null;
  /** How long ago GitHub said so, in milliseconds of the database's clock. */
  readonly age: number;
}

/** As GitHub has just said. `registry` undefined: not read this time, so what was known stays. */
export async function saveRepository(
  db: Db,
  { id, owner, name, private: hidden, archived }: SeenRepository,
  installationId: number,
  registry?: ShownRegistry | null,
): Promise<void> {
  const values = {
    ...{ owner, name, installation_id: installationId, private: hidden, archived },
    ...(registry !== undefined && { registry: registry === null ? null : JSON.stringify(registry) }),
  };
  await db
    .insertInto("repositories")
    .values({ id, registry: null, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...values, seen_at: sql<Date>`now()` }))
    .execute();
}

/** Closed to the public at once, whatever else is known; only GitHub's own answer opens it again. */
export async function hideRepository(db: Db, id: number): Promise<void> {
  await db.updateTable("repositories").set({ private: true }).where("id", "=", id).execute();
}

export async function forgetRepositories(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom("repositories").where("id", "in", ids).execute();
}

export async function forgetInstallation(db: Db, installationId: number): Promise<void> {
  await db.deleteFrom("repositories").where("installation_id", "=", installationId).execute();
}

/** By name without case; of two rows (a name that changed hands) the one seen last. */
export async function findRepository(db: Db, { owner, name }: RepositoryName): Promise<KnownRepository | null> {
  const [row] = await known(db, { owner, name });
  return row ?? null;
}

/** Those that a registry governs, by owner and name, each name once. */
export async function governedRepositories(db: Db): Promise<readonly KnownRepository[]> {
  const rows = await known(db, null);
  // The newest come first, and the last to be set stays.
  const named = new Map(rows.toReversed().map((row) => [sortKey(row), row]));
  return [...named]
    .filter(([, { registry }]) => registry !== null)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, row]) => row);
}

function sortKey({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`.toLowerCase();
}

/** The newest first. What an older or newer version wrote and nobody can read counts as not there. */
async function known(db: Db, named: RepositoryName | null): Promise<readonly KnownRepository[]> {
  let query = db
    .selectFrom("repositories")
    .select(["id", "owner", "name", "private", "archived", "registry"])
    .select(sql<number>`(extract(epoch from now() - seen_at) * 1000)::float8`.as("age"))
    .orderBy("seen_at", "desc");
  if (named !== null) {
    query = query
      .where(sql`lower(owner)`, "=", named.owner.toLowerCase())
      .where(sql`lower(name)`, "=", named.name.toLowerCase());
  }
  const rows = await query.execute();
  return rows.map(({ registry, ...row }) => ({ ...row, registry: shownRegistry.safeParse(registry).data ?? null }));
}
