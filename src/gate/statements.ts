/** What people said about a pull request, as an ordered list of statements: each has a person, a moment, a commit and a meaning. */

import type { Call } from "../model/call.ts";
import type { DiffId } from "../model/diffs.ts";
import type { PullFacts, Review, Utterance } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import type { PullRecord, Restriction } from "../model/pull-record.ts";
import type { Account, Instant } from "../shared/names.ts";
import { onceFor } from "../shared/once.ts";
import { baseCommitsOver } from "./record/base-commits.ts";
import { basesOver, headsOver, reviewedHeads } from "./record/heads.ts";
import { namesToRelease } from "./record/releasing.ts";
import { approvalText, isUnlimited, mayBeForgotten } from "./record/restrictions.ts";
import type { Uncounted } from "./verdict-types.ts";

/** Areas as people wrote them; `null`: all that are touched. */
export type Named = readonly string[] | null;

type Meaning =
  /** Both at the same time: withdrawals win over approvals (R8a). An empty list approves or withdraws nothing. */
  | { readonly kind: "approval"; readonly gives: Named; readonly takes: Named }
  | { readonly kind: "changes-requested" }
  /** A dismissed review: whatever it said, it ends what its author said before (R10). */
  | { readonly kind: "dismissed" }
  | { readonly kind: "lgtm"; readonly cancel: boolean }
  | { readonly kind: "hold"; readonly why: string }
  /** Releases the holds of the people named; if nobody is named, see record/releasing.ts (R79). */
  | { readonly kind: "release"; readonly of: readonly string[] };

export interface Statement {
  /** Utterance key, "comment:12" or "review:34". */
  readonly key: string;
  /** `null`: a deleted account. */
  readonly by: Account | null;
  readonly at: Instant;
  readonly url: string;
  readonly through: "review" | "comment";
  readonly said: Uncounted["said"];
  /** The head it belongs to (R9, R9a); `null`: not known. */
  readonly commit: string | null;
  /** The base branch at that moment, to be shown (R16); `null`: not known. */
  readonly base: string | null;
  /** Each diff that it may have been about: it holds where all are the same change as the present one (R35). Empty: not known. */
  readonly about: readonly DiffId[];
  /** The text was edited, so it is no statement (R7); kept so that it can be shown. */
  readonly edited: boolean;
  /** A limit or withdrawal of it may have been forgotten: it approves nothing (R42). */
  readonly forgotten?: true;
  readonly meaning: Meaning;
}

/**
 * Every statement, oldest first. The order of statements within one second is decided by those that fold them: one person's by
 * `inOwnOrder`, several people's by `isSurelyBefore`. The order of the lists in the facts does not matter.
 */
export function statementsOf(facts: PullFacts, record: WordMemory): readonly Statement[] {
  const known = read.get(facts);
  if (known !== undefined && MATTERS.every((field) => known.record[field] === record[field])) return known.words;
  const words = statements({ facts, record, ...pastOf(facts, record) });
  read.set(facts, { record, words });
  return words;
}

/** The part of the record that statements are read by. */
type WordMemory = Pick<PullRecord, (typeof MATTERS)[number]>;

const MATTERS = [
  ...(["heads", "bases", "baseCommits", "baseCommitsCut"] as const),
  ...(["restrictions", "unlimited", "reviewed", "forgotten"] as const),
] as const;

/** A job asks about eight times with the same facts and the same record of them, neither of which changes. */
const read = new WeakMap<PullFacts, { readonly record: WordMemory; readonly words: readonly Statement[] }>();

/** The head and base at the moments at which something was said. */
interface Past {
  readonly headAt: (at: Instant) => string | null;
  readonly baseAt: (at: Instant) => string | null;
  readonly baseCommitsAt: (at: Instant) => readonly string[];
}

function pastOf(facts: PullFacts, record: WordMemory): Past {
  return {
    headAt: headsOver(record, facts),
    baseAt: basesOver(record, facts),
    baseCommitsAt: baseCommitsOver(record, facts),
  };
}

