/** Who belongs to organisations and to their teams, who was invited, and what that lets people do. */

import type { Actor, Invitation, Organization, Permission, Repo, Team } from "./model.ts";

const HEIGHTS: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];

export function atLeast(permission: Permission, needed: Permission): boolean {
  return HEIGHTS.indexOf(permission) >= HEIGHTS.indexOf(needed);
}

export function highest(permissions: readonly Permission[]): Permission {
  return HEIGHTS.findLast((one) => permissions.includes(one)) ?? "none";
}

/** What somebody has in a repository without being its collaborator, and by what. */
interface Grant {
  readonly source: Team | Actor;
  readonly permission: Permission;
}

export class Organizations {
  readonly teams: Team[] = [];
  readonly #known = new Map<Actor, Organization>();

  of(organization: Actor): Organization {
    const known = this.#known.get(organization);
    if (known !== undefined) return known;
    const made: Organization = { members: new Map(), invitations: [], sent: [], blocked: new Set() };
    this.#known.set(organization, made);
    return made;
  }

  /** `null`: no member. */
  role(organization: Actor, who: Actor): "admin" | "member" | null {
    return this.of(organization).members.get(who) ?? null;
  }

  team(organization: Actor, slug: string): Team | undefined {
    return this.teams.find((one) => one.organization === organization && one.slug.toLowerCase() === slug.toLowerCase());
  }

  children(team: Team): Team[] {
    return this.teams.filter((one) => one.parent === team);
  }

  /** Its members with those of the teams below it, as GitHub lists them unless asked for the immediate ones. */
  everyoneIn(team: Team): Actor[] {
    return [...new Set([...team.members, ...this.children(team).flatMap((child) => this.everyoneIn(child))])];
  }

  /** An owner of the organisation maintains every team they are in. */
  roleIn(team: Team, who: Actor): "maintainer" | "member" {
    const owner = this.role(team.organization, who) === "admin";
    return owner || team.maintainers.has(who) ? "maintainer" : "member";
  }

  /** Whether somebody may know of the team. */
  shows(team: Team, who: Actor): boolean {
    const role = this.role(team.organization, who);
    return role === "admin" || (role === "member" && (team.privacy === "closed" || team.members.includes(who)));
  }

  /** What ownership and teams grant in a repository; a team has what the teams above it have. */
  grants(repo: Repo, who: Actor): Grant[] {
    const owns = this.role(repo.owner, who) === "admin";
    const teams = this.teams.filter((team) => team.organization === repo.owner && this.everyoneIn(team).includes(who));
    return [
      ...(owns ? [{ source: repo.owner, permission: "admin" as const }] : []),
      ...teams.flatMap((team) => {
        const permission = team.repositories.get(repo);
        return permission === undefined ? [] : [{ source: team, permission }];
      }),
    ];
  }

  /** What a team has in a repository, by itself or by the teams above it. */
  repositoryRole(team: Team, repo: Repo): Permission {
    const above = team.parent === null ? "none" : this.repositoryRole(team.parent, repo);
    return highest([team.repositories.get(repo) ?? "none", above]);
  }

  pending(organization: Actor, now: number): Invitation[] {
    return this.of(organization).invitations.filter((one) => failureOf(one, now) === null);
  }

  failed(organization: Actor, now: number): Invitation[] {
    return this.of(organization).invitations.filter((one) => failureOf(one, now) !== null);
  }
}

/** GitHub's word for an invitation that nobody answered. */
const EXPIRED = "Invitation expired. User did not accept this invite for 7 days.";

/** When and why an invitation failed; `null`: it waits. */
export function failureOf(
  invitation: Invitation,
  now: number,
): { readonly at: number; readonly reason: string } | null {
  if (invitation.failed !== null) return invitation.failed;
  return now < invitation.expiresAt ? null : { at: invitation.expiresAt, reason: EXPIRED };
}
