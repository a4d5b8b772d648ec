/** What people said last: of each person and kind only the latest word stands, and a cancelled one is gone. */
import { samePerson } from "../shared/people.ts";
import type { PromotionStatement } from "./promotion-types.ts";

export type WordOf<Kind extends PromotionStatement["kind"]> = Extract<PromotionStatement, { readonly kind: Kind }>;

function isKind<Kind extends PromotionStatement["kind"]>(kind: Kind) {
  return (word: PromotionStatement): word is WordOf<Kind> => word.kind === kind;
}

/** Every word of the kind, in order of time. */
export function statementsOfKind<Kind extends PromotionStatement["kind"]>(
  words: readonly PromotionStatement[],
  kind: Kind,
): readonly WordOf<Kind>[] {
  return words.filter(isKind(kind));
}

/** The latest of each person, cancelled ones included; those about a criterion once for each criterion. */
export function latest<Kind extends PromotionStatement["kind"]>(
  words: readonly PromotionStatement[],
  kind: Kind,
): readonly WordOf<Kind>[] {
  const all = statementsOfKind(words, kind);
  return all.filter(
    (word, index) =>
      !all.slice(index + 1).some((later) => samePerson(later.by, word.by) && subjectOf(later) === subjectOf(word)),
  );
}

function subjectOf(word: PromotionStatement): number | null {
  return word.kind === "attest" || word.kind === "waive" ? word.criterion : null;
}

/** Those of the latest that were not taken back. */
export function standingWords<Kind extends PromotionStatement["kind"]>(
  words: readonly PromotionStatement[],
  kind: Kind,
): readonly WordOf<Kind>[] {
  return latest(words, kind).filter((word) => !isCancelled(word));
}

export function isCancelled(word: PromotionStatement): boolean {
  switch (word.kind) {
    case "vote":
      return word.choice === "cancel";
    case "withdraw":
      return false;
    default:
      return word.cancel;
  }
}

/** The command of a word. */
export function saidText(word: PromotionStatement): string {
  if (word.kind === "vote") return `/vote ${word.choice}`;
  return `/${word.kind}${word.kind !== "withdraw" && word.cancel ? " cancel" : ""}`;
}
