/** The roster: each person once, under their highest role, with everything else they hold. */

import { html } from "hono/html";
import type { ShownGoodRegistry } from "../../../model/page-data.ts";
import { counted } from "../../../shared/counted.ts";
import { type Instant, type LoginKey, loginKey, type RepositoryName, sameName } from "../../../shared/names.ts";
import { singular } from "../../../shared/singular.ts";
import { type Links, onGitHub } from "../links.ts";
import { type SectionQuery, WHOLE_SECTION } from "../page-query.ts";
import { type Slice, slice } from "../paging.ts";
import { visibleText } from "../visible-text.ts";
import {
  type Column,
  dayOf,
  type Html,
  isolated,
  nameList,
  nothing,
  person,
  personName,
  table,
  time,
} from "./html-pieces.ts";
import { pager } from "./pager-view.ts";
import { option } from "./search-fields.ts";

/** Until when people are away by their own statement; `null`: until they are back. */
export type AwayNow = ReadonlyMap<LoginKey, Instant | null>;

interface People {
  readonly repository: RepositoryName;
  readonly registry: ShownGoodRegistry;
  readonly away: AwayNow;
  readonly query: SectionQuery;
}

type Entry = ShownGoodRegistry["people"][number];

/** Somebody with all they hold, the highest role first. */
interface Member {
  readonly login: string;
  readonly highest: Entry;
  readonly entries: readonly Entry[];
}

const MAX_ROWS = 250;
/** So few people need not be folded. */
const MAX_UNFOLDED = 12;
const MAX_AREAS = 5;
const MAX_TEAMS = 30;
const MAX_EMERITUS = 200;

export function peoplePage({ registry, query }: Pick<People, "registry" | "query">): Slice<Member> {
  return slice(
    membersOf(registry).filter((one) => matches(one, query)),
    query.page,
    MAX_ROWS,
  );
}

function matches({ login, entries }: Member, { words, role }: SectionQuery): boolean {
  const isNamed = login.toLowerCase().includes(words.toLowerCase().replace(/^@/, ""));
  return isNamed && (role === "" || entries.some((entry) => sameName(entry.role, role)));
}

/** By their highest role, the highest first, then in the order of the registry. */
function membersOf(registry: ShownGoodRegistry): readonly Member[] {
  const heights = new Map(registry.roles.map(({ name }, height) => [name, height]));
  const height = ({ role }: Entry) => heights.get(role) ?? -1;
  const byLogin = Map.groupBy(registry.people, ({ login }) => loginKey(login));
  const members = [...byLogin.values()].flatMap((unsorted) => {
    const entries = unsorted.toSorted((one, other) => height(other) - height(one));
    const [highest] = entries;
    return highest === undefined ? [] : [{ login: highest.login, highest, entries }];
  });
  return members.toSorted((one, other) => height(other.highest) - height(one.highest));
}

export function peopleView(links: Links, given: People): Html {
  const { registry, repository, query } = given;
  const shown = peoplePage(given);
  const isSearch = query.words !== "" || query.role !== "";
  const isOpen = isSearch || shown.total <= MAX_UNFOLDED;
  const byRole = Map.groupBy(shown.items, ({ highest }) => highest.role);
  const all = Map.groupBy(membersOf(registry), ({ highest }) => highest.role);
  const roles = registry.roles.toReversed().map(({ name }) => name);
  const here = (over: Partial<SectionQuery>) =>
    links.to({ kind: "section", repository, section: "people", query: { ...query, page: 1, ...over } });
  return html`${links.isServed ? searchView(given, here(WHOLE_SECTION)) : nothing}
    ${isSearch ? html`<p>${counted(shown.total, "person", "people")} found. <a href="${here(WHOLE_SECTION)}">Show all</a></p>` : nothing}
    ${roles.map((role) => {
      const members = byRole.get(role) ?? [];
      if (isSearch && members.length === 0) return nothing;
      // A role of which another page has the people is not told here.
      if (members.length === 0 && all.has(role)) return nothing;
      const total = isSearch ? members.length : (all.get(role)?.length ?? 0);
      return roleView(links, given, { role, members, total, isOpen, teams: isSearch ? [] : teamsOf(registry, role) });
    })}
    ${isSearch || shown.page < shown.pages ? nothing : emeritusView(registry)}
    ${pager(shown, "people", (page) => here({ page }))}`;
}

function teamsOf(registry: ShownGoodRegistry, role: string): ShownGoodRegistry["teams"] {
  return registry.teams.filter((one) => one.role === role);
}

function searchView({ registry, query }: People, action: string): Html {
  const roles = registry.roles.toReversed().map(({ name }) => name);
  return html`<form class="search-line" method="get" action="${action}" role="search" aria-label="People">
    <label>Name<input name="q" value="${query.words}" maxlength="100" autocapitalize="none" spellcheck="false"></label>
    <label>Role<select name="role"><option value="">any</option>${roles.map((role) => option(role, visibleText(role), query.role))}</select></label>
    <button>Find</button></form>`;
}

