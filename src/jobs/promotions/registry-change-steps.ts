/** The last steps of a promotion: its registry change is opened, kept up to date, and ended with its outcome. */

import type { LoginCache } from "../../github/read/measure.ts";
import { registrySays } from "../../github/read/registry-branch.ts";
import type { CollectedPromotion } from "../../promotions/collect-promotions.ts";
import type { VoidComment } from "../../promotions/promotion-memory.ts";
import type { PromotionRecord } from "../../promotions/promotion-record.ts";
import { carriedPlace, unsealCarried } from "../../promotions/pull-marker.ts";
import { abandonedNote, closingNote, foreignNote } from "../../promotions/pull-notes.ts";
import { type Review, review, reviewIn } from "../../promotions/review.ts";
import {
  alreadyInRegistry,
  changing,
  merged,
  type RegistryChange,
  type RegistryPull,
  reopened,
  type Stage,
  type Unopposed,
  voided,
} from "../../promotions/stages.ts";
import { isElsewhere } from "../../promotions/void-status.ts";
import { moment } from "../../shared/dates.ts";
import { HOUR_MS } from "../../shared/duration.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { fullName, type Instant, unreachable } from "../../shared/names.ts";
import { measureFigures, withFigures } from "./figures.ts";
import { type PromotionJobContext, reviewing } from "./promotion-job-context.ts";
import {
  changeFor,
  findChangeTarget,
  notingOn,
  performRegistryChange,
  registryPullAt,
  writePullNote,
} from "./registry-pull.ts";

/** GitHub may show what was merged a moment later. */
const LATE = 60_000;
const SOON = 5_000;
const FOREIGN =
  "somebody else has pushed to its branch, so that what it changes now is theirs; look at it as a whole, or close it, and I start from a clean branch once the promotion passes again";

/** Opens the registry's change where the promotion has passed. */
export async function openRegistryChange(
  context: PromotionJobContext,
  promotion: CollectedPromotion,
  passed: Review,
): Promise<Review> {
  const { stage, nomination } = passed.record;
  if (stage.stage !== "unopposed") return passed;
  const target = await findChangeTarget(context, nomination);
  if (target.kind !== "ready") return troubled(context, passed, target.why);
  const { passedAt } = stage;
  const { place, login } = target;
  const judged = { ...passed, record: called(passed.record, login) };
  const change = changeFor(context, judged, { passedAt, place, login });
  const outcome = await performRegistryChange(context, change);
  const { owner, name } = place.repository;
  switch (outcome.kind) {
    case "open":
      return opened(judged, changing(stage, { repository: { owner, name }, number: outcome.pull }), null);
    case "foreign":
      if (outcome.pull === null)
        return troubled(
          context,
          judged,
          `somebody else has pushed to the branch ${code(change.branch)} of ${escapeMarkdown(fullName({ owner, name }))}, and I put nothing of theirs into the registry; once that branch is deleted I open the pull request`,
        );
      await writePullNote(
        context,
        foreignNote(judged.record, notingOn(context, { repository: { owner, name }, number: outcome.pull })),
      );
      return opened(judged, changing(stage, { repository: { owner, name }, number: outcome.pull }), FOREIGN);
    case "already":
      return ended(judged, alreadyInRegistry(stage, context.facts.readAt));
    case "undone":
      return reviewIn(undone(stage, outcome, context.facts.readAt), promotion, reviewing(context));
    case "cannot":
      return troubled(context, judged, escapeMarkdown(outcome.why));
    default:
      return unreachable(outcome);
  }
}

/** By the name that the candidate bears now. */
function called(record: PromotionRecord, login: string): PromotionRecord {
  const { nomination } = record;
  return { ...record, nomination: { ...nomination, candidate: { ...nomination.candidate, login } } };
}

function opened(judged: Review, stage: RegistryChange, trouble: string | null): Review {
  return { ...judged, record: { ...judged.record, trouble, stage } };
}

function ended(judged: Review, stage: Stage): Review {
  return { ...judged, record: { ...judged.record, trouble: null, stage }, dueAt: null, remind: false };
}

function troubled({ facts }: PromotionJobContext, judged: Review, why: string): Review {
  return { ...judged, record: { ...judged.record, trouble: why }, dueAt: facts.readAt + HOUR_MS };
}

/** Its record was lost, and people had decided already: that is not asked for again as if nothing had been (R78). */
function undone(
  stage: Unopposed,
  { at, merged: isMerged, pull }: { readonly at: Instant; readonly merged: boolean; readonly pull: number },
  now: Instant,
): Stage {
  if (!isMerged) return reopened(stage, at);
  const why = `its registry change (number ${pull}) was merged already, and the registry was changed again since`;
  return voided(stage, why, now);
}

