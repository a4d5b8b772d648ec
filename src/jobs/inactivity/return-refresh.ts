/** Makes the pull request that brings somebody back anew where the registry changed underneath it. */

import { isOwn } from "../../model/own-comment.ts";
import { unsealReturn } from "../../promotions/inactivity/return-record.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import { listsAround } from "../../registry/rungs.ts";
import { fullName } from "../../shared/names.ts";
import { MOVED } from "../promotions/again.ts";
import { contextAt, type Place } from "../promotions/promotion-job-context.ts";
import { findRegistryPlace, performRegistryChange } from "../promotions/registry-pull.ts";

/** Costs nothing but where such a pull request is open and its base may have moved. */
export async function refreshReturn(place: Place): Promise<void> {
  const { facts, parts, work } = place;
  const isMoved = work.deliveries.some(({ cause }) => MOVED.test(cause));
  if (facts.kind !== "pull" || facts.state !== "open" || !isMoved) return;
  const { repository, head, base, title, description } = facts;
  if (!isOwn(description, "", parts.bot) || base.ref !== repository.defaultBranch) return;
  const record = unsealReturn(description.body, carriedPlace(repository.id, head.ref), parts.keys);
  if (record === null) return;
  const context = contextAt(place, []);
  const { registry } = context.index;
  const own = fullName(repository).toLowerCase();
  const source = registry.sources.find((one) => fullName(one.repository).toLowerCase() === own);
  const registryPlace = source === undefined ? null : await findRegistryPlace(context, source);
  if (registryPlace === null) return;
  const { person, role, areas, since } = record;
  await performRegistryChange(context, {
    kind: "registry-change",
    repository: { owner: repository.owner, name: repository.name },
    path: registryPlace.path,
    base: registryPlace.defaultBranch,
    branch: head.ref,
    botLogin: parts.bot.login,
    title,
    message: title,
    body: description.body,
    keepsText: true,
    edit: { kind: "return", person, role, areas, since, ladder: listsAround(registry.roles, role) },
  });
}
