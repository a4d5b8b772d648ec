/** Writes a first roles.yaml from what people did: a proposal with its evidence beside each name, for a human to finish. */

import { globText } from "../../registry/glob.ts";
import { counted } from "../../shared/counted.ts";
import { loginKey } from "../../shared/names.ts";
import { areaNames } from "../import/import-names.ts";
import { yamlText } from "../import/yaml-text.ts";
import type { Activity, Collaborator } from "./init-types.ts";

/** Less than so many pull requests say little about a folder. */
const MIN_PULLS = 5;
/** Whoever decided in so much of what is there decides everywhere. */
const SHARE_OF_FOLDERS = 0.6;
const MAX_CONTRIBUTORS = 40;
/** The area of files that lie in no folder. */
const TOP_LEVEL = "top-level";

interface Person {
  readonly login: string;
  readonly id: number | null;
  readonly authored: number;
  /** Pull requests of others that they merged or approved, and in which folders. */
  readonly decided: number;
  readonly folders: ReadonlyMap<string, number>;
}

export function firstRegistry(activity: Activity): string {
  const people = recordsOf(activity);
  const places = foldersOf(activity);
  const seen = activity.collaborators;
  const may = (login: string) => seen?.find((each) => loginKey(each.login) === loginKey(login))?.permission ?? null;
  const top = people.filter(({ login }) => isTop(may(login)));
  const writing = people.filter(
    (person) => !top.includes(person) && (seen === null ? person.decided > 0 : may(person.login) === "write"),
  );
  const approving = writing.filter(({ decided }) => decided > 0);
  const idle = writing.filter(({ decided }) => decided === 0);
  const others = people.filter((person) => !top.includes(person) && !writing.includes(person));
  const contributing = others.filter(({ login, authored }) => authored > 0 || may(login) === "triage");
  const areas = areasOf(approving, places);
  return [
    ...head(activity),
    ...areaLines(areas, places),
    ...list(
      "maintainers",
      "Those who administer or maintain the repository. They approve everything, and changes of this file.",
      top.map((person) => entry(person, [])),
    ),
    ...(top.length < 2
      ? ["  # Name two at least: somebody has to approve a change of this file that the other proposes."]
      : []),
    "",
    ...list(
      "approvers",
      approversAbout(seen),
      approving.map((person) => entry(person, placesOf(person, areas, places))),
    ),
    ...idle.map(({ login }) => `  # - ${login} # may write; merged and approved nothing among those`),
    "",
    ...list(
      "contributors",
      "Whose pull requests were merged, or who may triage. Rung asks them to review; they approve nothing.",
      contributing.slice(0, MAX_CONTRIBUTORS).map((person) => entry(person, [])),
    ),
    ...(contributing.length > MAX_CONTRIBUTORS
      ? [`  # and ${contributing.length - MAX_CONTRIBUTORS} more, who had fewer merged`]
      : []),
    "",
  ].join("\n");
}

function isTop(permission: Collaborator["permission"] | null): boolean {
  return permission === "admin" || permission === "maintain";
}

function head({ repository, pulls, collaborators }: Activity): readonly string[] {
  return [
    `# A first registry for ${repository.owner}/${repository.name}, from its ${collaborators === null ? "" : "collaborators and its "}${counted(pulls.length, "latest merged pull request")}.`,
    "# It is a proposal: GitHub knows who may write, not whom the community trusts with what. Go through every name, then",
    "# `rung check` it. Until everybody agrees, `mode: advise` reports and blocks nothing; take the line out to enforce.",
    ...(collaborators === null
      ? [
          "# The collaborators could not be read with these credentials: who merged or approved counts as an approver here.",
        ]
      : []),
    "version: 1",
    "mode: advise",
    "",
  ];
}

function approversAbout(seen: Activity["collaborators"]): string {
  return seen === null
    ? "Those who merged or approved pull requests of others, where they did."
    : "Those who may write and merged or approved pull requests of others, where they did. Without areas: everywhere.";
}

