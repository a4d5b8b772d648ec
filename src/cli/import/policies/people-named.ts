/** Collects the people whom another tool's file names, and those it refers to without a name. */

import { isPerson, isTeam } from "../import-people.ts";
import type { OwnerKey } from "../import-types.ts";
import type { UnknownGroup } from "./policy-types.ts";

export interface PeopleNamed {
  /** `null`: no account that could hold a role, such as a bot's. */
  person(login: string): OwnerKey | null;
  /** As `org/slug`; `null`: no team. */
  team(name: string): OwnerKey | null;
  /** `name` is the group's, `who` the end of a sentence that begins with it. */
  unknown(name: string, who: string): OwnerKey;
  readonly spelling: Map<OwnerKey, string>;
  readonly groups: readonly UnknownGroup[];
}

export function peopleNamed(): PeopleNamed {
  const spelling = new Map<OwnerKey, string>();
  const groups: UnknownGroup[] = [];
  const known = (name: string): OwnerKey => {
    const key = name.toLowerCase();
    if (!spelling.has(key)) spelling.set(key, name);
    return key;
  };
  return {
    spelling,
    groups,
    person: (login) => (isPerson(login.toLowerCase()) ? known(login) : null),
    team: (name) => (isTeam(name.toLowerCase()) ? known(name) : null),
    unknown(name, who) {
      const there = groups.find((group) => group.name === name);
      if (there !== undefined) return there.key;
      const key = `only-github-knows-${groups.length + 1}`;
      groups.push({ name, key, who });
      return key;
    },
  };
}
