/** Events that may change who holds a role, or which repositories there are. */

import type { Note, RepositoryRef } from "../../model/job.ts";
import { isRegistryPath } from "../../registry/registry-places.ts";
import { instant } from "../../shared/names.ts";
import { installationRepositoriesView, pushView, repositoryView } from "./payload-views.ts";
import {
  type Incoming,
  ignored,
  inRepository,
  job,
  type Route,
  type Routing,
  repositoryRef,
  viewed,
} from "./routing.ts";

/** GitHub lists no more commits of a push than this. */
const MAX_COMMITS = 2_048;

type PushSeen = ReturnType<typeof pushView.parse>;

export const push: Route = inRepository((incoming, repository, view) =>
  viewed(pushView, incoming, (pushed) => {
    if (view.default_branch && pushed.ref !== `refs/heads/${view.default_branch}`) {
      return branchMoved(incoming, repository, pushed);
    }
    const ref = pushed.ref.replace(/^refs\/heads\//, "");
    if (mayTouchRegistry(pushed)) return job(incoming, { kind: "registry", repository }, baseNotes(pushed, ref));
    const isPublished = (path: string) => incoming.known.publishes?.(path) === true;
    return touches(pushed, isPublished)
      ? job(incoming, { kind: "publishing", repository })
      : ignored("the push touches no registry");
  }),
);

/**
 * Anybody may be able to move a branch other than the default one, back as well as forward: pull requests into it are looked at again
 * immediately (R35, R38). A push over the default branch is looked at together with the registry.
 */
function branchMoved(incoming: Incoming, repository: RepositoryRef, pushed: PushSeen): Routing {
  const ref = pushed.ref.replace(/^refs\/heads\//, "");
  if (incoming.known.isBase?.(repository.id, ref) !== true) return ignored("no pull request goes into this branch");
  return job(incoming, { kind: "base", repository, ref }, baseNotes(pushed, ref));
}

/** The branch's commit since then. */
function baseNotes(pushed: PushSeen, ref: string): readonly Note[] {
  const at = pushedAt(pushed);
  const { before, after } = pushed;
  if (at === null || after === undefined || isNone(after)) return [];
  const shaBefore = before === undefined || isNone(before) ? {} : { shaBefore: before };
  return [{ kind: "base", ref, before: null, at, sha: after, ...shaBefore }];
}

/** In the payloads of pushes it is a number of seconds. */
function pushedAt({ repository }: PushSeen): number | null {
  const at = repository?.pushed_at ?? null;
  if (at === null) return null;
  return typeof at === "number" ? at * 1000 : instant(at);
}

/** A branch that was made, or deleted, has noughts for the commit before, or after. */
function isNone(sha: string): boolean {
  return /^0+$/.test(sha);
}

/** Also true if the list of commits cannot tell: forced, none listed (moved to commits known before), or cut off. */
function mayTouchRegistry({ forced, commits, head_commit: head }: PushSeen): boolean {
  if (forced || !commits || commits.length === 0 || commits.length >= MAX_COMMITS) return true;
  if (head && !commits.some((commit) => commit.id === head.id)) return true;
  return touches({ commits }, isRegistryPath);
}

function touches({ commits }: Pick<PushSeen, "commits">, isMeant: (path: string) => boolean): boolean {
  return (commits ?? []).some((commit) =>
    [commit.added, commit.modified, commit.removed].some((paths) => paths?.some(isMeant)),
  );
}

const readableAgain = new Set(["created", "unsuspend", "new_permissions_accepted"]);

export const installation: Route = (incoming) => {
  if (!readableAgain.has(incoming.action)) return ignored(`installation.${incoming.action}: nothing can be done there`);
  return job(incoming, { kind: "sweep", repositories: [] });
};

export const installationRepositories: Route = (incoming) => {
  if (incoming.action !== "added") return ignored("nothing can be done in repositories that were taken away");
  return viewed(installationRepositoriesView, incoming, ({ repositories_added: added }) =>
    added && added.length > 0
      ? job(incoming, { kind: "sweep", repositories: added.map(repositoryRef) })
      : ignored("no repository was added"),
  );
};

/** Moved, or shown to other people than before. */
const movedActions = new Set(["renamed", "transferred", "unarchived", "privatized", "publicized"]);

export const repositoryChanged: Route = inRepository((incoming, repository) => {
  if (movedActions.has(incoming.action)) return job(incoming, { kind: "registry", repository });
  if (incoming.action !== "edited") return ignored(`repository.${incoming.action} changes no verdict`);
  return viewed(repositoryView, incoming, ({ changes }) =>
    changes?.default_branch
      ? job(incoming, { kind: "registry", repository })
      : ignored("the default branch is the same"),
  );
});
