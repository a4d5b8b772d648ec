/** What people currently say: of each person and kind only the latest statement counts, and a cancelled one is gone. */

import { escapeMarkdown, linkTarget, shortened } from "../shared/markdown.ts";
import { samePerson } from "../shared/people.ts";
import { KnownPeople } from "../shared/person-sets.ts";
import type { PromotionStatement } from "./promotion-types.ts";

export type StatementOf<Kind extends PromotionStatement["kind"]> = Extract<PromotionStatement, { readonly kind: Kind }>;

function isKind<Kind extends PromotionStatement["kind"]>(kind: Kind) {
  return (word: PromotionStatement): word is StatementOf<Kind> => word.kind === kind;
}

/** Every statement of the kind, in order of time. */
export function statementsOfKind<Kind extends PromotionStatement["kind"]>(
  words: readonly PromotionStatement[],
  kind: Kind,
): readonly StatementOf<Kind>[] {
  return words.filter(isKind(kind));
}

/** The latest of each person, cancelled ones included; those about a criterion once for each criterion. */
export function latest<Kind extends PromotionStatement["kind"]>(
  words: readonly PromotionStatement[],
  kind: Kind,
): readonly StatementOf<Kind>[] {
  const all = statementsOfKind(words, kind);
  const later = new Map<number | null, KnownPeople>();
  return all
    .toReversed()
    .filter((word) => {
      const subject = subjectOf(word);
      const known = later.get(subject) ?? new KnownPeople();
      later.set(subject, known);
      return known.isNew(word.by);
    })
    .toReversed();
}

/** By the same person, about the same criterion where it is about one. */
export function isOfSame(one: PromotionStatement, other: PromotionStatement): boolean {
  return samePerson(one.by, other.by) && subjectOf(one) === subjectOf(other);
}

function subjectOf(word: PromotionStatement): number | null {
  return word.kind === "attest" || word.kind === "waive" ? word.criterion : null;
}

/** The latest ones that were not taken back. */
export function activeStatements<Kind extends PromotionStatement["kind"]>(
  words: readonly PromotionStatement[],
  kind: Kind,
): readonly StatementOf<Kind>[] {
  return latest(words, kind).filter((word) => !isCancelled(word));
}

/**
 * The attestations in force for a criterion: of each person the latest that is about it or about all, unless that takes it back. `null`:
 * those about all.
 */
export function attestationsFor(
  words: readonly PromotionStatement[],
  criterion: number | null,
): readonly StatementOf<"attest">[] {
  const about = statementsOfKind(words, "attest").filter(
    (word) => word.criterion === null || word.criterion === criterion,
  );
  const later = new KnownPeople();
  return about
    .toReversed()
    .filter(({ by, cancel }) => later.isNew(by) && !cancel)
    .toReversed();
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

/** The command of a statement. */
export function commandOf(word: PromotionStatement): string {
  if (word.kind === "vote") return `/vote ${word.choice}`;
  return `/${word.kind}${word.kind !== "withdraw" && word.cancel ? " cancel" : ""}`;
}

type Withdrawn = StatementOf<"object"> & { readonly withdrawnUrl: string };

/** Each objection with the statement that took it back, in order of time; one that was repeated afterwards is in force and not listed. */
export function withdrawnObjections(words: readonly PromotionStatement[]): readonly Withdrawn[] {
  const all = statementsOfKind(words, "object");
  return all.flatMap((word, index) => {
    if (word.cancel) return [];
    const next = all.slice(index + 1).find((later) => samePerson(later.by, word.by));
    return next?.cancel === true ? [{ ...word, withdrawnUrl: next.url }] : [];
  });
}

/** A line of a list for each of them, with its reason shortened to a number of characters. Inert. */
export function withdrawnObjectionLines(
  words: readonly PromotionStatement[],
  maxReason = Number.MAX_SAFE_INTEGER,
): readonly string[] {
  return withdrawnObjections(words).map(
    ({ by, why, url, withdrawnUrl }) =>
      `- ${escapeMarkdown(by.login)}: “${escapeMarkdown(shortened(why, maxReason))}” ([objection](${linkTarget(url)}), [withdrawn](${linkTarget(withdrawnUrl)}))`,
  );
}

/** By time, then by utterance and line, as people read them; the order of any two does not depend on what else was said in their second. */
export function inOrder<Statement extends Pick<PromotionStatement, "key" | "at">>(
  one: Statement,
  other: Statement,
  placeOf: (statement: Statement) => Place = placeInThread,
): number {
  const [a, b] = [placeOf(one), placeOf(other)];
  return (
    one.at - other.at || a.id - b.id || a.line - b.line || (one.key < other.key ? -1 : Number(one.key > other.key))
  );
}

/** Whether it was surely said later: nothing tells which of a comment and a review of the same second came first. */
export function isAfter(one: PromotionStatement, other: PromotionStatement): boolean {
  const wayOf = ({ key }: PromotionStatement) => key.replace(/:.*/s, "");
  return one.at > other.at || (wayOf(one) === wayOf(other) && inOrder(one, other) > 0);
}

export interface Place {
  readonly id: number;
  readonly line: number;
}

export function placeInThread({ key }: Pick<PromotionStatement, "key">): Place {
  const [, id, line] = /:(\d+)\/([\d.]+)$/.exec(key) ?? [];
  return { id: Number(id ?? 0), line: Number(line ?? 0) };
}
