/** A vote of the holders of a role: `/vote yes`, `/vote no`, `/vote abstain`. */
import { z } from "zod";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { moment } from "../../shared/dates.ts";
import { durationText, timeAfter } from "../../shared/duration.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { ableAmong, awayText, namesOf, numberWord } from "../able-people.ts";
import { standing } from "../counts.ts";
import { commandHere, promoteText } from "../nomination-text.ts";
import {
  affiliationOf,
  everyone,
  holdingsAs,
  isCandidate,
  lacksRole,
  named,
  placesText,
  type Where,
  type Who,
  whoOf,
  whoText,
} from "../promotion-people.ts";
import { activeStatements, type StatementOf } from "../promotion-statements.ts";
import {
  type CriterionKind,
  type CriterionResult,
  type Elector,
  type Nomination,
  type PromotionFacts,
  type Scope,
  shownSince,
} from "../promotion-types.ts";
import {
  areaReferences,
  areasMeant,
  attest,
  count,
  duration,
  exactly,
  flag,
  inArea,
  roleReferences,
  roles,
  shareShape,
} from "../shapes.ts";
import { needed, reached, share, shareText } from "../share.ts";

const full = z.strictObject({
  of: roles,
  exactly: exactly.optional(),
  in: inArea.optional(),
  share: shareShape
    .optional()
    .meta({ description: "The share that must vote yes; without this and min-yes: a majority." }),
  "share-of": z.enum(["eligible", "cast"]).optional().meta({
    description: "eligible: of all who may vote (default); cast: of the yes and no that were cast.",
  }),
  "min-yes": count("At least so many must vote yes.", 1).optional(),
  quorum: z
    .union([shareShape, count("So many.", 1)], { error: "expected a share, or a whole number" })
    .optional()
    .meta({ description: "How many must take part, abstentions included: a share, or a whole number above 1." }),
  veto: flag("true: a single no stops it.").optional(),
  window: duration.optional().meta({
    description: "How long the vote is open from the nomination; without the key it passes on reaching its share.",
  }),
  early: flag("true: it passes before the window ends as soon as the share is reached.").optional(),
  "employer-cap": z
    .union([shareShape, count("So many.", 1)], { error: "expected a share, or a whole number" })
    .optional()
    .meta({
      description: "The most votes that count of one employer: a whole number, or a share of all who may vote.",
    }),
  "drop-absent": duration.optional().meta({
    description: "After this time those who have not voted are no longer counted among all who may vote.",
  }),
  attest: attest.optional(),
});
const schema = full.meta({ examples: [{ of: "maintainers", share: "2/3" }] });
export type WrittenVote = z.output<typeof schema>;

function placeOf(written: WrittenVote, ofNomination: readonly string[]): Where {
  if (written.in === undefined || written.in === "anywhere") return "anywhere";
  return written.in === "area" ? { allOf: ofNomination } : areasMeant(written.in, ofNomination);
}

function whoVotes(written: WrittenVote, role: string): Who {
  return whoOf(written.of, written.exactly, role);
}

/** Who may vote now: to be frozen when the nomination is made. The candidate never may. */
export function electorateOf(
  params: unknown,
  index: RegistryIndex,
  nomination: Pick<Nomination, "role" | "areas" | "candidate">,
): readonly Elector[] {
  const written = schema.parse(params);
  return everyone(index, whoVotes(written, nomination.role), placeOf(written, nomination.areas)).filter(
    (person) => !isCandidate(nomination, person),
  );
}

type Statement = StatementOf<"vote">;

interface Ballot {
  readonly yes: readonly Elector[];
  readonly no: readonly Elector[];
  readonly abstained: readonly Elector[];
  readonly electors: readonly Elector[];
  readonly counted: readonly Statement[];
  readonly uncounted: CriterionResult["uncounted"];
  readonly end: Instant | null;
}

