/** A subject's promotions, as one job takes them on: what was said, what is counted, where each stands, what has to be written. */

import { z } from "zod";
import { commands } from "../../commands/index.ts";
import type { Answer, Call } from "../../commands/model.ts";
import { callsIn } from "../../commands/parse.ts";
import { namesIn } from "../../commands/words.ts";
import { nominationsElsewhere, type OpenElsewhere, saveNominations } from "../../database/nominations.ts";
import type { Client } from "../../github/client.ts";
import { Gone } from "../../github/errors.ts";
import { fullName, type Instant, loginKey } from "../../names.ts";
import type { ShownPromotion } from "../../page/shown.ts";
import { promotionShown } from "../../page/shown-promotion.ts";
import type { Effect } from "../../plan/effect.ts";
import { type HeardAll, type HeardPromotion, heard, withElectorate } from "../../promotions/heard.ts";
import { callPlace } from "../../promotions/hearing.ts";
import type { PromotionRecord } from "../../promotions/record.ts";
import { NOMINATION_MARKER, nominationIn, promotionContext, unsealPromotion } from "../../promotions/record-marker.ts";
import { isOpen } from "../../promotions/stages.ts";
import { isOwn, isTouched } from "../../replies/own.ts";
import { replyMarker } from "../../replies/replies.ts";
import { spokenOn } from "../../replies/spoken.ts";
import type { Utterance } from "../../snapshot/facts.ts";
import { parsed } from "../../snapshot/pages.ts";
import { type Accounts, accountsFor } from "./accounts.ts";
import { type Advanced, advanced } from "./advance.ts";
import { answersOf } from "./answers.ts";
import type { Scene } from "./model.ts";
import { progressFor } from "./progress.ts";
import { steppedDown } from "./step-downs.ts";
import { statusText, written } from "./writings.ts";

export interface Turn {
  /** By call key. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly effects: readonly Effect[];
  /** When to look again without any event; `null`: no need. */
  readonly looksAgain: Instant | null;
}

/** `null`: the subject has nothing to do with promotions. Reads and, where a registry is to change, writes. */
export async function promotionTurn(scene: Scene): Promise<Turn | null> {
  const own = ownComments(scene);
  if (own.length === 0 && !isSpokenOf(scene)) return null;
  const memory = recalled(scene, own);
  const accounts = await accountsFor(scene.parts.client, scene.facts, scene.work.notes, [...memory.lost.values()]);
  const all = await listened(scene, accounts, memory);
  const turns: Advanced[] = [];
  for (const promotion of all.promotions) turns.push(await advanced(scene, promotion, accounts.names, memory.records));
  const stepDowns = await steppedDown(scene, all.stepDowns);
  await noteOpen(scene, turns);
  const times = turns.flatMap(({ review }) => review.looksAgain ?? []);
  return {
    answers: new Map([...answersOf(all, turns), ...stepDowns]),
    effects: written(scene, turns, memory),
    looksAgain: times.length === 0 ? null : Math.min(...times),
  };
}

/** Read only when somebody is nominated just now; an issue that was closed meanwhile lets its promotions rest. */
async function elsewhereOf({ parts, facts, work }: Scene): Promise<readonly OpenElsewhere[]> {
  const calls = work.notes.flatMap((note) => (note.kind === "said" ? callsIn(note.text).filter(isNomination) : []));
  const named = new Set(calls.map(({ words }) => loginKey(namesIn(words)[0] ?? "")));
  if (named.size === 0) return [];
  const all = await nominationsElsewhere(parts.db, facts.repository.owner, subjectKeyOf(facts));
  const same = all.filter(({ candidate }) => named.has(loginKey(candidate.login)));
  const going = await Promise.all(same.map((one) => isGoing(parts.client, one)));
  return same.filter((_, at) => going[at]);
}

const stateView = z.object({ state: z.string(), pull_request: z.unknown().optional() });

async function isGoing(client: Client, { repository, number }: OpenElsewhere): Promise<boolean> {
  try {
    const { data } = await client.rest("GET", `/repos/${repository}/issues/${number}`);
    const { state, pull_request: pull } = parsed(stateView, data, "an issue");
    return state === "open" || pull !== undefined;
  } catch (error) {
    if (error instanceof Gone) return false;
    throw error;
  }
}

function isNomination(call: Call): boolean {
  return call.name === "promote" && !call.cancel;
}

