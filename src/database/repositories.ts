/** What is known about repositories themselves: their names, whether GitHub hides them, and which registry governs them. */

import { type Kysely, sql } from "kysely";
import { type ShownRegistry, shownRegistry } from "../model/page-data.ts";
import type { RepositoryName } from "../shared/names.ts";
import { type Publishing, readPublishing } from "./publishing.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface SeenRepository extends RepositoryName {
  readonly id: number;
  readonly private: boolean;
  readonly archived: boolean;
}

export interface ListedRepository extends SeenRepository {
  /** How long ago GitHub said so, in milliseconds of the database's clock. */
  readonly age: number;
}

export interface StoredRepository extends ListedRepository {
  readonly registry: ShownRegistry | null;
  /** The state of the lists published there; `null`: none are, as far as is known. */
  readonly publishing: Publishing | null;
}

/** As GitHub has just said. `registry` undefined: not read this time, so the known one stays. */
export async function saveRepository(
  db: Db,
  { id, owner, name, private: hidden, archived }: SeenRepository,
  installationId: number,
  registry?: ShownRegistry | null,
): Promise<void> {
  const values = {
    owner,
    name,
    installation_id: installationId,
    private: hidden,
    archived,
    ...(registry !== undefined && { registry: registry === null ? null : JSON.stringify(registry) }),
  };
  await db
    .insertInto("repositories")
    .values({ id, registry: null, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...values, seen_at: sql<Date>`now()` }))
    .execute();
}

/** Hidden from the public immediately, whatever else is known; only GitHub's own answer shows it again. */
export async function hideRepository(db: Db, id: number): Promise<void> {
  await db.updateTable("repositories").set({ private: true }).where("id", "=", id).execute();
}

/**
 * With everything open there: nobody can continue it, and the same may be asked for elsewhere. If it can be seen again, a reading
 * restores it.
 */
export async function forgetRepositories(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db.deleteFrom("repositories").where("id", "in", ids).execute();
  await db
    .deleteFrom("nominations")
    .where(sql<string>`split_part(subject_key, '#', 1)`, "in", ids.map(String))
    .execute();
}

export async function forgetInstallation(db: Db, installationId: number): Promise<void> {
  await db.deleteFrom("repositories").where("installation_id", "=", installationId).execute();
}

/**
 * By name without case; of two rows (a name that changed hands) the one seen last. An unreadable registry of another version counts as
 * none.
 */
export async function findRepository(db: Db, { owner, name }: RepositoryName): Promise<StoredRepository | null> {
  const row = await db
    .selectFrom("repositories")
    .select(["id", "owner", "name", "private", "archived", "registry", "publishing", age.as("age")])
    .where(sql`lower(owner)`, "=", owner.toLowerCase())
    .where(sql`lower(name)`, "=", name.toLowerCase())
    .orderBy("seen_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const registry = shownRegistry.safeParse(row.registry).data ?? null;
  return { ...row, registry, publishing: readPublishing(row.publishing) };
}

/** Its last known name; `null`: not known. */
export async function nameOfRepository(db: Db, id: number): Promise<RepositoryName | null> {
  const found = await db.selectFrom("repositories").select(["owner", "name"]).where("id", "=", id).executeTakeFirst();
  return found ?? null;
}

/** Those that a registry governs, by owner and name, each name once; without the registries, which may be large. */
export async function governedRepositories(db: Db): Promise<readonly ListedRepository[]> {
  const rows = await db
    .selectFrom("repositories")
    .select(["id", "owner", "name", "private", "archived", age.as("age")])
    .where("registry", "is not", null)
    .orderBy("seen_at")
    .execute();
  // Of one name the newest stays: it comes last.
  const named = new Map(rows.map((row) => [`${row.owner}/${row.name}`.toLowerCase(), row]));
  return [...named].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

/** Those of which no good registry is known (R19). */
export async function brokenAmong(db: Db, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom("repositories")
    .select("id")
    .where("id", "in", ids)
    .where(sql<boolean>`registry->>'kind' = 'broken'`)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

const age = sql<number>`(extract(epoch from now() - seen_at) * 1000)::float8`;
