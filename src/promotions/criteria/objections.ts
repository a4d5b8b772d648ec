/** That nobody of a role objects, for a time: `/object why` stops the promotion until it is taken back or overruled. */
import { z } from "zod";
import { outvotingPieces } from "../../registry/voting-shape.ts";
import { moment } from "../../shared/dates.ts";
import { durationText, timeAfter } from "../../shared/duration.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { needed, share, shareText } from "../../shared/share.ts";
import { ableAmong, askingText, awayText, namesOf } from "../able-people.ts";
import { standing } from "../counts.ts";
import { commandHere } from "../nomination-text.ts";
import {
  everyone,
  holdingsAs,
  inPlaces,
  isCandidate,
  lacksRole,
  SAME_OR_HIGHER,
  type Where,
  type Who,
  whoOf,
  whoText,
} from "../promotion-people.ts";
import { activeStatements, type StatementOf, statementsOfKind } from "../promotion-statements.ts";
import {
  type CriterionKind,
  type CriterionResult,
  type Person,
  type PromotionFacts,
  type Scope,
  shownSince,
} from "../promotion-types.ts";
import { areaReferences, areasMeant, duration, exactly, inArea, roleReferences, roles } from "../shapes.ts";

const outvoting = z.strictObject({
  of: roles,
  exactly: exactly.optional(),
  ...outvotingPieces,
});
const full = z.strictObject({
  from: roles.optional(),
  exactly: exactly.optional(),
  window: duration.optional().meta({ description: "How long it must stay without objection." }),
  starts: z.enum(["met", "nominated"]).optional().meta({
    description: "When the window starts: when all else is met (default), or with the nomination.",
  }),
  reason: z.enum(["required", "optional"]).optional().meta({
    description: "Whether an objection without a reason counts; required: it does not (default).",
  }),
  in: inArea.optional(),
  "overruled-by": z.union([roles, outvoting], { error: "expected a role, or a mapping with `of`" }).optional().meta({
    description: "Who outvotes objections with /vote yes.",
  }),
  withdrawal: z.enum(["restarts", "clears"]).optional().meta({
    description:
      "What taking an objection back does: the window starts again (default), or sponsors and votes are cleared, too.",
  }),
});
const schema = z.union([roles, full], { error: "expected a role, or a mapping with `from`" });
export type WrittenObjections = z.output<typeof schema>;
export type FullObjections = z.output<typeof full>;

export function objectionsAsked(written: WrittenObjections): FullObjections {
  return typeof written === "string" || isList(written) ? { from: written } : written;
}

function isList(written: WrittenObjections): written is string[] {
  return Array.isArray(written);
}

export function whoObjects(written: FullObjections, role: string): Who {
  return whoOf(written.from ?? SAME_OR_HIGHER, written.exactly, role);
}

/** Said where it is written. */
export function placeIn(written: FullObjections, scope: Scope): string {
  return written.in === undefined ? "" : inPlaces(whereOf(written, scope.areas));
}

function whereOf(written: FullObjections, ofNomination: readonly string[]): Where {
  if (written.in === "anywhere") return "anywhere";
  return areasMeant(written.in === undefined || written.in === "area" ? true : written.in, ofNomination);
}

type Statement = StatementOf<"object">;

function refusal(written: FullObjections, facts: PromotionFacts, word: Statement): string | null {
  const who = whoObjects(written, facts.nomination.role);
  const where = whereOf(written, facts.nomination.areas);
  if (isCandidate(facts.nomination, word.by))
    return `cannot object to their own promotion; ${commandHere(facts, "/withdraw")} ends it`;
  if (holdingsAs(facts.index, who, where, word.by).length === 0) return lacksRole(facts.index, who, where, word.by);
  if (written.reason !== "optional" && word.why.trim() === "")
    return `an objection needs its reason: ${commandHere(facts, "/object", "why")}`;
  return null;
}

interface Course {
  /** Objections that stand and count. */
  readonly against: readonly Statement[];
  /** Those said after the window's end. */
  readonly late: readonly { readonly word: Statement; readonly end: Instant }[];
  /** When objections that counted were taken back. */
  readonly withdrawn: readonly Instant[];
  /** The end of the window; `null`: it has not begun, or none is asked for. */
  readonly end: Instant | null;
}