/** What a statement is read by. */
interface Context extends Past {
  readonly facts: PullFacts;
  readonly record: WordMemory;
}

function statements(context: Context): readonly Statement[] {
  const { facts, record } = context;
  const commented = [facts.description, ...facts.comments.items, ...facts.reviewComments.items];
  const words = [
    ...commented.flatMap((utterance) => commentWords(utterance, context)),
    ...facts.reviews.items.flatMap((review) => reviewWords(review, context)),
    ...forgottenWithdrawals(facts, record),
  ];
  return chronological(
    record.forgotten === undefined
      ? words
      : words.map((word) => (mayBeForgotten(record, word.by, word.at) ? { ...word, forgotten: true } : word)),
  );
}

/**
 * The statements about holds, including those of notes: these have the text as it was first written, which a later edit may hide (R7,
 * R15b).
 */
export function holdStatements(words: readonly Statement[], notes: readonly ReadNote[]): readonly Statement[] {
  const standing = words.filter((word) => !word.edited && isHold(word));
  const known = new Set(standing.map((word) => word.key));
  const said = notes.flatMap((note) => (note.kind === "said" ? saidHolds(note) : []));
  return chronological([...standing, ...said.filter((word) => !known.has(word.key))]);
}

function isHold(word: Statement): boolean {
  return word.meaning.kind === "hold" || word.meaning.kind === "release";
}

function saidHolds(note: Extract<ReadNote, { kind: "said" }>): readonly Statement[] {
  const place = { key: `${note.utterance}:${note.id}`, by: note.by, at: note.at, url: "", edited: false };
  return holdMeanings(note.calls).map((meaning) => ({
    ...place,
    through: "comment",
    said: "/approve",
    commit: null,
    base: null,
    about: [],
    meaning,
  }));
}

type Place = Omit<Statement, "meaning" | "said">;

function placeAt(utterance: Utterance, heads: readonly string[], past: Past): Place {
  const { at, draftedAt = at } = utterance;
  const bases = [...new Set([draftedAt, at].flatMap(past.baseCommitsAt))];
  return {
    key: `${utterance.kind}:${utterance.id}`,
    by: utterance.author,
    at,
    url: utterance.url,
    through: "comment",
    base: past.baseAt(at),
    edited: utterance.edited,
    ...aboutHeads(heads, bases),
  };
}

/** The diffs of these heads with every base commit that is possible for that moment. */
function aboutHeads(heads: readonly string[], bases: readonly string[]): Pick<Statement, "commit" | "about"> {
  const about = heads.flatMap((head) => bases.map((base) => ({ base, head })));
  return { commit: heads[0] ?? null, about };
}

/**
 * A comment that was drafted before it was published is about the state at either moment: its author may never have seen what came in
 * between.
 */
function commentWords(utterance: Utterance, past: Past): readonly Statement[] {
  const { calls, at, draftedAt = at } = utterance;
  if (calls.length === 0) return [];
  const heads = [...new Set([past.headAt(draftedAt), past.headAt(at)])];
  return callWords(calls, placeAt(utterance, heads.includes(null) ? [] : heads.filter((head) => head !== null), past));
}

/** The statements of an utterance that is no review, or of a review without a state. */
function callWords(calls: readonly Call[], place: Place): readonly Statement[] {
  const { gives, takes } = approvalText(calls);
  const approval: readonly Statement[] =
    gives === undefined && takes === undefined
      ? []
      : [
          {
            ...place,
            said: "/approve",
            meaning: {
              kind: "approval",
              gives: gives === undefined ? [] : gives,
              takes: takes === undefined ? [] : takes,
            },
          },
        ];
  return [...approval, ...lgtmWords(calls, place), ...holdMeanings(calls).map((meaning) => wordOf(place, meaning))];
}

function wordOf(place: Place, meaning: Meaning): Statement {
  return { ...place, said: "/approve", meaning };
}

