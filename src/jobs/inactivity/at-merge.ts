/**
 * The last check before a merge queue merges a proposal to move somebody: GitHub asks for it then, as it does for no other way of
 * merging.
 */

import { proposalState } from "../../promotions/inactivity/proposal-state.ts";
import type { Evaluation } from "../evaluation.ts";
import type { JobParts } from "../job-parts.ts";
import type { Work } from "../read-notes.ts";
import { measuredNow, proposalContext, timingOf } from "./measured-again.ts";
import { shutBy } from "./notice.ts";

/** Asks once more whether they were seen. Costs nothing on any other pull request. Rejects where GitHub fails: then it is tried again. */
export async function measuredAtMerge(parts: JobParts, own: Evaluation, work: Work): Promise<Evaluation> {
  const { facts, verdict } = own;
  const context = facts.state === "open" ? proposalContext(parts, own, work) : null;
  if (context === null) return own;
  const state = proposalState(timingOf(context, await measuredNow(context)));
  // Its own job closes it.
  const isEnded = state.kind === "seen" || state.kind === "held" || state.kind === "gone";
  const subject = { kind: "pull", repository: facts.repository, number: facts.number } as const;
  const { installationId } = work;
  if (isEnded) await parts.enqueue([{ installationId, subject, cause: "inactivity.merge", notes: [] }]);
  return { ...own, verdict: shutBy(verdict, state, context.record) };
}