/** Goes through what was said in order of time: what comes after the window's end neither counts nor opens it again. */
function course(written: FullObjections, facts: PromotionFacts): Course {
  const { window } = written;
  const start = written.starts === "nominated" ? shownSince(facts.nomination) : facts.clearSince;
  const endAfter = (at: Instant) =>
    window === undefined || start === null ? null : timeAfter(Math.max(start, at), window);
  let end = endAfter(start ?? 0);
  let against: readonly Statement[] = [];
  const late: { word: Statement; end: Instant }[] = [];
  const withdrawn: Instant[] = [];
  for (const word of statementsOfKind(facts.words, "object")) {
    const others = against.filter(({ by }) => !samePerson(by, word.by));
    if (word.cancel && others.length < against.length) {
      against = others;
      withdrawn.push(word.at);
      if (others.length === 0) end = endAfter(word.at);
    }
    if (word.cancel || refusal(written, facts, word) !== null) continue;
    if (against.length === 0 && end !== null && word.at > end) late.push({ word, end });
    else against = [...others, word];
  }
  return { against, late, withdrawn, end };
}

/** When objections that counted were taken back, in order of time. */
export function withdrawals(written: FullObjections, facts: PromotionFacts): readonly Instant[] {
  return course(written, facts).withdrawn;
}

interface Outvoting {
  readonly who: Who;
  readonly where: Where;
  /** Those who could vote yes yet. */
  readonly silent: readonly Person[];
  /** How many more yes it takes; 0: they have outvoted it. */
  readonly missing: number;
}

type WrittenOutvoting = z.output<typeof outvoting>;

function outvotingAsked(rule: NonNullable<FullObjections["overruled-by"]>): WrittenOutvoting {
  return typeof rule === "string" || Array.isArray(rule) ? { of: rule } : rule;
}

/** How the people who may outvote objections stand; `null`: nobody may. */
function outvotingOf(written: FullObjections, facts: PromotionFacts): Outvoting | null {
  const rule = written["overruled-by"];
  if (rule === undefined) return null;
  const outvoting = outvotingAsked(rule);
  const who = whoOf(outvoting.of, outvoting.exactly, facts.nomination.role);
  const where = { allOf: facts.nomination.areas };
  const group = everyone(facts.index, who, where).filter((person) => !isCandidate(facts.nomination, person));
  const yes = activeStatements(facts.words, "vote").filter(
    ({ choice, by }) =>
      choice === "yes" && !isCandidate(facts.nomination, by) && holdingsAs(facts.index, who, where, by).length > 0,
  );
  const part = outvoting.share;
  const min = outvoting["min-yes"] ?? (part === undefined ? 1 : 0);
  // A share of nobody is never reached.
  const ofShare = part === undefined ? 0 : Math.max(1, needed(share(part), group.length));
  return {
    who,
    where,
    silent: group.filter((person) => !yes.some(({ by }) => samePerson(by, person))),
    missing: Math.max(0, Math.max(min, ofShare) - yes.length),
  };
}

/** Words that stand and do not count, with the reason. */
function uncountedOf(written: FullObjections, facts: PromotionFacts, { late }: Course): CriterionResult["uncounted"] {
  return activeStatements(facts.words, "object").flatMap((word) => {
    const ended = late.find((each) => each.word.key === word.key)?.end;
    const tooLate = ended === undefined ? null : `the window had ended on ${moment(ended)}`;
    const reason = refusal(written, facts, word) ?? tooLate;
    return reason === null ? [] : [{ word, reason }];
  });
}

