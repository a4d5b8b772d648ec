/** Reads the cases of test/cases (each file explains its form in its title and notes) and puts one to the gate. */

import { readFileSync } from "node:fs";
import { z } from "zod";
import { noted } from "../../src/gate/record/heads.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import type { Verdict } from "../../src/gate/verdict-types.ts";
import type { CommitFacts, PullFacts, Review, Utterance } from "../../src/model/facts.ts";
import type { PullRecord } from "../../src/model/pull-record.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import type { AreaDefinition } from "../../src/registry/registry-types.ts";
import { judged } from "../gate/judged.ts";
import { aComment, aFile, aLadder, aPull, aReview, bot, person, reworded, type TestDiff } from "../support/a-pull.ts";

const people = z.array(z.string());
const lookUp = z.union([people, z.looseObject({ fault: z.string() })]);
const registryShape = z.looseObject({
  areas: z
    .array(
      z.looseObject({
        path: z.union([z.string(), people]),
        approvers: people.optional(),
        reviewers: people.optional(),
        min_approvals: z.int().optional(),
        no_parent: z.boolean().optional(),
      }),
    )
    .optional(),
  teams: z.record(z.string(), lookUp).optional(),
  orgs: z.record(z.string(), lookUp).optional(),
});
const fileShape = z.looseObject({ path: z.string(), status: z.string(), previousPath: z.string().optional() });
const commitShape = z.looseObject({
  sha: z.string(),
  author: z.string().optional(),
  committer: z.string().optional(),
  parents: people.optional(),
});
const pullShape = z.looseObject({
  author: z.string().optional(),
  base: z.string().optional(),
  body: z.string().optional(),
  draft: z.boolean().optional(),
  files: z.array(fileShape).optional(),
  commits: z.array(commitShape).optional(),
  labels: people.optional(),
  headSha: z.string().optional(),
  initialSha: z.string().optional(),
});
const itemShape = z.looseObject({
  kind: z.enum(["comment", "review", "push", "dismissal", "label"]),
  id: z.string().optional(),
  user: z.string().optional(),
  userType: z.string().optional(),
  body: z.string().optional(),
  state: z.string().optional(),
  at: z.string(),
  commitSha: z.string().optional(),
  edited: z.boolean().optional(),
  headSha: z.string().optional(),
  diff: z.string().optional(),
  review: z.string().optional(),
  label: z.string().optional(),
});
const configShape = z.looseObject({
  author_may_approve: z.boolean().optional(),
  contributors_may_approve: z.boolean().optional(),
  lapse: z.enum(["diff", "push", "never"]).optional(),
});
const expectShape = z.looseObject({
  approved: z.boolean().optional(),
  approvedBy: people.optional(),
  approvedByIncludes: people.optional(),
  approvedByExcludes: people.optional(),
  missingAreas: people.optional(),
  unownedFiles: people.optional(),
  blocked: z.boolean().optional(),
  blockedBy: people.optional(),
  not_counted: z.record(z.string(), z.string()).optional(),
  reason_kind: z.string().optional(),
  suggest_any_of: z.array(people).optional(),
  suggest_none: people.optional(),
  holds: z.boolean().optional(),
});
const worldShape = z.looseObject({
  registry: registryShape.optional(),
  pr: pullShape.optional(),
  timeline: z.array(itemShape).optional(),
});
const caseShape = worldShape.extend({
  id: z.string(),
  about: z.string(),
  world: z.string().optional(),
  config: configShape.optional(),
  query: z.looseObject({ kind: z.string() }).optional(),
  needs: people.optional(),
  applies: z.enum(["same", "differs", "n/a"]),
  expect: expectShape,
  alt_expect: z.array(z.looseObject({ when: configShape, expect: expectShape })).optional(),
});

export type Case = z.infer<typeof caseShape>;
export type Expected = z.infer<typeof expectShape>;
type Item = z.infer<typeof itemShape>;
type PullOfCase = z.infer<typeof pullShape>;

