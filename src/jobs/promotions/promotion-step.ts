/** A subject's promotions, as one job takes them on: what was said, what is counted, where each stands, what has to be written. */

import { z } from "zod";
import { commands } from "../../commands/index.ts";
import { concealed } from "../../commands/replies/concealed.ts";
import { ownStatus } from "../../commands/replies/status-comment.ts";
import { callsIn } from "../../commands/text/parse-commands.ts";
import {
  nominationsElsewhere,
  nominationsHere,
  type OpenElsewhere,
  saveNominations,
} from "../../database/nominations.ts";
import { findRepository } from "../../database/repositories.ts";
import type { Client } from "../../github/client/client.ts";
import { Gone } from "../../github/client/errors.ts";
import { parsed } from "../../github/read/graphql-pages.ts";
import type { Answer } from "../../model/answer.ts";
import type { Call } from "../../model/call.ts";
import type { Effect } from "../../model/effect.ts";
import { isOwn, isTouched, replyMarker } from "../../model/own-comment.ts";
import type { ShownPromotion } from "../../model/page-data.ts";
import { authorityFor } from "../../promotions/authority.ts";
import {
  type CollectedPromotion,
  type CollectedPromotions,
  collectPromotions,
  withElectorate,
} from "../../promotions/collect-promotions.ts";
import { type Decided, decidedWords } from "../../promotions/decided-statements.ts";
import type { Elsewhere } from "../../promotions/promotion-context.ts";
import { isStatus, type Memory, type Remembered, recalled } from "../../promotions/promotion-memory.ts";
import { promotionRecordSchema } from "../../promotions/record-marker.ts";
import { isOpen } from "../../promotions/stages.ts";
import { namesIn } from "../../shared/name-list.ts";
import { fullName, type Instant, loginKey } from "../../shared/names.ts";
import { promotionShown } from "../page/promotion-page.ts";
import { type Accounts, accountsFor } from "./account-lookup.ts";
import { type Advanced, advanced, reviewing } from "./advance.ts";
import { progressFor } from "./progress-answers.ts";
import { answersOf } from "./promotion-answers.ts";
import {
  contextAt,
  contextFor,
  type Place,
  type PromotionJobContext,
  type PromotionParts,
} from "./promotion-job-context.ts";
import { steppedDown } from "./step-downs.ts";
import { abandoned } from "./voids.ts";
import { statusText, written } from "./writings.ts";

export interface PromotionStep {
  /** By call key. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly effects: readonly Effect[];
  /** When to look again without any event; `null`: no need. */
  readonly dueAt: Instant | null;
}

/** `null`: the subject has nothing to do with promotions. Reads and, where a registry is to change, writes. */
export async function promotionStep(place: Place): Promise<PromotionStep | null> {
  const context = contextAt(place);
  const { facts, parts, work } = context;
  const known = hasOwn(context) || isSpokenOf(context) ? await knownHere(context) : [];
  const memory = recalled({
    ...{ facts, bot: parts.bot, keys: parts.keys, known, commentDeleted: isCommentDeleted(work) },
  });
  if (memory.records.length === 0 && memory.voids.length === 0 && !isSpokenOf(context)) return null;
  const accounts = await accountsFor(parts.client, facts, work.notes);
  const { all, decided } = await listened(context, accounts, memory);
  await abandoned(context, memory.voids);
  const open = decided.flatMap(({ heard: { record } }) => (isOpen(record.stage) ? [record.nomination] : []));
  const turns: Advanced[] = [];
  for (const { heard: promotion } of decided) {
    const judging = contextFor(context, promotion.record.nomination.areas);
    turns.push(await advanced(judging, { ...promotion, open }, accounts.names, memory.published));
  }
  const stepDowns = await steppedDown(context, all.stepDowns);
  await noteOpen(context, turns, memory);
  const times = turns.flatMap(({ review }) => review.dueAt ?? []);
  return {
    answers: new Map([...answersOf(all, decided, turns), ...stepDowns]),
    effects: written(context, turns, memory),
    dueAt: times.length === 0 ? null : Math.min(...times),
  };
}

/** Comments of Rung's that somebody else changed and that are not put right otherwise (R51). */
export function concealedThere(
  { parts, facts }: Pick<Place, "parts" | "facts">,
  turn: PromotionStep | null,
): readonly Effect[] {
  const own = facts.kind === "pull" ? ownStatus(facts, parts.bot) : null;
  const right = (turn?.effects ?? []).flatMap((effect) =>
    effect.kind === "status-comment" && effect.commentId !== null ? [effect.commentId] : [],
  );
  return concealed(facts, parts.bot, new Set([...right, ...(own === null ? [] : [own.id])]));
}

/** Any comment of the bot's may be a status comment that somebody changed beyond recognition. */
function hasOwn({ facts, parts }: PromotionJobContext): boolean {
  return facts.comments.items.some(
    (comment) => isOwn(comment, "", parts.bot) && (isStatus(comment) || isTouched(comment, parts.bot)),
  );
}

/** Read only when somebody is nominated just now; an issue that was closed meanwhile lets its promotions rest. */
async function elsewhereOf({ parts, facts, work }: PromotionJobContext): Promise<readonly Elsewhere[]> {
  const calls = work.notes.flatMap((note) => (note.kind === "said" ? callsIn(note.text).filter(isNomination) : []));
  const named = new Set(calls.map(({ words }) => loginKey(namesIn(words)[0] ?? "")));
  if (named.size === 0) return [];
  const all = await nominationsElsewhere(parts.db, facts.repository.owner, subjectKeyOf(facts));
  const same = all.filter(({ candidate }) => named.has(loginKey(candidate.login)));
  const going = await Promise.all(same.map((one) => isGoing(parts.client, one)));
  const open = same.filter((_, at) => going[at]);
  return await Promise.all(open.map(async (one) => ({ ...one, hidden: await isHidden(parts.db, facts, one) })));
}

