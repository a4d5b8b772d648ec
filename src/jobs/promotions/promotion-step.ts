/** The promotions on a subject in one job: what was said, what is measured, where each stands, what has to be written. */

import { commands } from "../../commands/index.ts";
import { concealed } from "../../commands/replies/concealed.ts";
import { ownStatus } from "../../commands/replies/status-comment.ts";
import {
  nominationsElsewhere,
  nominationsHere,
  type OpenElsewhere,
  saveNominations,
} from "../../database/nominations.ts";
import { canPromoteIn } from "../../github/read/can-promote.ts";
import type { Unshown } from "../../github/read/unshown.ts";
import type { Answer } from "../../model/answer.ts";
import type { Call } from "../../model/call.ts";
import { isUnshown } from "../../model/conversation.ts";
import type { Effect } from "../../model/effect.ts";
import { threadPlace } from "../../model/job.ts";
import { isOwn, isTouched, repliedTo } from "../../model/own-comment.ts";
import type { ShownPromotion } from "../../model/page-data.ts";
import { addressOf } from "../../promotions/address.ts";
import { authorityFor } from "../../promotions/authority.ts";
import {
  type CollectedPromotion,
  type CollectedPromotions,
  collectPromotions,
} from "../../promotions/collect-promotions.ts";
import { answersOf, type DecidedPromotion, decideStatements } from "../../promotions/decided-statements.ts";
import { STATEMENT_COMMANDS } from "../../promotions/kept-statements.ts";
import { withElectorate } from "../../promotions/new-nomination.ts";
import type { Elsewhere } from "../../promotions/promotion-context.ts";
import { isStatus, type Memory, type Remembered } from "../../promotions/promotion-memory.ts";
import { promotionRecordSchema } from "../../promotions/record-marker.ts";
import { isOpen } from "../../promotions/stages.ts";
import { rememberedRows } from "../../promotions/status-memory.ts";
import { personNamed } from "../../shared/name-list.ts";
import { fullName, type Instant, loginKey } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import type { Person } from "../../shared/person-sets.ts";
import { noteDeclined } from "../growth/declined.ts";
import { refreshReturn } from "../inactivity/return-refresh.ts";
import { roleStatements } from "../inactivity/role-statements.ts";
import { promotionShown } from "../page/promotion-page.ts";
import { LateReading } from "../patience.ts";
import { type Accounts, accountsFor } from "./account-lookup.ts";
import { type AdvancedPromotion, advancePromotion } from "./advance.ts";
import { isHiddenFrom } from "./hidden-place.ts";
import { openingsUnderWay } from "./openings-under-way.ts";
import { byPresentNames, calledByPresentNames } from "./present-names.ts";
import { progressFor } from "./progress-answers.ts";
import { contextAt, contextFor, type Place, type PromotionJobContext, reviewing } from "./promotion-job-context.ts";
import { readMemory } from "./read-memory.ts";
import { closeAbandoned } from "./registry-change-steps.ts";
import { refreshStepDown } from "./step-down-refresh.ts";
import { openStepDowns } from "./step-downs.ts";
import { statusText, written } from "./writings.ts";

const PARTS: ReadonlySet<string> = new Set(
  commands.filter(({ forPromotion }) => forPromotion !== undefined).map(({ name }) => name),
);

export interface PromotionStep {
  /** By call key. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly effects: readonly Effect[];
  /** When to look again without any event; `null`: no need. */
  readonly dueAt: Instant | null;
}

