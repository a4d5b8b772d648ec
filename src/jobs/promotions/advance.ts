/** Takes one promotion as far as it goes now: counted where that is due, its registry change made, followed and ended. */

import type { LoginCache } from "../../github/read/measure.ts";
import type { RegistryChangeOutcome } from "../../github/write/registry-pulls.ts";
import { addressOf } from "../../promotions/address.ts";
import { sourceFor, voidReason } from "../../promotions/authority.ts";
import type { CollectedPromotion } from "../../promotions/collect-promotions.ts";
import { countedRepositories } from "../../promotions/measure/plan.ts";
import type { PromotionRecord } from "../../promotions/promotion-record.ts";
import type { Nomination } from "../../promotions/promotion-types.ts";
import { type Review, type Reviewing, review } from "../../promotions/review.ts";
import {
  changing,
  fallenBack,
  isOpen,
  merged,
  type Open,
  type RegistryChange,
  reopened,
  saidAlready,
  type Unopposed,
  voided,
} from "../../promotions/stages.ts";
import { moment } from "../../shared/dates.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import type { Instant } from "../../shared/names.ts";
import { counted, remembered } from "./figures.ts";
import type { Figures, PromotionJobContext } from "./promotion-job-context.ts";
import {
  changeFor,
  closed,
  identityOf,
  isSaid,
  performed,
  placeOf,
  type RegistryPullState,
  registryPullState,
} from "./registry-pull.ts";

export interface Advanced {
  readonly review: Review;
  readonly heard: CollectedPromotion;
  /** What its status comment says, unsealed; `null`: nothing to be trusted. */
  readonly published: PromotionRecord | null;
  /** It was completed in this very job. */
  readonly completed: boolean;
}

/** With all that are open on the subject, as those that name it must tell it from them. */
export interface Advancing extends CollectedPromotion {
  readonly open: readonly Nomination[];
}

const HOUR = 3_600_000;
/** What could not be counted is counted again this soon, in milliseconds. */
const AGAIN = 60_000;

export async function advanced(
  context: PromotionJobContext,
  { open, ...given }: Advancing,
  names: LoginCache,
  records: ReadonlyMap<string, PromotionRecord>,
): Promise<Advanced> {
  const { nomination } = given.record;
  const base = { published: records.get(nomination.id) ?? null, completed: false };
  const { published } = base;
  const told = withFigures({ ...given, address: addressOf(nomination, open) }, remembered(context, nomination.id));
  const heard = { ...told, record: seenAgain(told.record, context) };
  const why = isOpen(heard.record.stage) ? voidReason(heard.record, context.authorities) : null;
  if (why !== null && isOpen(heard.record.stage)) return await ended(context, heard, heard.record.stage, why, base);
  const { stage } = heard.record;
  if (stage.stage === "registry-change") return followed(context, heard, names, base);
  const now = reviewed(context, heard, false);
  if (!isOpen(stage)) return { ...base, heard, review: now };
  if (context.facts.kind === "issue" && context.facts.state !== "open")
    return { ...base, heard, review: resting(heard, now) };
  if (!isDue(context, now)) return { ...base, heard, review: now };
  const figures = await counted(context, heard.record.nomination, names);
  const fresh = withFigures(heard, figures);
  const found = { ...(await passed(context, fresh, reviewed(context, fresh, true))), published };
  if (!figures.failed) return found;
  const soon = context.facts.readAt + AGAIN;
  return { ...found, review: { ...found.review, dueAt: Math.min(soon, found.review.dueAt ?? soon) } };
}

/** A closed issue rests: reopening it lets its promotions go on. Whoever may end one ends it there, too. */
function resting(heard: CollectedPromotion, now: Review): Review {
  if (now.words.some(({ kind }) => kind === "withdraw")) return now;
  return { ...now, record: heard.record, dueAt: null, remind: false };
}

/** Nobody looks for open questions among what is closed, so windows begin again when an issue is reopened (R47). */
function seenAgain(record: PromotionRecord, { work, facts }: PromotionJobContext): PromotionRecord {
  const { stage, nomination } = record;
  if (!isOpen(stage) || stage.stage === "registry-change" || facts.kind !== "issue") return record;
  if (!work.deliveries.some(({ cause }) => cause === "issues.reopened")) return record;
  const again = "clearSince" in stage ? fallenBack(stage) : stage;
  return { ...record, stage: again, nomination: { ...nomination, shownAt: facts.readAt } };
}

function withFigures(heard: CollectedPromotion, figures: Figures | null): CollectedPromotion {
  if (figures === null || figures.measuredAt <= heard.record.measuredAt) return heard;
  const { measured, measuredAt } = figures;
  return { ...heard, record: { ...heard.record, measured: [...measured], measuredAt } };
}

