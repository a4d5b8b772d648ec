/**
 * Remembers what the texts of approvals took away, so that a later edit or deletion of the text, by its author or by anyone who
 * may edit, gives nothing back (R7, R9b, R10).
 */

import type { Call } from "../commands/model.ts";
import { callsIn } from "../commands/parse.ts";
import { namesIn } from "../commands/words.ts";
import type { Account, Instant } from "../names.ts";
import type { Note } from "../queue/model.ts";
import type { PullFacts, Utterance } from "../snapshot/facts.ts";
import type { PullRecord, Restriction } from "./model.ts";

const MOST_RESTRICTIONS = 60;
/** Longer lists of areas are no list of areas. */
const MOST_AREAS = 50;

interface Said {
  readonly key: string;
  readonly author: Account | null;
  readonly at: Instant;
  readonly text: string;
}

/** What `/approve` lines of one text give and take: areas as written, `null` for all of them, `undefined` for no such line. */
export interface ApprovalText {
  readonly gives: readonly string[] | null | undefined;
  readonly takes: readonly string[] | null | undefined;
}

/** Reads the `/approve` lines among a text's commands together. */
export function approvalText(calls: readonly Call[]): ApprovalText {
  const approvals = calls.filter((call) => call.name === "approve");
  return {
    gives: areasOf(approvals.filter((call) => !call.cancel)),
    takes: areasOf(approvals.filter((call) => call.cancel)),
  };
}

function areasOf(calls: readonly Call[]): readonly string[] | null | undefined {
  if (calls.length === 0) return undefined;
  const lists = calls.map((call) => namesIn(call.words));
  if (lists.some((names) => names.length === 0)) return null;
  return [...new Set(lists.flat())].slice(0, MOST_AREAS);
}

export function restrictionsIn(note: Extract<Note, { kind: "said" }>): readonly Restriction[] {
  return restrictionsOf({ key: `${note.utterance}:${note.id}`, author: note.by, at: note.at, text: note.text });
}

export function restrictionsOfFacts(facts: PullFacts): readonly Restriction[] {
  const all: readonly Utterance[] = [...facts.comments.items, ...facts.reviews.items, ...facts.reviewComments.items];
  return all
    .filter((utterance) => !utterance.edited)
    .flatMap(({ kind, id, author, at, body }) => restrictionsOf({ key: `${kind}:${id}`, author, at, text: body }));
}

function restrictionsOf({ key, author, at, text }: Said): readonly Restriction[] {
  if (author === null || author.type === "Bot") return [];
  const { gives = null, takes } = approvalText(callsIn(text));
  const by = { login: author.login, id: author.id };
  const limits = key.startsWith("review:") && (gives !== null || takes !== undefined);
  return [
    ...(limits ? [{ kind: "limit" as const, key, by, at, gives, takes: takes === undefined ? [] : takes }] : []),
    ...(takes === undefined ? [] : [{ kind: "withdrawal" as const, key, by, at, gives: [], takes }]),
  ];
}

/** Each once, oldest first; beyond the limit the oldest are forgotten. The same record when nothing is new. */
export function withRestrictions(record: PullRecord, more: readonly Restriction[]): PullRecord {
  const known = new Set(record.restrictions.map(identity));
  const news = more.filter((restriction) => !known.has(identity(restriction)));
  if (news.length === 0) return record;
  const all = [...new Map([...record.restrictions, ...news].map((one) => [identity(one), one])).values()];
  return { ...record, restrictions: all.toSorted(chronological).slice(-MOST_RESTRICTIONS) };
}

function identity(restriction: Restriction): string {
  return `${restriction.kind} ${restriction.key}`;
}

function chronological(one: Restriction, other: Restriction): number {
  return one.at - other.at || (identity(one) < identity(other) ? -1 : 1);
}
