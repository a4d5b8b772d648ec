/** What the control API shows of the world: personas with roles, repositories, pull requests and issues with their timelines. */

import { parse } from "yaml";
import { z } from "zod";
import type {
  CheckDetail,
  CheckShort,
  IssueDetail,
  IssueShort,
  PersonaState,
  PullDetail,
  PullShort,
  RepositoryState,
  State,
} from "./control-model.ts";
import { reactionStates, subjectTimeline } from "./control-timeline.ts";
import { iso } from "./world/clock.ts";
import { mergeBlockers } from "./world/merge-blockers.ts";
import type { App, CheckRun, Issue, Pull, Repo, Subject } from "./world/model.ts";
import { mergeable, pullComparison, queueEntry } from "./world/pulls.ts";
import type { World } from "./world/world.ts";

export function stateOf(world: World, app: App, latency: number): State {
  const own = [...world.repos.values()].filter((repo) => repo.parent === null);
  const { roles, lists } = registryNow(world, app);
  const subjects = own.flatMap((repo) => [...repo.subjects.values()]).filter((one) => !world.history.has(one));
  return {
    now: iso(world.clock.now()),
    botLogin: app.bot.login,
    organization: app.owner.login,
    latency,
    personas: personasOf(world, app, roles),
    lists,
    repositories: own.map(repositoryState),
    pulls: subjects.filter((subject) => subject.kind === "pull").map((pull) => pullShort(pull)),
    issues: subjects.filter((subject) => subject.kind === "issue").map(issueShort),
  };
}

function repositoryState(repo: Repo): RepositoryState {
  const protection = repo.protections.get(repo.defaultBranch);
  const branches = [...repo.refs.keys()]
    .filter((ref) => ref.startsWith("refs/heads/"))
    .map((ref) => ref.slice("refs/heads/".length));
  return {
    owner: repo.owner.login,
    name: repo.name,
    private: repo.private,
    archived: repo.archived,
    defaultBranch: repo.defaultBranch,
    branches: branches.filter((branch) => !branch.startsWith("gh-readonly-queue/")),
    labels: [...repo.labels.values()].map(({ name, color }) => ({ name, color })),
    requiredChecks: protection?.requiredChecks.map((check) => check.context) ?? [],
    mergeQueue: protection?.mergeQueue ?? false,
  };
}

const listedPerson = z.union([
  z.string().transform((login) => ({ login, areas: [] })),
  z.looseObject({ login: z.string(), areas: z.array(z.string()).optional() }),
]);
const registryShape = z.record(z.string(), z.unknown());

const publishedList = z.object({
  file: z.string(),
  repo: z.undefined().optional(),
  repos: z.array(z.string()).optional(),
});

type Roles = ReadonlyMap<string, { readonly role: string; readonly areas: readonly string[] }>;

/** A rough reading of the registry for the page; the bot's own reading is the one that counts. */
function roughly(text: string): { readonly roles: Roles; readonly lists: readonly string[] } {
  const read = registryShape.safeParse(quietly(() => parse(text, { maxAliasCount: 10 })));
  return read.success ? { roles: rolesIn(read.data), lists: listsIn(read.data) } : { roles: new Map(), lists: [] };
}

function listsIn({ publish }: Readonly<Record<string, unknown>>): readonly string[] {
  const entries = z.array(z.unknown()).safeParse(publish);
  return (entries.success ? entries.data : []).flatMap((entry) => {
    const list = publishedList.safeParse(entry);
    return list.success && (list.data.repos?.includes(".github") ?? true) ? [list.data.file] : [];
  });
}

function rolesIn(registry: Readonly<Record<string, unknown>>): Roles {
  const found = new Map<string, { role: string; areas: readonly string[] }>();
  const ladder = registryShape.safeParse(registry.roles);
  const names = ladder.success ? Object.keys(ladder.data) : ["members", "contributors", "approvers", "maintainers"];
  for (const role of names) {
    const people = z.array(z.unknown()).safeParse(registry[role]);
    for (const entry of people.success ? people.data : []) {
      const person = listedPerson.safeParse(entry);
      if (person.success) found.set(person.data.login.toLowerCase(), { role, areas: person.data.areas ?? [] });
    }
  }
  return found;
}

function quietly(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}

