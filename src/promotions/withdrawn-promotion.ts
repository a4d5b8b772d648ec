/** Objections that were made and taken back: part of what a promotion's record must show. Pure. */
import { samePerson } from "../shared/people.ts";
import { statementsOfKind, type WordOf } from "./promotion-statements.ts";
import type { PromotionStatement } from "./promotion-types.ts";

export type Withdrawn = WordOf<"object"> & { readonly withdrawnUrl: string };

/** Each objection with the word that took it back, in order of time; one said again since stands and is not here. */
export function withdrawnObjections(words: readonly PromotionStatement[]): readonly Withdrawn[] {
  const all = statementsOfKind(words, "object");
  return all.flatMap((word, index) => {
    if (word.cancel) return [];
    const next = all.slice(index + 1).find((later) => samePerson(later.by, word.by));
    return next?.cancel === true ? [{ ...word, withdrawnUrl: next.url }] : [];
  });
}
