/** Objections that were made and taken back: part of what a promotion's record must show. Pure. */
import { samePerson } from "../shared/people.ts";
import { type WordOf, wordsOf } from "./promotion-statements.ts";
import type { PromotionWord } from "./promotion-types.ts";

export type Withdrawn = WordOf<"object"> & { readonly withdrawnUrl: string };

/** Each objection with the word that took it back, in order of time; one said again since stands and is not here. */
export function withdrawnObjections(words: readonly PromotionWord[]): readonly Withdrawn[] {
  const all = wordsOf(words, "object");
  return all.flatMap((word, index) => {
    if (word.cancel) return [];
    const next = all.slice(index + 1).find((later) => samePerson(later.by, word.by));
    return next?.cancel === true ? [{ ...word, withdrawnUrl: next.url }] : [];
  });
}
