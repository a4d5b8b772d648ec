/** People of a role who vouch for the candidate with `/sponsor`. */

import { z } from "zod";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { joinList, samePerson } from "../../shared/people.ts";
import { askingText } from "../able-people.ts";
import { criterionResult } from "../counts.ts";
import { EMPLOYER_RULES, EMPLOYER_TEXTS, employerLack, fittingEmployers } from "../employers.ts";
import { commandHere } from "../nomination-text.ts";
import {
  everyone,
  holdingsAs,
  isCandidate,
  lacksRole,
  namedList,
  SAME_OR_HIGHER,
  type Where,
  type Who,
  whoOf,
  whoSpeaks,
  whoText,
} from "../promotion-people.ts";
import { activeStatements, type StatementOf } from "../promotion-statements.ts";
import type { CriterionKind, CriterionResult, Person, PromotionFacts, Scope } from "../promotion-types.ts";
import {
  areaReferences,
  areas,
  attest,
  attestationsBeside,
  attestReferences,
  count,
  exactly,
  flag,
  list,
  roleReferences,
  roles,
} from "../shapes.ts";

const full = z.strictObject({
  from: roles.optional(),
  min: count("How many; without the key: 2.", 1).optional(),
  exactly: exactly.optional(),
  area: z
    .union([areas, z.literal("anywhere")])
    .optional()
    .meta({
      description:
        "Without the key or true: of every area of the nomination or above it; else of that area, or anywhere.",
    }),
  employers: z.enum(EMPLOYER_RULES).optional().meta({
    description:
      "distinct: they do not all share one; all-distinct: no two do; one-other-than-candidate, all-other-than-candidate: other than the candidate's; prefer-other: said, never blocks.",
  }),
  nominator: flag("false: the nominator's own sponsoring does not count.").optional(),
  "of-which": z
    .strictObject({ from: roles, exactly: exactly.optional(), min: count("How many of them.", 1).optional() })
    .optional()
    .meta({ description: "So many of the sponsors (1 unless written) must be of this role." }),
  "also-holds": roles.optional().meta({ description: "A role, anywhere, that each sponsor must hold besides." }),
  "small-group": z
    .strictObject({ under: count("Applies to groups smaller than this.", 1), min: count("How many then.", 0) })
    .optional()
    .meta({ description: "Fewer sponsors where fewer people could sponsor." }),
  attest: attest.optional(),
});
const schema = z.union([count("So many.", 1), full], {
  error: "expected a number, or a mapping with `from` and `min`",
});
type WrittenSponsors = z.output<typeof schema>;
type Full = z.output<typeof full>;

function asked(written: WrittenSponsors): Full {
  return typeof written === "number" ? { min: written } : written;
}

/** A promotion everywhere is no matter of those who hold the role in some area (R49). */
const EVERYWHERE: Where = { allOf: [] };

/** Each place that needs its own sponsors: a person of one area vouches for nothing in another. */
function places(written: Full, ofNomination: readonly string[]): readonly Where[] {
  const { area } = written;
  if (area === "anywhere" || area === false) return ["anywhere"];
  const meant = area === undefined || area === true ? ofNomination : list<string>(area);
  return meant.length === 0 ? [EVERYWHERE] : meant.map((name) => [name]);
}

function namesOf(place: Where): readonly string[] {
  return place === "anywhere" || "allOf" in place ? [] : place;
}

type Statement = StatementOf<"sponsor">;

interface Sponsoring {
  readonly written: Full;
  readonly facts: PromotionFacts;
  readonly who: Who;
}

/** Why a statement does not count at all; `null` if it may. */
function refusal({ written, facts, who }: Sponsoring, by: Person): string | null {
  const { nomination, index } = facts;
  if (isCandidate(nomination, by)) return "cannot sponsor their own promotion";
  if (written.nominator === false && samePerson(nomination.nominator, by))
    return "the nominator does not count as sponsor here";
  const where = places(written, nomination.areas);
  if (!where.some((place) => holdingsAs(index, who, place, by).length > 0))
    return lacksRole(index, who, where[0] === EVERYWHERE ? EVERYWHERE : where.flatMap(namesOf), by);
  const also = written["also-holds"];
  if (also === undefined) return null;
  const alsoWho = whoOf(also, undefined, nomination.role);
  return holdingsAs(index, alsoWho, "anywhere", by).length > 0 ? null : lacksRole(index, alsoWho, "anywhere", by);
}

/** How many are asked for: fewer where the group that could sponsor is small. */
function wanted(sponsoring: Sponsoring, place: Where): number {
  const { written, facts, who } = sponsoring;
  const usual = written.min ?? 2;
  const small = written["small-group"];
  if (small === undefined) return usual;
  const group = everyone(facts.index, who, place).filter((person) => refusal(sponsoring, person) === null);
  return group.length < small.under ? Math.min(usual, small.min) : usual;
}