export function objectionsResult(written: FullObjections, facts: PromotionFacts): CriterionResult {
  const found = course(written, facts);
  const { against, end } = found;
  const uncounted = uncountedOf(written, facts, found);
  const evidence = against.map(({ by, url, why }) => ({
    kind: "word" as const,
    by: by.login,
    url,
    note: escapeMarkdown(why),
  }));
  const names = against.map(({ by, why }) => `${escapeMarkdown(by.login)}: ${escapeMarkdown(why)}`).join("; ");
  const outvoting = against.length === 0 ? null : outvotingOf(written, facts);
  const outvoted = outvoting?.missing === 0;
  const shown = { evidence, uncounted };
  if (against.length > 0 && !outvoted)
    return standing("opposed", { ...shown, figure: names, next: opposedText(against, outvoting, facts) });
  const figure = outvoted ? `overruled: ${names}` : "none so far";
  if (written.window === undefined) return standing("met", { ...shown, figure });
  if (end === null)
    return standing("waiting", {
      ...shown,
      figure: `${figure}; the window starts when all else is met`,
      onlyTime: true,
    });
  if (end <= facts.now) return standing("met", { ...shown, figure: outvoted ? figure : "none" });
  const ends = `${figure}; the window ends ${moment(end)}`;
  const next = `${whoText(whoObjects(written, facts.nomination.role))} who disagree comment ${commandHere(facts, "/object", "why")} until ${moment(end)}`;
  return standing("waiting", { ...shown, figure: ends, next, dueAt: end, onlyTime: true });
}

/** Who takes it back, or can outvote it. */
function opposedText(against: readonly Statement[], outvoting: Outvoting | null, facts: PromotionFacts): string {
  const people = against.map(({ by }) => by);
  const { away } = ableAmong(people, facts);
  const takes = people.length === 1 ? "takes the objection" : "take their objections";
  const back = `${namesOf(people, "and", facts)} ${takes} back (${commandHere(facts, "/object cancel")})${away.length === 0 ? "" : `, though ${awayText(away, facts)}`}`;
  if (outvoting === null) return back;
  const { who, where, silent, missing } = outvoting;
  const command = commandHere(facts, "/vote", "yes");
  return `${back}; or ${askingText({ who, where, missing, people: silent, command }, facts).text}, which outvotes it`;
}

export function objectionReferences(written: WrittenObjections) {
  const full = objectionsAsked(written);
  const path = typeof written === "string" || isList(written) ? [] : ["from"];
  const rule = full["overruled-by"];
  const plain = typeof rule === "string" || Array.isArray(rule);
  return [
    ...roleReferences(path, full.from),
    ...areaReferences(["in"], full.in === "area" || full.in === "anywhere" ? undefined : full.in),
    ...(plain ? roleReferences(["overruled-by"], rule) : roleReferences(["overruled-by", "of"], rule?.of)),
  ];
}

export function overrulingText(written: FullObjections, scope: Scope): string {
  const rule = written["overruled-by"];
  if (rule === undefined) return "";
  const outvoting = outvotingAsked(rule);
  const part = outvoting.share;
  const number = part === undefined ? `${outvoting["min-yes"] ?? 1}` : escapeMarkdown(shareText(part));
  return `, unless ${number} of ${whoText(whoOf(outvoting.of, outvoting.exactly, scope.role))} outvote it`;
}

export const objections: CriterionKind<WrittenObjections> = {
  name: "objections",
  about: "That nobody of a role or above it objects, for a time; /object with a reason stops the promotion.",
  exactly:
    "Whether an objection stands of somebody of the role, or above it, in the areas of the nomination. Without a `window` it is met as soon as none stands. What is said after the window's end does not count.",
  examples: [
    "objections: { from: maintainers, window: 7d, overruled-by: { of: maintainers, share: 2/3 } }",
    "objections: maintainers",
  ],
  schema,
  takesList: true,
  waivable: false,
  by: "people",
  references: objectionReferences,
  wording(written, scope) {
    const full = objectionsAsked(written);
    const time = full.window === undefined ? "" : ` for ${durationText(full.window)}`;
    const since = full.starts === "nominated" ? " after the nomination" : "";
    return `no objection from ${whoText(whoObjects(full, scope.role))}${placeIn(full, scope)}${time}${since}${overrulingText(full, scope)}`;
  },
  measures: () => [],
  standing: (written, facts) => objectionsResult(objectionsAsked(written), facts),
};

/** The objections' own shape, for kinds that are a way to write them. */
export const objectionsShape = schema;