function ballot(written: WrittenVote, facts: PromotionFacts, number: number): Ballot {
  const { nomination, index } = facts;
  const who = whoVotes(written, nomination.role);
  const place = placeOf(written, nomination.areas);
  const frozen = nomination.electorate[String(number)] ?? electorateOf(written, index, nomination);
  // Whoever lost the role since then neither votes nor is waited for.
  const electors = frozen.filter((person) => holdingsAs(index, who, place, person).length > 0);
  const end = written.window === undefined ? null : timeAfter(shownSince(nomination), written.window);
  const judged = activeStatements(facts.words, "vote").map((word) => {
    const elector = electors.find((person) => samePerson(person, word.by));
    return { word, elector, reason: elector === undefined ? notElector(facts, who, place, word) : late(end, word) };
  });
  const counted = judged.filter(({ reason }) => reason === null);
  const choosing = (choice: Statement["choice"]) =>
    counted.flatMap(({ word, elector }) => (word.choice === choice && elector !== undefined ? [elector] : []));
  const dropped = written["drop-absent"];
  const absentGone = dropped !== undefined && timeAfter(shownSince(nomination), dropped) <= facts.now;
  return {
    yes: choosing("yes"),
    no: choosing("no"),
    abstained: choosing("abstain"),
    electors: absentGone ? counted.flatMap(({ elector }) => elector ?? []) : electors,
    counted: counted.map(({ word }) => word),
    uncounted: judged.flatMap(({ word, reason }) => (reason === null ? [] : [{ word, reason }])),
    end,
  };
}

function late(end: Instant | null, word: Statement): string | null {
  return end !== null && word.at > end ? `the vote had ended on ${moment(end)}` : null;
}

function notElector(facts: PromotionFacts, who: Who, place: Where, word: Statement): string {
  if (isCandidate(facts.nomination, word.by)) return "cannot vote on their own promotion";
  if (holdingsAs(facts.index, who, place, word.by).length > 0)
    return "was not among those who may vote when the nomination was made";
  return lacksRole(facts.index, who, place, word.by);
}

/** Numbers after the employers' cap. */
interface Tally {
  readonly yes: number;
  readonly no: number;
  readonly abstained: number;
  readonly eligible: number;
}

function tally(written: WrittenVote, facts: PromotionFacts, given: Ballot): Tally {
  const cap = capOf(written, given.electors.length);
  const size = (people: readonly Elector[]) => capped(facts, people, cap);
  return { yes: size(given.yes), no: size(given.no), abstained: size(given.abstained), eligible: size(given.electors) };
}

function capOf(written: WrittenVote, electors: number): number {
  const cap = written["employer-cap"];
  if (cap === undefined) return Number.POSITIVE_INFINITY;
  if (typeof cap === "number" && cap > 1) return cap;
  if (cap === 1) return 1;
  const { over, under } = share(cap);
  return Math.max(1, Math.floor((over * electors) / under));
}

/** People whose employer nobody knows count as of one: else leaving it out would be a way around the cap. */
function capped(facts: PromotionFacts, people: readonly Elector[], cap: number): number {
  if (cap === Number.POSITIVE_INFINITY) return people.length;
  const of = new Map<string, number>();
  for (const person of people) {
    const employer = (affiliationOf(facts.index, person) ?? person.affiliation ?? "").trim().toLowerCase();
    of.set(employer, (of.get(employer) ?? 0) + 1);
  }
  return [...of.values()].reduce((sum, number) => sum + Math.min(number, cap), 0);
}

function passes(written: WrittenVote, { yes, no, abstained, eligible }: Tally): boolean {
  const quorum = written.quorum;
  const present = yes + no + abstained;
  if (quorum !== undefined && !isQuorate(quorum, present, eligible)) return false;
  if (yes < (written["min-yes"] ?? 0)) return false;
  const part = shareOf(written);
  if (part === undefined) return yes > 0;
  return reached(share(part), yes, written["share-of"] === "cast" ? yes + no : eligible);
}

/** Without a share and without a number of yes, a majority is asked for. */
function shareOf({ share, "min-yes": min }: WrittenVote): string | number | undefined {
  return min === undefined ? (share ?? "majority") : share;
}

