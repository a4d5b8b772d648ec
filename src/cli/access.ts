/** `rung access OWNER`: what GitHub gives in an organisation that its registry does not say, and the other way round. Nothing is written. */

import type { Client } from "../github/client/client.ts";
import { GitHubError } from "../github/client/errors.ts";
import { readAccessWorld } from "../github/read/access-world.ts";
import { isMember } from "../github/read/organization-lists.ts";
import { teams } from "../github/read/teams.ts";
import { NO_MEMORY } from "../registry/access/access-world.ts";
import { accessClaims } from "../registry/access/claims.ts";
import { accessDifferences } from "../registry/access/differences.ts";
import { grantPlan } from "../registry/access/plan.ts";
import { dumpTeams } from "./access/dump.ts";
import { NONE_GOVERNED, readGoverned, watchedBy } from "./access/governed.ts";
import { accessJson, accessText, type Compared, endingOf } from "./access/report.ts";
import { type RegistryAsked, speakingRegistry } from "./access/speaking-registry.ts";
import type { Ending, Io, Machine } from "./command.ts";
import { asPerson } from "./sign-in.ts";
import { unanswered } from "./unanswered.ts";

interface Asked {
  readonly owner: string;
  readonly registry: string | null;
  readonly dump: boolean;
  readonly json: boolean;
}

export async function run({ owner, registry, dump, json }: Asked, io: Io, { env }: Machine): Promise<Ending> {
  const person = asPerson(env);
  if ("problem" in person) return person;
  const { client, token } = person;
  try {
    if (!isInstallation(token) && (await isMember(client, owner)) === false) return told(io, owner);
    if (dump) return await printed(io, client, owner);
    const asked = { owner, named: registry, usual: env.REGISTRY_REPO || ".github" };
    const compared = await comparedWith(io, client, asked);
    if (compared === null) return 1;
    io.out(json ? accessJson(compared) : accessText(compared));
    return endingOf(compared.findings);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    io.err(`GitHub did not answer in full, so nothing can be said: ${unanswered(error)}`);
    return 1;
  }
}

/** An app sees what it has permission for, without being a member. */
function isInstallation(token: string): boolean {
  return token.startsWith("ghs_");
}

function told(io: Io, owner: string): Ending {
  io.err(
    `This token's account is no member of ${owner}, and GitHub shows others neither its teams nor all of its owners; use the token of one of its owners`,
  );
  return 1;
}

async function printed(io: Io, client: Client, owner: string): Promise<Ending> {
  const { yaml, isWhole } = await dumpTeams(client, owner);
  io.out(yaml);
  return isWhole ? 0 : 1;
}

async function comparedWith(io: Io, client: Client, asked: RegistryAsked): Promise<Compared | null> {
  const speaking = await speakingRegistry(io, client, asked);
  if (speaking === null) return null;
  const { registry, shown } = speaking;
  const saysPermissions = registry.access?.repositories != null;
  const { repositories, own } = saysPermissions ? await readGoverned(client, speaking, asked.usual) : NONE_GOVERNED;
  const { known: members } = await teams().membersOf(
    client,
    [registry, ...joinedOf(own)].flatMap((one) => one.teams),
  );
  const claims = accessClaims(registry, { members, own });
  if (claims === null) return null;
  const watched = saysPermissions ? {} : { watched: watchedBy(speaking, asked.usual) };
  const world = await readAccessWorld(client, claims, repositories, watched);
  const findings = accessDifferences(claims, world, NO_MEMORY);
  return { claims, findings, plan: grantPlan(findings, claims), readAt: world.readAt, shown };
}

function joinedOf<Value>(own: ReadonlyMap<string, Value | null>): readonly Value[] {
  return [...own.values()].filter((one) => one !== null);
}
