/** Open nominations of an owner, wherever they are: a cache of the status comments, rebuilt by the sweep. */

import type { Kysely } from "kysely";
import { z } from "zod";
import { type ShownPromotion, shownPromotion } from "../model/page-data.ts";
import type { Schema } from "./schema.ts";

/** What is known of a nomination on its own subject, in case its status comment is lost or changed. */
interface StoredNomination {
  readonly id: string;
  /** Id of its status comment, once it was seen. */
  readonly comment: number | null;
  /** As last written; readers check its shape. */
  readonly record: unknown;
}

/** What distinguishes nominations of the same person for the same role. */
export interface OpenElsewhere {
  readonly candidate: { readonly login: string; readonly id: number | null };
  readonly role: string;
  readonly areas: readonly string[];
  /** Whose file judges it, as in the nomination (R45); absent in rows of earlier versions. */
  readonly registry?: string | undefined;
  /** The repository that it belongs to. */
  readonly repository: string;
  readonly number: number;
  /** The address of the comment that nominated. */
  readonly url: string;
}

const view = z.object({
  candidate: z.object({ login: z.string(), id: z.number().nullable() }),
  role: z.string(),
  areas: z.array(z.string()),
  registry: z.string().optional(),
  repository: z.string(),
  number: z.number(),
  url: z.string(),
});

/** Those on other subjects. Unreadable rows of older versions are left out. */
export async function nominationsElsewhere(
  db: Kysely<Schema>,
  owner: string,
  subjectKey: string,
): Promise<readonly OpenElsewhere[]> {
  const rows = await db
    .selectFrom("nominations")
    .select("nomination")
    .where("owner", "=", owner.toLowerCase())
    .where("subject_key", "!=", subjectKey)
    .orderBy("nomination_id")
    .execute();
  return rows.flatMap(({ nomination }) => view.safeParse(nomination).data ?? []);
}

export interface OpenNomination extends OpenElsewhere {
  /** As the page shows it; `null`: not known. */
  readonly shown: ShownPromotion | null;
}

/** Every one of the owner's, wherever it lives. */
export async function openNominations(db: Kysely<Schema>, owner: string): Promise<readonly OpenNomination[]> {
  const rows = await db
    .selectFrom("nominations")
    .select(["nomination", "shown"])
    .where("owner", "=", owner.toLowerCase())
    .orderBy("nomination_id")
    .execute();
  return rows.flatMap(({ nomination, shown }) => {
    const { data } = view.safeParse(nomination);
    return data === undefined ? [] : [{ ...data, shown: shownPromotion.safeParse(shown).data ?? null }];
  });
}

const knownView = z.object({ comment: z.number().nullable(), record: z.unknown() });

/** The subject's own. Rows of an earlier version, which kept less, are left out. */
export async function nominationsHere(db: Kysely<Schema>, subjectKey: string): Promise<readonly StoredNomination[]> {
  const rows = await db
    .selectFrom("nominations")
    .select(["nomination_id", "nomination"])
    .where("subject_key", "=", subjectKey)
    .orderBy("nomination_id")
    .execute();
  return rows.flatMap(({ nomination_id: id, nomination }) => {
    const read = knownView.safeParse(nomination);
    return read.success ? [{ id, ...read.data }] : [];
  });
}

/** Replaces the subject's open nominations. `shown`: what the page shows of each. */
export async function saveNominations(
  db: Kysely<Schema>,
  place: { readonly owner: string; readonly subjectKey: string },
  open: ReadonlyMap<string, OpenElsewhere & Partial<Omit<StoredNomination, "id">>>,
  shown: ReadonlyMap<string, ShownPromotion> = new Map(),
): Promise<void> {
  await db.transaction().execute(async (within) => {
    await within.deleteFrom("nominations").where("subject_key", "=", place.subjectKey).execute();
    if (open.size === 0) return;
    const rows = [...open].map(([id, nomination]) => ({
      subject_key: place.subjectKey,
      nomination_id: id,
      owner: place.owner.toLowerCase(),
      nomination: JSON.stringify(nomination),
      shown: shown.has(id) ? JSON.stringify(shown.get(id)) : null,
    }));
    await within.insertInto("nominations").values(rows).execute();
  });
}
