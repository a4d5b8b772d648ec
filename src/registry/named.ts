/** The people, teams and repositories that a registry names, and the results of looking them up on GitHub (R84). Pure. */

import { code, escapeMarkdown } from "../shared/markdown.ts";
import { loginKey, sameName } from "../shared/names.ts";
import type { Registry } from "./registry-types.ts";
import { ineligibleLogin } from "./spelling.ts";

export interface Names {
  readonly people: readonly { readonly login: string; readonly id: number | null }[];
  /** `org/slug` as written. */
  readonly teams: readonly string[];
  /** Without owner. */
  readonly repositories: readonly string[];
}

/** What GitHub says about a name. "none": nothing has that name, or nothing that the app may see. */
export type NameLookup =
  | { readonly kind: "none" }
  | { readonly kind: "unknown" }
  | { readonly kind: "person"; readonly id: number | null }
  | { readonly kind: "organization" }
  | { readonly kind: "team" }
  /** By its present name. */
  | { readonly kind: "repository"; readonly name: string };

export interface NameLookups {
  /** By login, in lower case. */
  readonly people: ReadonlyMap<string, NameLookup>;
  /** By `org/slug`, in lower case. */
  readonly teams: ReadonlyMap<string, NameLookup>;
  /** By name, in lower case. */
  readonly repositories: ReadonlyMap<string, NameLookup>;
}

/** Each name once. Bots and deleted accounts are left out: a warning of the file mentions them. */
export function namesIn(registry: Registry): Names {
  const people = new Map(
    registry.people
      .filter(({ login }) => ineligibleLogin(login) === null)
      .map(({ key, login, id }) => [key, { login, id }]),
  );
  const teams = new Map(registry.teams.map(({ team }) => [team.toLowerCase(), team]));
  const repositories = new Map(
    registry.areas.flatMap(({ repos }) => repos).map((name): [string, string] => [name.toLowerCase(), name]),
  );
  return { people: [...people.values()], teams: [...teams.values()], repositories: [...repositories.values()] };
}

/** The names of `after` that `before` does not have; a changed id makes a name new. */
export function newNames(before: Registry, after: Registry): Names {
  const was = namesIn(before);
  const is = namesIn(after);
  const folded = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));
  const known = new Map(was.people.map(({ login, id }) => [loginKey(login), id]));
  const [teams, repositories] = [folded(was.teams), folded(was.repositories)];
  return {
    people: is.people.filter(({ login, id }) => known.get(loginKey(login)) !== id),
    teams: is.teams.filter((team) => !teams.has(team.toLowerCase())),
    repositories: is.repositories.filter((name) => !repositories.has(name.toLowerCase())),
  };
}

/** Sentences in Markdown without their full stop, about names that lead to nobody or to somebody else. */
export function nameFindings(names: Names, found: NameLookups, owner: string): readonly string[] {
  return [
    ...names.people.flatMap((person) => personFinding(person, found.people.get(loginKey(person.login)))),
    ...names.teams.flatMap((team) => teamFinding(team, found.teams.get(team.toLowerCase()), owner)),
    ...names.repositories.flatMap((name) => repositoryFinding(name, found.repositories.get(name.toLowerCase()), owner)),
  ];
}

/** How many names could not be looked up: neither good nor bad. */
export function unknownNames(names: Names, found: NameLookups): number {
  const all = [
    ...names.people.map(({ login }) => found.people.get(loginKey(login))),
    ...names.teams.map((team) => found.teams.get(team.toLowerCase())),
    ...names.repositories.map((name) => found.repositories.get(name.toLowerCase())),
  ];
  return all.filter((one) => one === undefined || one.kind === "unknown").length;
}

function personFinding({ login, id }: Names["people"][number], found: NameLookup | undefined): readonly string[] {
  const name = escapeMarkdown(login);
  if (found?.kind === "none")
    return [
      `${name}: GitHub has no account of that name${id === null ? "" : "; if it was renamed, write its new name"}`,
    ];
  if (found?.kind === "organization") return [`${name} is an organisation, not a person; name its people, or a team`];
  if (found?.kind === "person" && id !== null && found.id !== null && found.id !== id)
    return [`${name} is the account with id ${found.id}, and the entry says id ${id}, which is somebody else`];
  return [];
}

function teamFinding(team: string, found: NameLookup | undefined, owner: string): readonly string[] {
  const [organisation = ""] = team.split("/");
  if (!sameName(organisation, owner))
    return [
      `${code(team)} is a team of another owner, whose members cannot be read; name one of ${escapeMarkdown(owner)}`,
    ];
  return found?.kind === "none" ? [`${code(team)}: there is no such team, or the app may not see it`] : [];
}

function repositoryFinding(name: string, found: NameLookup | undefined, owner: string): readonly string[] {
  const whole = code(`${owner}/${name}`);
  if (found?.kind === "none")
    return [`${whole}: there is no such repository, or the app may not see it; its areas cover nothing`];
  if (found?.kind === "repository" && !sameName(found.name, name))
    return [`${whole} is now called ${code(found.name)}; under the old name its areas cover nothing`];
  return [];
}