interface AtPlace {
  readonly place: Where;
  readonly people: readonly Person[];
  readonly wanted: number;
  readonly lack: string | null;
}

function atPlace(sponsoring: Sponsoring, words: readonly Statement[], place: Where): AtPlace {
  const { written, facts, who } = sponsoring;
  const there = words.map(({ by }) => by).filter((by) => holdingsAs(facts.index, who, place, by).length > 0);
  const people = fitting(sponsoring, there, place);
  const number = wanted(sponsoring, place);
  const part = written["of-which"];
  const ofPart = part === undefined ? [] : people.filter((by) => holdsPart(part, facts, place, by));
  const partLack =
    part === undefined || ofPart.length >= (part.min ?? 1)
      ? null
      : `${part.min ?? 1} of them must be of ${whoText(whoOf(part.from, part.exactly, facts.nomination.role))}`;
  const lack = number < 2 && written.employers === "distinct" ? null : employerLack(written.employers, facts, people);
  return { place, people, wanted: number, lack: people.length >= number ? (lack ?? partLack) : null };
}

/** Those who keep the rule about employers; of one employer's rather whoever the rule asks for besides. */
function fitting({ written, facts }: Sponsoring, people: readonly Person[], place: Where): readonly Person[] {
  const part = written["of-which"];
  const first = part === undefined ? [] : people.filter((by) => holdsPart(part, facts, place, by));
  const others = people.filter((person) => !first.includes(person));
  const kept = fittingEmployers(written.employers, facts, [...first, ...others]);
  return people.filter((person) => kept.includes(person));
}

type WrittenPart = NonNullable<Full["of-which"]>;

function holdsPart({ from, exactly }: WrittenPart, facts: PromotionFacts, place: Where, by: Person): boolean {
  return holdingsAs(facts.index, whoOf(from, exactly, facts.nomination.role), place, by).length > 0;
}

export const sponsors: CriterionKind<WrittenSponsors> = {
  name: "sponsors",
  about: "People of a role or above it who vouch for the candidate with /sponsor.",
  exactly:
    "People of the role, or of one above it, who said `/sponsor`, in each area of the nomination apart; never the candidate. Several entries that are needed together need different people, shared out as it serves best.",
  examples: [
    "sponsors: { from: maintainers, min: 2, employers: distinct }",
    "sponsors: [{ from: reviewers, min: 1 }, { from: maintainers, min: 1 }]",
    "sponsors: 2",
  ],
  schema,
  by: "people",
  references: (written) => {
    const { from, area, "of-which": part, "also-holds": also, attest } = asked(written);
    return [
      ...roleReferences(["from"], from),
      ...areaReferences(["area"], area === "anywhere" ? undefined : area),
      ...roleReferences(["of-which", "from"], part?.from),
      ...roleReferences(["also-holds"], also),
      ...attestReferences(attest),
    ];
  },
  beside(written) {
    const { attest, from = SAME_OR_HIGHER } = asked(written);
    return attestationsBeside(attest, from);
  },
  wording,
  measures: () => [],
  result(written, facts) {
    const full = asked(written);
    const sponsoring = { written: full, facts, who: whoSpeaks(full, facts.nomination.role) };
    const said = activeStatements(facts.words, "sponsor").map((word) => ({
      word,
      reason: refusal(sponsoring, word.by),
    }));
    const uncounted = said.flatMap(({ word, reason }) => (reason === null ? [] : [{ word, reason }]));
    const words = said.flatMap(({ word, reason }) => (reason === null && !isSpent(facts, word.by) ? [word] : []));
    const there = places(full, facts.nomination.areas).map((place) => atPlace(sponsoring, words, place));
    return sponsorResult(sponsoring, there, words, uncounted);
  },
};

function isSpent({ spent = [] }: PromotionFacts, by: Person): boolean {
  return spent.some((person) => samePerson(person, by));
}

/** Asks the people whose sponsoring would help: those who have not sponsored yet, and who satisfy the rules about employers and parts. */
function asking(sponsoring: Sponsoring, words: readonly Statement[], at: AtPlace): ReturnType<typeof askingText> {
  const { facts, who } = sponsoring;
  const missing = Math.max(1, at.wanted - at.people.length);
  const people = everyone(facts.index, who, at.place).filter(
    (person) =>
      !words.some(({ by }) => samePerson(by, person)) &&
      !isSpent(facts, person) &&
      refusal(sponsoring, person) === null &&
      helps(sponsoring, at, missing, person),
  );
  return askingText({ who, where: at.place, missing, people, command: commandHere(facts, "/sponsor") }, facts);
}

function helps(sponsoring: Sponsoring, at: AtPlace, missing: number, person: Person): boolean {
  const { written, facts } = sponsoring;
  const all = fitting(sponsoring, [...at.people, person], at.place);
  const part = written["of-which"];
  const ofPart = part === undefined ? [] : at.people.filter((by) => holdsPart(part, facts, at.place, by));
  const isLacking = part !== undefined && missing <= (part.min ?? 1) - ofPart.length;
  if (!all.includes(person) || (all.length === at.people.length && !isLacking)) return false;
  if (isLacking && !holdsPart(part, facts, at.place, person)) return false;
  const isFree = missing > 1 || (at.wanted < 2 && written.employers === "distinct");
  return isFree || employerLack(written.employers, facts, all) === null;
}

