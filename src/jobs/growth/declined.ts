/** Whoever declines their own promotion is left out of what is told of the next role, as after `/quiet`. */
import type { Kysely } from "kysely";
import { saveQuiet } from "../../database/growth-quiets.ts";
import type { Schema } from "../../database/schema.ts";
import type { PromotionRecord } from "../../promotions/promotion-record.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { samePerson } from "../../shared/people.ts";

export async function noteDeclined(
  db: Kysely<Schema>,
  { owner, registry }: { readonly owner: string; readonly registry: Pick<Registry, "growth"> },
  records: readonly PromotionRecord[],
): Promise<void> {
  if (registry.growth === undefined) return;
  for (const { stage, nomination } of records) {
    const { candidate } = nomination;
    if (stage.stage !== "withdrawn" || !samePerson(stage.by, candidate) || candidate.id === null) continue;
    const person = { login: candidate.login, id: candidate.id };
    await saveQuiet(db, owner, { person, quiet: true, at: stage.at });
  }
}