function isQuorate(quorum: string | number, present: number, eligible: number): boolean {
  if (typeof quorum === "number" && quorum >= 1) return present >= quorum;
  return reached(share(quorum), present, eligible);
}

/** Whether it could still pass if everyone who is silent voted yes. */
function canPass(written: WrittenVote, given: Tally): boolean {
  const silent = Math.max(0, given.eligible - given.yes - given.no - given.abstained);
  return passes(written, { ...given, yes: given.yes + silent });
}

export const vote: CriterionKind<WrittenVote> = {
  name: "vote",
  about: "A vote of the holders of a role or above it, with /vote yes, no or abstain.",
  schema,
  waivable: false,
  by: "people",
  references: (written) => [
    ...roleReferences(["of"], written.of),
    ...areaReferences(["in"], written.in === "area" || written.in === "anywhere" ? undefined : written.in),
    ...roleReferences(["attest", "by"], typeof written.attest === "object" ? written.attest.by : undefined),
  ],
  beside(written) {
    if (written.attest === undefined) return [];
    return [
      typeof written.attest === "string"
        ? { text: written.attest, by: written.of }
        : { by: written.of, ...written.attest },
    ];
  },
  wording,
  measures: () => [],
  standing(written, facts, self) {
    const given = ballot(written, facts, self.number);
    return voteResult(written, facts, given);
  },
};

function voteResult(written: WrittenVote, facts: PromotionFacts, given: Ballot): CriterionResult {
  const { end } = given;
  const figures = tally(written, facts, given);
  const evidence = given.counted.map(({ by, url, choice }) => ({
    kind: "word" as const,
    by: by.login,
    url,
    note: choice,
  }));
  const shown = { figure: figureText(written, facts, given, figures), evidence, uncounted: given.uncounted };
  if (given.electors.length === 0 && written["drop-absent"] === undefined)
    return standing("unknown", {
      ...shown,
      figure: "unknown: nobody may vote",
      next: `nobody may vote, so this cannot be decided: ${commandHere(facts, "/withdraw")} ends it, and once the registry names ${whoText(whoVotes(written, facts.nomination.role))} ${code(promoteText(facts.nomination))} starts a new one`,
    });
  if (written.veto === true && given.no.length > 0)
    return standing("opposed", {
      ...shown,
      next: `a no is a veto here: ${namesOf(given.no, "and", facts)} can vote anew (${commandHere(facts, "/vote", "yes")})`,
    });
  const open = end !== null && end > facts.now;
  const pass = passes(written, figures);
  if (pass && (!open || written.early === true)) return standing("met", shown);
  if (pass && end !== null)
    return standing("waiting", {
      ...shown,
      next: `enough have voted yes; the vote closes on ${moment(end)}`,
      dueAt: end,
      onlyTime: true,
    });
  if (end !== null && !open)
    return standing("opposed", {
      ...shown,
      next: `the vote has ended against it; ${code(promoteText(facts.nomination))} starts a new one`,
      final: true,
    });
  const isPossible = canPass(written, figures);
  const dueAt = soonest(facts, written, end);
  return standing(isPossible ? "waiting" : "opposed", {
    ...shown,
    next: nextText(written, facts, given, isPossible),
    dueAt,
  });
}

/** Only those who have not voted are asked; where all have, when it ends, or who can still change something. */
function nextText(written: WrittenVote, facts: PromotionFacts, given: Ballot, isPossible: boolean): string {
  const { electors, counted, no, abstained, end } = given;
  const silent = electors.filter((elector) => !counted.some(({ by }) => samePerson(by, elector)));
  const { there, away } = ableAmong(silent, facts);
  const closes = end === null ? "" : `; the vote closes on ${moment(end)}`;
  const [yes, nay] = [commandHere(facts, "/vote", "yes"), commandHere(facts, "/vote", "no")];
  const doubters = namesOf([...no, ...abstained], "or", facts);
  if (!isPossible)
    return `${silent.length === 0 ? "everybody has voted, and not enough yes" : "the votes still to come cannot carry it any more"}: it passes only if ${doubters === "" ? "the registry names more who may vote" : `${doubters} vote anew (${yes})`}${closes}`;
  if (there.length > 0)
    return `${neededText(written, facts, given)}${namesOf(there, "or", facts)} can still vote (${yes} or ${nay})${closes}`;
  if (away.length > 0) return `those who have not voted are not there: ${awayText(away, facts)}${closes}`;
  return `everybody has voted${closes}`;
}

