/** Who may take which part in a promotion: holders of the role or a higher one, in the nomination's areas or in areas around them. */

import { employerKey } from "../registry/conditions/employers.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { AreaDefinition, Holding } from "../registry/registry-types.ts";
import { emptiedMap } from "../shared/emptied-map.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import { loginKey } from "../shared/names.ts";
import { onceFor } from "../shared/once.ts";
import { accountOf, joinList, roleWithArticle, samePerson } from "../shared/people.ts";
import type { Elector, Person } from "./promotion-types.ts";

/** The word that replaces a role: holders of the nomination's role, or one above. */
export const SAME_OR_HIGHER = "same-or-higher";
/** Words that replace a role: the person nominated. */
export const CANDIDATE_WORDS: readonly string[] = ["candidate", "self"];

/** Holders of one of the roles or above; with `exactly`, of one of the roles themselves. */
export interface Who {
  readonly roles: readonly string[];
  readonly exactly: boolean;
}

/**
 * `"anywhere"`; areas of which one must be held, or one around it (if none are named, anywhere); or `allOf`: every one of them (R49) (if
 * none are named, everywhere).
 */
export type Where = "anywhere" | readonly string[] | { readonly allOf: readonly string[] };

export function whoOf(written: string | readonly string[], exactly: boolean | undefined, role: string): Who {
  const roles = (typeof written === "string" ? [written] : written).map((each) =>
    each === SAME_OR_HIGHER ? role : each,
  );
  return { roles: roles.filter((each) => !CANDIDATE_WORDS.includes(each)), exactly: exactly ?? false };
}

export function includesCandidate(written: string | readonly string[]): boolean {
  return (typeof written === "string" ? [written] : written).some((each) => CANDIDATE_WORDS.includes(each));
}

/** "maintainers", "reviewers or approvers". Inert. A criterion that asks for exactly these roles says so in its wording. */
export function whoText({ roles }: Who): string {
  return joinList(roles.map(escapeMarkdown), "or", 6);
}

/** Somebody's holdings that fit. */
export function holdingsAs(index: RegistryIndex, who: Who, where: Where, person: Person): readonly Holding[] {
  const held = index.rolesOf(accountOf(person)).filter((holding) => isAs(index, holding, who));
  if (where === "anywhere") return held;
  if (!isAllOf(where)) return where.length === 0 ? held : held.filter((holding) => coversAny(index, holding, where));
  const { allOf } = where;
  if (allOf.length === 0) return held.filter(({ areas }) => areas.length === 0);
  const isWhole = allOf.every((area) => held.some((holding) => covers(index, holding, area)));
  return isWhole ? held.filter((holding) => coversAny(index, holding, allOf)) : [];
}

/**
 * Those who hold it still, of people whom the registry named at another time: what it gives them now with an id, or through a team, is
 * theirs although it told no id then.
 */
export function stillHolding<One extends Person>(
  people: readonly One[],
  { index, who, where }: { readonly index: RegistryIndex; readonly who: Who; readonly where: Where },
): readonly One[] {
  const now = byNames(index);
  return people.filter((person) => holdingsAs(now, who, where, person).length > 0);
}

/** Asked about people whom the registry named at another time. */
function byNames(index: RegistryIndex): RegistryIndex {
  return { ...index, rolesOf: (account) => (account === null ? [] : index.rolesOfNamed(account)) };
}

function isAllOf(where: Where): where is { readonly allOf: readonly string[] } {
  return typeof where === "object" && "allOf" in where;
}

function coversAny(index: RegistryIndex, held: Holding, areas: readonly string[]): boolean {
  return areas.some((area) => covers(index, held, area));
}

/** Whether somebody of the top role may end a promotion of these areas: not one who holds it for some of them only (R49). */
export function maySpeakForTop(index: RegistryIndex, areas: readonly string[], person: Person): boolean {
  return holdingsAs(index, { roles: [index.topRole()], exactly: false }, { allOf: areas }, person).length > 0;
}

function isAs(index: RegistryIndex, held: Holding, { roles, exactly }: Who): boolean {
  return roles.some((role) => (exactly ? held.role === role : index.atLeast(held.role, role)));
}

/** Whether a holding is of the area, of one around it, or of everywhere. */
export function covers(index: RegistryIndex, held: Holding, area: string): boolean {
  if (held.areas.length === 0 || held.areas.includes(area)) return true;
  const inner = index.areaNamed(area);
  if (inner === null) return false;
  return held.areas.some((name) => {
    const outer = index.areaNamed(name);
    return outer !== null && encloses(outer, inner);
  });
}

function encloses(outer: AreaDefinition, inner: AreaDefinition): boolean {
  const repos = new Set(outer.repos.map((repo) => repo.toLowerCase()));
  if (repos.size > 0 && (inner.repos.length === 0 || !inner.repos.every((repo) => repos.has(repo.toLowerCase()))))
    return false;
  if (outer.paths.length === 0) return true;
  return inner.paths.length > 0 && inner.paths.every((path) => outer.paths.some((around) => liesWithin(path, around)));
}

