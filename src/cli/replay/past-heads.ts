/**
 * Which commit was the head when, as far as it can still be known. Force-pushes carry GitHub's own time; of other pushes only the dates
 * of their commits are left, which authors choose. The gate never trusts those (R9a); a replay of the past has nothing better.
 */

import type { PastEvent, PastPull } from "../../model/past.ts";
import type { Instant } from "../../shared/names.ts";

interface HeadStep {
  readonly at: Instant;
  readonly sha: string;
}

export interface Heads {
  /** Oldest first; the first from the opening on, the last the head that was merged. */
  readonly steps: readonly HeadStep[];
  /** More than one head stood, and when they changed was taken from the dates of commits. */
  readonly estimated: boolean;
}

type Forced = Extract<PastEvent, { kind: "forced" }>;

export function headsOf(past: PastPull): Heads {
  const { facts, events } = past;
  const forced = events.filter((event): event is Forced => event.kind === "forced");
  const steps = forced.length === 0 ? pushed(past, facts.createdAt, 0) : afterForce(past, forced);
  const last = steps.at(-1);
  // The merged head is certain, whatever the dates say.
  const whole = last?.sha === facts.head.sha ? steps : [...steps, { at: latest(past, steps), sha: facts.head.sha }];
  const distinct = whole.filter(({ sha }, index) => sha !== whole[index - 1]?.sha);
  return { steps: distinct, estimated: distinct.length > 1 + forced.length };
}

/** The commits from `first` on, each the head from its own date; those older than the opening came with it. */
function pushed({ commits, mergedAt, facts }: PastPull, from: Instant, first: number): readonly HeadStep[] {
  const later = commits.slice(first);
  const steps: HeadStep[] = [];
  let at = from;
  for (const commit of later) {
    at = Math.max(at, Math.min(commit.at, mergedAt));
    steps.push({ at, sha: commit.sha });
  }
  // Of those that came together only the last was ever a head.
  const heads = steps.filter((step, index) => step.at !== steps[index + 1]?.at);
  const [start] = heads;
  if (first > 0) return heads;
  return start === undefined ? [{ at: from, sha: facts.head.sha }] : [{ ...start, at: from }, ...heads.slice(1)];
}

function afterForce(past: PastPull, forced: readonly Forced[]): readonly HeadStep[] {
  const { facts, commits } = past;
  const first = forced[0]?.from;
  const opening = first == null ? [] : [{ at: facts.createdAt, sha: first }];
  const replaced = forced.flatMap(({ at, to }) => (to === null ? [] : [{ at, sha: to }]));
  const last = forced.at(-1);
  const place = commits.findIndex(({ sha }) => sha === last?.to);
  const rest = last === undefined || place === -1 ? [] : pushed(past, last.at, place + 1);
  return [...opening, ...replaced, ...rest];
}

function latest({ facts }: PastPull, steps: readonly HeadStep[]): Instant {
  return steps.at(-1)?.at ?? facts.createdAt;
}
