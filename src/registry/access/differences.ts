/** All differences between GitHub's access and what the registry says, and what could not be told (R67). */

import type { AccessAccount, AccessChange, AccessMemory, AccessWorld } from "./access-world.ts";
import type { AccessClaims } from "./claims.ts";
import type { AccessFindings, Change, Difference, UnreadPart } from "./difference.ts";
import { repositoryFindings } from "./repository-differences.ts";
import { accountFinder, isSame, personFinder } from "./same-account.ts";
import { differs, type Finding, isBeside, teamFindings, unread } from "./team-differences.ts";

export function accessDifferences(claims: AccessClaims, world: AccessWorld, memory: AccessMemory): AccessFindings {
  const { owners } = world;
  // Whether somebody is an owner decides everything else.
  const found =
    owners.kind === "unread"
      ? [unread({ part: { kind: "owners" }, why: owners.why, detail: owners.detail })]
      : findings(claims, { world, owners: owners.value, memory });
  return gathered([...found, ...unreadTeams(claims)]);
}

interface Reading {
  readonly world: AccessWorld;
  readonly owners: readonly AccessAccount[];
  readonly memory: AccessMemory;
}

function findings(claims: AccessClaims, { world, owners, memory }: Reading): readonly Finding[] {
  const { accounts, readAt, failedInvitations: failed } = world;
  const teams = claims.teams.flatMap((claim) =>
    teamFindings(claim, world.teams.get(claim.slug), { claims, owners, failed, accounts, memory, readAt }),
  );
  const there = new Set(
    [...world.teams].flatMap(([slug, team]) => (team.kind === "known" && team.value !== null ? [slug] : [])),
  );
  return [
    ...teams,
    ...ownerDifferences(claims, owners, memory).map(differs),
    ...[...world.repositories.values()].flatMap((repository) =>
      repositoryFindings(repository, { claims, owners, memory, teams: there }),
    ),
  ];
}

function ownerDifferences(
  claims: AccessClaims,
  owners: readonly AccessAccount[],
  memory: AccessMemory,
): readonly Difference[] {
  const claimed = claims.owners;
  if (claimed === null) return [];
  const there = accountFinder(owners);
  const meant = personFinder(claimed);
  return [
    ...claimed
      .filter((person) => there(person) === undefined)
      .map(({ login, id, key }): Difference => {
        const change = lastChange("removed", (account) => isSame({ id, key }, account), memory);
        return { kind: "owner-missing", key: `owner-missing:${key}`, person: { login, id }, change };
      }),
    ...owners
      .filter((owner) => meant(owner) === undefined && !isBeside(owner, claims))
      .map((person): Difference => {
        const change = lastChange("added", ({ id }) => id === person.id, memory);
        return { kind: "owner-surplus", key: `owner-surplus:${person.id}`, person, change };
      }),
  ];
}

/** Who let them in, or took them out: GitHub sends no event about why somebody is there. */
function lastChange(
  wanted: AccessChange["what"],
  isThem: (account: AccessAccount) => boolean,
  { changes }: AccessMemory,
): Change | null {
  const last = changes.findLast(({ where, person }) => where.kind === "organisation" && isThem(person));
  return last?.what === wanted ? { by: last.by.login, at: last.at } : null;
}

/** People of teams that nobody could read are unknown, although the registry gives them roles. */
function unreadTeams({ teams }: AccessClaims): readonly Finding[] {
  const names = new Set(teams.flatMap((team) => team.unreadTeams));
  return [...names].map((team) =>
    unread({ part: { kind: "registry-team", team }, why: "failed", detail: "its members could not be read" }),
  );
}

/** Each difference once: a changed account may be missing from several teams. Empty if a part of the reading is missing (R67). */
function gathered(all: readonly Finding[]): AccessFindings {
  const differences = new Map<string, Difference>();
  const parts = new Map<string, UnreadPart>();
  for (const one of all) {
    if (one.kind === "difference" && !differences.has(one.difference.key))
      differences.set(one.difference.key, one.difference);
    if (one.kind === "unread") parts.set(JSON.stringify(one.unread.part), one.unread);
  }
  const unseen = all.flatMap((one) => (one.kind === "unseen" ? [one.unseen] : []));
  if (parts.size > 0) return { differences: [], pending: [], unread: [...parts.values()], unseen };
  return {
    differences: [...differences.values()],
    pending: all.flatMap((one) => (one.kind === "pending" ? [one.invitation] : [])),
    unread: [],
    unseen,
  };
}
