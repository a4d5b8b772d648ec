/** Excludes people who decline their own promotion from what is told about the next role, as `/quiet` does. */

import type { Kysely } from "kysely";
import { saveQuiet } from "../../database/growth-quiets.ts";
import type { Schema } from "../../database/schema.ts";
import { declinedBy } from "../../promotions/growth/quiet.ts";
import type { PromotionRecord } from "../../promotions/promotion-record.ts";
import type { Registry } from "../../registry/registry-types.ts";

export async function noteDeclined(
  db: Kysely<Schema>,
  { owner, registry }: { readonly owner: string; readonly registry: Pick<Registry, "growth"> },
  records: readonly PromotionRecord[],
): Promise<void> {
  if (registry.growth === undefined) return;
  for (const record of records) {
    const declined = declinedBy(record);
    if (declined !== null) await saveQuiet(db, owner, declined);
  }
}
