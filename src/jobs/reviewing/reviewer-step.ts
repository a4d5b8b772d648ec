/** One look at a pull request's reviewers: who is asked now, who is reminded or replaced, and what the record says of it. */

import { awaitsVouch } from "../../gate/conditions/newcomer.ts";
import { GitHubError, isUnanswered, severityOf } from "../../github/client/errors.ts";
import type { ApplyContext } from "../../github/write/apply.ts";
import type { Effect } from "../../model/effect.ts";
import type { AskedReviewer, Remark, Reviewing } from "../../model/pull-record.ts";
import type { Account, Instant } from "../../shared/names.ts";
import { accountOf, samePerson } from "../../shared/people.ts";
import { type Person, setOf } from "../../shared/person-sets.ts";
import { choose, reasonAgain } from "../../triage/reviewers/choose.ts";
import type { ChoiceContext } from "../../triage/reviewers/choosing.ts";
import {
  ASKS_NOBODY,
  needsNoApproval,
  nextDue,
  type Occasion,
  occasionOf,
  overdue,
  waiting,
} from "../../triage/reviewers/due.ts";
import { lapsedApprovers, withAskedAgain } from "../../triage/reviewers/lapsed-approvers.ts";
import { isFirstTime, remarkText } from "../../triage/reviewers/lines.ts";
import { nudge } from "../../triage/reviewers/nudge.ts";
import { touchedRows } from "../../triage/reviewers/reviewer-candidates.ts";
import type { ReviewerFacts } from "../../triage/reviewers/reviewer-facts.ts";
import type { Work } from "../read-notes.ts";
import { askedByUs } from "./asked-by-us.ts";
import { personItIsAbout } from "./person-it-is-about.ts";
import { type ReviewerContext, readReviewerFacts } from "./read-reviewer-facts.ts";
import { releaseReviews, requestReviews } from "./review-requests.ts";

export interface ReviewerStepContext extends ReviewerContext {
  readonly work: Work;
  /** As remembered. */
  readonly reviewing: Reviewing | undefined;
  /** Somebody who may do so asked for other reviewers; `null`: nobody did. */
  readonly reroll: Reroll | null;
  readonly applying: ApplyContext;
}

interface Reroll {
  /** The person who wants others. */
  readonly by: Account;
  /** Logins that an earlier try asked; if there are any, nobody is asked now. */
  readonly before: readonly string[];
}

interface ReviewerStep {
  readonly reviewing: Reviewing | undefined;
  /** Reminders. */
  readonly effects: readonly Effect[];
  /** When somebody's time will be up; `null`: never. */
  readonly dueAt: Instant | null;
  /** Asked now, or by an earlier try of the same. */
  readonly asked: readonly AskedReviewer[];
  /** The people whom `/reroll` replaced by others. */
  readonly released: readonly AskedReviewer[];
  /** Remarks that are new. */
  readonly remarks: readonly Remark[];
  /** Why GitHub did not tell who is asked: nobody was. */
  readonly failure: GitHubError | null;
}

/** Asks on GitHub before it returns, since the reasons it returns are for the people whom GitHub accepted. Safe to run twice. */
export async function reviewerStep(context: ReviewerStepContext): Promise<ReviewerStep> {
  const { facts, index, verdict, reviewing, reroll, work } = context;
  const causes = work.deliveries.map(({ cause }) => cause);
  const occasion = occasionOf({ facts, index, verdict, reviewing, causes, rerolled: reroll !== null });
  const known = occasion === null ? null : await knownOrNot(context);
  const failure = known instanceof GitHubError ? known : null;
  const done =
    occasion === null || known === null || known instanceof GitHubError
      ? { reviewing, effects: [], asked: [], released: [], remarks: [] }
      : await seenTo(context, occasion, known);
  const { reviews } = index.registry;
  const now = await askedAgain(context, done.reviewing);
  const dueAt = now === undefined ? null : nextDue(facts, reviews, now);
  return { ...done, reviewing: now, dueAt, failure };
}

