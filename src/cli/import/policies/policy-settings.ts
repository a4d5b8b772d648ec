/** Writes the rules of a registry that a policy comes to: approvals, their branches and conditions, labels. */
import { yamlText } from "../yaml-text.ts";
import type { Assembled } from "./assembled.ts";
import type { Policy } from "./policy-types.ts";

export function settingsLines({ options }: Policy, { raises }: Assembled, standard: number): readonly string[] {
  const branches = [...branchesOf(raises)].map(([pattern, min]) => `    ${JSON.stringify(pattern)}: { min: ${min} }`);
  const approval = [
    ...(standard === 1 ? [] : [`  min: ${standard}`]),
    ...(options.authorCounts ? ["  author-counts: true"] : []),
    ...(options.contributorsCount ? [] : ["  contributors-count: false"]),
    ...(options.lapsesAtPush ? ["  lapse: push"] : []),
    ...(branches.length > 0 ? ["  branches:", ...branches] : []),
  ];
  const { holdLabel } = options;
  const hold = holdLabel === null ? "" : `, hold: ${yamlText(holdLabel)}`;
  return [...(approval.length > 0 ? ["approval:", ...approval] : []), `labels: { areas: false${hold} }`];
}

function branchesOf(raises: Assembled["raises"]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { guard, min } of raises)
    for (const pattern of guard.kind === "branch" ? (guard.set.over ?? []) : [])
      found.set(pattern, Math.max(min, found.get(pattern) ?? 0));
  return found;
}
