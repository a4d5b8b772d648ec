/** What merging a change of the registry would do to teams, by what GitHub says of them now. */

import { readAccessWorld } from "../../github/read/access-world.ts";
import type { RepositoryRef } from "../../model/job.ts";
import { mergingAdds, newTeamsUntold } from "../../registry/access/access-issue.ts";
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

interface ProposedMerge {
  /** The repository of the registry. */
  readonly repository: RepositoryRef;
  readonly before: RegistryIndex;
  readonly after: Registry;
  /** Members of the teams that hold roles in either. */
  readonly members: ReadonlyMap<string, readonly Account[]>;
  /** The person who proposes it may also approve it: only then are teams read that the registry does not list yet. */
  readonly isTrusted: boolean;
}

type Asking = Pick<Evaluator, "client" | "registries" | "accessMemory" | "access">;

/**
 * Sentences; `null`: nothing. At most one request for each hundred members, and none where neither registry says who should have access.
 */
export async function describeMergingAccess(evaluator: Asking, asked: ProposedMerge): Promise<string | null> {
  const { client, registries } = evaluator;
  const { before, after, members, isTrusted } = asked;
  const proposed = teamsOnly(accessClaims(after, { members }));
  if (proposed === null) return null;
  const { known } = await registries.membersOf(client, before.registry.teams);
  const had = teamsOnly(accessClaims(before.registry, { members: known }));
  const wanted = isTrusted ? proposed : withoutNew(proposed, had);
  const untold = proposed.teams.length - wanted.teams.length;
  const sentences = [
    wanted.teams.length === 0 && had === null ? null : await describeAdditions(evaluator, asked, { wanted, had }),
    untold === 0 ? null : newTeamsUntold(untold),
  ].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? null : sentences.join(" ");
}

/** The other comparisons are reported in the issue. */
function teamsOnly(claims: AccessClaims | null): AccessClaims | null {
  return claims && { ...claims, owners: null, saysPermissions: false };
}

function withoutNew(proposed: AccessClaims, had: AccessClaims | null): AccessClaims {
  const listed = new Set(had?.teams.map(({ slug }) => slug));
  return { ...proposed, teams: proposed.teams.filter(({ slug }) => listed.has(slug)) };
}

const NOTHING: AccessFindings = { differences: [], pending: [], unread: [], unseen: [] };

/** Rounds of members, invitations and accounts, a hundred at a time: anybody may propose a registry with many names (R54). */
const MAX_ROUNDS = 10;

async function describeAdditions(
  { client, accessMemory, access }: Asking,
  { repository }: ProposedMerge,
  { wanted, had }: { readonly wanted: AccessClaims; readonly had: AccessClaims | null },
): Promise<string | null> {
  const both = had === null ? wanted : { ...wanted, teams: [...wanted.teams, ...had.teams] };
  const world = await readAccessWorld(client, both, [], { rounds: MAX_ROUNDS });
  const memory = (await accessMemory?.(repository)) ?? NO_MEMORY;
  const findings = accessDifferences(wanted, world, memory);
  return mergingAdds({
    before: had === null ? NOTHING : accessDifferences(had, world, memory),
    after: findings,
    plan: grantPlan(findings, { mode: wanted.mode }),
    granting: grantingOf(wanted, { access }),
  });
}
