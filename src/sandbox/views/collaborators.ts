/** A repository's collaborators in GraphQL, with what gives each of them their permission. */

import { collaborators } from "../world/collaborators.ts";
import type { Actor, Permission, Repo } from "../world/model.ts";
import { atLeast } from "../world/organizations.ts";
import { organizationView, teamView, userView } from "./accounts.ts";
import { connection, GithubError, type Looking, type PageArguments, type View } from "./view.ts";

export interface CollaboratorArguments extends PageArguments {
  readonly affiliation?: "ALL" | "DIRECT" | "OUTSIDE" | null;
  readonly login?: string | null;
}

/** Only who may push sees them. */
export function collaboratorsOf(looking: Looking, repo: Repo, asked: CollaboratorArguments): View {
  const { caller, world } = looking;
  if (caller.kind === "person" && !atLeast(world.permission(repo, caller.actor), "write"))
    throw new GithubError("FORBIDDEN", "Must have push access to view repository collaborators.");
  const login = asked.login?.toLowerCase();
  const found = collaborators(world, repo, (asked.affiliation ?? "ALL").toLowerCase()).filter(
    (who) => login === undefined || who.login.toLowerCase() === login,
  );
  const edge = (who: Actor) => ({
    permission: world.permission(repo, who).toUpperCase(),
    permissionSources: () => sourcesOf(looking, repo, who),
  });
  return connection("collaborators", found, asked, (who) => userView(looking, who), edge);
}

/** The old base roles; `roleName` tells the role itself. */
function base(role: Permission): string {
  if (role === "admin") return "ADMIN";
  if (atLeast(role, "write")) return "WRITE";
  return role === "none" ? "NONE" : "READ";
}

function sourcesOf(looking: Looking, repo: Repo, who: Actor): View[] {
  const { world } = looking;
  const direct = repo.collaborators.get(who.login.toLowerCase());
  const organization = () => organizationView(looking, repo.owner);
  const shown = (permission: Permission, source: () => View) => ({
    organization,
    permission: base(permission),
    roleName: permission,
    source,
  });
  return [
    ...(direct === undefined || direct === "none"
      ? []
      : [shown(direct, () => looking.views.repository(looking, repo))]),
    ...world.organizations
      .grants(repo, who)
      .map(({ source, permission }) =>
        shown(permission, () => ("slug" in source ? teamView(looking, source) : organizationView(looking, source))),
      ),
  ];
}
