/** The people of a promotion by the present names of their accounts: an old name may belong to somebody else by now (R50). */

import { findPresentLogin } from "../../github/read/find-account.ts";
import type { LoginCache } from "../../github/read/measure.ts";
import { announcement } from "../../promotions/announcements.ts";
import type { PromotionRecord } from "../../promotions/promotion-record.ts";
import type { Person } from "../../promotions/promotion-types.ts";
import type { AdvancedPromotion } from "./advance.ts";
import { contextFor, type PromotionJobContext } from "./promotion-job-context.ts";
import { nextPlaceOf } from "./writings.ts";

/** As far as the present names are known, by id. */
export function byPresentNames(record: PromotionRecord, names: LoginCache): PromotionRecord {
  const { nomination } = record;
  const candidate = renamed(nomination.candidate, names);
  const nominator = renamed(nomination.nominator, names);
  if (candidate === nomination.candidate && nominator === nomination.nominator) return record;
  return { ...record, nomination: { ...nomination, candidate, nominator } };
}

function renamed<Who extends Person>(person: Who, names: LoginCache): Who {
  const login = person.id === null ? undefined : names.get(person.id);
  return login === undefined || login === person.login ? person : { ...person, login };
}

/** Asks GitHub for the names of people who are about to be mentioned, if nothing that was read tells them. */
export async function calledByPresentNames(
  context: PromotionJobContext,
  advanced: AdvancedPromotion,
  names: LoginCache,
): Promise<AdvancedPromotion> {
  const { before, review } = advanced;
  const { candidate, nominator, areas } = review.record.nomination;
  if (announcement(before, review, nextPlaceOf(contextFor(context, areas))) !== null)
    for (const person of [candidate, nominator]) {
      if (person.id === null || names.has(person.id)) continue;
      const login = await findPresentLogin(context.parts.client, person);
      if (login !== null) names.set(person.id, login);
    }
  return { ...advanced, review: { ...review, record: byPresentNames(review.record, names) } };
}