function sponsorResult(
  sponsoring: Sponsoring,
  there: readonly AtPlace[],
  words: readonly Statement[],
  uncounted: CriterionResult["uncounted"],
): CriterionResult {
  const { written, facts } = sponsoring;
  const figures = there.map(({ place, people, wanted, lack }) => {
    const where = there.length === 1 ? "" : ` in ${namesOf(place).map(escapeMarkdown).join(", ")}`;
    const names = people.length === 0 ? "" : `: ${namedList(facts.index, people)}`;
    return `${people.length} of ${wanted}${where}${names}${lack === null ? "" : `; ${lack}`}`;
  });
  const evidence = words.map(({ by, url }) => ({ kind: "statement" as const, by: by.login, url, note: null }));
  const given = { figure: figures.join("; "), evidence, uncounted };
  const short = there.filter(({ people, wanted, lack }) => people.length < wanted || lack !== null);
  if (short.length === 0)
    return criterionResult("met", { ...given, figure: `${figures.join("; ")}${softNote(written, facts, there)}` });
  const asks = short.map((at) => ({ ...asking(sponsoring, words, at), lack: at.lack }));
  const next = asks.map(({ text, lack }) => (lack === null ? text : `${text}; ${lack}`)).join("; ");
  const tooFew = asks.some((one) => one.short) ? { tooFew: true as const } : {};
  return criterionResult("waiting", { ...given, next, ...tooFew });
}

/** A preference is mentioned and never blocks. */
function softNote(written: Full, facts: PromotionFacts, there: readonly AtPlace[]): string {
  if (written.employers !== "prefer-other") return "";
  const kept = there.every(({ people }) => employerLack("one-other-than-candidate", facts, people) === null);
  return kept ? "" : "; a sponsor of another employer is preferred";
}

function wording(written: WrittenSponsors, scope: Scope): string {
  const full = asked(written);
  const min = full.min ?? 2;
  const where = places(full, scope.areas).flatMap(namesOf);
  const part = full["of-which"];
  const small = full["small-group"];
  const also = full["also-holds"];
  return [
    `${min} ${min === 1 ? "sponsor" : "sponsors"} from ${whoText(whoSpeaks(full, scope.role))}`,
    where.length === 0 ? "" : ` in ${where.length > 1 ? "each of " : ""}${joinList(where.map(escapeMarkdown), "and")}`,
    part === undefined ? "" : `, ${part.min ?? 1} of them from ${whoText(whoOf(part.from, part.exactly, scope.role))}`,
    also === undefined ? "" : `, who also are ${whoText(whoOf(also, undefined, scope.role))}`,
    full.employers === undefined ? "" : `, ${EMPLOYER_TEXTS[full.employers]}`,
    full.nominator === false ? ", the nominator not among them" : "",
    small === undefined ? "" : `; ${small.min} where there are fewer than ${small.under} of them`,
  ].join("");
}

/** Who has sponsored and counts, whatever other criteria need them for; and whether a given set of them would be enough. */
export function sponsoring(params: unknown, facts: PromotionFacts) {
  const written = asked(schema.parse(params));
  const group = { written, facts, who: whoSpeaks(written, facts.nomination.role) };
  const words = activeStatements(facts.words, "sponsor").filter((word) => refusal(group, word.by) === null);
  const at = (people: readonly Person[]) => {
    const theirs = words.filter(({ by }) => people.some((person) => samePerson(person, by)));
    return places(written, facts.nomination.areas).map((place) => atPlace(group, theirs, place));
  };
  return {
    people: words.map(({ by }): Person => by),
    isEnough: (people: readonly Person[]) =>
      at(people).every((one) => one.people.length >= one.wanted && one.lack === null),
    /** How far they satisfy it: of two sets that are not enough, the larger is nearer. */
    counted: (people: readonly Person[]) =>
      at(people).reduce((sum, one) => sum + Math.min(one.people.length, one.wanted), 0),
  };
}

/** The least number of sponsors, and from whom: to warn that there are too few. */
export function sponsorsNeeded(params: unknown) {
  const full = asked(schema.parse(params));
  const usual = full.min ?? 2;
  const small = full["small-group"];
  return {
    from: full.from ?? SAME_OR_HIGHER,
    min: small === undefined ? usual : Math.min(usual, small.min),
    part: full["of-which"] === undefined ? null : { from: full["of-which"].from, min: full["of-which"].min ?? 1 },
    area: full.area === undefined || full.area === true ? ("nomination" as const) : ("elsewhere" as const),
    employers: full.employers === undefined || full.employers === "prefer-other" ? null : full.employers,
  };
}
