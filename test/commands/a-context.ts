/** Builds what commands are decided on: a small registry, a pull request or issue, and a verdict about it. */

import type { CommandContext } from "../../src/commands/command.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import type { AreaVerdict, Counted, Uncounted, Verdict } from "../../src/gate/verdict-types.ts";
import type { IssueFacts, Listed, PullFacts, Review, Utterance } from "../../src/model/facts.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import type { Holding, Registry } from "../../src/registry/registry-types.ts";
import { type Account, type Instant, instant, loginKey } from "../../src/shared/names.ts";
import { DEFAULTS } from "../support/defaults.ts";

/** Minute of the day on which everything happens. */
export function minute(count: number): Instant {
  return instant("2026-11-23T09:00:00Z") + count * 60_000;
}

const ids = new Map<string, number>();

/** The same login, in whatever case, has the same id throughout. */
export function person(login: string): Account {
  const key = login.toLowerCase();
  const id = ids.get(key) ?? 1_000 + ids.size;
  ids.set(key, id);
  return { login, id, type: "User" };
}

export const BOT = { login: "rung[bot]", id: 9_999 };

export function held(role: string, login: string, areas: readonly string[] = []): Holding {
  return { role, login, key: loginKey(login), id: null, areas, since: null, affiliation: null, away: null };
}

/** ann maintains; ben approves kusion, cho engine; dee contributes; mem is a member; pat and octo-fan hold nothing. */
export function aRegistry(with_: Partial<Registry> = {}): Registry {
  const role = (name: string) => ({ name, summary: null, promotion: null, references: [] });
  return {
    roles: ["members", "contributors", "approvers", "maintainers"].map(role),
    areas: [
      { name: "kusion", repos: ["kusion"], paths: [], exclusive: false, approval: {} },
      { name: "engine", repos: ["kusion"], paths: ["pkg/engine/**"], exclusive: false, approval: {} },
    ],
    kinds: { docs: { ...DEFAULTS.kinds.docs, titles: [], labels: [], paths: [] } },
    approval: DEFAULTS.approval,
    reviews: DEFAULTS.reviews,
    labels: {
      approved: "approved",
      lgtm: "lgtm",
      hold: "do-not-merge/hold",
      "needs-approver": null,
      areas: "area/*",
      roles: null,
      reviewed: null,
    },
    labelling: DEFAULTS.labelling,
    mode: "enforce",
    commands: {},
    welcome: null,
    nominate: null,
    people: [
      held("maintainers", "ann"),
      held("approvers", "ben", ["kusion"]),
      held("approvers", "cho", ["engine"]),
      held("contributors", "dee"),
      held("members", "mem"),
    ],
    teams: [],
    sources: [],
    ...with_,
  };
}

export function listedAll<T>(items: readonly T[]): Listed<T> {
  return { items, complete: true, total: items.length };
}

/** A comment of ann's at minute 1 unless told otherwise. */
export function aComment(id: number, body: string, with_: Partial<Utterance> = {}): Utterance {
  const url = `https://github.com/KusionStack/kusion/pull/7#issuecomment-${id}`;
  const at = minute(id);
  const calls = callsIn(with_.body ?? body);
  return {
    kind: "comment",
    id,
    nodeId: `C_${id}`,
    author: person("ann"),
    body,
    calls,
    at,
    edited: false,
    url,
    ...with_,
  };
}

export function aReview(id: number, body: string, with_: Partial<Review> = {}): Review {
  const url = `https://github.com/KusionStack/kusion/pull/7#pullrequestreview-${id}`;
  const calls = callsIn(with_.body ?? body);
  const base = { calls, nodeId: `R_${id}`, author: person("ann"), at: minute(id), edited: false, url };
  return { ...base, kind: "review", id, body, state: "APPROVED", commit: "3f2c1aa0", ...with_ };
}

const SUBJECT = {
  repository: {
    owner: "KusionStack",
    name: "kusion",
    id: 5,
    private: false,
    archived: false,
    defaultBranch: "main",
  },
  number: 7,
  nodeId: "PR_7",
  title: "Apply in order",
  state: "open",
  author: person("pat"),
  createdAt: minute(0),
  description: aComment(0, "Changes the engine.", { kind: "description", author: person("pat") }),
  comments: listedAll<Utterance>([]),
  labels: listedAll<string>([]),
  labelIds: new Map<string, string>(),
  readAt: minute(60),
} as const;

/** pat's open pull request that touches engine. */
export function aPull(with_: Partial<PullFacts> = {}): PullFacts {
  return {
    ...SUBJECT,
    kind: "pull",
    draft: false,
    head: { sha: "3f2c1aa0", ref: "order" },
    base: { ref: "main", sha: "000base0", noted: "000base0" },
    history: new Map(),
    forced: null,
    files: listedAll([{ path: "pkg/engine/apply.go", previousPath: null, change: "modified" }]),
    commits: listedAll([]),
    reviews: listedAll([]),
    reviewComments: listedAll([]),
    twins: [],
    ...with_,
  };
}

export function anIssue(with_: Partial<IssueFacts> = {}): IssueFacts {
  return { ...SUBJECT, kind: "issue", ...with_ };
}

export function anArea(area: string, with_: Partial<AreaVerdict> = {}): AreaVerdict {
  const candidates = [
    { login: "cho", id: null, role: "approvers", areas: [area] },
    { login: "ann", id: null, role: "maintainers", areas: [] },
  ];
  return {
    area,
    files: ["pkg/engine/apply.go"],
    needed: 1,
    from: "approvers",
    approved: [],
    missing: 1,
    candidates,
    blockedBy: [],
    state: "waiting",
    ...with_,
  };
}

export function aVerdict(with_: Partial<Verdict> = {}): Verdict {
  return {
    state: { kind: "waiting" },
    mode: "enforce",
    areas: [anArea("engine")],
    lgtm: { needed: 0, by: [] },
    holds: [],
    away: [],
    uncounted: [],
    quickest: [],
    registryChange: null,
    staleRegistry: null,
    ...with_,
  };
}

/** How the verdict shows this very utterance once it counts. */
export function countedAs(said: Utterance, with_: Partial<Counted> = {}): Counted {
  return {
    login: said.author?.login ?? "ghost",
    id: said.author?.id ?? null,
    by: said.kind === "review" ? "review" : "comment",
    commit: "3f2c1aa0",
    at: said.at,
    url: said.url,
    ...with_,
  };
}

/** How the verdict shows that it did not count. */
export function failedAs(said: Utterance, reason: Uncounted["reason"], with_: Partial<Uncounted> = {}): Uncounted {
  return {
    login: said.author?.login ?? "ghost",
    said: "/approve",
    key: `${said.kind}:${said.id}`,
    commit: "3f2c1aa0",
    at: said.at,
    areas: [],
    reason,
    ...with_,
  };
}

/** The speaker is the comment's author. */
export function aContext(said: Utterance, with_: Partial<CommandContext> = {}): CommandContext {
  const registry = with_.registry ?? aRegistry();
  return {
    facts: aPull({ comments: listedAll([said]) }),
    registry,
    index: indexed(registry),
    verdict: aVerdict(),
    speaker: said.author ?? person("octo-fan"),
    said,
    earlier: [],
    holds: [],
    ...with_,
  };
}