function recordsOf({ collaborators, pulls }: Activity): readonly Person[] {
  const found = new Map<
    string,
    { login: string; id: number | null; authored: number; decided: number; folders: Map<string, number> }
  >();
  const of = (login: string, id: number | null = null) => {
    const known = found.get(loginKey(login)) ?? {
      login,
      id,
      authored: 0,
      decided: 0,
      folders: new Map<string, number>(),
    };
    found.set(loginKey(login), known);
    return known;
  };
  for (const { login, id } of collaborators ?? []) of(login, id);
  for (const pull of pulls) {
    if (pull.author !== null) of(pull.author).authored += 1;
    const deciders = new Set([...pull.approvedBy, ...(pull.mergedBy === null ? [] : [pull.mergedBy])].map(loginKey));
    for (const key of deciders) {
      if (pull.author !== null && key === loginKey(pull.author)) continue;
      const name = [...pull.approvedBy, pull.mergedBy ?? ""].find((login) => loginKey(login) === key) ?? key;
      const person = of(name);
      person.decided += 1;
      for (const folder of pull.folders) person.folders.set(folder, (person.folders.get(folder) ?? 0) + 1);
    }
  }
  return [...found.values()].sort(
    (a, b) => b.decided - a.decided || b.authored - a.authored || (loginKey(a.login) < loginKey(b.login) ? -1 : 1),
  );
}

/** Folders with enough pull requests to tell who decides there; the empty one: files at the top. */
function foldersOf({ pulls }: Activity): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { folders } of pulls) for (const folder of folders) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count >= MIN_PULLS));
}

/** Names of areas by folder: those in which somebody decides who does not decide everywhere. */
function areasOf(approving: readonly Person[], places: ReadonlyMap<string, number>): ReadonlyMap<string, string> {
  const nameOf = areaNames();
  const wanted = new Set(
    approving.filter((person) => !isGeneral(person, places)).flatMap(({ folders }) => [...folders.keys()]),
  );
  return new Map(
    [...places.keys()].filter((folder) => wanted.has(folder)).map((folder) => [folder, nameOf(folder || TOP_LEVEL)]),
  );
}

/** Who decided in files that are in no such folder decides for the whole; so does who decided in most of them. */
function isGeneral({ folders }: Person, places: ReadonlyMap<string, number>): boolean {
  const inside = [...folders.keys()].filter((folder) => places.has(folder));
  return inside.length === 0 || inside.length > places.size * SHARE_OF_FOLDERS;
}

/** None: everywhere. */
function placesOf(
  person: Person,
  areas: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, number>,
): readonly string[] {
  if (isGeneral(person, places)) return [];
  return [...areas].filter(([folder]) => person.folders.has(folder)).map(([, name]) => name);
}

function areaLines(areas: ReadonlyMap<string, string>, places: ReadonlyMap<string, number>): readonly string[] {
  if (areas.size === 0) return [];
  const lines = [...areas].map(
    ([folder, name]) =>
      `  ${name}: { paths: [${JSON.stringify(folder === "" ? "*" : `${globText(folder)}/**`)}] } # ${counted(places.get(folder) ?? 0, "pull request")}`,
  );
  return ["# Folders in which somebody decides who does not decide everywhere.", "areas:", ...lines, ""];
}

function list(role: string, about: string, lines: readonly string[]): readonly string[] {
  return [`# ${about}`, lines.length === 0 ? `${role}: []` : `${role}:`, ...lines];
}

function entry({ login, id, authored, decided, folders }: Person, areas: readonly string[]): string {
  const fields = [
    `login: ${yamlText(login)}`,
    ...(id === null ? [] : [`id: ${id}`]),
    ...(areas.length === 0 ? [] : [`areas: [${areas.join(", ")}]`]),
  ];
  const most = [...folders].sort(([, a], [, b]) => b - a).slice(0, 3);
  const where = most.map(([folder, count]) => `${folder === "" ? "files at the top" : folder} ${count}`).join(", ");
  const evidence = [
    ...(decided > 0 ? [`approved or merged ${decided} of others (${where})`] : []),
    ...(authored > 0 ? [`${authored} of their own merged`] : []),
  ];
  // Folders are named by whoever committed them: a line break in a name must not begin a line of the registry.
  const comment = evidence.length === 0 ? "nothing among those" : evidence.join("; ").replaceAll(/[\p{Cc}\s]+/gu, " ");
  return `  - { ${fields.join(", ")} } # ${comment}`;
}
