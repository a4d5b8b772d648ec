/** Promotions taken through all that is said on an issue, as their jobs do: at each comment, at each change of the registry, and when time alone is due. */

import { commands } from "../../src/commands/index.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import type { Utterance } from "../../src/model/facts.ts";
import type { ReadNote } from "../../src/model/job.ts";
import { addressOf } from "../../src/promotions/address.ts";
import { type CollectedPromotion, collectPromotions } from "../../src/promotions/collect-promotions.ts";
import { decideStatements } from "../../src/promotions/decided-statements.ts";
import { withElectorate } from "../../src/promotions/new-nomination.ts";
import { isHeld } from "../../src/promotions/nominee.ts";
import type { PromotionRecord } from "../../src/promotions/promotion-record.ts";
import type { Measured } from "../../src/promotions/promotion-types.ts";
import { type Review, type Reviewing, review, reviewIn } from "../../src/promotions/review.ts";
import { measuresOf } from "../../src/promotions/rule.ts";
import { alreadyInRegistry, changing, isOpen, merged, reopened } from "../../src/promotions/stages.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import type { Instant } from "../../src/shared/names.ts";
import { anIssue } from "../commands/a-context.ts";
import { aComment, listOf, person } from "../support/a-pull.ts";
import { renamedAs } from "./dressed.ts";

export interface Said {
  readonly by: string;
  readonly at: Instant;
  readonly body: string;
  /** Its comment is deleted then. */
  readonly gone?: Instant;
  /** What people do with the registry change of the promotion that it asks for, so long after it passed. */
  readonly fate?: Fate | null;
}

interface Fate {
  readonly end: "merged" | "closed";
  readonly after: number;
}

export interface Driving {
  /** The registry at that moment, with what promotions have changed in it. */
  indexAt(now: Instant, promoted: readonly PromotionRecord[]): RegistryIndex;
  /** Whether GitHub does not tell then who is in the registry's teams; absent: it always does. */
  isUnread?(now: Instant): boolean;
  /** Whose account has another name by then; absent: nobody's. */
  renamedAt?(now: Instant): string | null;
  /** When it is changed by others. */
  readonly changes: readonly Instant[];
  readonly said: readonly Said[];
  readonly measured: Measured;
  readonly until: Instant;
}

interface Moment {
  readonly now: Instant;
  readonly index: RegistryIndex;
  readonly comments: readonly Utterance[];
  readonly driving: Driving;
}

const OWNER = "KusionStack";
const PULL = { repository: { owner: OWNER, name: "community" }, number: 5 };

/** Each promotion as it stands in the end, by the place of what asked for it. */
export function driven(driving: Driving): ReadonlyMap<number, PromotionRecord> {
  const comments = driving.said.map((one, place) => aComment(person(one.by), one.body, { id: place + 1, at: one.at }));
  const deleted = driving.said.flatMap(({ gone }) => gone ?? []);
  const events = [...comments.map(({ at }) => at), ...driving.changes, ...deleted];
  const last = Math.max(...comments.flatMap(({ at, body }) => (body.startsWith("/promote") ? [at] : [])));
  let records: readonly PromotionRecord[] = [];
  let now = Math.min(...comments.map(({ at }) => at));
  while (now <= driving.until) {
    const before = records.map((record) => ended(record, driving, now) ?? record);
    const index = driving.indexAt(now, before.filter(isMerged));
    const reviews = job(before, { now, index, comments, driving });
    records = reviews.map(({ record }) => record);
    if (now >= last && !records.some(({ stage }) => isOpen(stage))) break;
    const fates = records.flatMap((record) => fateOf(record, driving)?.at ?? []);
    const due = [...events, ...fates, ...reviews.flatMap(({ dueAt }) => dueAt ?? []), driving.until];
    const later = due.filter((at) => at > now);
    if (later.length === 0) break;
    now = Math.min(...later);
  }
  return new Map(records.map((record) => [placeOf(record), record]));
}

