/** A pull request and its verdict as the page shows them, and whom it waits for. Pure. */

import { checkOutcome } from "../../gate/check-outcome.ts";
import { report } from "../../gate/check-report.ts";
import { undecided } from "../../gate/gating-decisions.ts";
import { presentFirst } from "../../gate/ineligibility.ts";
import type { AreaVerdict, Verdict } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { ShownPull, ShownWait } from "../../model/page-data.ts";
import { unreachable } from "../../shared/names.ts";
import { distinctLogins } from "../../shared/people.ts";

/** A list of more names helps nobody; the verdict has them all. */
const MAX_NAMES = 8;

export function pullShown(facts: PullFacts, verdict: Verdict): ShownPull {
  const { title, summary, text } = report(verdict);
  const author = facts.author?.login ?? null;
  const waits = waitsOf(verdict, author);
  return {
    title: facts.title,
    author,
    authorId: facts.author?.id ?? null,
    createdAt: facts.createdAt,
    draft: facts.draft,
    headSha: facts.head.sha,
    baseRef: facts.base.ref,
    readAt: facts.readAt,
    outcome: checkOutcome(verdict, "pull"),
    verdict: title,
    summaryMarkdown: summary,
    textMarkdown: text,
    areas: verdict.areas.map(({ area }) => area),
    waits: waits.map(shownWait),
    waitsFor: [...distinctLogins(waits.flatMap(({ people }) => people))],
    twins: [...facts.twins],
  };
}

interface Wait {
  readonly kind: ShownWait["kind"];
  readonly area: string | null;
  readonly count: number;
  /** All of them. */
  readonly people: readonly string[];
}

function waitsOf(verdict: Verdict, author: string | null): readonly Wait[] {
  const { state } = verdict;
  switch (state.kind) {
    case "approved":
      return [];
    case "draft":
      return [wait("author", author === null ? [] : [author])];
    case "notice":
      return [wait("release", [])];
    case "held":
      return [
        wait(
          "release",
          verdict.holds.flatMap(({ login }) => login ?? []),
        ),
      ];
    case "changes-requested":
      return [
        wait(
          "changes",
          verdict.areas.flatMap(({ blockedBy }) => blockedBy.map(({ login }) => login)),
        ),
      ];
    case "drifted":
      return [wait("drift", author === null ? [] : [author])];
    case "proposal-faulty":
      return [wait("registry", author === null ? [] : [author])];
    case "registry-broken":
      return [wait("registry", [])];
    case "unknown":
      return [wait("reading", [])];
    case "waiting":
      return [
        ...verdict.areas.flatMap(approvalsOf),
        ...lgtmsOf(verdict),
        ...employersOf(verdict),
        ...decisionsOf(verdict),
        ...(verdict.vouch === undefined ? [] : [wait("vouch", [])]),
      ];
    default:
      return unreachable(state);
  }
}

function approvalsOf({ area, state, missing, candidates }: AreaVerdict): readonly Wait[] {
  if (missing === 0 || (state !== "waiting" && state !== "nobody-can")) return [];
  const people = presentFirst(candidates, missing).map(({ login }) => login);
  return [{ kind: state === "waiting" ? "approval" : "nobody", area, count: missing, people }];
}

function lgtmsOf({ lgtm }: Verdict): readonly Wait[] {
  const missing = lgtm.needed - lgtm.by.length;
  return missing > 0 ? [{ kind: "lgtm", area: null, count: missing, people: [] }] : [];
}

function decisionsOf({ decisions }: Verdict): readonly Wait[] {
  return undecided(decisions).map(({ kind }) => ({ kind: "decision", area: kind, count: 1, people: [] }));
}

/** If the areas have their approvals and these are not from enough employers. */
function employersOf({ employers }: Verdict): readonly Wait[] {
  if (employers === undefined || employers.missing === 0) return [];
  const people = employers.candidates.map(({ login }) => login);
  return [{ kind: people.length === 0 ? "nobody" : "approval", area: null, count: employers.missing, people }];
}

function wait(kind: ShownWait["kind"], people: readonly string[]): Wait {
  return { kind, area: null, count: 1, people };
}

function shownWait({ kind, area, count, people }: Wait): ShownWait {
  const once = distinctLogins(people);
  return { kind, area, count, people: once.slice(0, MAX_NAMES), more: Math.max(0, once.length - MAX_NAMES) };
}
