/** A pull request and its verdict as the page shows them, and whom it waits for. Pure. */

import { checkOutcome, report } from "../../gate/check-report.ts";
import type { AreaVerdict, Verdict } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { ShownPull, ShownWait } from "../../model/page-data.ts";
import { loginKey, unreachable } from "../../shared/names.ts";

/** More names than that help nobody; the verdict has them all. */
const MAX_NAMES = 8;

export function pullShown(facts: PullFacts, verdict: Verdict): ShownPull {
  const { title, summary, text } = report(verdict);
  return {
    ...{ title: facts.title, author: facts.author?.login ?? null, createdAt: facts.createdAt, draft: facts.draft },
    ...{ headSha: facts.head.sha, baseRef: facts.base.ref, readAt: facts.readAt },
    ...{ outcome: checkOutcome(verdict, "pull"), verdict: title, summaryMarkdown: summary, textMarkdown: text },
    areas: verdict.areas.map(({ area }) => area),
    waits: [...waitsOf(verdict, facts.author?.login ?? null)],
    twins: [...facts.twins],
  };
}

function waitsOf(verdict: Verdict, author: string | null): readonly ShownWait[] {
  const { state } = verdict;
  switch (state.kind) {
    case "approved":
      return [];
    case "draft":
      return [wait("author", author === null ? [] : [author])];
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
    case "proposal-faulty":
      return [wait("registry", author === null ? [] : [author])];
    case "registry-broken":
      return [wait("registry", [])];
    case "unknown":
      return [wait("reading", [])];
    case "waiting":
      return [...verdict.areas.flatMap(approvalsOf), ...lgtmsOf(verdict)];
    default:
      return unreachable(state);
  }
}

function approvalsOf({ area, state, missing, candidates }: AreaVerdict): readonly ShownWait[] {
  if (missing === 0 || (state !== "waiting" && state !== "nobody-can")) return [];
  const people = candidates.map(({ login }) => login);
  return [{ ...wait(state === "waiting" ? "approval" : "nobody", people), area, count: missing }];
}

function lgtmsOf({ lgtm }: Verdict): readonly ShownWait[] {
  const missing = lgtm.needed - lgtm.by.length;
  return missing > 0 ? [{ ...wait("lgtm", []), count: missing }] : [];
}

function wait(kind: ShownWait["kind"], named: readonly string[]): ShownWait {
  const people = [...new Map(named.map((login) => [loginKey(login), login])).values()];
  const more = Math.max(0, people.length - MAX_NAMES);
  return { kind, area: null, count: 1, people: people.slice(0, MAX_NAMES), more };
}