/** People whose approval a change ended, each once for that. Asking somebody who is asked already changes nothing on GitHub. */
async function askedAgain(
  context: ReviewerStepContext,
  reviewing: Reviewing | undefined,
): Promise<Reviewing | undefined> {
  if (awaitsVouch(context.facts, context.index)) return reviewing;
  const again = lapsedApprovers({ ...context, reviewing });
  if (reviewing === undefined || again.length === 0) return reviewing;
  const outcome = await requestReviews(
    context,
    again.map(({ login }) => login),
  );
  if (outcome === null) return reviewing;
  const taken = again.filter(({ login }) => outcome.asked.includes(login));
  return {
    ...reviewing,
    asked: withAskedAgain(reviewing.asked, taken).slice(-MAX_ASKED),
    refused: [...new Set([...reviewing.refused, ...outcome.refused])].slice(-MAX_ASKED),
  };
}

async function knownOrNot(context: ReviewerStepContext): Promise<ReviewerFacts | GitHubError> {
  try {
    return await readReviewerFacts(
      { ...context, isNew: context.reviewing === undefined, gone: context.reviewing?.gone ?? [] },
      { asks: context.reroll !== null || context.index.registry.reviews.request > 0 },
    );
  } catch (error) {
    const { parts, facts } = context;
    if (!isUnanswered(error)) throw error;
    parts.log[severityOf(error)](
      { err: error, repository: facts.repository.id, pull: facts.number },
      "nobody was asked to review",
    );
    return error;
  }
}

type Done = Omit<ReviewerStep, "dueAt" | "failure">;

async function seenTo(context: ReviewerStepContext, occasion: Occasion, known: ReviewerFacts): Promise<Done> {
  const past = context.reviewing ?? fresh(context, known);
  const remembered = withoutReturned({ ...past, asked: await withForgotten(past.asked, known, context) }, known);
  if (occasion.kind === "unvouched")
    return { reviewing: { ...remembered, awaits: "vouch" }, effects: [], asked: [], released: [], remarks: [] };
  if (occasion.kind === "overdue") return await followUp(context, remembered, known);
  if (context.reroll !== null) return await rerolled(context, context.reroll, { known, past: remembered });
  const news = await asking(context, known, remembered, moreOf(occasion, known, context));
  const kept = occasion.kind === "touched" ? past.remarks : [];
  const gone = absentIn(context, known);
  const refused = [...news.refused, ...gone];
  const told = withNews(remembered, context, { ...news, refused, remarks: [...kept, ...news.remarks] });
  const reviewing = withGone(told, gone);
  return { reviewing, effects: [], asked: news.asked, released: [], remarks: news.remarks };
}

/** Possible approvers whose account is gone: no request reaches them, and nobody waits for them. */
function absentIn({ verdict }: ReviewerContext, { statuses }: ReviewerFacts): readonly string[] {
  const able = verdict.areas.flatMap(({ candidates }) => candidates);
  return able.filter((one) => statuses.get(one) === "absent").map(({ login }) => login);
}

function withGone(reviewing: Reviewing, gone: readonly string[]): Reviewing {
  if (gone.length === 0) return reviewing;
  return { ...reviewing, gone: [...new Set([...(reviewing.gone ?? []), ...gone])].slice(-MAX_ASKED) };
}

/** Accounts that are there by now are waited for, and may be asked, like any other. */
function withoutReturned({ gone = [], ...past }: Reviewing, { returned = [] }: ReviewerFacts): Reviewing {
  const left = gone.filter((login) => !returned.includes(login));
  const refused = past.refused.filter((login) => !returned.includes(login));
  return { ...past, refused, ...(left.length > 0 && { gone: left }) };
}

/** The earlier decisions, with the new ones added. */
function withNews(past: Reviewing, context: ReviewerContext, { asked, remarks, refused }: News): Reviewing {
  const { facts, index, verdict } = context;
  const seenTo = needsNoApproval(verdict) ? [] : touchedRows(facts, index);
  return {
    areas: [...new Set([...past.areas, ...seenTo])].slice(0, MAX_AREAS),
    asked: [...past.asked, ...asked].slice(-MAX_ASKED),
    remarks: latestRemarks(remarks),
    refused: [...new Set([...past.refused, ...refused])].slice(-MAX_ASKED),
    ...(past.gone !== undefined && { gone: past.gone }),
    welcomed: past.welcomed,
  };
}

interface Remembered {
  readonly known: ReviewerFacts;
  readonly past: Reviewing;
}

