/** Which lines of `approval.when` ask for more on a pull request, and why. The order of the lines does not matter (R73, R74). */

import type { PullFacts } from "../../model/facts.ts";
import { type Condition, kindOfBot, NEWCOMERS, raisesOf } from "../../registry/conditions/condition.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { sameName } from "../../shared/names.ts";
import { pathsOf } from "../changed-paths.ts";
import type { AskedMore, RaiseReason } from "../verdict-types.ts";
import { isNewcomer } from "./newcomer.ts";

/** Which role an approval needs, and how many approvals are asked for. */
export interface ApprovalDemand {
  readonly from: string;
  readonly min: number;
}

/** The raises that apply. Where the pull request is not fully known they apply too: they can only make it stricter. */
export function raisesFor(facts: PullFacts, index: RegistryIndex): readonly AskedMore[] {
  const lines = raisesOf(index.registry.approval.when);
  if (lines.length === 0) return [];
  const changed = lines.some((line) => line.lines !== undefined) ? changedLines(facts, index) : null;
  return lines.flatMap((line): readonly AskedMore[] => {
    const why = whyFits(line, facts, index, changed);
    if (why === null) return [];
    const { min, from } = line;
    return [{ why, ...(min === undefined ? {} : { min }), ...(from === undefined ? {} : { from }) }];
  });
}

/** All reasons that a line names; `null`: one of them does not fit. */
function whyFits(
  line: Condition,
  facts: PullFacts,
  index: RegistryIndex,
  changed: number | null,
): readonly RaiseReason[] | null {
  const reasons = [linesFit(line, changed), authorFits(line, facts, index), labelFits(line, facts)];
  if (reasons.includes(null)) return null;
  return reasons.flatMap((one) => one ?? []);
}

/** Empty: the line does not mention this. `null`: it does not apply. */
type Fit = readonly RaiseReason[] | null;

function linesFit({ lines: from }: Condition, changed: number | null): Fit {
  if (from === undefined) return [];
  return changed === null || changed >= from ? [{ kind: "lines", from, lines: changed }] : null;
}

function authorFits({ author: kind }: Condition, facts: PullFacts, index: RegistryIndex): Fit {
  const { author } = facts;
  if (kind === undefined) return [];
  if (kind === NEWCOMERS)
    // Nothing is known of an account that was deleted.
    return author === null || isNewcomer(facts, index) ? [{ kind: "newcomer", login: author?.login ?? null }] : null;
  if (author?.type !== "Bot" || kindOfBot(index.registry.bots, author.login) !== kind) return null;
  return [{ kind: "bots", of: kind, login: author.login }];
}

function labelFits({ label }: Condition, { labels }: PullFacts): Fit {
  if (label === undefined) return [];
  return hasLabel(labels.items, label) ? [{ kind: "label", label }] : null;
}

function hasLabel(labels: readonly string[], label: string): boolean {
  return labels.some((one) => sameName(one, label));
}

/** Whether a label that GitHub did not list could ask for more (R14). */
export function couldHaveLabel({ labels }: PullFacts, { registry }: RegistryIndex): boolean {
  return raisesOf(registry.approval.when).some(({ label }) => label !== undefined && !hasLabel(labels.items, label));
}

/** Lines added and removed outside areas that need nobody; `null`: not known for some file. */
function changedLines({ files, repository, base }: PullFacts, index: RegistryIndex): number | null {
  const needsNobody = (path: string) =>
    !index.isRegistryPath(path) &&
    index.areaPathsOf(repository, path).every((chain) => index.neededFor(chain, base.ref).min === 0);
  let sum = 0;
  for (const file of files.items) {
    if (pathsOf(file).every(needsNobody)) continue;
    if (file.lines === undefined) return null;
    sum += file.lines;
  }
  return files.complete ? sum : null;
}

/** Whether a line asks for more than this. */
export function raises({ min = 0, from }: AskedMore, asked: ApprovalDemand, index: RegistryIndex): boolean {
  return min > asked.min || (from !== undefined && index.higherRole(asked.from, from) !== asked.from);
}

/** All of them together with what is asked as usual: the largest number, from the highest role, of the same approvals. */
export function raised(asked: ApprovalDemand, more: readonly AskedMore[], index: RegistryIndex): ApprovalDemand {
  return {
    from: more.reduce((high, { from }) => (from === undefined ? high : index.higherRole(high, from)), asked.from),
    min: Math.max(asked.min, ...more.map(({ min = 0 }) => min)),
  };
}