/** `/lgtm` and `/lgtm cancel` in one text: the stricter one counts (R8a). */
function lgtmWords(calls: readonly Call[], place: Place): readonly Statement[] {
  const lgtms = calls.filter((call) => call.name === "lgtm");
  if (lgtms.length === 0) return [];
  return [{ ...place, said: "/lgtm", meaning: { kind: "lgtm", cancel: lgtms.some((call) => call.cancel) } }];
}

/**
 * The lines of a text count in their order: `/hold` and then `/hold cancel` releases, the other way round holds. Releases of named
 * people's holds count besides what is said for oneself.
 */
export const holdMeanings: (calls: readonly Call[]) => readonly Meaning[] = onceFor((calls) => {
  const holds = calls.filter((call) => call.name === "hold");
  const named = holds.flatMap((call): readonly Meaning[] => {
    const of = call.cancel ? namesToRelease(call.words) : [];
    return of.length > 0 ? [{ kind: "release", of }] : [];
  });
  const own = holds.filter((call) => !call.cancel || namesToRelease(call.words).length === 0);
  const last = own.at(-1);
  if (last === undefined) return named;
  if (last.cancel) return [...named, { kind: "release", of: [] }];
  return [...named, { kind: "hold", why: own.findLast((call) => !call.cancel && call.words !== "")?.words ?? "" }];
});

/** The state of a review cannot be edited, but its text can: an edited text says nothing, and removes no limit (R7). */
function reviewWords(review: Review, context: Context): readonly Statement[] {
  const { facts, record, headAt } = context;
  const place: Place = {
    ...placeAt(review, reviewedHeads(record, review, facts, headAt), context),
    through: "review",
  };
  const { calls } = review;
  const state: Place = { ...place, edited: false };
  switch (review.state) {
    case "COMMENTED":
      return callWords(calls, place);
    case "DISMISSED":
      return [{ ...state, said: "review", meaning: { kind: "dismissed" } }, ...holdsOnly(calls, place)];
    case "CHANGES_REQUESTED":
      return [
        { ...state, said: "changes requested", meaning: { kind: "changes-requested" } },
        ...holdsOnly(calls, place),
      ];
    case "APPROVED": {
      const given = isOfUnknownText(review, record) ? { ...state, forgotten: true as const } : state;
      return [
        { ...given, said: "approval", meaning: reviewApproval(review, record, calls) },
        { ...given, said: "approval", meaning: { kind: "lgtm", cancel: takesLgtmBack(review, calls) } },
        ...holdsOnly(calls, place),
      ];
    }
  }
}

/** The review was edited, and nobody remembers whether its text named areas. */
function isOfUnknownText(review: Review, record: WordMemory): boolean {
  return review.edited && limitOf(review, record) === undefined && !isUnlimited(record, review);
}

function limitOf(review: Review, record: WordMemory): Restriction | undefined {
  return record.restrictions.find(({ kind, key }) => kind === "limit" && key === `review:${review.id}`);
}

function holdsOnly(calls: readonly Call[], place: Place): readonly Statement[] {
  return holdMeanings(calls).map((meaning) => wordOf(place, meaning));
}

function takesLgtmBack(review: Review, calls: readonly Call[]): boolean {
  return !review.edited && calls.some((call) => call.name === "lgtm" && call.cancel);
}

/** An approving review approves everything, unless its text names areas or takes some back (R8a). */
function reviewApproval(review: Review, record: WordMemory, calls: readonly Call[]): Meaning {
  const remembered = limitOf(review, record);
  if (remembered !== undefined) return { kind: "approval", gives: remembered.gives, takes: remembered.takes };
  if (review.edited) return { kind: "approval", gives: null, takes: [] };
  const { gives = null, takes } = approvalText(calls);
  return { kind: "approval", gives, takes: takes === undefined ? [] : takes };
}

