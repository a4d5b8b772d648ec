/** Nobody of a role objects for a time: `/object why` stops the promotion until it is taken back or overruled. */

import { z } from "zod";
import { outvotingPieces } from "../../registry/voting-shape.ts";
import { moment } from "../../shared/dates.ts";
import { durationText } from "../../shared/duration.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { shareText } from "../../shared/share.ts";
import { ableAmong, askingText, awayText, namesOf } from "../able-people.ts";
import { criterionResult } from "../counts.ts";
import { commandHere, promoteText } from "../nomination-text.ts";
import { everyone, inPlaces, isCandidate, type Where, whoOf, whoSpeaks, whoText } from "../promotion-people.ts";
import {
  type CriterionKind,
  type CriterionResult,
  type PromotionFacts,
  type Scope,
  shownSince,
} from "../promotion-types.ts";
import { areaReferences, areasMeant, duration, exactly, inArea, roleReferences, roles } from "../shapes.ts";
import {
  type Objecting,
  type Objection,
  type Outvoting,
  type Overruling,
  objectionCourse,
  objectionState,
  uncountedObjections,
  uncountedOutvotes,
} from "../voting/objecting.ts";

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
      "What taking an objection back does: the window starts again (default), or sponsors and votes are cleared, too, unless it was outvoted.",
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

/** Mentioned only if it is written. */
export function placeIn(written: FullObjections, scope: Scope): string {
  return written.in === undefined ? "" : inPlaces(whereOf(written, scope.areas));
}

function whereOf(written: FullObjections, ofNomination: readonly string[]): Where {
  if (written.in === "anywhere") return "anywhere";
  return areasMeant(written.in === undefined || written.in === "area" ? true : written.in, ofNomination);
}

/** The criterion in the terms in which objections are judged. */
function objectingOf(written: FullObjections, facts: PromotionFacts): Objecting {
  const rule = written["overruled-by"];
  return {
    who: whoSpeaks(written, facts.nomination.role),
    where: whereOf(written, facts.nomination.areas),
    window: written.window,
    start: written.starts === "nominated" ? shownSince(facts.nomination) : facts.clearSince,
    needsReason: written.reason !== "optional",
    overruling: rule === undefined ? null : overrulingOf(outvotingAsked(rule), facts),
  };
}

function overrulingOf(outvoting: WrittenOutvoting, { nomination }: PromotionFacts): Overruling {
  return {
    who: whoOf(outvoting.of, outvoting.exactly, nomination.role),
    where: { allOf: nomination.areas },
    share: outvoting.share,
    "min-yes": outvoting["min-yes"],
  };
}

/** The statements that took objections back which counted, in order of time. */
export function withdrawals(written: FullObjections, facts: PromotionFacts): readonly Objection[] {
  return objectionCourse(objectingOf(written, facts), facts).withdrawn;
}

type WrittenOutvoting = z.output<typeof outvoting>;

function outvotingAsked(rule: NonNullable<FullObjections["overruled-by"]>): WrittenOutvoting {
  return typeof rule === "string" || Array.isArray(rule) ? { of: rule } : rule;
}

export function objectionsResult(written: FullObjections, facts: PromotionFacts): CriterionResult {
  const objecting = objectingOf(written, facts);
  const found = objectionCourse(objecting, facts);
  const { against } = found;
  const uncounted = [...uncountedObjections(objecting, facts, found), ...uncountedOutvotes(objecting, facts)];
  // The reasons stand in the figure.
  const evidence = against.map(({ by, url }) => ({ kind: "statement" as const, by: by.login, url, note: null }));
  const names = reasonsText(against);
  const shown = { evidence, uncounted };
  const state = objectionState(objecting, facts, found);
  if (state.kind === "opposed")
    return criterionResult("opposed", { ...shown, figure: names, next: opposedText(against, state.outvoting, facts) });
  if (written.window !== undefined && isNobody(objecting, facts))
    return criterionResult("unknown", {
      uncounted,
      figure: "unknown: nobody may object",
      next: `nobody may object, and silence of nobody is no consent: ${commandHere(facts, "/withdraw")} ends it, and once the registry names ${whoText(objecting.who)} ${code(promoteText(facts.nomination))} starts a new one`,
    });
  const isOutvoted = state.outvoted.length > 0;
  const figure = isOutvoted ? `overruled: ${names}` : "none so far";
  const { end } = state;
  if (state.kind === "met")
    return criterionResult("met", { ...shown, figure: isOutvoted || end === null ? figure : "none" });
  if (end === null)
    return criterionResult("waiting", {
      ...shown,
      figure: `${figure}; the window starts when all else is met`,
      onlyTime: true,
    });
  const ends = `${figure}; the window ends ${moment(end)}`;
  const next = `${whoText(objecting.who)} who disagree comment ${commandHere(facts, "/object", "why")} until ${moment(end)}`;
  return criterionResult("waiting", { ...shown, figure: ends, next, dueAt: end, onlyTime: true });
}

const MAX_REASONS = 8;

/** "ann: too early; ben: too little; 3 more". Inert. */
function reasonsText(against: readonly Objection[]): string {
  const reasons = against
    .slice(0, MAX_REASONS)
    .map(({ by, why }) => `${escapeMarkdown(by.login)}: ${escapeMarkdown(why)}`);
  const rest = against.length - reasons.length;
  return [...reasons, ...(rest > 0 ? [`${rest} more`] : [])].join("; ");
}

/** Whether only the candidate could object. */
function isNobody({ who, where }: Objecting, { index, nomination }: PromotionFacts): boolean {
  return everyone(index, who, where).every((person) => isCandidate(nomination, person));
}

/** Who takes it back, or can outvote it. */
function opposedText(against: readonly Objection[], outvoting: Outvoting | null, facts: PromotionFacts): string {
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

/** Whether votes can outvote what is objected. */
export function takesVotes(written: WrittenObjections): boolean {
  return objectionsAsked(written)["overruled-by"] !== undefined;
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
    "Whether an objection stands of somebody of the role, or above it, in one of the areas of the nomination; where it is for everywhere, in any area. Without a `window` it is met as soon as none stands. What is said after the window's end does not count, and to take back an objection that was outvoted changes nothing then.",
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
    return `no objection from ${whoText(whoSpeaks(full, scope.role))}${placeIn(full, scope)}${time}${since}${overrulingText(full, scope)}`;
  },
  measures: () => [],
  result: (written, facts) => objectionsResult(objectionsAsked(written), facts),
};

/** The objections' own shape, for kinds that are a way to write them. */
export const objectionsShape = schema;