/** The place of the comment that asked for it. */
function placeOf({ nomination: { id } }: PromotionRecord): number {
  return Number(/:(\d+)\//.exec(id)?.[1]) - 1;
}

function isMerged({ stage }: PromotionRecord): boolean {
  return stage.stage === "done" && stage.pull !== null;
}

/** When its registry change is merged or closed; `null`: never, or it was closed once. */
function fateOf(record: PromotionRecord, { said }: Driving): (Fate & { readonly at: Instant }) | null {
  const { stage } = record;
  const fate = said[placeOf(record)]?.fate ?? null;
  if (fate === null || stage.stage !== "registry-change") return null;
  return fate.end === "closed" && stage.reopenedAt !== null ? null : { ...fate, at: stage.passedAt + fate.after };
}

/** What people did with its registry change by now; `null`: nothing. */
function ended(record: PromotionRecord, driving: Driving, now: Instant): PromotionRecord | null {
  const fate = fateOf(record, driving);
  const { stage } = record;
  if (fate === null || fate.at > now || stage.stage !== "registry-change") return null;
  return { ...record, stage: fate.end === "merged" ? merged(stage, now, []) : reopened(stage, now) };
}

function job(known: readonly PromotionRecord[], { now, index, comments, driving }: Moment): readonly Review[] {
  const goneAt = (at: Instant) =>
    comments.filter(({ id }) => driving.said[id - 1]?.gone === at).map(({ id }) => unsaid(id));
  const isThere = ({ id, at }: Utterance) => at <= now && (driving.said[id - 1]?.gone ?? now + 1) > now;
  const renamed = driving.renamedAt?.(now) ?? null;
  const named = comments.map((one) => ({ ...one, author: one.author && renamedAs(one.author, renamed) }));
  const there = named.filter(isThere);
  const notes = [...named.filter(({ at }) => at === now).map(noteOf), ...goneAt(now)];
  const facts = anIssue({ comments: listOf(there), readAt: now });
  const unreadTeams = driving.isUnread?.(now) === true ? index.registry.teams.map(({ team }) => team) : [];
  const teamsRead = unreadTeams.length === 0;
  const collected = collectPromotions({
    ...{ facts, index, registry: index.registry, notes, commands, teamsRead, elsewhere: [] },
    known: known.map((record) => calledNow(record, renamed)),
    account: (login) => renamedAs(person(login.replace(/^@|-now$/g, "")), renamed),
    progress: () => null,
    judge: () => index,
    isLost: () => false,
    isAnswered: (key) => there.some(({ kind, id, at }) => `${kind}:${id}` === key && at < now),
  });
  const judging = { index, owner: OWNER, repositories: ["kusion"], now, fresh: true, unreadTeams };
  const decided = collected.promotions.map((promotion) => {
    const measured = withFigures(promotion, driving.measured, now);
    return decideStatements(teamsRead ? frozen(measured, index) : measured, collected.fresh, judging).promotion;
  });
  const open = decided.flatMap(({ record }) => (isOpen(record.stage) ? [record.nomination] : []));
  return decided.map((promotion) =>
    advanced({ ...promotion, address: addressOf(promotion.record.nomination, open) }, judging),
  );
}

/** By the names that are looked up for each job (R50). */
function calledNow(record: PromotionRecord, renamed: string | null): PromotionRecord {
  const { nomination } = record;
  const [candidate, nominator] = [renamedAs(nomination.candidate, renamed), renamedAs(nomination.nominator, renamed)];
  return { ...record, nomination: { ...nomination, candidate, nominator } };
}

function noteOf({ id, nodeId, author, body, at }: Utterance): ReadNote {
  const by = author ?? person("ghost");
  return { kind: "said", utterance: "comment", id, nodeId, by, text: body, at, calls: callsIn(body) };
}

function unsaid(id: number): ReadNote {
  return { kind: "unsaid", utterance: "comment", id, how: "deleted" };
}

function withFigures(promotion: CollectedPromotion, measured: Measured, now: Instant): CollectedPromotion {
  const { record } = promotion;
  const { rule, role, areas } = record.nomination;
  const measures = measuresOf(rule.criterion, { owner: OWNER, role, areas });
  return {
    ...promotion,
    record: { ...record, measured: measures.map(({ key }) => [key, measured]), measuredAt: now },
  };
}

function frozen(promotion: CollectedPromotion, index: RegistryIndex): CollectedPromotion {
  const { record } = promotion;
  if (!isOpen(record.stage)) return promotion;
  return { ...promotion, record: { ...record, nomination: withElectorate(record.nomination, index) } };
}

/** What the registry says already is done; what has passed has its registry change opened at once. */
function advanced(promotion: CollectedPromotion, judging: Reviewing): Review {
  const { record } = promotion;
  if (isOpen(record.stage) && isHeld(record.nomination, judging.index))
    return reviewIn(alreadyInRegistry(record.stage, judging.now), promotion, judging);
  const first = review(promotion, judging);
  // Its registry change is closed, which brings another look.
  const hasFallen = record.stage.stage === "registry-change" && first.record.stage.stage === "nominated";
  const found = hasFallen ? review({ ...promotion, record: first.record }, judging) : first;
  const { stage } = found.record;
  if (stage.stage !== "unopposed") return found;
  return { ...found, record: { ...found.record, stage: changing(stage, PULL) } };
}