/** A promotion with an open registry change: it was merged, closed, or has to be kept up to date. */
export async function followRegistryChange(
  context: PromotionJobContext,
  promotion: CollectedPromotion,
  stage: RegistryChange,
  names: LoginCache,
): Promise<Review> {
  const pull = await registryPullAt(context, stage.pull);
  const at = pull?.endedAt ?? context.facts.readAt;
  if (pull?.state === "merged") return await afterMerge(context, promotion, stage, { at, into: pull.base, names });
  const untroubled = { ...promotion, record: { ...promotion.record, trouble: null } };
  if (pull?.state !== "open") return reviewIn(reopened(stage, at), untroubled, reviewing(context));
  const now = review(promotion, reviewing(context));
  if (now.record.stage.stage !== "registry-change")
    return await closedWith(context, stage, review(untroubled, reviewing(context)));
  return await keptUp(context, now, { stage: now.record.stage, branch: pull.head });
}

/** Closed before the status says so, so that none is left behind. */
async function closedWith(context: PromotionJobContext, { pull }: RegistryChange, after: Review): Promise<Review> {
  await writePullNote(context, closingNote(after, notingOn(context, pull)));
  return after;
}

interface Merge {
  readonly at: Instant;
  /** The branch it went into. */
  readonly into: string;
  readonly names: LoginCache;
}

/** The promotion is done when the registry on the default branch says so, no matter what was merged, and where (R50). */
async function afterMerge(
  context: PromotionJobContext,
  promotion: CollectedPromotion,
  stage: RegistryChange,
  { at, into, names }: Merge,
): Promise<Review> {
  const { record } = promotion;
  const { nomination } = record;
  const now = review(promotion, reviewing(context));
  const target = await findChangeTarget(context, nomination);
  const place = target.kind === "unseen" ? null : target.place;
  const login = target.kind === "ready" ? target.login : nomination.candidate.login;
  const { passedAt } = stage;
  if (
    place === null ||
    !(await registrySays(context.parts.client, changeFor(context, now, { passedAt, place, login })))
  ) {
    const isLate = context.facts.readAt - at < LATE && (place === null || place.defaultBranch === into);
    if (isLate) return { ...now, record, dueAt: context.facts.readAt + SOON };
    const trouble = `Its pull request was merged on ${moment(at)}, but the registry that counts does not say it`;
    return reviewIn(reopened(stage, at), { ...promotion, record: { ...record, trouble } }, reviewing(context));
  }
  // Counted and judged once more, as of now: what no longer holds is told, and the merge stands.
  const renamed = { ...promotion, record: called(record, login) };
  const measured = withFigures(renamed, await measureFigures(context, nomination, names));
  const judged = review(measured, { ...reviewing(context), fresh: true });
  const { met, unknown, pending } = judged.evaluation;
  // Of somebody whose role is not known just now nothing is said.
  const isTold = !met && !unknown && context.unreadTeams.length === 0;
  const lapsed = !isTold ? [] : pending.map(({ wording, standing }) => `${wording} (${standing.figure})`);
  return ended(judged, merged(stage, at, lapsed));
}

/** Causes by which the registry may have moved under the pull request. */
const MOVED = /^(promotion\.base|sweep|start)/;

async function keptUp(
  context: PromotionJobContext,
  now: Review,
  { stage, branch }: { readonly stage: RegistryChange; readonly branch: string },
): Promise<Review> {
  if (!context.work.deliveries.some(({ cause }) => MOVED.test(cause))) return now;
  const target = await findChangeTarget(context, now.record.nomination);
  if (target.kind === "unseen") return now;
  if (target.kind === "unsure") return { ...now, record: { ...now.record, trouble: target.why } };
  const { place, login } = target;
  const { passedAt } = stage;
  const outcome = await performRegistryChange(context, changeFor(context, now, { passedAt, place, login, branch }));
  if (outcome.kind === "already")
    return await closedWith(context, stage, ended(now, alreadyInRegistry(stage, context.facts.readAt)));
  if (outcome.kind === "foreign" && now.record.trouble !== FOREIGN)
    await writePullNote(context, foreignNote(now.record, notingOn(context, stage.pull)));
  const trouble = outcome.kind === "cannot" ? escapeMarkdown(outcome.why) : outcome.kind === "foreign" ? FOREIGN : null;
  return { ...now, record: { ...now.record, trouble } };
}

/** Closes the changes of promotions that are void: their issue was transferred after they had passed (R46). */
export async function closeAbandoned(context: PromotionJobContext, voids: readonly VoidComment[]): Promise<void> {
  for (const { id, claimed } of voids) {
    if (claimed?.stage.stage !== "registry-change" || !isElsewhere(claimed, context.facts)) continue;
    if (await carries(context, claimed.stage.pull, id))
      await writePullNote(context, abandonedNote(id, notingOn(context, claimed.stage.pull)));
  }
}

/** The pull request's own signed line decides: a comment's claim is no proof. */
async function carries(context: PromotionJobContext, pull: RegistryPull, id: string): Promise<boolean> {
  const read = await registryPullAt(context, pull);
  if (read?.state !== "open") return false;
  const place = carriedPlace(read.baseRepositoryId, read.head);
  return unsealCarried(read.body, place, context.parts.keys)?.nomination === id;
}
