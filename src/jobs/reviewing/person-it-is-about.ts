/**
 * Whom one of Rung's own pull requests is about: they have already agreed to it, or are asked in its text, so they are not asked for a
 * review.
 */

import type { PullFacts } from "../../model/facts.ts";
import { type Bot, isOwn } from "../../model/own-comment.ts";
import { unsealProposal } from "../../promotions/inactivity/proposal-record.ts";
import { unsealReturn } from "../../promotions/inactivity/return-record.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import { unsealStepDown } from "../../promotions/step-down-marker.ts";
import type { Person } from "../../shared/person-sets.ts";

/** Empty: it is about nobody, or is no such pull request. */
export function personItIsAbout(
  { description, repository, head }: Pick<PullFacts, "description" | "repository" | "head">,
  { bot, keys }: { readonly bot: Bot; readonly keys: readonly Uint8Array[] },
): readonly Person[] {
  if (!isOwn(description, "", bot)) return [];
  const place = carriedPlace(repository.id, head.ref);
  const { body } = description;
  const person =
    unsealStepDown(body, place, keys)?.by ??
    unsealProposal(body, place, keys)?.person ??
    unsealReturn(body, place, keys)?.person;
  return person === undefined ? [] : [person];
}
