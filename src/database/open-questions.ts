/** Issues and pull requests with an open question, a promotion or a decision, that people can still answer. */

import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { type RepositoryRef, threadPlace } from "../model/job.ts";
import type { Schema } from "./schema.ts";

export async function hasOpenQuestions(
  db: Kysely<Schema>,
  { repositoryId, number }: { readonly repositoryId: number; readonly number: number },
): Promise<boolean> {
  const nomination = await db
    .selectFrom("nominations")
    .select("nomination_id")
    .where("subject_key", "=", `${repositoryId}#${number}`)
    .limit(1)
    .executeTakeFirst();
  if (nomination !== undefined) return true;
  const decision = await db
    .selectFrom("community_decisions")
    .select("decision_id")
    .where("repository_id", "=", repositoryId)
    .where("number", "=", number)
    .where("open", "=", true)
    .limit(1)
    .executeTakeFirst();
  return decision !== undefined;
}

/** A subject by the repository's name of the last look. */
interface AskedPlace {
  readonly repository: RepositoryRef;
  readonly number: number;
}

const placeView = z.object({ repository: z.string(), number: z.number() });

/** Where to look for open questions: in all repositories of an owner, or in one. */
export type QuestionsAsked = { readonly owner: string } | { readonly repositoryId: number };

/** The subjects there on which something is open. */
export async function openQuestions(db: Kysely<Schema>, asked: QuestionsAsked): Promise<readonly AskedPlace[]> {
  const nominations = await db
    .selectFrom("nominations")
    .select(["subject_key", "nomination"])
    .where(({ eb }) =>
      "owner" in asked
        ? eb("owner", "=", asked.owner.toLowerCase())
        : eb(sql`split_part(subject_key, '#', 1)`, "=", `${asked.repositoryId}`),
    )
    .execute();
  const decisions = await db
    .selectFrom("community_decisions")
    .select(["repository_id", "shown"])
    .where("open", "=", true)
    .where(({ eb }) =>
      "owner" in asked ? eb("owner", "=", asked.owner.toLowerCase()) : eb("repository_id", "=", asked.repositoryId),
    )
    .execute();
  const rows = [
    ...nominations.map(({ subject_key, nomination }) => ({ id: Number(subject_key.split("#")[0]), told: nomination })),
    ...decisions.map(({ repository_id, shown }) => ({ id: Number(repository_id), told: shown })),
  ];
  const places = rows.flatMap(({ id, told }): readonly AskedPlace[] => {
    const { data } = placeView.safeParse(told);
    const [owner = "", name = ""] = data?.repository.split("/") ?? [];
    return data === undefined ? [] : [{ repository: { owner, name, id }, number: data.number }];
  });
  return [...new Map(places.map((place) => [threadPlace(place), place])).values()];
}
