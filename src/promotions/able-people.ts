/** Who can take part in a promotion now, and the sentence that asks them: nobody who is away or has already done so. Pure. */

import { absenceOf } from "../gate/ineligibility.ts";
import { seededHash } from "../gate/quickest.ts";
import { day } from "../shared/dates.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { joinList, singularRole } from "../shared/people.ts";
import { singular } from "../shared/singular.ts";
import { isCandidate, placesText, type Where, type Who } from "./promotion-people.ts";
import type { Person } from "./promotion-types.ts";
import type { QuestionFacts } from "./voting/question.ts";

interface Able {
  readonly there: readonly Person[];
  readonly away: readonly Person[];
}

/** Which of these people can act now, and which could if they were not away; the candidate is in neither list. */
export function ableAmong(people: readonly Person[], facts: QuestionFacts): Able {
  const others = people.filter((person) => !isCandidate(facts.nomination, person));
  const isAway = (person: Person) => untilOf(person, facts) !== undefined;
  return { there: others.filter((person) => !isAway(person)), away: others.filter(isAway) };
}

/** Until when somebody is away; `null`: without an end, `undefined`: they are present. */
function untilOf(person: Person, { index, now, away = [] }: QuestionFacts): number | null | undefined {
  return absenceOf(person, { index, away, facts: { readAt: now } })?.until;
}

/** A list of more names helps nobody. */
const MAX_NAMES = 5;

/** "ann, ben or cho": all of them if they are few, otherwise a choice that differs from promotion to promotion. Inert. */
export function namesOf(people: readonly Person[], word: "and" | "or", { nomination }: QuestionFacts): string {
  const shown =
    people.length <= MAX_NAMES
      ? people
      : people
          .map((person) => ({ person, place: seededHash(person, nomination.id) }))
          .sort((one, other) => one.place - other.place)
          .map(({ person }) => person);
  return joinList(
    shown.map(({ login }) => escapeMarkdown(login)),
    word,
    MAX_NAMES,
  );
}

/** "max (until 2 December 2026) and mila". Inert. */
function awayNames(people: readonly Person[], facts: QuestionFacts): string {
  const names = people.map((person) => {
    const until = untilOf(person, facts) ?? null;
    return `${escapeMarkdown(person.login)}${until === null ? "" : ` (until ${day(until)})`}`;
  });
  return joinList(names, "and", MAX_NAMES);
}

/** "max is away (until 2 December 2026)", "max and mila are away". Inert. */
export function awayText(people: readonly Person[], facts: QuestionFacts): string {
  const [only] = people;
  if (people.length !== 1 || only === undefined) return `${awayNames(people, facts)} are away`;
  const until = untilOf(only, facts) ?? null;
  return `${escapeMarkdown(only.login)} is away${until === null ? "" : ` until ${day(until)}`}`;
}

interface Asking {
  readonly who: Who;
  readonly where: Where;
  /** How many of them are still needed. */
  readonly missing: number;
  /** Those who could, away or not. */
  readonly people: readonly Person[];
  /** The command that they would write, as inline code. */
  readonly command: string;
}

/**
 * "two maintainers of engine (ann, ben or cho) still need to comment `/sponsor`"; if too few can, that and what helps. `short`: there
 * are not enough of them, however long one waits. Inert.
 */
export function askingText(asking: Asking, facts: QuestionFacts): { readonly text: string; readonly short: boolean } {
  const { missing, people, command, who, where } = asking;
  const { there, away } = ableAmong(people, facts);
  const need = `still ${missing === 1 ? "needs" : "need"} to comment ${command}`;
  const asked = askedText(who, where, missing);
  if (there.length >= missing)
    return {
      text: `${asked} (${namesOf(there, there.length === missing ? "and" : "or", facts)}) ${need}`,
      short: false,
    };
  const present =
    there.length === 0
      ? "nobody who could is there"
      : `of those who could only ${namesOf(there, "and", facts)} ${there.length === 1 ? "is" : "are"} there`;
  if (there.length + away.length >= missing)
    return { text: `${asked} ${need}; ${present}: ${awayText(away, facts)}`, short: false };
  const all = [...there, ...away];
  const could =
    all.length === 0
      ? "nobody else could"
      : `only ${namesOf(all, "and", facts)} could${away.length === 0 ? "" : `, and ${awayText(away, facts)}`}`;
  return {
    text: `${asked} ${need}, but ${could}: ${code(makeOne(who, where))} makes another ${roleNames(who)}`,
    short: true,
  };
}

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** "two". */
export function numberWord(number: number): string {
  return NUMBERS[number] ?? `${number}`;
}

/** "two maintainers of engine". Inert. */
function askedText(who: Who, where: Where, number: number): string {
  const places = placesText(where);
  const of = places === "" || places === "everywhere" ? "" : ` of ${places}`;
  return `${numberWord(number)} ${number === 1 ? roleNames(who) : joinList(who.roles.map(escapeMarkdown), "or", 6)}${of}`;
}

function roleNames({ roles }: Who): string {
  return joinList(roles.map(singularRole), "or", 6);
}

function makeOne({ roles: [role = ""] }: Who, where: Where): string {
  const areas = where === "anywhere" ? [] : "allOf" in where ? where.allOf : where.slice(0, 1);
  return `/promote @user ${singular(role)} ${areas.length === 0 ? "everywhere" : areas.join(" ")}`;
}