/**
 * Asks others instead of the people whom Rung asked and who have not answered; only instead of the speaker, if they are one of them.
 * Nobody is released for whom nobody else was found, or whom a person asked. The answer says what there is to say, so the status need
 * not.
 */
async function rerolled(context: ReviewerStepContext, reroll: Reroll, { known, past }: Remembered): Promise<Done> {
  const { facts, work, parts } = context;
  const isTheirs = (one: Person) => samePerson(one, reroll.by);
  const isOurs = await askedByUs({ facts, notes: work.notes, known, bot: parts.bot });
  const pending = waiting(facts, past).filter((one) => isOurs(one) && !reroll.before.includes(one.login));
  const leaving = pending.some(isTheirs) ? pending.filter(isTheirs) : pending;
  const again = reroll.before.map((login) => askedAlready(login, past, known, context));
  const how = { more: Math.max(1, leaving.length) };
  const news = again.length > 0 ? NOBODY : await asking(context, known, past, how);
  const asked = [...again, ...news.asked];
  const released = leaving.slice(0, asked.length);
  const still = setOf(known.requested);
  await releaseReviews(
    context,
    released.filter((one) => still.has(one)),
  );
  const gone = setOf(released);
  const left = past.asked.map((one): AskedReviewer => (gone.has(one) ? { ...one, replaced: true } : one));
  const reviewing = withNews({ ...past, asked: left }, context, { ...news, remarks: past.remarks });
  return { reviewing, effects: [], asked, released, remarks: news.remarks };
}

const MAX_AREAS = 200;
const MAX_ASKED = 30;
const MAX_REMARKS = 8;

/** Each once: a repeated remark is shown in its newest form. */
function latestRemarks(remarks: readonly Remark[]): readonly Remark[] {
  return [...new Map(remarks.map((one) => [remarkText(one), one])).values()].slice(-MAX_REMARKS);
}

function fresh({ facts, index }: ReviewerContext, { association, openedBefore }: ReviewerFacts): Reviewing {
  const isFirst = isFirstTime(association) && openedBefore !== true;
  const isNew = facts.author?.type === "User" && isFirst && !index.holdsAnyRole(facts.author);
  return { areas: [], asked: [], remarks: [], refused: [], welcomed: isNew };
}

/** People whom Rung asked in a try that ended before it was recorded, with the reason found again. */
async function withForgotten(
  asked: readonly AskedReviewer[],
  known: ReviewerFacts,
  context: ReviewerStepContext,
): Promise<readonly AskedReviewer[]> {
  const { facts, work, parts } = context;
  const unknown = known.events.filter(
    ({ kind, by, who }) =>
      kind === "asked" &&
      samePerson(by, parts.bot) &&
      known.requested.some((one) => samePerson(one, who)) &&
      !asked.some((one) => samePerson(one, who)),
  );
  if (unknown.length === 0) return asked;
  const isOurs = await askedByUs({ facts, notes: work.notes, known, bot: parts.bot });
  const lost = unknown.filter(({ who }) => isOurs(who));
  return [
    ...asked,
    ...lost.map(({ who, at }) => ({ login: who.login, id: who.id, at, why: reasonOf(who, known, context) })),
  ];
}

/** People whom an earlier try asked; if somebody has taken them off since, they are not remembered as asked. */
function askedAlready(
  login: string,
  { asked }: Reviewing,
  known: ReviewerFacts,
  context: ReviewerStepContext,
): AskedReviewer {
  const who = { login, id: null };
  const found = asked.find((one) => samePerson(one, who));
  return found ?? { ...who, at: context.facts.readAt, why: reasonOf(who, known, context) };
}

/** The reason found again, as if they had not been asked yet. */
function reasonOf(person: Person, known: ReviewerFacts, context: ReviewerContext): string {
  return reasonAgain(person, choosingOf(context, { ...known, requested: [], events: [] }, { asked: [], refused: [] }));
}

type How = Pick<ChoiceContext, "more" | "only"> | "nobody";

function moreOf(occasion: Occasion, known: ReviewerFacts, { facts }: ReviewerContext): How {
  if (occasion.kind === "touched") return { only: "cover" };
  const { requested, requestedTeams, events } = known;
  const isSeenTo = requested.length + requestedTeams.length + events.length + facts.reviews.items.length > 0;
  return occasion.kind === "missed" && isSeenTo ? "nobody" : {};
}

