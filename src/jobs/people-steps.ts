/** What a pull request's job does for people: the acts they asked for, reviewers, labels; in that order, each seeing the last. */

import { orderOf } from "../commands/orders/merge-order.ts";
import type { GitHubError } from "../github/client/errors.ts";
import type { ApplyContext } from "../github/write/apply.ts";
import type { Answer } from "../model/answer.ts";
import type { Effect } from "../model/effect.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Work } from "../queue/worker.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Instant } from "../shared/names.ts";
import { actionStep } from "./action-step.ts";
import type { Evaluation } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";
import { labelStep } from "./label-step.ts";
import { rerolled } from "./reviewing/reroll-step.ts";
import { reviewerStep } from "./reviewing/reviewer-step.ts";

export interface PeopleContext {
  readonly parts: JobParts;
  readonly own: Evaluation;
  readonly work: Work;
  readonly applying: ApplyContext;
  /** What happened then or before may be unknown to the database. */
  readonly since: Instant;
  /** Writes the record down before the job ends, so that a later try knows what was done (R30). */
  readonly keep: (record: PullRecord) => Promise<void>;
}

export interface PeopleResult {
  /** What became of each line that acts, by its key. */
  readonly acts: ReadonlyMap<string, Answer>;
  readonly record: PullRecord;
  readonly effects: readonly Effect[];
  readonly dueAt: Instant | null;
  /** Why reviewers or labels were left as they are. */
  readonly failure: GitHubError | null;
}

/** Nothing without a registry; on a closed pull request only what commands do. */
export async function peopleSteps(context: PeopleContext): Promise<PeopleResult> {
  const { own, parts, work, applying } = context;
  const { index, facts, verdict } = own;
  if (index === null) return { ...NOTHING, acts: new Map(), record: own.record };
  const { acts, record } = await actsAndRerolls(context, index);
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

/** Opened, or looked at before, in a time of which the database surely knows everything. */
function remembersLabels({ own: { facts, before }, since }: PeopleContext): boolean {
  const lastLook = before.labels === undefined ? 0 : (before.heads.at(-1)?.until ?? 0);
  return Math.max(facts.createdAt, lastLook) > since;
}

const NOTHING = { effects: [], dueAt: null, failure: null };

/** Whom `/reroll` asked is written down before the next line may ask somebody, who could else be taken for one of them. */
async function actsAndRerolls({ parts, own, work, applying, keep, since }: PeopleContext, index: RegistryIndex) {
  const { facts, verdict } = own;
  let { record } = own;
  let kept = record;
  const keepNews = async () => {
    if (record !== kept) await keep(record);
    kept = record;
  };
  const acts = await actionStep({
    ...{ parts, facts, index, work, since, record: own.record },
    verdict: facts.state === "open" ? verdict : null,
    reroll: async ({ by }, events) => {
      await keepNews();
      const looking = { parts, facts, index, verdict, work, applying, reviewing: record.reviewing };
      const { reviewing, answer } = await rerolled(looking, by, events);
      record = withReviewing(record, reviewing);
      return answer;
    },
    ordered: ({ key, by, saidAt: at, act }, stands) => {
      if (act.kind !== "merge") return;
      const { headSha, baseRef = facts.base.ref, waitsFor } = act;
      const order = orderOf({ key: utteranceOf(key), by, at, headSha, baseRef, approved: waitsFor === null });
      const { order: _, ...rest } = record;
      record = stands ? { ...rest, order } : rest;
    },
  });
  await keepNews();
  return { acts, record };
}

/** `5#7/comment:12/…`: whichever line of it. */
function utteranceOf(actKey: string): string {
  return actKey.split("/")[1] ?? actKey;
}

function withReviewing(record: PullRecord, reviewing: PullRecord["reviewing"]): PullRecord {
  return reviewing === undefined || reviewing === record.reviewing ? record : { ...record, reviewing };
}