async function noteOpen(scene: Scene, turns: readonly Advanced[]): Promise<void> {
  const { parts, facts } = scene;
  const shown = turns.flatMap((turn): [string, ShownPromotion][] => {
    const told = promotionShown(turn.review, facts.number, statusText(scene, turn));
    return told === null ? [] : [[turn.review.record.nomination.id, told]];
  });
  const open = turns.flatMap(({ review }): [string, OpenElsewhere][] => {
    const { nomination, stage, url } = review.record;
    const { candidate, role, areas } = nomination;
    const place = { repository: fullName(facts.repository), number: facts.number };
    return isOpen(stage) ? [[nomination.id, { candidate, role, areas, ...place, url }]] : [];
  });
  const place = { owner: facts.repository.owner, subjectKey: subjectKeyOf(facts) };
  await saveNominations(parts.db, place, new Map(open), new Map(shown));
}

function subjectKeyOf({ repository, number }: Scene["facts"]): string {
  return `${repository.id}#${number}`;
}

/** What the status comments there tell. */
export interface Memory {
  readonly records: readonly PromotionRecord[];
  /** The status comment of each nomination, by its id. */
  readonly comments: ReadonlyMap<string, Utterance>;
  /** Nominations whose record is gone, by id, with the call that made each. */
  readonly lost: ReadonlyMap<string, Call>;
}

/** The bot's promotion comments, whatever somebody made of them. */
function ownComments({ facts, parts }: Scene): readonly Utterance[] {
  const own = facts.comments.items.filter((comment) => isOwn(comment, "", parts.bot));
  return own.filter(({ body }) => body.startsWith(NOMINATION_MARKER) || body.includes("rung:promotion"));
}

function isSpokenOf({ work }: Scene): boolean {
  if (isCommentDeleted(work)) return true;
  return work.notes.some((note) => note.kind === "said" && callsIn(note.text).some((call) => isPart(call.name)));
}

function isPart(name: string): boolean {
  return commands.some((command) => command.name === name && command.hear !== undefined);
}

/** Perhaps a status comment: then what it remembered is made anew. */
function isCommentDeleted({ deliveries }: Scene["work"]): boolean {
  return deliveries.some(({ cause }) => cause === "issue_comment.deleted");
}

function recalled(scene: Scene, own: readonly Utterance[]): Memory {
  const { facts, parts, work } = scene;
  const records: PromotionRecord[] = [];
  const comments = new Map<string, Utterance>();
  const lost = new Set<string>();
  let isNameless = false;
  for (const comment of own) {
    const id = nominationIn(comment.body);
    if (id === null) isNameless = true;
    if (id === null || comments.has(id)) continue;
    comments.set(id, comment);
    const context = promotionContext({ repositoryId: facts.repository.id, number: facts.number }, id);
    const opened = isTouched(comment, parts.bot) ? null : unsealPromotion(comment.body, context, parts.keys);
    if (opened?.kind === "ok") records.push(opened.record);
    else {
      lost.add(id);
      parts.log.warn(
        { repository: facts.repository.id, number: facts.number },
        "a promotion's record was tampered with",
      );
    }
  }
  const all = nominationsSaid(scene);
  const isAnyLost = isNameless || isCommentDeleted(work);
  const gone = [...all].filter(([id, { answered }]) => lost.has(id) || (isAnyLost && !answered && !comments.has(id)));
  return { records, comments, lost: new Map(gone.map(([id, { call }]) => [id, call])) };
}

async function listened(scene: Scene, accounts: Accounts, memory: Memory): Promise<HeardAll> {
  const { facts, index, work } = scene;
  const progress = await progressFor(scene, accounts);
  const all = heard({
    ...{ facts, index, registry: index.registry, notes: work.notes, known: memory.records },
    lost: new Set(memory.lost.keys()),
    ...{ account: accounts.find, progress, teamsRead: scene.unreadTeams.length === 0 },
    // A record that is made anew was there first.
    elsewhere: memory.lost.size > 0 ? [] : await elsewhereOf(scene),
  });
  if (scene.unreadTeams.length > 0) return all;
  const promotions = all.promotions.map((one): HeardPromotion => {
    if (!isOpen(one.record.stage)) return one;
    return { ...one, record: { ...one.record, nomination: withElectorate(one.record.nomination, { index }) } };
  });
  return { ...all, promotions };
}

/** Every `/promote` that was said, by id, and whether it was answered: a refusal is an answer of its own. */
function nominationsSaid({
  facts,
  work,
  parts,
}: Scene): ReadonlyMap<string, { readonly call: Call; readonly answered: boolean }> {
  const all = spokenOn(facts, work.notes).flatMap(({ key, calls }) => {
    const answered = facts.comments.items.some((comment) => isOwn(comment, replyMarker(key), parts.bot));
    const made = calls.filter(isNomination);
    return made.map((call) => [`${key}/${callPlace(call)}`, { call, answered }] as const);
  });
  return new Map(all);
}
