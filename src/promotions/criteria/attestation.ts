/** What cannot be measured: somebody vouches for it with `/attest`. */

import { z } from "zod";
import { text as checkedText } from "../../registry/schema-pieces.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { joinList, samePerson } from "../../shared/people.ts";
import { askingText } from "../able-people.ts";
import { criterionResult } from "../counts.ts";
import { commandHere } from "../nomination-text.ts";
import {
  everyone,
  holdingsAs,
  includesCandidate,
  isCandidate,
  lacksRole,
  namedList,
  SAME_OR_HIGHER,
  whoOf,
  whoText,
} from "../promotion-people.ts";
import { attestationsFor, type StatementOf } from "../promotion-statements.ts";
import type { CriterionKind, CriterionResult, Person, PromotionFacts, Scope } from "../promotion-types.ts";
import { count, exactly, roleReferences, rolesOrCandidate, sentence } from "../shapes.ts";

const text = sentence("What somebody vouches for.");
const full = z.strictObject({
  text,
  by: rolesOrCandidate.optional().meta({
    description: `Who may vouch; candidate: the person nominated. Without the key: ${SAME_OR_HIGHER}.`,
  }),
  exactly: exactly.optional(),
  min: count("How many must vouch; without the key: 1.", 1).optional(),
  key: checkedText(
    (value) => (/^[a-z][a-z0-9-]{0,39}$/.test(value) ? null : "a key is up to 40 small letters, digits and hyphens"),
    "A short name for it.",
    "^[a-z][a-z0-9-]{0,39}$",
  ).optional(),
});
const schema = z.union([text, full], { error: "expected a text, or a mapping with `text` and `by`" });
type Full = z.output<typeof full>;
type Written = z.output<typeof schema>;

function asked(written: Written): Full {
  return typeof written === "string" ? { text: written } : written;
}

function byText(written: Full, scope: Pick<Scope, "role">): string {
  const by = written.by ?? SAME_OR_HIGHER;
  const who = whoOf(by, written.exactly, scope.role);
  const own = includesCandidate(by) ? ["the candidate"] : [];
  return joinList([...own, ...(who.roles.length === 0 ? [] : [whoText(who)])], "or");
}

function refusal(written: Full, facts: PromotionFacts, word: StatementOf<"attest">): string | null {
  const by = written.by ?? SAME_OR_HIGHER;
  const { nomination, index } = facts;
  if (isCandidate(nomination, word.by))
    return includesCandidate(by) ? null : "cannot vouch for this in their own promotion; somebody else must";
  const who = whoOf(by, written.exactly, nomination.role);
  if (who.roles.length === 0) return "only the candidate can vouch for this";
  const where = { allOf: nomination.areas };
  if (holdingsAs(index, who, where, word.by).length > 0) return null;
  return lacksRole(index, who, where, word.by);
}

/** The candidate first, if their own attestation counts. */
function asking(
  written: Full,
  facts: PromotionFacts,
  given: { readonly number: number; readonly missing: number; readonly words: readonly StatementOf<"attest">[] },
): Pick<CriterionResult, "next" | "tooFew"> {
  const { nomination, index } = facts;
  const by = written.by ?? SAME_OR_HIGHER;
  const who = whoOf(by, written.exactly, nomination.role);
  const where = { allOf: nomination.areas };
  const command = commandHere(facts, "/attest", `${given.number} why`);
  const isSilent = (person: Person) => !given.words.some((word) => samePerson(word.by, person));
  const own =
    includesCandidate(by) && isSilent(nomination.candidate)
      ? [`${escapeMarkdown(nomination.candidate.login)} comments ${command}`]
      : [];
  if (who.roles.length === 0) return { next: own.join("") };
  const people = everyone(index, who, where).filter(isSilent);
  const { text, short } = askingText({ who, where, missing: given.missing, people, command }, facts);
  const tooFew = short && own.length === 0 ? { tooFew: true as const } : {};
  return { next: [...own, text].join(", or "), ...tooFew };
}

export const attestation: CriterionKind<Written> = {
  name: "attestation",
  about: "What no machine measures: somebody who may vouches for it with /attest.",
  exactly: "Whether so many people who may have said `/attest`, for this criterion or for all that they may vouch for.",
  examples: ["attestation: { text: knows the design, by: maintainers, min: 2 }", "attestation: knows the design"],
  schema,
  by: "people",
  references: (written) => (typeof written === "string" ? [] : roleReferences(["by"], written.by)),
  wording(written, scope) {
    const full = asked(written);
    const many = (full.min ?? 1) > 1 ? `${full.min} of ` : "";
    return `${escapeMarkdown(full.text)} (vouched for by ${many}${byText(full, scope)})`;
  },
  measures: () => [],
  result(written, facts, self) {
    const full = asked(written);
    const min = full.min ?? 1;
    // Without a number it is meant for all that the person may vouch for, and is refused where that is nothing.
    const judged = attestationsFor(facts.words, self.number).map((word) => ({
      word,
      reason: refusal(full, facts, word),
    }));
    const words = judged.flatMap(({ word, reason }) => (reason === null ? [word] : []));
    const uncounted = judged.flatMap(({ word, reason }) => (reason === null ? [] : [{ word, reason }]));
    const evidence = words.map(({ by, url, text }) => ({
      kind: "statement" as const,
      by: by.login,
      url,
      note: escapeMarkdown(text),
    }));
    const names = namedList(
      facts.index,
      words.map(({ by }) => by),
    );
    if (words.length >= min) return criterionResult("met", { figure: `vouched for by ${names}`, evidence, uncounted });
    const figure = min === 1 ? "nobody yet" : `${words.length} of ${min}${names === "" ? "" : `: ${names}`}`;
    const ask = asking(full, facts, { number: self.number, missing: min - words.length, words });
    return criterionResult("waiting", { figure, evidence, ...ask, uncounted });
  },
};