/** Withdrawals whose text has since been edited or deleted: they still withdrew (R7). */
function forgottenWithdrawals(facts: PullFacts, record: WordMemory): readonly Statement[] {
  const readable = new Set(
    [...facts.comments.items, ...facts.reviews.items, ...facts.reviewComments.items]
      .filter((utterance) => !utterance.edited)
      .map((utterance) => `${utterance.kind}:${utterance.id}`),
  );
  return record.restrictions
    .filter((restriction) => restriction.kind !== "limit" && !readable.has(restriction.key))
    .map(withdrawal);
}

function withdrawal({ kind, key, by, at, takes }: Restriction): Statement {
  const place = { key, by: { ...by, type: "User" as const }, at, url: "", through: "comment" as const };
  const nowhere = { commit: null, base: null, about: [], edited: false };
  if (kind === "lgtm") return { ...place, ...nowhere, said: "/lgtm", meaning: { kind: "lgtm", cancel: true } };
  return { ...place, ...nowhere, said: "/approve", meaning: { kind: "approval", gives: [], takes } };
}

const STRICTNESS: Readonly<Record<Meaning["kind"], number>> = {
  lgtm: 0,
  approval: 1,
  dismissed: 2,
  "changes-requested": 3,
  release: 4,
  hold: 5,
};

function strictness({ meaning }: Statement): number {
  const taking = meaning.kind === "approval" && (meaning.takes === null || meaning.takes.length > 0);
  const cancelling = meaning.kind === "lgtm" && meaning.cancel;
  return STRICTNESS[meaning.kind] + (taking || cancelling ? 0.5 : 0);
}

/** Oldest first; within one second by way and id, an order only for the eye: no statement changes the order of two others. */
export function chronological(words: readonly Statement[]): readonly Statement[] {
  return words.toSorted(
    (one, other) =>
      one.at - other.at ||
      Number(wayOf(other.key) === OPENING) - Number(wayOf(one.key) === OPENING) ||
      compareText(wayOf(one.key), wayOf(other.key)) ||
      byId(one, other),
  );
}

/**
 * One person's statements, oldest first. Within one second, each way (comments, reviews, …) in the order of its ids, and the way with
 * the strictest statement last. To be asked of one person's statements only, or somebody else's would influence their order.
 */
export function inOwnOrder(words: readonly Statement[]): readonly Statement[] {
  const seconds = Map.groupBy(words, (word) => word.at);
  return [...seconds.keys()].toSorted((one, other) => one - other).flatMap((at) => withinSecond(seconds.get(at) ?? []));
}

function withinSecond(words: readonly Statement[]): readonly Statement[] {
  if (words.length < 2) return words;
  const ways = [...Map.groupBy(words, (word) => wayOf(word.key)).entries()];
  return ways
    .map(([way, said]) => ({ way, said: said.toSorted(byId), strictest: Math.max(...said.map(strictness)) }))
    .toSorted((one, other) => one.strictest - other.strictest || compareText(one.way, other.way))
    .flatMap(({ said }) => said);
}

/** The way in which it was said: "comment", "review", "review-comment", "description". Ids follow time only within one way. */
export function wayOf(key: string): string {
  return key.replace(/:.*/, "");
}

/** Nothing can be said before it, in any way. */
const OPENING = "description";

export type Moment = Pick<Statement, "key" | "at">;

/** Whether one was certainly said before the other: GitHub's times are whole seconds, and within them ids order each way separately. */
export function isSurelyBefore(one: Moment, other: Moment): boolean {
  if (one.at !== other.at) return one.at < other.at;
  const [way, otherWay] = [wayOf(one.key), wayOf(other.key)];
  if (way !== otherWay) return way === OPENING;
  return idOf(one) < idOf(other);
}

function byId(one: Statement, other: Statement): number {
  return idOf(one) - idOf(other) || strictness(one) - strictness(other);
}

function idOf({ key }: Moment): number {
  return Number(key.slice(key.indexOf(":") + 1));
}

function compareText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
