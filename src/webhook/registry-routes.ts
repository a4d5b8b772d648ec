/** Events that may change who holds a role, or which repositories there are. */
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
import { installationRepositoriesView, pushView, repositoryView, teamView } from "./views.ts";

/** Where a registry may lie (DESIGN 4). */
const registryPaths = new Set(["roles.yaml", ".github/roles.yaml"]);

/** GitHub lists no more commits of a push than this. */
const mostCommits = 2_048;

type PushSeen = ReturnType<typeof pushView.parse>;

export const push: Route = inRepository((incoming, repository, view) =>
  viewed(pushView, incoming, (pushed) => {
    if (view.default_branch && pushed.ref !== `refs/heads/${view.default_branch}`) {
      return ignored("not the default branch");
    }
    if (!mayTouchRegistry(pushed)) return ignored("the push touches no registry");
    return job(incoming, { kind: "registry", repository });
  }),
);

/** True as well where the list of commits cannot tell: forced, none listed (moved to commits known before), or cut off. */
function mayTouchRegistry({ forced, commits, head_commit: head }: PushSeen): boolean {
  if (forced || !commits || commits.length === 0 || commits.length >= mostCommits) return true;
  if (head && !commits.some((commit) => commit.id === head.id)) return true;
  return commits.some((commit) =>
    [commit.added, commit.modified, commit.removed].some((paths) => paths?.some((path) => registryPaths.has(path))),
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

const teamActions = new Set(["edited", "deleted"]);

export const team: Route = (incoming) =>
  teamActions.has(incoming.action) ? teamChanged(incoming) : ignored(`team.${incoming.action} changes no members`);

export const membership: Route = (incoming) => teamChanged(incoming);

export const organization: Route = (incoming) =>
  incoming.action === "member_removed"
    ? job(incoming, { kind: "sweep", repositories: [] })
    : ignored(`organization.${incoming.action} changes no role`);

/** A team belongs to an organisation, so everything open in it may be concerned. */
function teamChanged(incoming: Incoming): Routing {
  return viewed(teamView, incoming, (seen) => {
    const owner = seen.organization?.login;
    const slug = seen.team?.slug;
    const interesting = owner === undefined ? null : (incoming.known.teamsOfInterest?.(owner) ?? null);
    // A renamed team is known by the slug it had, so only a membership can be told apart by its slug.
    const unnamed = incoming.event === "membership" && interesting !== null && slug && owner;
    if (unnamed && !interesting.has(`${owner}/${slug}`.toLowerCase())) return ignored("no registry names this team");
    return job(incoming, { kind: "sweep", repositories: [] });
  });
}
