/**
 * Makes the pull request by which somebody gives a role back anew where the registry changed underneath it, and ends it where the
 * registry already says the same.
 */

import { isOwn } from "../../model/own-comment.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import { alreadyNote } from "../../promotions/pull-notes.ts";
import { unsealStepDown } from "../../promotions/step-down-marker.ts";
import { fullName } from "../../shared/names.ts";
import { MOVED } from "./again.ts";
import { contextAt, type Place } from "./promotion-job-context.ts";
import { findRegistryPlace, notingOn, performRegistryChange, writePullNote } from "./registry-pull.ts";
import { stepDownEffect } from "./step-downs.ts";

/** Costs nothing but where such a pull request is open and its base may have moved. */
export async function refreshStepDown(place: Place): Promise<void> {
  const { facts, parts, work } = place;
  const { repository, number } = facts;
  const isMoved = work.deliveries.some(({ cause }) => MOVED.test(cause));
  if (facts.kind !== "pull" || facts.state !== "open" || !isMoved) return;
  if (!isOwn(facts.description, "", parts.bot) || facts.base.ref !== repository.defaultBranch) return;
  const { ref } = facts.head;
  const sealed = unsealStepDown(facts.description.body, carriedPlace(repository.id, ref), parts.keys);
  if (sealed === null) return;
  const context = contextAt(place, []);
  const own = fullName(repository).toLowerCase();
  const source = context.index.registry.sources.find((one) => fullName(one.repository).toLowerCase() === own);
  const registry = source === undefined ? null : await findRegistryPlace(context, source);
  if (source === undefined || registry === null) return;
  const { closedSince: _, ...effect } = stepDownEffect(context, {
    source,
    place: registry,
    said: sealed,
    concerns: [],
  });
  const outcome = await performRegistryChange(context, { ...effect, branch: ref });
  if (outcome.kind === "already")
    await writePullNote(context, alreadyNote(sealed.key, notingOn(context, { repository, number })));
}
