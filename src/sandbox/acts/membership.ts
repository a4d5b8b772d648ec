/** Who belongs to an organisation and its teams: invited, accepted, declined, added, removed, made an owner. */

import { type Json, organizationJson, userJson } from "../render/accounts.ts";
import { invitationJson, membershipJson, teamJson } from "../render/teams.ts";
import type { Actor, Invitation, Team } from "../world/model.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";
import { type Acting, announce } from "./acting.ts";

export type TeamRole = "maintainer" | "member";

/** What an organisation without a paid plan may send within a day. */
const INVITATIONS_A_DAY = 50;
const DAY = 86_400_000;

export function needOwner(act: Acting, organization: Actor): void {
  if (act.viaApp !== null || act.world.organizations.role(organization, act.actor) === "admin") return;
  throw new Refusal(403, `You must be an admin of ${organization.login} to do that.`);
}

export function needTeamMaintainer(act: Acting, team: Team): void {
  if (act.viaApp !== null) return;
  const { organizations } = act.world;
  if (organizations.role(team.organization, act.actor) === "admin" || team.maintainers.has(act.actor)) return;
  throw new Refusal(403, "You must be an organization owner or team maintainer to change a team.");
}

function needPeopleDecide(team: Team): void {
  if (team.identityProvider === null) return;
  const why = "You cannot create or update members for an external group backed team since they are managed by";
  throw new Refusal(403, `${why} ${team.identityProvider}`);
}

/** Puts somebody into a team, or asks them into the organisation with it where they are no member. Doing it twice does it once. */
export function addToTeam(act: Acting, team: Team, who: Actor, role: TeamRole = "member"): "active" | "pending" {
  if (who.deleted) throw notFound();
  if (who.type === "Organization") {
    throw new Refusal(422, "Cannot add an organization as a member.", [
      { code: "org", field: "user", resource: "TeamMember" },
    ]);
  }
  needTeamMaintainer(act, team);
  needPeopleDecide(team);
  const { organizations } = act.world;
  if (organizations.role(team.organization, who) === null) {
    invite(act, team.organization, { invitee: who, teams: [team] });
    return "pending";
  }
  if (role === "maintainer") team.maintainers.add(who);
  else team.maintainers.delete(who);
  join(act, team, who);
  return "active";
}

function join(act: Acting, team: Team, who: Actor): void {
  if (team.members.includes(who)) return;
  team.members.push(who);
  tellMembership(act, team, who, "added");
}

/** Anybody may leave a team themselves. */
export function removeFromTeam(act: Acting, team: Team, who: Actor): void {
  if (who !== act.actor) needTeamMaintainer(act, team);
  needPeopleDecide(team);
  for (const invitation of act.world.organizations.pending(team.organization, act.world.clock.now())) {
    if (invitation.invitee === who && invitation.teams.includes(team))
      invitation.teams.splice(invitation.teams.indexOf(team), 1);
  }
  leave(act, team, who);
}

function leave(act: Acting, team: Team, who: Actor): void {
  const at = team.members.indexOf(who);
  team.maintainers.delete(who);
  if (at < 0) return;
  team.members.splice(at, 1);
  tellMembership(act, team, who, "removed");
}

function tellMembership(act: Acting, team: Team, who: Actor, action: "added" | "removed"): void {
  announce(act, "membership", action, team.organization, () => ({
    scope: "team",
    member: userJson(act.world, who),
    team: teamJson(act.world, team),
    organization: organizationJson(act.world, team.organization),
  }));
}

export interface Asked {
  readonly invitee?: Actor | null;
  readonly email?: string | null;
  readonly role?: Invitation["role"];
  readonly teams?: readonly Team[];
}