function registryOf(world: World, app: App): string {
  const repo = world.repos.get(`${app.owner.login}/.github`.toLowerCase());
  const tip = repo === undefined ? undefined : world.tip(repo, repo.defaultBranch);
  if (tip === undefined) return "";
  const files = world.git.filesAt(tip);
  const blob = files.get("roles.yaml") ?? files.get(".github/roles.yaml");
  return blob === undefined ? "" : world.git.text(blob);
}

let lastRead = { text: "", ...roughly("") };

function registryNow(world: World, app: App) {
  const text = registryOf(world, app);
  if (lastRead.text !== text) lastRead = { text, ...roughly(text) };
  return lastRead;
}

function personasOf(world: World, app: App, roles: Roles): PersonaState[] {
  return [...world.actors.values()]
    .filter((actor) => actor.type !== "Organization" && actor !== app.bot && !actor.deleted)
    .map((actor) => {
      const held = roles.get(actor.login.toLowerCase());
      const { login, name, affiliation } = actor;
      const type = actor.type === "Bot" ? "Bot" : "User";
      return { login, name, type, role: held?.role ?? null, areas: held?.areas ?? [], affiliation };
    });
}

function subjectShort(subject: Subject) {
  return {
    owner: subject.repo.owner.login,
    repo: subject.repo.name,
    number: subject.number,
    title: subject.title,
    author: subject.author.deleted ? null : subject.author.login,
    labels: subject.labels.map(({ name, color }) => ({ name, color })),
    comments: subject.comments.length,
    createdAt: iso(subject.createdAt),
    updatedAt: iso(subject.updatedAt),
  };
}

function issueShort(issue: Issue): IssueShort {
  return { kind: "issue", ...subjectShort(issue), state: issue.state };
}

/** The latest run of each name on the head. */
function runsOf(pull: Pull): CheckRun[] {
  const latest = new Map(
    (pull.repo.checkRuns.get(pull.headSha) ?? []).map((run) => [`${run.app.id}:${run.name}`, run]),
  );
  return [...latest.values()];
}

function checkShort(run: CheckRun): CheckShort {
  return { name: run.name, app: run.app.slug, status: run.status, conclusion: run.conclusion, title: run.title };
}

function pullShort(pull: Pull): PullShort {
  return {
    kind: "pull",
    ...subjectShort(pull),
    state: pull.merged === null ? pull.state : "merged",
    draft: pull.draft,
    head: { owner: pull.headRepo.owner.login, ref: pull.headRef, sha: pull.headSha },
    base: { ref: pull.baseRef, sha: pull.baseSha },
    checks: runsOf(pull).map(checkShort),
    queued: queueEntry(pull) !== null,
  };
}

function checkDetail(run: CheckRun): CheckDetail {
  return {
    ...checkShort(run),
    id: run.id,
    headSha: run.headSha,
    summary: run.summary,
    text: run.text,
    startedAt: run.startedAt === null ? null : iso(run.startedAt),
    completedAt: run.completedAt === null ? null : iso(run.completedAt),
    annotations: run.annotations.map((one) => ({
      path: one.path,
      line: one.start_line,
      level: one.annotation_level,
      message: one.message,
    })),
  };
}

function detail(world: World, subject: Subject) {
  return {
    body: subject.body,
    editedAt: subject.edited === null ? null : iso(subject.edited.at),
    reactions: reactionStates(subject.reactions),
    assignees: subject.assignees.map((who) => who.login),
    timeline: subjectTimeline(world, subject),
  };
}

export function issueDetail(world: World, issue: Issue): IssueDetail {
  return { ...issueShort(issue), ...detail(world, issue) };
}

export function pullDetail(world: World, pull: Pull): PullDetail {
  return {
    ...pullShort(pull),
    ...detail(world, pull),
    requestedReviewers: pull.requestedReviewers.map((who) => who.login),
    files: pullComparison(world, pull).files.map(({ path, previousPath, status, additions, deletions, patch }) => {
      return { path, previousPath, status, additions, deletions, patch };
    }),
    mergeable: pull.state === "open" ? mergeable(world, pull) : "unknown",
    mergeBlockedBy: mergeBlockers(world, pull),
    checksInFull: runsOf(pull).map(checkDetail),
  };
}
