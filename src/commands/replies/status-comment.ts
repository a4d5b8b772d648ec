/** The one status comment of a pull request: what it must show and keep, and whether that differs from the comment on GitHub. */

import { couldCount } from "../../gate/current-statements.ts";
import { rowsOf } from "../../gate/rows.ts";
import type { Statement } from "../../gate/statements.ts";
import type { Verdict } from "../../gate/verdict-types.ts";
import type { StatusCommentEffect } from "../../model/effect.ts";
import type { PullFacts, Utterance } from "../../model/facts.ts";
import type { Note } from "../../model/job.ts";
import { type Bot, isOwn, isTouched } from "../../model/own-comment.ts";
import type { MergeOrder, PullRecord, Remark, Restriction } from "../../model/pull-record.ts";
import { growthLines } from "../../promotions/growth/growth-line.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { reviewerLines, vouchLines, welcomeLines } from "../../triage/reviewers/lines.ts";
import { holdLines, orderLines, releaseLines, restrictionLines, tookBack, wordLines } from "./status-lines.ts";
import { isShownAsWritten } from "./status-written.ts";

/** Hidden first line of the status comment. */
export const STATUS_MARKER = "<!-- rung:status -->";

export interface StatusInput {
  readonly facts: PullFacts;
  readonly verdict: Verdict;
  /** What must be kept. */
  readonly record: PullRecord;
  /** The same, sealed for the comment; called when it is written. */
  readonly recordMarker: () => string;
  /** What the marker in the present comment says, unsealed; `null` if there is none, or none that can be trusted (R26). */
  readonly published: PullRecord | null;
  /** All that was said, oldest first (gate/statements.ts). */
  readonly words: readonly Statement[];
  readonly index: RegistryIndex;
  readonly bot: Bot;
  /** Everything known lately, including Rung's own writes: a reading may be older than these (R37). Absent: nothing. */
  readonly told?: readonly Note[];
  /** Something has to be told there, so it is made even if nothing must be kept. */
  readonly wanted: boolean;
  /** The app has no permission to write the check, so what that shows may be old, and pass. Absent: it may. */
  readonly checkForbidden?: boolean;
}

/**
 * `null` if the present comment already says so (R21). Never made or changed because of an approving review: GitHub remembers reviews,
 * and the check run shows them.
 */
export function statusComment(input: StatusInput): StatusCommentEffect | null {
  const { facts, record, recordMarker, bot } = input;
  const own = ownStatus(facts, bot);
  const hasNews = input.wanted || peopleParts(input).length > 0;
  if (own === null && !hasNews && !mustKeep(input)) return null;
  const text = `${STATUS_MARKER}\n${visible(input)}`;
  // Where nothing has to be kept, a push alone is no reason to touch the comment: the next word given by comment is.
  const compared = mustKeep(input) ? sameRecord : sameBesideSpans;
  const isCurrent = own !== null && isShownAsWritten(own, input.told ?? []);
  if (own !== null && isCurrent && sameText(own, text) && input.published !== null && compared(input.published, record))
    return null;
  return {
    kind: "status-comment",
    repository: { owner: facts.repository.owner, name: facts.repository.name },
    number: facts.number,
    commentId: own?.id ?? null,
    body: `${text}\n\n${recordMarker()}`,
  };
}

/** The bot's own: of several, the first one that nobody else changed, since another comment may have been made to look like it (R51). */
export function ownStatus(facts: PullFacts, bot: Bot): Utterance | null {
  const own = facts.comments.items.filter((comment) => isOwn(comment, STATUS_MARKER, bot));
  const ordered = own.toSorted((one, other) => one.id - other.id);
  return ordered.find((comment) => !isTouched(comment, bot)) ?? ordered[0] ?? null;
}

/** GitHub forgets what a hold or a withdrawal said once it is edited, and never knew which head a comment was about (R9a). */
function mustKeep({ record, verdict, index, words }: StatusInput): boolean {
  if (keepsPushes(record)) return true;
  if ((record.released ?? []).length > 0) return true;
  if (record.order !== undefined) return true;
  if (record.holds.length > 0 || record.restrictions.some((one) => isTold(one, index) && tookBack(one, words)))
    return true;
  if (record.forgotten !== undefined) return true;
  const counted = [...verdict.areas.flatMap((area) => area.approved), ...verdict.lgtm.by];
  return counted.some((word) => word.by === "comment");
}

/** Only events tell who pushed (R41). */
function keepsPushes({ commits, pushes = [] }: PullRecord): boolean {
  return commits === true && pushes.length > 0;
}

/** A limit need not be shown: an edited approving review approves nothing if its original text is not remembered (R42). */
function isTold({ kind, by }: Restriction, index: Pick<RegistryIndex, "holdsAnyRole">): boolean {
  return kind !== "limit" && index.holdsAnyRole({ ...by, type: "User" });
}

/** The welcome, and who was asked to review: what is said from the opening on. */
function peopleParts({ facts, record, index, verdict }: StatusInput): readonly (readonly string[])[] {
  const author = facts.author?.login ?? "";
  return [
    welcomeLines(author, record, index.registry),
    reviewerLines(record, verdict.away),
    vouchLines(facts, record, index.registry),
    growthLines(author, record.growth),
  ].filter((lines) => lines.length > 0);
}

