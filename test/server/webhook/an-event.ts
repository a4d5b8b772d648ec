/** Payloads for the webhook room's tests: GitHub's own examples, and small ones that show only what matters. */

import examples from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import type { RoutingContext } from "../../../src/server/webhook/to-job.ts";

export const known: RoutingContext = { appId: 4242, botLogin: "rung[bot]", labelsOfInterest: () => null };

/** Every example, with the installation that most of them lack. */
export const allExamples: readonly { readonly event: string; readonly payload: Record<string, unknown> }[] =
  examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload) => ({ event: name, payload: { ...payload, installation: { id: 77, node_id: "x" } } })),
  );

const person = { login: "octo-fan", id: 9, type: "User" };

export const repository = {
  id: 31,
  full_name: "KusionStack/kusion",
  default_branch: "main",
  archived: false,
};

function envelope(action: string, sender: unknown = person) {
  return { action, installation: { id: 77 }, repository, sender };
}

export function aPullEvent(action: string, over: { pull?: object; sender?: unknown; more?: object } = {}) {
  return {
    ...envelope(action, over.sender),
    number: 12,
    pull_request: {
      number: 12,
      node_id: "PR_12",
      body: "Fixes a typo.",
      user: person,
      created_at: "2026-11-20T10:00:00Z",
      updated_at: "2026-11-20T10:05:00Z",
      closed_at: null,
      head: { sha: "a".repeat(40) },
      base: { ref: "main" },
      ...over.pull,
    },
    ...over.more,
  };
}

export function aReviewEvent(action: string, review: object = {}, more: object = {}) {
  return {
    ...envelope(action),
    pull_request: {
      number: 12,
      updated_at: "2026-11-20T10:05:00Z",
      head: { sha: "a".repeat(40) },
      base: { ref: "main" },
    },
    review: {
      id: 500,
      node_id: "PRR_500",
      state: "approved",
      body: null,
      user: person,
      submitted_at: "2026-11-20T10:05:00Z",
      ...review,
    },
    ...more,
  };
}

export function aCommentEvent(
  action: string,
  over: { comment?: object; issue?: object; sender?: unknown; more?: object } = {},
) {
  return {
    ...envelope(action, over.sender),
    issue: { number: 12, pull_request: { url: "u" }, ...over.issue },
    comment: {
      id: 600,
      node_id: "IC_600",
      body: "/approve",
      user: person,
      created_at: "2026-11-20T10:06:00Z",
      ...over.comment,
    },
    ...over.more,
  };
}

export function aPush(over: object = {}) {
  const commit = { id: "c".repeat(40), added: [], modified: ["README.md"], removed: [] };
  const { action: _, ...rest } = envelope("");
  return { ...rest, ref: "refs/heads/main", forced: false, head_commit: commit, commits: [commit], ...over };
}

export function anEvent(action: string, more: object) {
  return { ...envelope(action), ...more };
}
