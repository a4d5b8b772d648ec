/** Repositories in GraphQL. */

import { repoHtml } from "../render/repositories.ts";
import { iso } from "../world/clock.ts";
import type { Pull, Repo, Subject } from "../world/model.ts";
import { ownerView } from "./accounts.ts";
import { type CollaboratorArguments, collaboratorsOf } from "./collaborators.ts";
import { objectView, refView } from "./commits.ts";
import { issueView } from "./issues.ts";
import { labelView } from "./labels.ts";
import { entryView, pullView } from "./pulls.ts";
import { connection, GithubError, type Looking, type PageArguments, type View } from "./view.ts";

interface ListArguments extends PageArguments {
  readonly states?: readonly string[] | null;
  readonly labels?: readonly string[] | null;
  readonly baseRefName?: string | null;
  readonly headRefName?: string | null;
  readonly orderBy?: {
    readonly field: "COMMENTS" | "CREATED_AT" | "UPDATED_AT";
    readonly direction: "ASC" | "DESC";
  } | null;
}

const KEYS = {
  COMMENTS: (subject: Subject) => subject.comments.length,
  CREATED_AT: (subject: Subject) => subject.number,
  UPDATED_AT: (subject: Subject) => subject.updatedAt,
};

function stateOf(subject: Subject): string {
  return subject.kind === "pull" && subject.merged !== null ? "MERGED" : subject.state.toUpperCase();
}

function wanted<T extends Subject>(subjects: readonly T[], asked: ListArguments): T[] {
  const matching = subjects.filter(
    (subject) =>
      (asked.states?.includes(stateOf(subject)) ?? true) &&
      (asked.labels?.some((name) => subject.labels.some((label) => label.name === name)) ?? true),
  );
  if (!asked.orderBy) return matching;
  const key = KEYS[asked.orderBy.field];
  const sign = asked.orderBy.direction === "ASC" ? 1 : -1;
  return matching.sort((a, b) => sign * (key(a) - key(b)));
}

function notFoundSubject(kind: string, number: number): GithubError {
  return new GithubError("NOT_FOUND", `Could not resolve to ${kind} with the number of ${number}.`);
}

/** Of a private repository, an app reads only what its permissions let it; what is public anybody reads. */
function mustRead({ caller }: Looking, repo: Repo, permission: string): void {
  if (!repo.private || caller.kind !== "installation" || caller.permissions[permission] !== undefined) return;
  throw new GithubError("FORBIDDEN", "Resource not accessible by integration");
}

export function repositoryView(looking: Looking, repo: Repo): View {
  const { world } = looking;
  const tip = world.tip(repo, repo.defaultBranch);
  const permission = world.permission(repo, looking.viewer);
  return {
    __typename: "Repository",
    id: repo.nodeId,
    databaseId: repo.id,
    name: repo.name,
    nameWithOwner: `${repo.owner.login}/${repo.name}`,
    owner: () => ownerView(looking, repo.owner),
    description: repo.description === "" ? null : repo.description,
    url: repoHtml(world, repo),
    isPrivate: repo.private,
    isArchived: repo.archived,
    isFork: repo.parent !== null,
    isEmpty: repo.refs.size === 0,
    isDisabled: false,
    isLocked: false,
    createdAt: iso(repo.createdAt),
    pushedAt: iso(repo.pushedAt),
    updatedAt: iso(repo.pushedAt),
    autoMergeAllowed: true,
    mergeCommitAllowed: true,
    squashMergeAllowed: true,
    rebaseMergeAllowed: true,
    viewerPermission: permission === "none" ? null : permission.toUpperCase(),
    defaultBranchRef: () =>
      tip === undefined ? null : refView(looking, repo, `refs/heads/${repo.defaultBranch}`, tip),
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      const full = qualifiedName.startsWith("refs/") ? qualifiedName : `refs/heads/${qualifiedName}`;
      const sha = repo.refs.get(full);
      return sha === undefined ? null : refView(looking, repo, full, sha);
    },
    object: ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      mustRead(looking, repo, "contents");
      return objectView(looking, repo, expression ?? oid ?? "HEAD");
    },
    label: ({ name }: { name: string }) => {
      const label = repo.labels.get(name.toLowerCase());
      return label === undefined ? null : labelView(looking, label);
    },
    labels: (asked: PageArguments) =>
      connection("labels", [...repo.labels.values()], asked, (label) => labelView(looking, label)),
    ...subjectsView(looking, repo),
    collaborators: (asked: CollaboratorArguments) => collaboratorsOf(looking, repo, asked),
    mergeQueue: ({ branch }: { branch?: string | null }) => queueOf(looking, repo, branch ?? repo.defaultBranch),
  };
}

/** As the reading shows it: perhaps as it was a moment ago, perhaps not yet. */
function seen(looking: Looking, subject: Subject | undefined): Subject | undefined {
  if (subject === undefined || looking.past === undefined) return subject;
  return looking.past.past.subject(subject, looking.past.lag) ?? undefined;
}

function subjectsView(looking: Looking, repo: Repo): View {
  const all = () => [...repo.subjects.values()].flatMap((subject) => seen(looking, subject) ?? []);
  const pulls = () => all().filter((subject) => subject.kind === "pull");
  const issues = () => all().filter((subject) => subject.kind === "issue");
  return {
    issue: ({ number }: { number: number }) => {
      mustRead(looking, repo, "issues");
      const found = seen(looking, repo.subjects.get(number));
      if (found?.kind !== "issue") throw notFoundSubject("an Issue", number);
      return issueView(looking, found);
    },
    pullRequest: ({ number }: { number: number }) => {
      mustRead(looking, repo, "pull_requests");
      const found = seen(looking, repo.subjects.get(number));
      if (found?.kind !== "pull") throw notFoundSubject("a PullRequest", number);
      return pullView(looking, found);
    },
    issueOrPullRequest: ({ number }: { number: number }) => {
      const found = seen(looking, repo.subjects.get(number));
      if (found === undefined) throw notFoundSubject("an issue or pull request", number);
      return found.kind === "pull" ? pullView(looking, found) : issueView(looking, found);
    },
    issues: (asked: ListArguments) => {
      mustRead(looking, repo, "issues");
      return connection("issues", wanted(issues(), asked), asked, (issue) => issueView(looking, issue));
    },
    pullRequests: (asked: ListArguments) => {
      mustRead(looking, repo, "pull_requests");
      const sides = (pull: Pull) =>
        (!asked.baseRefName || pull.baseRef === asked.baseRefName) &&
        (!asked.headRefName || pull.headRef === asked.headRefName);
      const found = wanted(pulls().filter(sides), asked);
      return connection("pullRequests", found, asked, (pull) => pullView(looking, pull));
    },
  };
}

/** `null` where the branch has no merge queue. */
function queueOf(looking: Looking, repo: Repo, branch: string): View | null {
  if (repo.protections.get(branch)?.mergeQueue !== true) return null;
  return {
    __typename: "MergeQueue",
    id: `MQ_${repo.id}_${branch}`,
    url: `${repoHtml(looking.world, repo)}/queue/${branch}`,
    entries: (asked: PageArguments) =>
      connection("entries", repo.queues.get(branch) ?? [], asked, (entry) => entryView(looking, entry)),
  };
}
