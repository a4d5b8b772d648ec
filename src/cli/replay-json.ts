/** A replay as JSON: times as ISO 8601, durations in milliseconds. */

import { title } from "../gate/check-titles.ts";
import { undecided } from "../gate/gating-decisions.ts";
import { becauseOf } from "../gate/uncounted-reasons.ts";
import type { Instant } from "../shared/names.ts";
import type { Replayed } from "./replay/outcome.ts";
import type { ReplayResult } from "./replay/replay-range.ts";

export function replayJson({ repository, since, until, pulls, load, limits }: ReplayResult, registry: string): object {
  const count = (kind: Replayed["outcome"]["kind"]) => pulls.filter(({ outcome }) => outcome.kind === kind).length;
  return {
    repository: `${repository.owner}/${repository.name}`,
    registry,
    since: iso(since),
    until: iso(until),
    merged: pulls.length,
    passed: count("passed"),
    waited: count("waited"),
    unknown: count("unknown"),
    pulls: pulls.map(pullJson),
    load: load.map(({ login, asked, most, askedThen, reviewedThen }) => ({
      login,
      asked,
      most,
      askedThen,
      reviewedThen,
    })),
    limits,
  };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

function pullJson({ past, outcome, conditions, estimated }: Replayed): object {
  const { facts, url, mergedAt, mergedBy } = past;
  return {
    number: facts.number,
    title: facts.title,
    url,
    author: facts.author?.login ?? null,
    mergedBy: mergedBy?.login ?? null,
    mergedAt: iso(mergedAt),
    estimated,
    outcome: outcome.kind,
    ...(Object.keys(conditions).length > 0 && { conditions }),
    ...details(outcome, mergedAt),
  };
}

function details(outcome: Replayed["outcome"], mergedAt: Instant): object {
  switch (outcome.kind) {
    case "passed":
      return { approvedAt: iso(outcome.approvedAt), readyForMs: mergedAt - outcome.approvedAt };
    case "unknown":
      return { why: outcome.why };
    case "waited": {
      const { verdict, approvedAt } = outcome;
      const open = verdict.areas.filter(({ missing }) => missing > 0);
      return {
        state: verdict.state.kind,
        check: title(verdict),
        waitingFor: open.map(({ area, missing, candidates }) => ({
          area,
          missing,
          mayApprove: candidates.map(({ login }) => login),
        })),
        undecided: undecided(verdict.decisions).map(({ kind }) => kind),
        notCounted: verdict.uncounted.map(
          (entry) => `${entry.login}, ${entry.said}: ${becauseOf(entry, verdict.areas)}`,
        ),
        approvedAt: approvedAt === null ? null : iso(approvedAt),
        waitedMs: approvedAt === null ? null : approvedAt - mergedAt,
      };
    }
  }
}
