/** The state of the published lists in a repository: for the page, and to know which pushes matter. */

import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Schema } from "./schema.ts";

const publishing = z.object({
  /** The files that are published; `null`: not known. */
  files: z.array(z.string()).nullable().default(null),
  /** Number of the open pull request that brings them up to date. */
  pull: z.number().nullable().default(null),
  /** What is not published there, and why, as sentences. */
  notes: z.array(z.string()).default([]),
  /** The same for other repositories, which this one's registry names. */
  elsewhere: z.array(z.string()).default([]),
});

export interface Publishing {
  readonly files: readonly string[] | null;
  readonly pull: number | null;
  readonly notes: readonly string[];
  readonly elsewhere: readonly string[];
}

/** Whatever is not given stays as it was. */
export async function savePublishing(
  db: Kysely<Schema>,
  repositoryId: number,
  told: Partial<Publishing>,
): Promise<void> {
  await sql`update repositories set publishing = coalesce(publishing, '{}'::jsonb) || ${JSON.stringify(told)}::jsonb
    where id = ${repositoryId}`.execute(db);
}

/** Unreadable values of another version count as nothing. */
export async function findPublishing(db: Kysely<Schema>, repositoryId: number): Promise<Publishing | null> {
  const row = await db
    .selectFrom("repositories")
    .select("publishing")
    .where("id", "=", repositoryId)
    .executeTakeFirst();
  return readPublishing(row?.publishing);
}

export function readPublishing(value: unknown): Publishing | null {
  return publishing.safeParse(value).data ?? null;
}
