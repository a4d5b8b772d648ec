/**
 * Remembers how texts limited or withdrew approvals, so that a later edit or deletion of the text, by its author or by anyone who may
 * edit, restores no approval (R7, R9b, R10).
 */

import type { Call } from "../../model/call.ts";
import type { PullFacts, Review, Utterance } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { PullRecord, Restriction } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { namesIn } from "../../shared/name-list.ts";
import type { Account, Instant } from "../../shared/names.ts";
import { onceFor } from "../../shared/once.ts";
import { samePerson } from "../../shared/people.ts";

/** For each person with a role. */
const MAX_EACH = 12;
/** For people without one, a statement each. */
const MAX_STRANGERS = 30;
const MAX_UNLIMITED = 200;
const MAX_VOICES = 100;
/** Longer lists of areas are no list of areas. */
const MAX_AREAS = 50;

interface WrittenStatement {
  readonly key: string;
  readonly author: Account | null;
  readonly at: Instant;
  readonly calls: readonly Call[];
}

/** What the `/approve` lines of one text approve and withdraw: areas as written, `null` for all of them, `undefined` for no such line. */
interface ApprovalText {
  readonly gives: readonly string[] | null | undefined;
  readonly takes: readonly string[] | null | undefined;
}

/** Reads the `/approve` lines among a text's commands together. */
export const approvalText: (calls: readonly Call[]) => ApprovalText = onceFor((calls) => {
  const approvals = calls.filter((call) => call.name === "approve");
  return {
    gives: areasOf(approvals.filter((call) => !call.cancel)),
    takes: areasOf(approvals.filter((call) => call.cancel)),
  };
});

function areasOf(calls: readonly Call[]): readonly string[] | null | undefined {
  if (calls.length === 0) return undefined;
  const lists = calls.map((call) => namesIn(call.words));
  if (lists.some((names) => names.length === 0)) return null;
  return [...new Set(lists.flat())].slice(0, MAX_AREAS);
}

export function restrictionsIn(note: Extract<ReadNote, { kind: "said" }>): readonly Restriction[] {
  return restrictionsOf({ key: `${note.utterance}:${note.id}`, author: note.by, at: note.at, calls: note.calls });
}

export function restrictionsOfFacts(facts: PullFacts): readonly Restriction[] {
  const all: readonly Utterance[] = [...facts.comments.items, ...facts.reviews.items, ...facts.reviewComments.items];
  return all
    .filter((utterance) => !utterance.edited)
    .flatMap(({ kind, id, author, at, calls }) => restrictionsOf({ key: `${kind}:${id}`, author, at, calls }));
}

function restrictionsOf({ key, author, at, calls }: WrittenStatement): readonly Restriction[] {
  if (author === null || author.type === "Bot") return [];
  const { gives = null, takes } = approvalText(calls);
  const takesLgtm = calls.some(({ name, cancel }) => name === "lgtm" && cancel);
  const by = { login: author.login, id: author.id };
  const isLimit = key.startsWith("review:") && (gives !== null || takes !== undefined);
  return [
    ...(isLimit ? [{ kind: "limit" as const, key, by, at, gives, takes: takes === undefined ? [] : takes }] : []),
    ...(takes === undefined ? [] : [{ kind: "withdrawal" as const, key, by, at, gives: [], takes }]),
    ...(takesLgtm ? [{ kind: "lgtm" as const, key, by, at, gives: [], takes: null }] : []),
  ];
}

/** Each once, oldest first. Returns the same record when nothing is new; `bounded` limits its size. */
export function withRestrictions(record: PullRecord, more: readonly Restriction[]): PullRecord {
  const known = new Map(record.restrictions.map((one) => [identity(one), one]));
  const news = more.filter((one) => {
    const before = known.get(identity(one));
    return before === undefined || (isSummary(one) && before.at < one.at);
  });
  if (news.length === 0) return record;
  for (const one of news) known.set(identity(one), one);
  return { ...record, restrictions: [...known.values()].toSorted(chronological) };
}

/** The record after reviews that were read or told of, and what approving ones did not limit: an edit since cannot hide it (R42). */
export function withUnlimited(
  record: PullRecord,
  reviews: readonly Pick<Review, "id" | "state" | "edited" | "calls">[],
): PullRecord {
  const seen = reviews
    .filter(({ state, edited, calls }) => state === "APPROVED" && !edited && !limits(approvalText(calls)))
    .map(({ id }) => id);
  const known = record.unlimited ?? [];
  const news = seen.filter((id) => !known.includes(id));
  return news.length === 0 ? record : { ...record, unlimited: [...known, ...news] };
}

/** Whether it is remembered that an approving review, edited since, approved everything. */
export function isUnlimited({ unlimited }: Pick<PullRecord, "unlimited">, { id }: Pick<Utterance, "id">): boolean {
  return unlimited?.includes(id) ?? false;
}

/**
 * The record within its limits: for each person with a role the latest statements, preceded by one that withdraws everything approved
 * before them; for others only the latter, so that nobody's statements displace another's. If something still has to be left out, the
 * record says so: then approvals from that time count for nobody whose statements may be among it (R42).
 */
