/** Whether something is asked on a subject that people may still answer: a promotion, or a decision. */
import type { Kysely } from "kysely";
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
