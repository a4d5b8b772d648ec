/** What a verdict needs and GitHub did not return in full. Pure. */

import type { Listed, PullFacts } from "../model/facts.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { sameName } from "../shared/names.ts";
import { couldHaveLabel } from "./conditions/raises.ts";
import { asksCommits } from "./contributors.ts";
import { cutWhy } from "./cut-why.ts";
import type { AreaRow } from "./rows.ts";

interface Read {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly record: PullRecord;
  /** The proposed registry's file, where it is touched. */
  readonly proposal?: object | undefined;
}

/** Why something that was cut short could change the verdict (R14); `null`: nothing could. */
export function unreadWhy({ facts, index, record, proposal }: Read, rows: readonly AreaRow[]): string | null {
  const { labels } = index.registry;
  const holdLabel = labels.hold ?? null;
  const unseenLabel = (holdLabel !== null && !holdLabelSeen(facts, holdLabel)) || couldHaveLabel(facts, index);
  const lists: readonly (readonly [string, Listed<unknown>, boolean])[] = [
    ["changed files", facts.files, true],
    ["reviews", facts.reviews, true],
    ["comments", facts.comments, true],
    ["review comments", facts.reviewComments, record.inline],
    ["commits", facts.commits, asksCommits(rows, index)],
    ["labels", facts.labels, unseenLabel],
  ];
  for (const [name, list, matters] of lists) {
    if (matters && !list.complete) return cutWhy(name, list);
  }
  const registryRow = rows.find((row) => row.kind === "registry");
  if (registryRow === undefined || proposal !== undefined) return null;
  return `the proposed ${registryRow.name} could not be read`;
}

function holdLabelSeen(facts: PullFacts, label: string): boolean {
  return facts.labels.items.some((name) => sameName(name, label));
}
