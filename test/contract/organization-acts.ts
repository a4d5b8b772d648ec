/** Everything an owner can do with teams, members and collaborators, once. */

import type { PlayedWorld } from "../../src/sandbox/played-world.ts";

export function teamsAndCollaborators(world: PlayedWorld): void {
  const owner = world.as("SparkYuan");
  const organization = world.actor("KusionStack");
  const kusion = world.repo("KusionStack/kusion");
  const team = owner.createTeam(organization, "Kusion Approvers");
  owner.editTeam(team, { description: "Kept by Rung from KusionStack/.github" });
  for (const permission of ["triage", "write", "none"] as const) owner.giveTeam(team, kusion, permission);
  owner.addToTeam(team, "riven-blade");
  world.as("riven-blade").acceptInvitation(organization);
  owner.removeFromOrganization(organization, "riven-blade");
  owner.deleteTeam(team);
  for (const permission of ["triage", "admin", "none"] as const) owner.giveCollaborator(kusion, "jakezhu9", permission);
}
