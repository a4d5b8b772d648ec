/** The roster by role and area, and how many reviews wait for each person. */
import { html } from "hono/html";
import type { Burden } from "../../../database/review-requests.ts";
import type { ShownGoodRegistry } from "../../../model/page-data.ts";
import { type Instant, type LoginKey, loginKey } from "../../../shared/names.ts";
import { type Links, onGitHub } from "../links.ts";
import { type Column, counted, dayOf, type Html, nothing, person, table, time } from "./bits.ts";

/** Until when somebody is away by their own word; `null`: until they are back. */
export type AwayNow = ReadonlyMap<LoginKey, Instant | null>;

type Entry = ShownGoodRegistry["people"][number];

/** Highest role first. */
export function rosterView(links: Links, registry: ShownGoodRegistry, away: AwayNow): Html {
  const roles = registry.roles.toReversed().map(({ name }) => name);
  return html`${roles.map((role) => roleView(links, registry, role, away))}${emeritusView(links, registry)}`;
}

function roleView(links: Links, registry: ShownGoodRegistry, role: string, away: AwayNow): Html {
  const entries = registry.people.filter((one) => one.role === role);
  const teams = registry.teams.filter((one) => one.role === role);
  if (entries.length + teams.length === 0) {
    return html`<h3>${titled(role)}</h3><p>Nobody is listed.</p>`;
  }
  return html`<h3>${titled(role)} <span class="quiet">${counted(entries.length, "person").replace("persons", "people")}</span></h3>
    ${entries.length === 0 ? nothing : table(`${titled(role)}, in the order of the registry`, columns(links, entries, away), entries)}
    ${teams.map(({ team, areas }) => html`<p>Also the members of ${teamLink(links, team)}, for ${areasText(areas)}.</p>`)}`;
}

function columns(links: Links, entries: readonly Entry[], away: AwayNow): readonly Column<Entry>[] {
  const note = (entry: Entry) => awayText(entry, away);
  return [
    { title: "Person", isHead: true, cell: ({ login }) => person(links, login) },
    { title: "For", cell: ({ areas }) => html`${areasText(areas)}` },
    ...when(entries, ({ since }) => since !== null, {
      title: "Since",
      cell: ({ since }: Entry) => (since === null ? html`not said` : dayOf(since)),
    }),
    ...when(entries, ({ affiliation }) => affiliation !== null, {
      title: "Affiliation",
      cell: ({ affiliation }: Entry) => html`${affiliation ?? "not said"}`,
    }),
    ...when(entries, (entry) => note(entry) !== null, {
      title: "Away",
      cell: (entry: Entry) => note(entry) ?? html`no`,
    }),
  ];
}

/** A column that would be empty is left out. */
function when(
  entries: readonly Entry[],
  isSaid: (entry: Entry) => boolean,
  column: Column<Entry>,
): readonly Column<Entry>[] {
  return entries.some(isSaid) ? [column] : [];
}

function awayText({ login, away: written }: Entry, away: AwayNow): Html | null {
  const key = loginKey(login);
  if (away.has(key)) {
    const until = away.get(key) ?? null;
    return until === null ? html`until they are back` : html`until ${time(until)}`;
  }
  if (written === null) return null;
  return written === true ? html`until they are back` : html`until ${dayOf(written)}`;
}

function emeritusView(links: Links, { emeritus }: ShownGoodRegistry): Html {
  if (emeritus.length === 0) return nothing;
  return html`<h3>Emeritus</h3><p>Thanked for what they did; without rights now: ${emeritus.map((login, at) => html`${at === 0 ? "" : ", "}${person(links, login)}`)}.</p>`;
}

function teamLink(links: Links, team: string): Html {
  const [organisation = "", slug = ""] = team.split("/");
  return html`<a href="${onGitHub(links, "orgs", organisation, "teams", slug)}">${team}</a>`;
}

export function areasText(areas: readonly string[]): string {
  return areas.length === 0 ? "everything" : areas.join(", ");
}

export function titled(role: string): string {
  return `${role.charAt(0).toUpperCase()}${role.slice(1)}`;
}

/** Whose turn it is: those for whom requests wait, the most loaded first. `name` gives a login as people spell it. */
export function loadView(links: Links, burdens: readonly Burden[], registry: ShownGoodRegistry): Html {
  const named = new Map(registry.people.map(({ login }) => [loginKey(login), login]));
  const rows = burdens.toSorted((one, other) => other.open - one.open || other.turns - one.turns);
  const { maxOpen } = registry.reviews;
  if (rows.length === 0) return html`<p>Nobody was asked to review anything here in the last 90 days.</p>`;
  return html`<p>Nobody is asked for more once ${counted(maxOpen, "review")} wait for them.</p>
    ${table<Burden>(
      "Reviews asked for, by person",
      [
        {
          title: "Person",
          isHead: true,
          cell: ({ who }) => person(links, named.get(loginKey(who.login)) ?? who.login),
        },
        { title: "Waiting now", cell: ({ open }) => loadCell(open, maxOpen) },
        { title: "Asked in 90 days", cell: ({ turns }) => html`${turns}` },
      ],
      rows,
    )}`;
}

function loadCell(open: number, most: number): Html {
  return html`<span class="load">${open} <span class="quiet">of ${most}</span><meter min="0" max="${most}" value="${Math.min(open, most)}" aria-hidden="true"></meter></span>`;
}
