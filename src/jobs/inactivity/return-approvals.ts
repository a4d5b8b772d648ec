/**
 * Whose approvals are enough for a pull request that brings somebody back in time and does nothing else: those of the people that the
 * registry's `inactivity: { return }` names. Any other pull request needs what a change of the registry needs. Lists that follow the
 * registry may change with it.
 */

import { pathsOf } from "../../gate/changed-paths.ts";
import { followingFiles } from "../../gate/rows.ts";
import { editedElsewhere } from "../../github/read/parse-elsewhere.ts";
import { readContent } from "../../github/read/registry-files.ts";
import type { PullFacts } from "../../model/facts.ts";
import { isOwn } from "../../model/own-comment.ts";
import { type ReturnRecord, unsealReturn } from "../../promotions/inactivity/return-record.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import { branchName } from "../../promotions/registry-change.ts";
import { inactivityRules } from "../../registry/inactivity/rules.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { listsAround } from "../../registry/rungs.ts";
import { DAY_MS, timeAfter } from "../../shared/duration.ts";
import { fullName, instant } from "../../shared/names.ts";
import type { Evaluator } from "../evaluation.ts";

const BRANCH = branchName("return", [""]);

/** Costs nothing on any other pull request. */
export async function indexForReturn(
  evaluator: Evaluator,
  facts: PullFacts,
  index: RegistryIndex,
): Promise<RegistryIndex> {
  const { bot, keys } = evaluator;
  const { repository, head, description } = facts;
  if (facts.state !== "open" || !head.ref.startsWith(BRANCH) || !isOwn(description, "", bot)) return index;
  const record = unsealReturn(description.body, carriedPlace(repository.id, head.ref), keys);
  if (record === null || !(await isExactly(evaluator, facts, index, record))) return index;
  const rules = inactivityRules(index.registry).return;
  if (rules === null) return index;
  const { within, from, min } = rules;
  const left = instant(`${record.until}T00:00:00Z`) + DAY_MS;
  if (within !== null && timeAfter(left, within) <= facts.createdAt) return index;
  return {
    ...index,
    topRole: () => from,
    registryApprovers: () => index.holdersOf(from),
    mayApproveRegistry: (account) => index.rolesOf(account).find(({ role }) => index.atLeast(role, from)) ?? null,
    // Nothing is asked for but the registry's file.
    neededFor: () => ({ from, min }),
  };
}

/** People may have pushed to it: then it is a change of the registry like any other. */
async function isExactly(
  { client, registries }: Evaluator,
  facts: PullFacts,
  index: RegistryIndex,
  { person, role, areas, since }: ReturnRecord,
): Promise<boolean> {
  const { files, repository, head, base } = facts;
  const { registry } = index;
  const here = fullName(repository).toLowerCase();
  const path = registry.sources.find((source) => fullName(source.repository).toLowerCase() === here)?.path;
  const following = new Set(followingFiles(facts, index));
  const [file, ...others] = files.items.filter((one) => !pathsOf(one).every((name) => following.has(name)));
  if (path === undefined || !files.complete || others.length > 0 || file?.path !== path) return false;
  const before = await readContent(client, repository, path, { ref: base.sha });
  const after = await registries.proposal(client, repository, path, head.sha);
  if (before === null || after === null) return false;
  const ladder = listsAround(registry.roles, role);
  const change = { kind: "return", person, role, areas, since, ladder } as const;
  const made = await editedElsewhere(before.text, change, { repository, path });
  return made.kind === "edited" && made.text === after.asked.text;
}
