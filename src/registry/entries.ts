/** Entries of people as roles.yaml writes them: in a role's list, in a role's list at an area, in a group. */

import type { Path } from "./registry-path.ts";

export interface PersonEntry {
  readonly login: string;
  readonly name?: string | null | undefined;
  readonly id?: number | undefined;
  readonly areas?: readonly string[] | undefined;
  readonly since?: string | null | undefined;
  readonly affiliation?: string | null | undefined;
  readonly away?: boolean | string | null | undefined;
}

export interface TeamEntry {
  readonly team: string;
  readonly areas?: readonly string[] | undefined;
}

interface GroupEntry {
  readonly group: string;
  readonly areas?: readonly string[] | undefined;
}

/** A person or a team. */
export type DirectEntry = string | PersonEntry | TeamEntry;
export type Entry = DirectEntry | GroupEntry;

/** An entry of a role's list. */
export interface WrittenEntry {
  readonly role: string;
  /** The area that contains the list; `null`: it is one of the roles' own lists. */
  readonly area: string | null;
  readonly path: Path;
  readonly entry: Entry;
}

/** All that is written about people. */
export interface PeopleLists {
  readonly entries: readonly WrittenEntry[];
  readonly groups: Readonly<Record<string, readonly Entry[]>>;
}

/** A group with everybody in it, those of the groups that it names too; each once. */
export interface GroupDefinition {
  readonly name: string;
  readonly members: readonly DirectEntry[];
}

/** Logins and teams as they are compared; no login has a slash, and every team has one. */
export function holderKey(entry: DirectEntry): string {
  return (typeof entry === "string" ? entry : "login" in entry ? entry.login : entry.team).toLowerCase();
}

export function isTeam(entry: DirectEntry): entry is TeamEntry {
  return typeof entry !== "string" && "team" in entry;
}

/** `null`: a team. */
export function loginIn(entry: DirectEntry): string | null {
  if (typeof entry === "string") return entry;
  return "login" in entry ? entry.login : null;
}
