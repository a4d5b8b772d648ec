/** Which role a heading, a label or a table cell names, read strictly: text that says more than a role names none (`null`). */

export type ListedRole = "maintainers" | "approvers" | "reviewers" | "contributors" | "members" | "emeritus";

/** Lowest first; whoever is emeritus stands below all. */
const ORDER: readonly ListedRole[] = ["emeritus", "members", "contributors", "reviewers", "approvers", "maintainers"];

const WORDS: ReadonlyMap<string, ListedRole> = new Map([
  ...words("maintainers", "maintainer maintainers owner owners leader leaders lead leads"),
  ...words("approvers", "approver approvers committer committers"),
  ...words("reviewers", "reviewer reviewers"),
  ...words("contributors", "contributor contributors"),
  ...words("members", "member members"),
]);

function words(role: ListedRole, list: string): readonly (readonly [string, ListedRole])[] {
  return list.split(" ").map((word) => [word, role] as const);
}

/** Words beside a role that change nothing of it. */
const FILLERS = new Set(
  "the a an of our all and current currently active list listed project projects projects' project's repository team these following below are is in alphabetical order people as role roles".split(
    " ",
  ),
);

const RETIRED =
  /\b(?:emerit(?:us|i|a|ae)|former(?:ly)?|past|previous(?:ly)?|alumn[iaeus]+|retired|retirees?|inactive|ex-?maintainers?|no longer|stepped down|departed|in memoriam|honorary|hall of fame)\b/i;

/** Says that people are no longer active. */
export function isRetired(text: string): boolean {
  return RETIRED.test(text);
}

/**
 * The one role that the text names and says nothing beyond; "none": it names no role and says nothing of its own; `null`: it says more
 * than that, or names several. `known`: words that say nothing here, such as the project's own name.
 */
export function roleNamed(text: string, known: ReadonlySet<string> = new Set()): ListedRole | "none" | null {
  if (isRetired(text)) return "emeritus";
  const found = new Set<ListedRole>();
  for (const word of namesOfRolesIn(text)) {
    const role = WORDS.get(word);
    if (role !== undefined) found.add(role);
    else if (!FILLERS.has(word) && !known.has(word)) return null;
  }
  const [only, ...others] = found;
  if (others.length > 0) return null;
  return only ?? "none";
}

/** Every role that a text has a word for, emeritus apart. */
export function rolesMentioned(text: string): ReadonlySet<ListedRole> {
  return new Set(namesOfRolesIn(text).flatMap((word) => WORDS.get(word) ?? []));
}

export function namesOfRolesIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
}

/** The one that lets people do less. */
export function lower(one: ListedRole, other: ListedRole): ListedRole {
  return ORDER.indexOf(one) <= ORDER.indexOf(other) ? one : other;
}

export function isAbove(one: ListedRole, other: ListedRole): boolean {
  return ORDER.indexOf(one) > ORDER.indexOf(other);
}

/** The role in a file's name: `MAINTAINERS.md`, `docs-approvers.md` (none: it is of the docs alone). */
export function roleOfFile(path: string): ListedRole | null {
  const name = path.replace(/^.*\//, "").replace(/\.[^.]+$/, "");
  const role = roleNamed(name.replace(/[-_.]+/g, " "));
  return role === "none" ? null : role;
}