function reviewed(context: PromotionJobContext, heard: CollectedPromotion, fresh: boolean): Review {
  return review(heard, reviewing(context, fresh));
}

/** With the registry that judges. `fresh`: figures were counted in this very job. */
export function reviewing({ facts, index, unreadTeams }: PromotionJobContext, fresh: boolean): Reviewing {
  const { owner } = facts.repository;
  const repositories = countedRepositories(index.registry);
  return { index, owner, repositories, now: facts.readAt, fresh, unreadTeams };
}

/** What it was given with is gone: it ends, and so does the registry's change that it opened (R86). */
async function ended(
  context: PromotionJobContext,
  heard: CollectedPromotion,
  stage: Open,
  why: string,
  base: Pick<Advanced, "published" | "completed">,
): Promise<Advanced> {
  if (stage.stage === "registry-change" && (await registryPullState(context, stage.pull)).kind === "open")
    await closed(context, stage.pull);
  const now = { ...heard, record: { ...heard.record, stage: voided(stage, why, context.facts.readAt) } };
  return { ...base, heard: now, review: reviewed(context, now, false) };
}

/** Counted at the nomination, before it would pass, and else once an hour at most while something is missing. */
function isDue({ facts }: PromotionJobContext, now: Review): boolean {
  const { stage, measuredAt } = now.record;
  if (!isOpen(stage)) return false;
  if (measuredAt === 0 || now.wantsFigures) return true;
  if (now.evaluation.unknown && facts.readAt - measuredAt >= AGAIN) return true;
  return !now.evaluation.measured && facts.readAt - measuredAt >= HOUR;
}

/** Opens the registry's change for a promotion that has passed. */
async function passed(
  context: PromotionJobContext,
  heard: CollectedPromotion,
  found: Review,
): Promise<Omit<Advanced, "published">> {
  const base = { heard, completed: false };
  const { stage } = found.record;
  if (stage.stage !== "unopposed") return { ...base, review: found };
  const source = sourceFor(context.index.registry, found.record.nomination.areas);
  const place = source === null ? null : await placeOf(context, source);
  if (place === null)
    return { ...base, review: troubled(context, found, "its repository is not to be seen for this app") };
  const who = await identityOf(context, found.record.nomination.candidate);
  if (who.kind === "unsure") return { ...base, review: troubled(context, found, who.why) };
  const { passedAt } = stage;
  const outcome = await performed(context, changeFor(context, found, { passedAt, place, login: who.login }));
  const { owner, name } = place.repository;
  const at = { owner, name };
  switch (outcome.kind) {
    case "open":
      return { ...base, review: opened(found, stage, { repository: at, number: outcome.pull }) };
    case "already":
      return { ...base, completed: true, review: settled(found, saidAlready(stage, context.facts.readAt)) };
    case "foreign":
      if (outcome.pull !== null) {
        const there = opened(found, stage, { repository: at, number: outcome.pull });
        return { ...base, review: { ...there, record: { ...there.record, trouble: FOREIGN } } };
      }
      return {
        ...base,
        review: troubled(context, found, "somebody else has pushed to the branch of its pull request"),
      };
    case "undone":
      return { ...base, ...undone(context, heard, stage, outcome) };
    default:
      return { ...base, review: troubled(context, found, escapeMarkdown(outcome.why)) };
  }
}

const FOREIGN = "somebody else has pushed to its branch, so that what it changes now is theirs; look at it as a whole";

/** Its record was lost, and people had decided already: that is not asked for again as if nothing had been (R78). */
function undone(
  context: PromotionJobContext,
  heard: CollectedPromotion,
  stage: Unopposed,
  { at, merged: isMerged, pull }: Extract<RegistryChangeOutcome, { kind: "undone" }>,
): Pick<Advanced, "heard" | "review"> {
  const why = `its registry change (number ${pull}) was merged already, and the registry was changed again since`;
  const now = isMerged ? voided(stage, why, context.facts.readAt) : reopened(stage, at);
  const again = { ...heard, record: { ...heard.record, stage: now } };
  return { heard: again, review: reviewed(context, again, false) };
}

function opened(found: Review, stage: Unopposed, pull: Parameters<typeof changing>[1]): Review {
  return { ...found, record: { ...found.record, trouble: null, stage: changing(stage, pull) } };
}

function settled(found: Review, stage: PromotionRecord["stage"]): Review {
  return { ...found, record: { ...found.record, trouble: null, stage }, dueAt: null, remind: false };
}

function troubled({ facts }: PromotionJobContext, found: Review, why: string): Review {
  return { ...found, record: { ...found.record, trouble: why }, dueAt: facts.readAt + HOUR };
}