function choosingOf(
  { parts, facts, index, verdict }: ReviewerContext,
  known: ReviewerFacts,
  past: Pick<Reviewing, "asked" | "refused">,
): ChoiceContext {
  return { facts, index, verdict, known, past, botLogin: parts.bot.login };
}

interface News {
  readonly asked: readonly AskedReviewer[];
  readonly remarks: readonly Remark[];
  readonly refused: readonly string[];
}

const NOBODY: News = { asked: [], remarks: [], refused: [] };

/** People whom GitHub refuses are replaced, in this many rounds at most. */
const MAX_ROUNDS = 5;

async function asking(context: ReviewerStepContext, known: ReviewerFacts, past: Reviewing, how: How): Promise<News> {
  if (how === "nobody") return NOBODY;
  const asked: AskedReviewer[] = [];
  const refused: string[] = [];
  let remarks: readonly Remark[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const now = { ...known, requested: [...known.requested, ...asked.map(accountOf)] };
    const seen = { asked: past.asked, refused: [...past.refused, ...refused] };
    const left = how.more === undefined ? how : { ...how, more: how.more - asked.length };
    if (left.more === 0) break;
    const apart = [
      ...(context.reroll === null ? [] : [context.reroll.by]),
      ...personItIsAbout(context.facts, context.parts),
    ];
    const choice = choose({ ...choosingOf(context, now, seen), apart, ...left });
    remarks = round === 0 || choice.remarks.length > 0 ? choice.remarks : remarks;
    if (choice.ask.length === 0) break;
    const called = choice.ask.map((one) => ({ ...one, listed: one.login, login: known.names?.get(one) ?? one.login }));
    const outcome = await requestReviews(
      context,
      called.map(({ login }) => login),
    );
    if (outcome === null) return { asked, remarks: [ASKS_NOBODY], refused };
    const at = context.facts.readAt;
    for (const { login, id, why } of called) if (outcome.asked.includes(login)) asked.push({ login, id, why, at });
    // Under the name by which they would be chosen again.
    refused.push(...called.flatMap(({ login, listed }) => (outcome.refused.includes(login) ? listed : [])));
    if (outcome.refused.length === 0) break;
  }
  return { asked, remarks, refused };
}

/** Reminds people, or asks somebody else instead and takes the old request back; people's own requests are left alone. */
async function followUp(context: ReviewerStepContext, past: Reviewing, known: ReviewerFacts): Promise<Done> {
  const { facts, index } = context;
  const due = overdue(facts, index.registry.reviews, past);
  const still = setOf(known.requested);
  // Taken off by hand meanwhile: nothing is waited for.
  const gone = setOf(due.filter(({ who }) => !still.has(who)).map(({ who }) => who));
  const late = due.filter(({ who, what }) => what === "reassign" && still.has(who)).map(({ who }) => who);
  const slow = due.filter(({ who, what }) => what === "nudge" && still.has(who)).map(({ who }) => who);
  const news = late.length === 0 ? null : await asking(context, known, past, { more: late.length });
  const replaced = late.slice(0, news?.asked.length ?? 0);
  const isReplaced = setOf(replaced);
  const isLate = setOf(late);
  const isSlow = setOf(slow);
  await releaseReviews(context, replaced);
  const asked = past.asked.map((one): AskedReviewer => {
    if (one.replaced === true) return one;
    if (gone.has(one) || isReplaced.has(one)) return { ...one, replaced: true };
    // Nobody else is there: their time begins anew.
    if (isLate.has(one)) return { ...one, at: facts.readAt };
    return isSlow.has(one) ? { ...one, nudged: true } : one;
  });
  // That somebody did not answer is between them and the reminder: it does not stay in the status for good.
  const remarks = news?.remarks ?? [];
  return {
    reviewing: {
      ...past,
      asked: [...asked, ...(news?.asked ?? [])].slice(-MAX_ASKED),
      remarks: latestRemarks([...past.remarks, ...remarks]),
      refused: [...new Set([...past.refused, ...(news?.refused ?? [])])].slice(-MAX_ASKED),
    },
    effects: slow.map((who) => nudge(facts, who)),
    asked: news?.asked ?? [],
    released: [],
    remarks,
  };
}
