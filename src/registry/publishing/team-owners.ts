/** Which of an organisation's teams stand for the people who may approve: those that `access.teams` keeps, and those that hold roles themselves. */

import { loginKey } from "../../shared/names.ts";
import { accessClaims, type ClaimedTeam } from "../access/claims.ts";
import type { Asked } from "./asked-at.ts";
import type { Publication } from "./publication.ts";

export interface TeamOwners {
  /** Whether the registry has any team at all. */
  readonly has: boolean;
  /** Whether `access.teams` says who belongs to which team. */
  readonly byAccess: boolean;
  /** The teams, as `org/slug`, all of whose members may approve what was asked about. */
  of(asked: Pick<Asked, "approvers" | "chains">): readonly string[];
  /** The people behind owners: those whom the registry puts into a team, or the team itself. */
  people(owners: readonly string[]): readonly string[];
}

export function teamOwners({ registry, teams: members, repository }: Publication): TeamOwners {
  const organisation = registry.sources.at(-1)?.repository.owner ?? repository.owner;
  const claimed = (accessClaims(registry, { members })?.teams ?? [])
    .map((team) => ({ name: `${organisation}/${team.slug}`, area: team.area, people: peopleIn(team) }))
    .filter(({ people }) => people.length > 0);
  const known = new Map(claimed.map(({ name, people }) => [name.toLowerCase(), people]));
  function of({ approvers, chains }: Pick<Asked, "approvers" | "chains">): readonly string[] {
    const may = new Set(approvers.map(loginKey));
    const here = new Set(chains.flat());
    const fitting = claimed.filter(
      ({ area, people }) => (area === null || here.has(area)) && people.every((login) => may.has(loginKey(login))),
    );
    const named = fitting.filter((one, at) => !fitting.some((other, index) => covers(other, one, index < at)));
    return [...approvers.filter((login) => login.includes("/")), ...named.map(({ name }) => name)];
  }
  return {
    has: claimed.length > 0 || registry.teams.length > 0,
    byAccess: claimed.length > 0,
    of,
    people: (owners) => owners.flatMap((owner) => known.get(owner.toLowerCase()) ?? [owner]),
  };
}

/** Teams whose members are not known stand for themselves. */
function peopleIn({ members, unreadTeams }: ClaimedTeam): readonly string[] {
  return [...members.map(({ login }) => login), ...unreadTeams];
}

interface Peopled {
  readonly people: readonly string[];
}

/** Of teams with the same people the first is enough. */
function covers(larger: Peopled, smaller: Peopled, isBefore: boolean): boolean {
  if (larger === smaller) return false;
  const people = new Set(larger.people.map(loginKey));
  const isCovered = smaller.people.every((login) => people.has(loginKey(login)));
  return isCovered && (larger.people.length > smaller.people.length || isBefore);
}