/** "two more yes are needed: "; empty where it is not the number of yes that is missing. */
function neededText(written: WrittenVote, facts: PromotionFacts, given: Ballot): string {
  const { yes, no, eligible } = tally(written, facts, given);
  const missing = wantedYes(written, { yes, no, eligible }) - yes;
  if (missing <= 0 || written["share-of"] === "cast" || written["employer-cap"] !== undefined) return "";
  return `${numberWord(missing)} more yes ${missing === 1 ? "is" : "are"} needed: `;
}

function wantedYes(written: WrittenVote, { yes, no, eligible }: Pick<Tally, "yes" | "no" | "eligible">): number {
  const part = shareOf(written);
  const basis = written["share-of"] === "cast" ? yes + no : eligible;
  return Math.max(written["min-yes"] ?? 0, part === undefined ? 0 : needed(share(part), basis));
}

function soonest(facts: PromotionFacts, written: WrittenVote, end: Instant | null): Instant | null {
  const drop =
    written["drop-absent"] === undefined ? null : timeAfter(shownSince(facts.nomination), written["drop-absent"]);
  const ahead = [drop, end].filter((each) => each !== null).filter((each) => each > facts.now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

function listNames(facts: PromotionFacts, people: readonly Elector[]): string {
  return people.map((person) => named(facts.index, person)).join(", ");
}

function figureText(
  written: WrittenVote,
  facts: PromotionFacts,
  given: Ballot,
  { yes, no, abstained, eligible }: Tally,
): string {
  const want = wantedYes(written, { yes, no, eligible });
  const names = given.yes.length === 0 ? "" : `: ${listNames(facts, given.yes)}`;
  const rest = `${no} no, ${abstained} abstained, ${eligible} may vote`;
  const cap = written["employer-cap"] === undefined ? "" : ", after the employers' cap";
  return `${yes} of ${want} yes${names}; ${rest}${cap}`;
}

function wording(written: WrittenVote, scope: Scope): string {
  const who = whoText(whoVotes(written, scope.role));
  const part = shareOf(written);
  const place = placeOf(written, scope.areas);
  const cap = written["employer-cap"];
  return [
    part === undefined
      ? ""
      : `${escapeMarkdown(shareText(part))} of ${written["share-of"] === "cast" ? "the votes cast by " : ""}${who}`,
    written["min-yes"] === undefined
      ? ""
      : `${part === undefined ? "" : ", and "}at least ${written["min-yes"]} ${part === undefined ? `of ${who} ` : ""}`.trimEnd(),
    " vote yes",
    placesText(place) === "" ? "" : ` in ${placesText(place)}`,
    written.quorum === undefined ? "" : `, quorum ${escapeMarkdown(shareText(written.quorum))}`,
    cap === undefined
      ? ""
      : `, at most ${escapeMarkdown(shareText(cap))} ${typeof cap === "number" && cap >= 1 ? "votes" : "of the votes"} of one employer`,
    written.veto === true ? ", without a veto" : "",
    written.window === undefined ? "" : `, within ${durationText(written.window)}`,
  ].join("");
}

/** How many must vote yes at least, of whom: for telling that there are too few. */
export function votersNeeded(params: unknown) {
  const written = schema.parse(params);
  const { quorum } = written;
  // At 1 and below it is a share, which can always be reached.
  const part = typeof quorum === "number" && quorum > 1 ? quorum : 1;
  return { of: written.of, min: Math.max(part, written["min-yes"] ?? 1) };
}