/** Only if it is certain: below a literal folder. */
function liesWithin(path: string, around: string): boolean {
  if (path === around) return true;
  const [, folder] = /^\/?([^*?[\]\\]*\/)(?:\*\*)?$/.exec(around) ?? [];
  return folder !== undefined && path.replace(/^\//, "").startsWith(folder);
}

/** The candidate's or anybody's employer, as the registry has it. */
export function affiliationOf(index: RegistryIndex, person: Person): string | null {
  return index.rolesOf(accountOf(person)).find((held) => held.affiliation !== null)?.affiliation ?? null;
}

export function sameEmployer(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && employerKey(one) === employerKey(other);
}

/** People, in all answers about one registry together. */
const MAX_KEPT = 100_000;
const kept = onceFor((_: RegistryIndex) => emptiedMap<readonly Elector[]>(MAX_KEPT, ({ length }) => 1 + length));

/**
 * Everyone who fits, once each, with their affiliation, in the registry's order. Kept with the registry: each criterion asks at each look,
 * and of ten thousand people each answer takes some ten milliseconds (R53).
 */
export function everyone(index: RegistryIndex, who: Who, where: Where): readonly Elector[] {
  const answers = kept(index);
  const key = JSON.stringify([who.roles, who.exactly, where]);
  return answers.get(key) ?? answers.set(key, everyoneOf(index, who, where));
}

function everyoneOf(index: RegistryIndex, who: Who, where: Where): readonly Elector[] {
  const chain = { key: "promotions: everyone", areas: index.areaNames(), open: true };
  const found = new Map<string, Elector>();
  for (const role of who.roles) {
    for (const { login, id } of index.approversOf(chain, role)) {
      if (found.has(loginKey(login)) || holdingsAs(index, who, where, { login, id }).length === 0) continue;
      found.set(loginKey(login), { login, id, affiliation: affiliationOf(index, { login, id }) });
    }
  }
  return [...found.values()];
}

/** Whether it is about them; a question without a candidate is about nobody. */
export function isCandidate({ candidate }: { readonly candidate?: Person }, person: Person): boolean {
  return candidate !== undefined && samePerson(candidate, person);
}

/** "ffforest (AntGroup)". Inert. */
export function named(index: RegistryIndex, person: Person): string {
  const affiliation = affiliationOf(index, person);
  return affiliation === null
    ? escapeMarkdown(person.login)
    : `${escapeMarkdown(person.login)} (${escapeMarkdown(affiliation)})`;
}

/** More than that are counted: a table cell is no roll. */
const MAX_NAMED = 20;

/** "ffforest (AntGroup), mona and 3 more", for a figure. Inert. */
export function namedList(index: RegistryIndex, people: readonly Person[]): string {
  const names = people.slice(0, MAX_NAMED).map((person) => named(index, person));
  const rest = people.length - names.length;
  return `${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** "docs or engine"; "docs and engine" where all are asked for; empty for anywhere. Inert. */
export function placesText(where: Where): string {
  if (where === "anywhere") return "";
  if (!isAllOf(where)) return joinList(where.map(escapeMarkdown), "or");
  return where.allOf.length === 0 ? "everywhere" : joinList(where.allOf.map(escapeMarkdown), "and");
}

/** " in docs and engine", " everywhere"; empty for anywhere. Inert. */
export function inPlaces(where: Where): string {
  const places = placesText(where);
  return places === "" || places === "everywhere" ? ` ${places}`.trimEnd() : ` in ${places}`;
}

/** " of docs and engine", " everywhere"; empty for anywhere. Inert. */
export function ofPlaces(where: Where): string {
  const places = placesText(where);
  return places === "" || places === "everywhere" ? ` ${places}`.trimEnd() : ` of ${places}`;
}

/** Why somebody's statement does not count, if their roles are the reason. Inert. */
export function lacksRole(index: RegistryIndex, who: Who, where: Where, person: Person): string {
  const asked = `${joinList(who.roles.map(roleWithArticle), "or", 6)}${who.exactly ? "" : " or above"}`;
  const held = index.rolesOf(accountOf(person));
  const places = placesText(where);
  const asks = `${asked}${ofPlaces(where)} is asked for`;
  if (held.length === 0) return `holds no role; ${asks}`;
  const elsewhere = holdingsAs(index, who, "anywhere", person).flatMap((each) => each.areas);
  if (elsewhere.length > 0) {
    const has = joinList([...new Set(elsewhere)].map(escapeMarkdown), "and");
    return `holds that in ${has}, not ${places === "everywhere" ? places : `in ${places}`}`;
  }
  return `is ${joinList([...new Set(held.map((each) => roleWithArticle(each.role)))], "and")}; ${asks}`;
}

/** Who speaks for or against somebody where the rule names no role: holders of the same role or a higher one. */
export function whoSpeaks(
  { from, exactly }: { readonly from?: string | readonly string[] | undefined; readonly exactly?: boolean | undefined },
  role: string,
): Who {
  return whoOf(from ?? SAME_OR_HIGHER, exactly, role);
}
