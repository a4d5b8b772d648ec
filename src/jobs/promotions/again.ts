/** Jobs that promotions enqueue: a later look at the same subject, and a look at a promotion whose registry change moved. */

import type { PullFacts } from "../../model/facts.ts";
import type { Job } from "../../model/job.ts";
import { type Bot, isBotAccount, isOwn } from "../../model/own-comment.ts";
import { carriedPlace, unsealCarried } from "../../promotions/pull-marker.ts";
import type { Work } from "../../queue/worker.ts";
import type { Instant } from "../../shared/names.ts";

export interface Later {
  /** One for a subject: a new one takes the place of the one before; `null` takes it away. Milliseconds from now. */
  readonly later: (job: Job, inMs: number | null) => Promise<void>;
}

/** The cause of looks that are due. */
export const DUE_CAUSE = "promotion.due";

/** The cause of looks at what is open where the registry that judges it may be another one. */
export const RULES_CAUSE = "promotion.rules";

/** The causes of looks at a promotion whose registry change has to be kept up to date, or was merged or closed. */
const BASE_CAUSE = "promotion.base";
const REGISTRY_CAUSE = "promotion.registry";

/** GitHub's clock tells whole seconds, so the end is looked at a moment afterwards. */
const SLACK = 1_500;

export async function schedulePromotion(
  { later }: Later,
  { installationId, subject }: Work,
  at: Instant | null,
  now: Instant,
): Promise<void> {
  const job: Job = { installationId, subject, cause: DUE_CAUSE, notes: [] };
  await later(job, at === null ? null : Math.max(0, at - now) + SLACK);
}

const BY_NUMBER: ReadonlySet<string> = new Set([RULES_CAUSE, BASE_CAUSE, REGISTRY_CAUSE]);

/** Whether only a registry or its pull request asks for the look: they give only a number, which may be a pull request's. */
export function isByNumber({ deliveries }: Work): boolean {
  return deliveries.every(({ cause }) => BY_NUMBER.has(cause));
}

/** Causes by which the registry may have moved under the pull request. */
export const MOVED = /^(registry|sweep|start|push)/;

/**
 * For a pull request of Rung's own that carries a promotion out: the job that looks at the promotion, when it was merged or
 * closed, or when its base may have changed.
 */
export function carriedOn(
  facts: PullFacts,
  { bot, keys }: { readonly bot: Bot; readonly keys: readonly Uint8Array[] },
  work: Work,
): readonly Job[] {
  if (!isOwn(facts.description, "", bot)) return [];
  const isPushedTo = work.deliveries.some(({ cause }) => cause === "pull_request.synchronize");
  const isForeign = facts.commits.items.some(({ people }) =>
    people.some((person) => person === null || !isBotAccount(person, bot)),
  );
  const moved = (isPushedTo && isForeign) || work.deliveries.some(({ cause }) => MOVED.test(cause));
  if (facts.state === "open" && !moved) return [];
  const place = carriedPlace(facts.repository.id, facts.head.ref);
  const carried = unsealCarried(facts.description.body, place, keys);
  if (carried === null) return [];
  const [owner = "", name = ""] = carried.repository.split("/");
  const repository = { owner, name, id: carried.repositoryId };
  const cause = facts.state === "open" ? BASE_CAUSE : REGISTRY_CAUSE;
  const { installationId } = work;
  return [{ installationId, subject: { kind: "issue", repository, number: carried.number }, cause, notes: [] }];
}