export function bounded(record: PullRecord, facts: PullFacts, index: Pick<RegistryIndex, "holdsAnyRole">): PullRecord {
  if (record.restrictions.length === 0 && record.unlimited === undefined) return record;
  const people = Map.groupBy(record.restrictions, personKey);
  const holds = ({ by }: Restriction) => index.holdsAnyRole({ ...by, type: "User" });
  // Of others a limit need not be kept: while the review is not edited its text tells, and afterwards it approves nothing.
  const each = [...people.values()].map((said) =>
    said.some(holds)
      ? shortened(said, MAX_EACH)
      : shortened(
          said.filter(({ kind }) => kind !== "limit"),
          0,
        ),
  );
  const ours = each.filter((said) => said.some(holds)).flat();
  const strangers = each
    .filter((said) => !said.some(holds))
    .flat()
    .toSorted(chronological);
  const left = strangers.slice(0, Math.max(0, strangers.length - MAX_STRANGERS));
  const restrictions = [...ours, ...strangers.slice(left.length)].toSorted(chronological);
  const reviewers = new Map(facts.reviews.items.map(({ id, author }) => [id, author]));
  const unlimited = (record.unlimited ?? []).filter((id) => index.holdsAnyRole(reviewers.get(id) ?? null));
  const { unlimited: _, ...others } = record;
  const kept = {
    ...others,
    restrictions: unlessSame(record.restrictions, restrictions),
    ...(unlimited.length > 0 && { unlimited: unlessSame(record.unlimited, unlimited.slice(-MAX_UNLIMITED)) }),
  };
  return left.length === 0 ? kept : withForgotten(kept, left, speakersWithRole(facts, index));
}

/** The previous list where both are equal: results computed for it stay valid. */
function unlessSame<Item>(before: readonly Item[] | undefined, after: readonly Item[]): readonly Item[] {
  const isSame = before?.length === after.length && after.every((item, at) => item === before[at]);
  return isSame ? before : after;
}

/** Records that these are no longer remembered. `except`: people who have no statement among them. */
export function withForgotten(record: PullRecord, left: readonly Restriction[], except: readonly Person[]): PullRecord {
  if (left.length === 0) return record;
  const through = Math.max(record.forgotten?.through ?? 0, ...left.map(({ at }) => at));
  return { ...record, forgotten: { through, except: record.forgotten?.except ?? except.slice(0, MAX_VOICES) } };
}

/** What two records together have forgotten; only `newer` counts where it has seen everything that the other saw. */
export function forgottenOf(newer: PullRecord, older: PullRecord): Pick<PullRecord, "forgotten"> {
  const seen = ({ heads }: PullRecord) => Math.max(0, ...heads.map(({ until }) => until));
  const all = [newer.forgotten, seen(newer) >= seen(older) ? undefined : older.forgotten].flatMap((one) => one ?? []);
  const [first, second] = all;
  if (first === undefined) return {};
  if (second === undefined) return { forgotten: first };
  const except = first.except.filter((one) => second.except.some((other) => samePerson(one, other)));
  return { forgotten: { through: Math.max(first.through, second.through), except } };
}

/** Whether something that this person took back at that time may not be remembered. */
export function mayBeForgotten({ forgotten }: Pick<PullRecord, "forgotten">, by: Account | null, at: Instant): boolean {
  if (forgotten === undefined || at > forgotten.through) return false;
  return !forgotten.except.some((one) => samePerson(one, by));
}

type Person = Restriction["by"];

/** People with a role who said anything here: nothing of theirs was left out. */
function speakersWithRole(facts: PullFacts, index: Pick<RegistryIndex, "holdsAnyRole">): readonly Person[] {
  const authors = [...facts.comments.items, ...facts.reviews.items, ...facts.reviewComments.items].flatMap(
    ({ author }) => (author !== null && index.holdsAnyRole(author) ? [author] : []),
  );
  return [...new Map(authors.map(({ login, id }) => [id ?? login, { login, id }])).values()];
}

/** A person's latest, and one for all before them. */
function shortened(said: readonly Restriction[], most: number): readonly Restriction[] {
  const own = said.filter((one) => !isSummary(one)).toSorted(chronological);
  const dropped = own.slice(0, Math.max(0, own.length - most));
  const last = [...said.filter(isSummary), ...dropped].toSorted(chronological).at(-1);
  if (last === undefined) return own;
  const { by, at } = last;
  const summary: Restriction = {
    kind: "withdrawal",
    key: `${SUMMARY}${by.id ?? by.login}`,
    by,
    at,
    gives: [],
    takes: null,
  };
  return [summary, ...own.slice(dropped.length)];
}

const SUMMARY = "before:";

function isSummary({ key }: Restriction): boolean {
  return key.startsWith(SUMMARY);
}

function personKey({ by }: Restriction): string {
  return `${by.id ?? by.login}`;
}

function limits({ gives, takes }: ApprovalText): boolean {
  return (gives !== undefined && gives !== null) || takes !== undefined;
}

function identity(restriction: Restriction): string {
  return `${restriction.kind} ${restriction.key}`;
}

function chronological(one: Restriction, other: Restriction): number {
  return one.at - other.at || (identity(one) < identity(other) ? -1 : 1);
}