function visible(input: StatusInput): string {
  const { words, index, record, facts, checkForbidden = false } = input;
  const rows = rowsOf(facts, index);
  const parts = [
    ...peopleParts(input),
    holdLines(record.holds, { registry: index.registry, index }),
    releaseLines(record.released ?? []),
    wordLines(words, index, (word) => couldCount(word, rows, facts, index)),
    orderLines(record.order),
    restrictionLines(record.restrictions, words),
  ].filter((lines) => lines.length > 0);
  if (parts.length === 0) parts.push([keepsPushes(record) ? PUSHES_KEPT : NOTHING_STANDS]);
  parts.push([checkForbidden ? CHECK_FORBIDDEN : CHECK_HAS_ALL]);
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

const CHECK_HAS_ALL =
  "The `rung` check has the full table: who approved, what is missing, and what did not count and why.";
/** It may stand at green for what was approved before (R38). */
const CHECK_FORBIDDEN =
  "**The `rung` check cannot be written**, since the app has no permission for that (`checks: write`). If a check of that name is here, it may be out of date, so do not go by it. Once whoever administers the app has granted the permission, everything is looked at again.";
const NOTHING_STANDS = "Nothing is held, and no word given by comment stands.";
const PUSHES_KEPT =
  "Here I remember who pushed to this pull request, which GitHub tells only as it happens. Nothing is held, and no word given by comment stands.";

/** Compares what people see: up to the hidden record, however GitHub stored the ends of lines. */
function sameText(own: Utterance, text: string): boolean {
  const body = own.body.replace(/\r\n?/g, "\n");
  return body === text || body.startsWith(`${text}\n\n<!-- `);
}

/**
 * Whether two records say the same to somebody who has lost the database. When the present head and base were last seen changes with
 * every read, and how far the statements are folded matters only together with the resulting holds.
 */
export function sameRecord(one: PullRecord, other: PullRecord): boolean {
  return JSON.stringify(essence(one)) === JSON.stringify(essence(other));
}

function sameBesideSpans(one: PullRecord, other: PullRecord): boolean {
  const without = (record: PullRecord): PullRecord => ({ ...record, heads: [], bases: [] });
  return sameRecord(without(one), without(other));
}

/** Who put the labels on is not essential: GitHub's timeline tells it too, and they change with every approving review. */
function essence(record: PullRecord): unknown {
  const { heads, bases, holds, inline, ownHoldLabel, labelSeen, restrictions, reviewing, order, growth } = record;
  const held = holds.map(({ by, at, why, source }) => [by?.login ?? null, by?.id ?? null, at, why, source]);
  // What stands for all before comes and goes with the others.
  const each = restrictions.filter(({ key }) => !key.startsWith("before:"));
  const taken = each.map(({ kind, key, by, at, gives, takes }) => [kind, key, by.login, by.id, at, gives, takes]);
  // Where nobody asks, pushes say no more than the heads do.
  const pushed = (record.commits ?? false) && [
    record.pushesLost ?? false,
    (record.pushes ?? []).map(({ sha, before, by }) => [sha, before, by.login, by.id]),
  ];
  const freed = (record.released ?? []).map(({ key, by, of, at }) => [key, by.login, by.id, of?.login ?? null, at]);
  const forgotten = record.forgotten?.through ?? null;
  const essential = {
    forgotten,
    freed,
    pushed,
    heads: essenceOfSpans(heads),
    bases: essenceOfSpans(bases),
    held,
    taken,
    inline,
    ownHoldLabel,
    labelSeen,
    ...(order && { ordered: essenceOfOrder(order) }),
    ...(growth && { growth: [growth.role, growth.areas] }),
  };
  return reviewing === undefined ? essential : { ...essential, reviewers: essenceOfReviewing(reviewing) };
}

function essenceOfSpans(list: PullRecord["heads"] | PullRecord["bases"]): unknown {
  return list.map((span, index) => ({
    value: "sha" in span ? span.sha : span.ref,
    from: span.from,
    until: index === list.length - 1 ? null : span.until,
    opened: span.opened === true,
    closed: span.closed === true,
  }));
}

// Key by key, since a stored record's keys come in no order.
function essenceOfOrder({ key, by, at, headSha, baseRef, approved }: MergeOrder): unknown {
  return [key, by.login, by.id, at, headSha, baseRef, approved];
}

function essenceOfReviewing(reviewing: NonNullable<PullRecord["reviewing"]>): unknown {
  const { areas, remarks, refused, welcomed, awaits, asked } = reviewing;
  const requests = asked.map(({ login, id, why, at, nudged, replaced }) => [login, id, why, at, nudged, replaced]);
  return [areas, remarks.map(essenceOfRemark), refused, welcomed, awaits, requests];
}

function essenceOfRemark(remark: Remark): unknown {
  if (typeof remark === "string") return remark;
  return [remark.text, remark.away.map(({ login, id, until }) => [login, id, until])];
}