/** `null`: the subject has nothing to do with promotions. Reads and, where a registry is to change, writes. */
export async function promotionStep(place: Place): Promise<PromotionStep | null> {
  const { facts, parts, work, told } = place;
  await refreshStepDown(place);
  await refreshReturn(place);
  const unshown = isUnshown(facts, work.notes);
  const known = hasOwn(place) || isSpokenOf(place) || unshown ? await knownHere(place) : [];
  const commentDeleted = isCommentDeleted(work);
  const { memory, late } = readMemory(
    { facts, bot: parts.bot, keys: parts.keys, known, commentDeleted, unshown },
    told,
  );
  const missing = [...late, ...underWay(place, memory)];
  const wait = parts.patience.waitFor(work, missing);
  if (wait !== null) throw new LateReading(wait, missing);
  if (memory.records.length === 0 && memory.voids.length === 0 && !isSpokenOf(place)) return null;
  const context = contextAt(place, (await parts.away?.(facts.repository.owner, facts.readAt)) ?? []);
  const open = memory.records.flatMap(({ nomination, stage }) => (isOpen(stage) ? [nomination.candidate] : []));
  const accounts = await accountsFor(parts.client, facts, work.notes, open);
  const collected = await collect(context, accounts, memory);
  const decided = collected.promotions.map((promotion) => decide(context, promotion, collected.fresh));
  await closeAbandoned(context, memory.voids);
  const advanced = await advanceAll(context, decided, accounts);
  const stepDowns = await openStepDowns(context, collected.stepDowns);
  const ofRoles = await roleStatements(context, collected.roleStatements);
  await noteOpen(context, advanced, memory);
  await noteDeclined(
    place.parts.db,
    { owner: facts.repository.owner, registry: context.index.registry },
    advanced.map(({ review }) => review.record),
  );
  const times = advanced.flatMap(({ review }) => review.dueAt ?? []);
  return {
    answers: new Map([
      ...answersOf(
        collected,
        decided,
        advanced.map((one) => one.review),
      ),
      ...stepDowns,
      ...ofRoles,
    ]),
    effects: written(context, advanced, memory),
    dueAt: times.length === 0 ? null : Math.min(...times),
  };
}

/** One after the other: each may change the registry. */
async function advanceAll(
  context: PromotionJobContext,
  decided: readonly DecidedPromotion[],
  { names }: Accounts,
): Promise<readonly AdvancedPromotion[]> {
  const open = decided.flatMap(({ promotion: { record } }) => (isOpen(record.stage) ? [record.nomination] : []));
  const advanced: AdvancedPromotion[] = [];
  for (const { promotion } of decided) {
    const { nomination } = promotion.record;
    const addressed = { ...promotion, address: addressOf(nomination, open) };
    const next = await advancePromotion(contextFor(context, nomination.areas), addressed, names);
    advanced.push(await calledByPresentNames(context, next, names));
  }
  return advanced;
}

/** Rung's comments that somebody else changed and that the wanted effects do not correct (R51). */
export function concealedThere(
  { parts, facts }: Pick<Place, "parts" | "facts">,
  wanted: readonly Effect[],
): readonly Effect[] {
  const own = facts.kind === "pull" ? ownStatus(facts, parts.bot) : null;
  const right = wanted.flatMap((effect) =>
    effect.kind === "status-comment" && effect.commentId !== null ? [effect.commentId] : [],
  );
  return concealed(facts, parts.bot, new Set([...right, ...(own === null ? [] : [own.id])]));
}

/** Any comment of the bot's may be a status comment that somebody changed beyond recognition. */
function hasOwn({ facts, parts }: Place): boolean {
  return facts.comments.items.some(
    (comment) => isOwn(comment, "", parts.bot) && (isStatus(comment) || isTouched(comment, parts.bot)),
  );
}

/** Read only when somebody is just being nominated; promotions on an issue that was closed in the meantime are suspended. */
async function elsewhereOf(
  { parts, facts, work }: PromotionJobContext,
  { find }: Accounts,
): Promise<readonly Elsewhere[]> {
  const logins = work.notes.flatMap((note) => {
    if (note.kind !== "said") return [];
    return note.calls.filter(isNomination).flatMap(({ words }) => personNamed(words, note.by)?.login ?? []);
  });
  const named = new Set(logins.map(loginKey));
  if (named.size === 0) return [];
  const all = await nominationsElsewhere(parts.db, facts.repository.owner, threadPlace(facts));
  const accounts = [...named].map(find).filter((found) => typeof found !== "string");
  // What is open may be known by an earlier name of theirs (R4).
  const isNamed = (one: Person) => named.has(loginKey(one.login)) || accounts.some((who) => samePerson(who, one));
  const same = all.filter(({ candidate }) => isNamed(candidate));
  const areOpen = await Promise.all(same.map((one) => canPromoteIn(parts.client, one.repository, one.number)));
  const open = same.filter((_, at) => areOpen[at]);
  return await Promise.all(
    open.map(async (one) => ({ ...one, hidden: await isHiddenFrom(facts.repository, one.repository, parts.db) })),
  );
}

