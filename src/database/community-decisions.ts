/** The decisions of communities: a cache of the sealed status comments, so that lists and pages cost GitHub nothing. */

import type { Kysely } from "kysely";
import { type ShownDecision, shownDecision } from "../model/decision-data.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** What is known of a decision on its own subject, in case its status comment is lost or changed. */
interface StoredDecision {
  readonly id: string;
  /** Id of its status comment, once it was seen. */
  readonly comment: number | null;
  /** As last sealed; readers check its shape. */
  readonly record: unknown;
}

export interface DecisionPlace {
  readonly repositoryId: number;
  readonly number: number;
  readonly owner: string;
}

/** The subject's own, open and ended. */
export async function decisionsHere(
  db: Db,
  { repositoryId, number }: Pick<DecisionPlace, "repositoryId" | "number">,
): Promise<readonly StoredDecision[]> {
  const rows = await db
    .selectFrom("community_decisions")
    .select(["decision_id", "comment", "record"])
    .where("repository_id", "=", repositoryId)
    .where("number", "=", number)
    .orderBy("decision_id")
    .execute();
  return rows.map(({ decision_id: id, comment, record }) => ({
    id,
    comment: comment === null ? null : Number(comment),
    record,
  }));
}

export interface SavedDecision extends StoredDecision {
  readonly record: object;
  /** `owner/name` in lower case of the repository whose registry it was opened by. */
  readonly registry: string;
  readonly shown: ShownDecision;
}

/** Replaces what was stored of these before, and removes open ones that are not among them; ended ones stay as they are. */
export async function saveDecisions(
  db: Db,
  { repositoryId, number, owner }: DecisionPlace,
  all: readonly SavedDecision[],
): Promise<void> {
  await db.transaction().execute(async (within) => {
    const ids = all.map(({ id }) => id);
    await within
      .deleteFrom("community_decisions")
      .where("repository_id", "=", repositoryId)
      .where("number", "=", number)
      .where(({ eb, or }) => or([eb("open", "=", true), ...(ids.length === 0 ? [] : [eb("decision_id", "in", ids)])]))
      .execute();
    if (all.length === 0) return;
    const rows = all.map(({ id, comment, record, registry, shown }) => ({
      repository_id: repositoryId,
      number,
      decision_id: id,
      owner: owner.toLowerCase(),
      registry,
      open: shown.state === "open",
      comment,
      record: JSON.stringify(record),
      shown: JSON.stringify(shown),
    }));
    await within.insertInto("community_decisions").values(rows).execute();
  });
}

/** An open decision on a subject that GitHub no longer shows will never be decided. Ended ones were decided all the same. */
export async function forgetOpenDecisions(
  db: Db,
  { repositoryId, number }: Pick<DecisionPlace, "repositoryId" | "number">,
): Promise<void> {
  await db
    .deleteFrom("community_decisions")
    .where("repository_id", "=", repositoryId)
    .where("number", "=", number)
    .where("open", "=", true)
    .execute();
}

interface DecisionsAsked {
  readonly owner?: string;
  readonly repositoryId?: number;
  /** `owner/name` in small letters. */
  readonly registry?: string;
}

/** Open ones first, then the one that ended last. Unreadable rows of another version are left out. */
export async function knownDecisions(db: Db, asked: DecisionsAsked = {}): Promise<readonly ShownDecision[]> {
  let query = db.selectFrom("community_decisions").select("shown");
  if (asked.owner !== undefined) query = query.where("owner", "=", asked.owner.toLowerCase());
  if (asked.repositoryId !== undefined) query = query.where("repository_id", "=", asked.repositoryId);
  if (asked.registry !== undefined) query = query.where("registry", "=", asked.registry);
  const rows = await query.execute();
  return rows.flatMap(({ shown }) => shownDecision.safeParse(shown).data ?? []).toSorted(inOrder);
}

function inOrder(one: ShownDecision, other: ShownDecision): number {
  return (
    (other.endedAt ?? Number.MAX_SAFE_INTEGER) - (one.endedAt ?? Number.MAX_SAFE_INTEGER) ||
    other.openedAt - one.openedAt ||
    (one.url < other.url ? -1 : 1)
  );
}
