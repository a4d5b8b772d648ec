/**
 * What a pull request's job does for people: the actions they asked for, reviewers, labels; in that order, each seeing the results of
 * the one before.
 */

import type { GitHubError } from "../github/client/errors.ts";
import type { ApplyContext } from "../github/write/apply.ts";
import type { Answer } from "../model/answer.ts";
import type { Effect } from "../model/effect.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Instant } from "../shared/names.ts";
import { actionStep } from "./action-step.ts";
import type { Evaluation } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";
import { labelStep } from "./label-step.ts";
import type { Work } from "./read-notes.ts";
import { reviewerStep } from "./reviewing/reviewer-step.ts";

interface PeopleContext {
  readonly parts: JobParts;
  readonly own: Evaluation;
  readonly work: Work;
  readonly applying: ApplyContext;
  /** Whatever happened then or before may be unknown to the database. */
  readonly since: Instant;
}

export interface PeopleResult {
  /** The answer of each line that acts, by its key. */
  readonly acts: ReadonlyMap<string, Answer>;
  readonly record: PullRecord;
  readonly effects: readonly Effect[];
  readonly dueAt: Instant | null;
  /** Why reviewers or labels were left as they are. */
  readonly failure: GitHubError | null;
}

/** Nothing without a registry; on a closed pull request only what commands do. */
export async function peopleSteps(context: PeopleContext): Promise<PeopleResult> {
  const { own, parts, work, applying, since } = context;
  const { index, facts, verdict } = own;
  if (index === null) return { ...NOTHING, acts: new Map(), record: own.record };
  const { answers: acts, record: after } = await actionStep({
    parts,
    facts,
    index,
    work,
    since,
    verdict: facts.state === "open" ? verdict : null,
    pull: { own, applying },
  });
  const record = after ?? own.record;
  if (facts.state !== "open") return { ...NOTHING, acts, record };
  const looking = { parts, facts, index, verdict, work, applying, reviewing: record.reviewing, reroll: null };
  const { reviewing, effects, dueAt, failure } = await reviewerStep(looking);
  const labels = await labelStep(
    parts,
    { facts, index, verdict },
    withReviewing(record, reviewing),
    remembersLabels(context),
  );
  const all = [...effects, ...labels.effects];
  return { acts, record: labels.record, effects: all, dueAt, failure: failure ?? labels.failure };
}

/** Whether it was opened, or looked at before, in a time about which the database certainly knows everything. */
function remembersLabels({ own: { facts, before }, since }: PeopleContext): boolean {
  const lastLook = before.labels === undefined ? 0 : (before.heads.at(-1)?.until ?? 0);
  return Math.max(facts.createdAt, lastLook) > since;
}

const NOTHING = { effects: [], dueAt: null, failure: null };

function withReviewing(record: PullRecord, reviewing: PullRecord["reviewing"]): PullRecord {
  return reviewing === undefined || reviewing === record.reviewing ? record : { ...record, reviewing };
}
