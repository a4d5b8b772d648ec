/** The input of a label's rule. */

import { noted } from "../../../src/gate/record/heads.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { verdict } from "../../../src/gate/verdict.ts";
import type { PullRecord } from "../../../src/model/pull-record.ts";
import type { Labelling, LabelRule } from "../../../src/triage/labels/label-rule.ts";
import { aLadder, aPull, minute, type PullOptions } from "../../support/a-pull.ts";

export const community = aLadder({
  areas: { engine: { paths: ["pkg/engine/**"] }, docs: { paths: ["docs/**"] } },
  contributors: ["dee"],
  approvers: ["ann", "ben"],
  maintainers: [{ login: "max", areas: ["docs"] }],
});

export function aLabelling(
  options: PullOptions = {},
  more: { readonly index?: Labelling["index"]; readonly record?: Partial<PullRecord> } = {},
): Labelling & { readonly record: PullRecord } {
  const { index = community } = more;
  const facts = aPull(options);
  const seen = noted(emptyRecord(), { kind: "head", sha: facts.head.sha, before: null, at: minute(0) });
  const record = { ...seen, ...more.record };
  return { facts, index, verdict: verdict({ facts, index, record, diffs: new Map() }), record };
}

export function wanted(rule: LabelRule, options: PullOptions = {}): readonly string[] | boolean {
  return rule.wanted(aLabelling(options));
}