/** A page that anybody may see names no private repository (R62); of one that GitHub has not spoken of nobody knows. */
async function isHidden(
  db: PromotionParts["db"],
  { repository }: PromotionJobContext["facts"],
  { repository: full }: OpenElsewhere,
) {
  if (repository.private || full.toLowerCase() === fullName(repository).toLowerCase()) return false;
  const [owner = "", name = ""] = full.split("/");
  return (await findRepository(db, { owner, name }))?.private !== false;
}

const stateView = z.object({
  ...{ state: z.string(), pull_request: z.unknown().optional() },
  ...{ number: z.number().optional(), repository_url: z.string().optional() },
});

async function isGoing(client: Client, { repository, number }: OpenElsewhere): Promise<boolean> {
  try {
    const { data } = await client.rest("GET", `/repos/${repository}/issues/${number}`);
    const { state, pull_request: pull, number: at = number, repository_url: url } = parsed(stateView, data, "an issue");
    // One that was transferred answers under its new address: what was nominated there is void (R46).
    const there = `/repos/${repository}`.toLowerCase();
    const isThere = at === number && (!url || new URL(url).pathname.toLowerCase().endsWith(there));
    return isThere && (state === "open" || pull !== undefined);
  } catch (error) {
    if (error instanceof Gone) return false;
    throw error;
  }
}

function isNomination(call: Call): boolean {
  return call.name === "promote" && !call.cancel;
}

async function noteOpen(context: PromotionJobContext, turns: readonly Advanced[], memory: Memory): Promise<void> {
  const { parts, facts } = context;
  const shown = turns.flatMap((turn): [string, ShownPromotion][] => {
    const told = promotionShown(turn.review, facts.number, statusText(sceneOf(context, turn), turn));
    return told === null ? [] : [[turn.review.record.nomination.id, told]];
  });
  const open = turns.flatMap(({ review: { record } }): [string, OpenElsewhere & Omit<Remembered, "id">][] => {
    const { nomination, stage, url } = record;
    const comment = memory.comments.get(nomination.id)?.id ?? null;
    const { candidate, role, areas } = nomination;
    const place = { repository: fullName(facts.repository), number: facts.number };
    return isOpen(stage) ? [[nomination.id, { candidate, role, areas, ...place, url, comment, record }]] : [];
  });
  const place = { owner: facts.repository.owner, subjectKey: subjectKeyOf(facts) };
  await saveNominations(parts.db, place, new Map(open), new Map(shown));
}

function sceneOf(context: PromotionJobContext, { review }: Advanced): PromotionJobContext {
  return contextFor(context, review.record.nomination.areas);
}

function subjectKeyOf({ repository, number }: PromotionJobContext["facts"]): string {
  return `${repository.id}#${number}`;
}

/** Somebody may have been told of here, or a status comment may be gone. */
function isSpokenOf({ work }: PromotionJobContext): boolean {
  if (isCommentDeleted(work)) return true;
  return work.notes.some((note) => note.kind === "said" && callsIn(note.text).some((call) => isPart(call.name)));
}

function isPart(name: string): boolean {
  return commands.some((command) => command.name === name && command.forPromotion !== undefined);
}

function isCommentDeleted({ deliveries }: PromotionJobContext["work"]): boolean {
  return deliveries.some(({ cause }) => cause === "issue_comment.deleted");
}

/** What the database keeps beside the status comments; of a shape that another version wrote, nothing. */
async function knownHere({ parts, facts }: PromotionJobContext): Promise<readonly Remembered[]> {
  const rows = await nominationsHere(parts.db, subjectKeyOf(facts));
  return rows.flatMap(({ id, comment, record }) => {
    const read = promotionRecordSchema.safeParse(record);
    return read.success ? [{ id, comment, record: read.data }] : [];
  });
}

interface Listened {
  readonly all: CollectedPromotions;
  readonly decided: readonly Decided[];
}

async function listened(context: PromotionJobContext, accounts: Accounts, memory: Memory): Promise<Listened> {
  const { facts, index, work, parts, authorities } = context;
  const progress = await progressFor(context, accounts);
  const all = collectPromotions({
    ...{ facts, index, registry: index.registry, notes: work.notes, known: memory.records },
    ...{ account: accounts.find, progress, teamsRead: context.unreadTeams.length === 0 },
    judge: (areas) => authorityFor(authorities, areas).index,
    isAnswered: (key) => facts.comments.items.some((comment) => isOwn(comment, replyMarker(key), parts.bot)),
    elsewhere: await elsewhereOf(context),
  });
  const decided = all.promotions.map((one) => {
    const judging = contextFor(context, one.record.nomination.areas);
    return decidedWords(withElectors(judging, one), all.fresh, reviewing(judging, false));
  });
  return { all, decided };
}

function withElectors({ index, unreadTeams }: PromotionJobContext, one: CollectedPromotion): CollectedPromotion {
  if (unreadTeams.length > 0 || !isOpen(one.record.stage)) return one;
  return { ...one, record: { ...one.record, nomination: withElectorate(one.record.nomination, { index }) } };
}
