/** How a registry writes the same people: by login in any case, by id under this or an older login, or as members of a team. */

import fc from "fast-check";
import type { Registry } from "../../src/registry/registry-types.ts";
import { type Account, loginKey } from "../../src/shared/names.ts";
import { person } from "../support/a-pull.ts";
import { among } from "./drawn-rules.ts";
import type { Entry } from "./voting-oracle.ts";

export interface Dressed {
  readonly people: Registry["people"];
  readonly teams: Registry["teams"];
  readonly members: ReadonlyMap<string, readonly Account[]>;
}

type Dress = NonNullable<Entry["as"]>;

/** Of one person all are alike in whether the file tells the id: what it does not tell, nobody can put together. */
const wardrobe = among<readonly Dress[]>(
  ["login"],
  ["login", "login", "cased"],
  ["login", "login", "pinned"],
  ["login", "cased", "team"],
  ["pinned", "former"],
  ["former", "pinned", "team"],
);

/** Of each entry of each community one after another how it is written. */
export interface Wardrobe {
  readonly dresses: readonly (readonly Dress[])[];
  readonly picks: readonly number[];
}

export const wardrobes = (people: readonly string[]): fc.Arbitrary<Wardrobe> =>
  fc.record({
    dresses: fc.tuple(...people.map(() => wardrobe)),
    picks: fc.array(fc.nat(11), { minLength: 7, maxLength: 7 }),
  });

/** Each change of a registry may write people in another way. */
export function dressedAs(
  people: readonly Entry[],
  all: readonly string[],
  { wardrobe: { dresses, picks }, change }: { readonly wardrobe: Wardrobe; readonly change: number },
): readonly Entry[] {
  return people.map((entry, place) => {
    const own = dresses[all.indexOf(entry.login)] ?? [];
    const pick = picks[(place + 3 * change) % picks.length] ?? 0;
    return { ...entry, as: own[pick % own.length] ?? "login" };
  });
}

/** A team for each role and place. */
function teamOf({ role, areas }: Entry): string {
  return `KusionStack/${[role, ...areas].join("-")}`;
}

export function isByTeam({ as }: Entry): boolean {
  return as === "team";
}

/** Of whoever may be renamed all entries are alike: what the file tells of the account in one place alone, nobody can put together. */
export function aliked(people: readonly Entry[], who: string, as: Dress): readonly Entry[] {
  return people.map((entry) => (entry.login === who ? { ...entry, as } : entry));
}

/** An account of another name. */
export function renamedAs<Who extends Pick<Account, "login">>(account: Who, renamed: string | null): Who {
  return account.login === renamed ? { ...account, login: `${renamed}-now` } : account;
}

/** `renamed`: whose account has another name by now. */
export function dressed(
  entries: readonly Entry[],
  employers: Readonly<Record<string, string>>,
  renamed: string | null = null,
): Dressed {
  const listed = entries.filter((entry) => !isByTeam(entry));
  const joined = entries.filter(isByTeam);
  const teams = new Map(joined.map((entry) => [teamOf(entry), entry]));
  return {
    people: listed.map((entry) => {
      const login = writtenLogin(entry);
      const id = entry.as === "pinned" || entry.as === "former" ? person(entry.login).id : null;
      const held = { role: entry.role, areas: entry.areas, login, key: loginKey(login), id, since: null, away: null };
      return { ...held, affiliation: employers[entry.login] ?? null };
    }),
    teams: [...teams].map(([team, { role, areas }]) => ({ role, team, areas })),
    members: new Map(
      [...teams.keys()].map((team) => [
        team,
        joined.filter((entry) => teamOf(entry) === team).map(({ login }) => renamedAs(person(login), renamed)),
      ]),
    ),
  };
}

function writtenLogin({ login, as }: Entry): string {
  if (as === "cased") return login.toUpperCase();
  return as === "former" ? `${login}-before` : login;
}
