/** What merging a change of the registry does to teams, by what GitHub says of them now. */

import { readAccessWorld } from "../../github/read/access-world.ts";
import type { RepositoryRef } from "../../model/job.ts";
import { mergingAdds } from "../../registry/access/access-issue.ts";
import { NO_MEMORY } from "../../registry/access/access-world.ts";
import { type AccessClaims, accessClaims } from "../../registry/access/claims.ts";
import type { AccessFindings } from "../../registry/access/difference.ts";
import { accessDifferences } from "../../registry/access/differences.ts";
import { grantPlan } from "../../registry/access/plan.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import type { Account } from "../../shared/names.ts";
import type { Evaluator } from "../evaluation.ts";
import { grantingOf } from "./grant-step.ts";

export interface MergingAsked {
  /** Where the registry lies. */
  readonly repository: RepositoryRef;
  readonly before: RegistryIndex;
  readonly after: Registry;
  /** Members of the teams that hold roles in either. */
  readonly members: ReadonlyMap<string, readonly Account[]>;
}

const NOTHING: AccessFindings = { differences: [], pending: [], unread: [] };

/** A sentence; `null`: nothing. At most one request for each hundred members, and none where neither registry says who should have access. */
export async function mergingAccess(
  { client, registries, accessMemory, access }: Pick<Evaluator, "client" | "registries" | "accessMemory" | "access">,
  { repository, before, after, members }: MergingAsked,
): Promise<string | null> {
  const wanted = teamsOnly(accessClaims(after, { members }));
  if (wanted === null) return null;
  const { known } = await registries.membersOf(client, before.registry.teams);
  const had = teamsOnly(accessClaims(before.registry, { members: known }));
  const both = had === null ? wanted : { ...wanted, teams: [...wanted.teams, ...had.teams] };
  const world = await readAccessWorld(client, both, []);
  const memory = (await accessMemory?.(repository)) ?? NO_MEMORY;
  const findings = accessDifferences(wanted, world, memory);
  return mergingAdds({
    before: had === null ? NOTHING : accessDifferences(had, world, memory),
    after: findings,
    plan: grantPlan(findings, { mode: wanted.mode }),
    granting: grantingOf(wanted, { access }),
  });
}

/** What else is compared is told in the issue. */
function teamsOnly(claims: AccessClaims | null): AccessClaims | null {
  return claims && { ...claims, owners: null, saysPermissions: false };
}