function isNomination(call: Call): boolean {
  return call.name === "promote" && !call.cancel;
}

async function noteOpen(
  context: PromotionJobContext,
  advanced: readonly AdvancedPromotion[],
  memory: Memory,
): Promise<void> {
  const { parts, facts } = context;
  const shown = advanced.flatMap((one): [string, ShownPromotion][] => {
    const page = promotionShown(
      one.review,
      facts.number,
      statusText(contextFor(context, one.review.record.nomination.areas), one),
    );
    return page === null ? [] : [[one.review.record.nomination.id, page]];
  });
  const open = advanced.flatMap(({ review: { record } }): [string, OpenElsewhere & Omit<Remembered, "id">][] => {
    const { nomination, stage, url } = record;
    const comment = memory.comments.get(nomination.id)?.id ?? null;
    const { candidate, role, areas, registry } = nomination;
    const place = { repository: fullName(facts.repository), number: facts.number };
    return isOpen(stage) ? [[nomination.id, { candidate, role, areas, registry, ...place, url, comment, record }]] : [];
  });
  const place = { owner: facts.repository.owner, subjectKey: threadPlace(facts) };
  await saveNominations(parts.db, place, new Map(open), new Map(shown));
}

function underWay({ facts, work, told, parts, isDecisions }: Place, { records }: Memory): readonly Unshown[] {
  const isAnswered = repliedTo(facts.comments.items, parts.bot);
  return openingsUnderWay({
    facts,
    notes: work.notes,
    told,
    isWord: (call, at) => STATEMENT_COMMANDS.includes(call.name) && isDecisions?.(call, at) !== true,
    isKnown: (key) => records.some(({ nomination: { id } }) => id.startsWith(`${key}/`)) || isAnswered(key),
  });
}

/** Something here may be about a promotion, or a status comment may be gone. */
function isSpokenOf({ work, isDecisions }: Place): boolean {
  if (isCommentDeleted(work)) return true;
  return work.notes.some(
    (note) =>
      note.kind === "said" && note.calls.some((call) => PARTS.has(call.name) && isDecisions?.(call, note.at) !== true),
  );
}

function isCommentDeleted({ deliveries }: PromotionJobContext["work"]): boolean {
  return deliveries.some(({ cause }) => cause === "issue_comment.deleted");
}

/** What the database keeps in addition to the status comments. */
async function knownHere({ parts, facts }: Place): Promise<readonly Remembered[]> {
  return rememberedRows(await nominationsHere(parts.db, threadPlace(facts)), promotionRecordSchema);
}

async function collect(context: PromotionJobContext, accounts: Accounts, memory: Memory): Promise<CollectedPromotions> {
  const { facts, index, work, parts, authorities, unreadTeams, isDecisions } = context;
  return collectPromotions({
    facts,
    index,
    registry: index.registry,
    notes: work.notes,
    commands,
    known: memory.records.map((record) => byPresentNames(record, accounts.names)),
    account: accounts.find,
    progress: await progressFor(context, accounts),
    teamsRead: unreadTeams.length === 0,
    judge: (areas) => authorityFor(authorities, areas).index,
    isLost: (id) => memory.lost.has(id),
    isAnswered: repliedTo(facts.comments.items, parts.bot),
    elsewhere: await elsewhereOf(context, accounts),
    ...(isDecisions !== undefined && { isElsewhere: isDecisions }),
  });
}

/** By the registry that judges it, with who may vote frozen as soon as every team is known. */
function decide(
  context: PromotionJobContext,
  promotion: CollectedPromotion,
  fresh: ReadonlySet<string>,
): DecidedPromotion {
  const { record } = promotion;
  const judging = contextFor(context, record.nomination.areas);
  const isFrozenNow = judging.unreadTeams.length === 0 && isOpen(record.stage);
  const nomination = isFrozenNow ? withElectorate(record.nomination, judging.index) : record.nomination;
  return decideStatements({ ...promotion, record: { ...record, nomination } }, fresh, reviewing(judging));
}