interface RoleGroup {
  readonly role: string;
  readonly members: readonly Member[];
  /** On all pages. */
  readonly total: number;
  readonly teams: ShownGoodRegistry["teams"];
  readonly isOpen: boolean;
}

function roleView(links: Links, { away }: People, group: RoleGroup): Html {
  const { role, members, total, teams, isOpen } = group;
  if (members.length + teams.length === 0)
    return html`<h3>${titled(role)}</h3><p class="quiet">Nobody is listed with this as their highest role.</p>`;
  const count = html`<span class="quiet">${counted(total, "person", "people")}</span>`;
  const list =
    members.length === 0
      ? nothing
      : table(`${titled(role)}, in the order of the registry`, columns(links, members, away), members);
  const also = html`${teams.slice(0, MAX_TEAMS).map(({ team, areas }) => html`<p>Also the members of ${teamLink(links, team)}, for ${areasText(areas, MAX_AREAS)}.</p>`)}${
    teams.length > MAX_TEAMS ? html`<p>and of ${teams.length - MAX_TEAMS} more teams</p>` : nothing
  }`;
  return html`<details class="group"${isOpen ? html` open` : nothing}><summary><h3>${titled(role)}</h3> ${count}</summary>${list}${also}</details>`;
}

function columns(links: Links, members: readonly Member[], away: AwayNow): readonly Column<Member>[] {
  // Whoever looks for somebody sees all of their areas.
  const most = members.length <= MAX_UNFOLDED ? Number.POSITIVE_INFINITY : MAX_AREAS;
  return [
    { title: "Person", isHead: true, cell: ({ login }) => person(links, login) },
    { title: "For", cell: (member) => holdingsCell(member, most) },
    ...when(members, sinceOf, { title: "Since", cell: (one: Member) => orNotSaid(sinceOf(one), dayOf) }),
    ...when(members, affiliationOf, {
      title: "Affiliation",
      cell: (one: Member) => orNotSaid(affiliationOf(one), isolated),
    }),
    ...when(members, (one) => awayText(one, away), {
      title: "Away",
      cell: (one: Member) => awayText(one, away) ?? html`no`,
    }),
  ];
}

/** A column that would be empty is left out. */
function when(
  members: readonly Member[],
  value: (member: Member) => unknown,
  column: Column<Member>,
): readonly Column<Member>[] {
  return members.some((member) => value(member) !== null) ? [column] : [];
}

function orNotSaid(text: string | null, shown: (text: string) => Html): Html {
  return text === null ? html`not said` : shown(text);
}

/** First what they hold in their highest role; then their other roles, each with its name. */
function holdingsCell({ highest, entries }: Member, most: number): Html {
  const byRole = Map.groupBy(entries, ({ role }) => role);
  return html`${[...byRole].map(([role, held]) => {
    const isEverywhere = held.some(({ areas }) => areas.length === 0);
    const areas = areasText(isEverywhere ? [] : [...new Set(held.flatMap((entry) => entry.areas))], most);
    return role === highest.role ? areas : html`; also ${singular(visibleText(role))} for ${areas}`;
  })}`;
}

function sinceOf({ highest }: Member): string | null {
  return highest.since;
}

function affiliationOf({ entries }: Member): string | null {
  return entries.find(({ affiliation }) => affiliation !== null)?.affiliation ?? null;
}

function awayText({ login, entries }: Member, away: AwayNow): Html | null {
  const key = loginKey(login);
  if (away.has(key)) {
    const until = away.get(key) ?? null;
    return until === null ? html`until they are back` : html`until ${time(until)}`;
  }
  const written = entries.find((entry) => entry.away !== null)?.away ?? null;
  if (written === null) return null;
  return written === true ? html`until they are back` : html`until ${dayOf(written)}`;
}

function emeritusView({ emeritus }: ShownGoodRegistry): Html {
  if (emeritus.length === 0) return nothing;
  const names = emeritus.slice(0, MAX_EMERITUS).map((login, at) => html`${at === 0 ? "" : ", "}${personName(login)}`);
  const rest = emeritus.length - names.length;
  return html`<details class="group"${emeritus.length <= MAX_UNFOLDED ? html` open` : nothing}><summary><h3>Emeritus</h3> <span class="quiet">${counted(emeritus.length, "person", "people")}</span></summary>
    <p>Thanked for what they did; without rights now: ${names}${rest > 0 ? ` and ${rest} more` : ""}.</p></details>`;
}

function teamLink(links: Links, team: string): Html {
  const [organisation = "", slug = ""] = team.split("/");
  return html`<a href="${onGitHub(links, "orgs", organisation, "teams", slug)}">${isolated(team)}</a>`;
}

function areasText(areas: readonly string[], most: number): Html {
  return areas.length === 0 ? html`everything` : nameList(areas, most);
}

export function titled(role: string): string {
  const name = visibleText(role);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