/** A promotion whose registry change waits: merged, closed, or to be kept up to date. */
async function followed(
  context: PromotionJobContext,
  heard: CollectedPromotion,
  names: LoginCache,
  base: Pick<Advanced, "published" | "completed">,
): Promise<Advanced> {
  const { stage, nomination } = heard.record;
  if (stage.stage !== "registry-change") return { ...base, heard, review: reviewed(context, heard, false) };
  const fate = await registryPullState(context, stage.pull);
  if (fate.kind === "closed") {
    const again = { ...heard, record: { ...heard.record, stage: reopened(stage, fate.at) } };
    return { ...base, heard: again, review: reviewed(context, again, false) };
  }
  if (fate.kind === "merged") {
    const { login, isLate } = await saidFor(context, heard, stage, fate);
    if (login === null) return isLate ? later(context, heard, base) : unsaid(context, heard, stage, fate.at, base);
    // Counted and judged once more, as of now: what no longer held is told, and the merge stands.
    const renamed = withLogin(heard, login);
    const fresh = withFigures(renamed, await counted(context, nomination, names));
    const now = reviewed(context, fresh, true);
    const { met, unknown, pending } = now.evaluation;
    const lapsed = met || unknown ? [] : pending.map(({ wording, standing }) => `${wording} (${standing.figure})`);
    return { ...base, heard: fresh, completed: true, review: settled(now, merged(stage, fate.at, lapsed)) };
  }
  const now = reviewed(context, heard, false);
  if (now.record.stage.stage === "registry-change") return { ...base, heard, review: await keptUp(context, now) };
  await closed(context, stage.pull);
  return { ...base, heard, review: now };
}

interface SaidFor {
  /** The candidate's name on GitHub, where the registry says what was asked for; `null`: it does not. */
  readonly login: string | null;
  /** It may say so in a moment. */
  readonly isLate: boolean;
}

async function saidFor(
  context: PromotionJobContext,
  heard: CollectedPromotion,
  stage: RegistryChange,
  { at, into }: Extract<RegistryPullState, { kind: "merged" }>,
): Promise<SaidFor> {
  const { nomination } = heard.record;
  const source = sourceFor(context.index.registry, nomination.areas);
  const place = source === null ? null : await placeOf(context, source);
  const isLate = context.facts.readAt - at < LATE && (place === null || place.defaultBranch === into);
  if (place === null) return { login: null, isLate };
  const who = await identityOf(context, nomination.candidate);
  const login = who.kind === "known" ? who.login : nomination.candidate.login;
  const effect = changeFor(context, reviewed(context, heard, false), { passedAt: stage.passedAt, place, login });
  return { login: (await isSaid(context, effect)) ? login : null, isLate };
}

function withLogin(heard: CollectedPromotion, login: string): CollectedPromotion {
  const { nomination } = heard.record;
  const candidate = { ...nomination.candidate, login };
  return { ...heard, record: { ...heard.record, nomination: { ...nomination, candidate } } };
}

/** GitHub may show what was merged a moment later. */
const LATE = 60_000;
const SOON = 5_000;

function later(
  context: PromotionJobContext,
  heard: CollectedPromotion,
  base: Pick<Advanced, "published" | "completed">,
): Advanced {
  const now = reviewed(context, heard, false);
  return { ...base, heard, review: { ...now, record: heard.record, dueAt: context.facts.readAt + SOON } };
}

/** Merged elsewhere, or as something else: nothing is done, and the question is open again (R50). */
function unsaid(
  context: PromotionJobContext,
  heard: CollectedPromotion,
  stage: RegistryChange,
  at: Instant,
  base: Pick<Advanced, "published" | "completed">,
): Advanced {
  const trouble = `Its pull request was merged on ${moment(at)}, but the registry that counts does not say it`;
  const again = { ...heard, record: { ...heard.record, trouble, stage: reopened(stage, at) } };
  return { ...base, heard: again, review: reviewed(context, again, false) };
}

/** Causes by which the registry may have moved under the pull request. */
const MOVED = /^(promotion\.base|sweep|start)/;

async function keptUp(context: PromotionJobContext, now: Review): Promise<Review> {
  const { stage, nomination } = now.record;
  if (stage.stage !== "registry-change") return now;
  if (!context.work.deliveries.some(({ cause }) => MOVED.test(cause))) return now;
  const source = sourceFor(context.index.registry, nomination.areas);
  const place = source === null ? null : await placeOf(context, source);
  if (place === null) return now;
  const who = await identityOf(context, nomination.candidate);
  if (who.kind === "unsure") return { ...now, record: { ...now.record, trouble: who.why } };
  const { passedAt } = stage;
  const outcome = await performed(context, changeFor(context, now, { passedAt, place, login: who.login }));
  const trouble = outcome.kind === "cannot" ? escapeMarkdown(outcome.why) : outcome.kind === "foreign" ? FOREIGN : null;
  return { ...now, record: { ...now.record, trouble } };
}