/** The cases of a file, with what they take from their world filled in. */
export function casesOf(file: string): readonly Case[] {
  const shape = z.looseObject({ worlds: z.record(z.string(), worldShape), cases: z.array(caseShape) });
  const { worlds, cases } = shape.parse(JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")));
  return cases.map((one) => {
    const world = worlds[one.world ?? ""];
    return {
      ...one,
      registry: { ...world?.registry, ...one.registry },
      pr: { ...world?.pr, ...one.pr },
      timeline: one.timeline ?? world?.timeline ?? [],
    };
  });
}

/** What the gate says of a case, under its configuration and what `when` sets beside it. */
export function verdictOf(one: Case, when: z.infer<typeof configShape> = {}): Verdict {
  const pr = one.pr ?? {};
  const timeline = one.timeline ?? [];
  const facts = factsOf(pr, timeline);
  return judged(facts, indexOf(one, { ...one.config, ...when }), {
    record: recordOf(pr, timeline, facts),
    diffs: diffsOf(pr, timeline),
  });
}

/** The registry of a case; areas are called by their first path. */
export function indexOf(
  { registry = {} }: Pick<Case, "registry">,
  config: z.infer<typeof configShape> = {},
): RegistryIndex {
  const areas = registry.areas ?? [];
  const named = areas.map((area) => ({ ...area, paths: [area.path].flat(), name: [area.path].flat()[0] ?? "" }));
  const holders = (list: "approvers" | "reviewers") =>
    named.flatMap((area) => membersOf(area[list] ?? [], registry).map((login) => ({ login, areas: [area.name] })));
  const definitions = named.map(({ name, paths, no_parent, min_approvals }): [string, Partial<AreaDefinition>] => [
    name,
    { paths, inherits: no_parent !== true, approval: min_approvals === undefined ? {} : { min: min_approvals } },
  ]);
  return aLadder({
    approvers: holders("approvers"),
    contributors: holders("reviewers"),
    areas: Object.fromEntries(definitions),
    approval: {
      authorCounts: config.author_may_approve ?? false,
      contributorsCount: config.contributors_may_approve ?? true,
      lapse: config.lapse ?? "diff",
    },
  });
}

/** Teams and organisations written out; nobody of one that could not be looked up. */
function membersOf(entries: readonly string[], registry: z.infer<typeof registryShape>): readonly string[] {
  return entries.flatMap((entry) => {
    const [, kind, name = ""] = /^(team|org):(.*)$/.exec(entry) ?? [];
    if (kind === undefined) return [entry];
    const members = (kind === "team" ? registry.teams : registry.orgs)?.[name];
    return Array.isArray(members) ? members : [];
  });
}

const CHANGES = {
  added: "added",
  removed: "deleted",
  deleted: "deleted",
  renamed: "renamed",
  modified: "modified",
} as const;

function changeOf(status: string) {
  return Object.entries(CHANGES).find(([name]) => name === status)?.[1] ?? "changed";
}

function factsOf(pr: PullOfCase, timeline: readonly Item[]): PullFacts {
  const dismissed = new Set(timeline.flatMap((item) => (item.kind === "dismissal" ? [item.review] : [])));
  const facts = aPull({
    author: pr.author ?? "pat",
    base: pr.base ?? "main",
    head: pr.headSha ?? "h1",
    draft: pr.draft ?? false,
    createdAt: start(timeline),
    readAt: Date.parse(timeline.at(-1)?.at ?? BEGINNING) + 60_000,
    files: (pr.files ?? []).map((file) =>
      aFile(file.path, { change: changeOf(file.status), previousPath: file.previousPath ?? null }),
    ),
    commits: (pr.commits ?? []).map(commitOf),
    labels: [...(pr.labels ?? []), ...timeline.flatMap(({ label }) => label ?? [])],
    comments: timeline.filter(({ kind }) => kind === "comment").map(commentOf),
    reviews: timeline
      .filter(({ kind }) => kind === "review")
      .map((item) => reviewOf(item, dismissed.has(item.id ?? ""))),
  });
  return { ...facts, description: { ...reworded(facts.description, pr.body ?? ""), at: start(timeline) } };
}

const BEGINNING = "2024-03-04T08:00:00Z";

/** Before anything was said. */
function start(timeline: readonly Item[]): number {
  return Date.parse(timeline[0]?.at ?? BEGINNING) - 60_000;
}

function commitOf({ sha, author, committer, parents }: z.infer<typeof commitShape>): CommitFacts {
  const names = [author, committer].filter((name) => name !== undefined);
  return { sha, parents: parents ?? ["base"], people: names.map(person) };
}

function accountOf({ user = "", userType }: Item) {
  return userType === "Bot" ? bot(user) : person(user);
}

function commentOf(item: Item): Utterance {
  return aComment(accountOf(item), item.body ?? "", { at: Date.parse(item.at), edited: item.edited ?? false });
}

const STATES = { approved: "APPROVED", changes_requested: "CHANGES_REQUESTED", commented: "COMMENTED" } as const;

function reviewOf(item: Item, dismissed: boolean): Review {
  const state = Object.entries(STATES).find(([name]) => name === item.state)?.[1] ?? "COMMENTED";
  const more = { body: item.body ?? "", at: Date.parse(item.at), edited: item.edited ?? false };
  return aReview(accountOf(item), dismissed ? "DISMISSED" : state, { ...more, commit: item.commitSha ?? null });
}

function recordOf(pr: PullOfCase, timeline: readonly Item[], facts: PullFacts): PullRecord {
  let before = pr.initialSha ?? facts.head.sha;
  let record = noted(emptyRecord(), { kind: "head", sha: before, before: null, at: start(timeline) });
  for (const { kind, at, headSha } of timeline) {
    if (kind !== "push" || headSha === undefined) continue;
    record = noted(record, { kind: "head", sha: headSha, before, at: Date.parse(at) });
    before = headSha;
  }
  return record;
}

/** A diff for each head, and for each merge and its first parent, where the case says that merges change nothing. */
function diffsOf(pr: PullOfCase, timeline: readonly Item[]): Readonly<Record<string, TestDiff>> {
  const base = pr.base ?? "main";
  let version = 0;
  const versions = new Map<string, number>([[pr.initialSha ?? pr.headSha ?? "h1", version]]);
  for (const { kind, headSha, diff } of timeline) {
    if (kind !== "push" || headSha === undefined) continue;
    if (diff !== "identical") version += 1;
    versions.set(headSha, version);
  }
  for (const { sha, parents = [] } of pr.commits ?? []) {
    if (parents.length === 2)
      for (const one of [sha, parents[0] ?? ""]) versions.set(one, versions.get(one) ?? version);
  }
  const diffOf = (patch: number): TestDiff =>
    Object.fromEntries((pr.files ?? []).map(({ path }) => [path, `+${patch}`]));
  return Object.fromEntries([...versions].map(([sha, patch]) => [`${base}...${sha}`, diffOf(patch)]));
}