/** Who is asked already is asked into these teams as well. */
export function invite(act: Acting, organization: Actor, asked: Asked): Invitation {
  needOwner(act, organization);
  const { world } = act;
  const { invitee = null, email = null, teams = [] } = asked;
  const known = world.organizations.of(organization);
  if (invitee !== null && known.blocked.has(invitee)) {
    throw new Refusal(403, `${invitee.login} is blocked by ${organization.login}.`);
  }
  const now = world.clock.now();
  const waiting = world.organizations
    .pending(organization, now)
    .find((one) => (invitee === null ? one.email === email : one.invitee === invitee));
  if (waiting !== undefined) {
    for (const team of teams) if (!waiting.teams.includes(team)) waiting.teams.push(team);
    return waiting;
  }
  if (known.sent.filter((at) => at > now - DAY).length >= INVITATIONS_A_DAY)
    throw invalid("OrganizationInvitation", "data", "Over invitation rate limit");
  known.sent.push(now);
  const made = world.addInvitation({ ...asked, organization, inviter: act.actor, teams });
  announce(act, "organization", "member_invited", organization, () => {
    const user = invitee === null ? {} : { user: userJson(world, invitee) };
    return { invitation: invitationJson(world, made), ...user };
  });
  return made;
}

function forget(act: Acting, invitation: Invitation): void {
  const { invitations } = act.world.organizations.of(invitation.organization);
  invitations.splice(invitations.indexOf(invitation), 1);
}

function waitingFor(act: Acting, organization: Actor, who: Actor): Invitation {
  const all = act.world.organizations.pending(organization, act.world.clock.now());
  const found = all.find((one) => one.invitee === who);
  if (found === undefined) throw new Refusal(404, `${organization.login} has not invited ${who.login}`);
  return found;
}

/** Into the organisation, and into the teams the invitation named. */
export function acceptInvitation(act: Acting, organization: Actor): void {
  const invitation = waitingFor(act, organization, act.actor);
  forget(act, invitation);
  enter(act, organization, act.actor, invitation.role === "admin" ? "admin" : "member");
  for (const team of invitation.teams) join(act, team, act.actor);
}

/** GitHub tells nobody: the invitation is gone. */
export function declineInvitation(act: Acting, organization: Actor): void {
  forget(act, waitingFor(act, organization, act.actor));
  act.world.changed(null);
}

export function cancelInvitation(act: Acting, organization: Actor, who: Actor): void {
  needOwner(act, organization);
  forget(act, waitingFor(act, organization, who));
  act.world.changed(null);
}

/** As if its seven days were over. */
export function expireInvitation(act: Acting, organization: Actor, who: Actor): void {
  waitingFor(act, organization, who).expiresAt = act.world.clock.now();
  act.world.changed(null);
}

function enter(act: Acting, organization: Actor, who: Actor, role: "admin" | "member"): void {
  act.world.organizations.of(organization).members.set(who, role);
  tellOrganization(act, "member_added", organization, () => membershipJson(act.world, organization, who, role));
}

function tellOrganization(act: Acting, action: string, organization: Actor, membership: () => Json): void {
  announce(act, "organization", action, organization, () => ({ membership: membership() }));
}

/** GitHub sends nothing when a member becomes an owner or is one no longer. */
export function setOrganizationRole(act: Acting, organization: Actor, who: Actor, role: "admin" | "member"): void {
  needOwner(act, organization);
  const { members } = act.world.organizations.of(organization);
  if (members.has(who)) {
    members.set(who, role);
    act.world.changed(null);
  } else enter(act, organization, who, role);
}

/** Out of its teams as well; what they were given in repositories directly goes with it. */
export function removeFromOrganization(act: Acting, organization: Actor, who: Actor): void {
  if (who !== act.actor) needOwner(act, organization);
  const { world } = act;
  const role = world.organizations.role(organization, who);
  if (role === null) throw notFound();
  for (const team of world.teams) if (team.organization === organization) leave(act, team, who);
  for (const repo of world.repos.values())
    if (repo.owner === organization) repo.collaborators.delete(who.login.toLowerCase());
  world.organizations.of(organization).members.delete(who);
  tellOrganization(act, "member_removed", organization, () => membershipJson(world, organization, who, role));
}
