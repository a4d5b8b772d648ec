/** The readings that a registry is compared with: when the last complete one was, what it found, and what to compare the next one with. */

import { type Kysely, sql } from "kysely";
import type { RepositoryRef } from "../model/job.ts";
import { type Instant, loginKey } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

interface ReadingName {
  readonly repositoryId: number;
  readonly subject: string;
}

interface StoredReading {
  /** By GitHub's clock; `null`: there was no whole one. */
  readonly wholeAt: Instant | null;
  /** Why the last try was not whole; none: it was. */
  readonly unread: readonly string[];
  /** To be parsed. */
  readonly memory: unknown;
  readonly shown: unknown;
  /** The texts of the registry for which it was read. */
  readonly texts: string;
  /** Seconds since the last try, by the database's clock. */
  readonly age: number;
}

export async function findReading(db: Db, { repositoryId, subject }: ReadingName): Promise<StoredReading | null> {
  const row = await db
    .selectFrom("readings")
    .select(["whole_at", "unread", "memory", "shown", "texts"])
    .select(sql<number>`extract(epoch from now() - tried_at)::float8`.as("age"))
    .where("repository_id", "=", repositoryId)
    .where("subject", "=", subject)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { whole_at: wholeAt, ...others } = row;
  return { wholeAt: wholeAt?.getTime() ?? null, ...others };
}

export interface ReadingHome {
  readonly repository: RepositoryRef;
  readonly installationId: number;
  readonly subject: string;
  /** Equal texts are the same registry. */
  readonly texts: string;
}

interface WholeReading {
  readonly wholeAt: Instant;
  readonly memory: object;
  readonly shown: object;
}

/** All of it was read. */
export async function saveWhole(db: Db, home: ReadingHome, { wholeAt, memory, shown }: WholeReading): Promise<void> {
  const reading = {
    whole_at: new Date(wholeAt),
    memory: JSON.stringify(memory),
    shown: JSON.stringify(shown),
  };
  await save(db, home, { ...reading, unread: "[]" });
}

/** Whatever was known stays. */
export async function saveUnread(db: Db, home: ReadingHome, unread: readonly string[]): Promise<void> {
  await save(db, home, { unread: JSON.stringify(unread) });
}

async function save(
  db: Db,
  { repository, installationId, subject, texts }: ReadingHome,
  told: { readonly unread: string; readonly whole_at?: Date; readonly memory?: string; readonly shown?: string },
): Promise<void> {
  const { owner, name, id } = repository;
  const values = { owner: loginKey(owner), name, installation_id: installationId, texts, ...told };
  await db
    .insertInto("readings")
    .values({ repository_id: id, subject, ...values })
    .onConflict((conflict) =>
      conflict.columns(["repository_id", "subject"]).doUpdateSet({ ...values, tried_at: sql<Date>`now()` }),
    )
    .execute();
}

/** The registry asks for it no more. */
export async function forgetReading(db: Db, { repositoryId, subject }: ReadingName): Promise<void> {
  await db.deleteFrom("readings").where("repository_id", "=", repositoryId).where("subject", "=", subject).execute();
}

/** Repositories of an owner whose registries are compared with something. */
export async function readingHomes(
  db: Db,
  { owner, subject }: { readonly owner: string; readonly subject: string },
): Promise<readonly RepositoryRef[]> {
  const rows = await db
    .selectFrom("readings")
    .select(["repository_id", "owner", "name"])
    .where("owner", "=", loginKey(owner))
    .where("subject", "=", subject)
    .execute();
  return rows.map(({ repository_id: id, ...name }) => ({ ...name, id }));
}
