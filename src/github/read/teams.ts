/** The members of teams that a registry names, read from GitHub and cached until the team's own events invalidate them. */

import { z } from "zod";
import type { TeamHolding } from "../../registry/registry-types.ts";
import type { Account } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Forbidden, Gone, Transient } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";
import type { Unshown } from "./unshown.ts";

export interface Members {
  /** By `org/slug`, lower case. */
  readonly known: ReadonlyMap<string, readonly Account[]>;
  /** Teams that could not be read, with the reason. */
  readonly unread: readonly string[];
  /** The same without the reasons: `org/slug`, lower case. */
  readonly unreadNames: readonly string[];
  /** Equal keys have equal members. */
  readonly key: string;
}

/** Whom an event put into a team or took out of it; `team` null: out of all of that organisation's. */
export interface MembershipTold {
  readonly organisation: string;
  readonly team: string | null;
  readonly person: Account["id"];
  readonly isIn: boolean;
}

export interface Teams {
  membersOf(client: Client, teams: readonly TeamHolding[]): Promise<Members>;
  /** What events told and GitHub does not show yet: members that are read meanwhile would be believed for an hour (R37). */
  unshown(client: Client, told: readonly MembershipTold[]): Promise<readonly Unshown[]>;
  /** For all teams of that organisation. */
  forget(organisation: string): Promise<void>;
}

/** What all processes agree on: whose members were forgotten, and how often any were. */
export interface SharedGeneration {
  /** `owners`: folded logins of those whose members were forgotten since the count had that value; `null`: possibly anybody's. */
  since(count: number): Promise<{ readonly count: number; readonly owners: ReadonlySet<string> | null }>;
  next(organisation: string): Promise<void>;
}

/** For a process without others. */
function ownGeneration(): SharedGeneration {
  const owners: string[] = [];
  return {
    since: async (count) => ({ count: owners.length, owners: new Set(owners.slice(count)) }),
    next: async (organisation) => {
      owners.push(organisation.toLowerCase());
    },
  };
}

const membersView = z.array(z.object({ login: z.string(), id: z.number(), type: z.string() }));

/** How long members are believed without any event, in ms: the sweep's hour, so that a lost event heals. */
const BELIEVED_MS = 60 * 60_000;
/** How long to leave a failed team alone, in ms: what needs the team asks again soon. */
const FAILED_MS = 5_000;

const FAILED = "GitHub failed to tell who is in it";

/** Whether an unread team's line is about a failure of GitHub's, which will pass, rather than about something to mend. */
export function isFailure(unread: string): boolean {
  return unread.endsWith(`: ${FAILED}`);
}

interface Read {
  readonly at: number;
  /** Another one for other members, whatever team they are of. */
  readonly version: number;
  readonly members: readonly Account[] | null;
  readonly why: string;
}

export function teams(shared: SharedGeneration = ownGeneration(), now: () => number = () => performance.now()): Teams {
  const reads = new Map<string, Promise<Read>>();
  /** `org/slug id` of people who were told to have left a team that GitHub's list still shows them in, and when that was seen. */
  const left = new Map<string, number>();
  let versions = 0;
  let forgotten = 0;
  const read = async (client: Client, team: string): Promise<Read> => {
    const known = await reads.get(team);
    if (known && now() - known.at < BELIEVED_MS) return known;
    const fresh = readTeam(client, team, now()).then((value): Read => {
      const isSame = JSON.stringify(known?.members) === JSON.stringify(value.members);
      if (isSame && known) return { ...value, version: known.version };
      versions += 1;
      return { ...value, version: versions };
    });
    reads.set(team, fresh);
    fresh.catch(() => reads.delete(team));
    return await fresh;
  };
  const forget = (owners: ReadonlySet<string> | null) => {
    for (const team of reads.keys()) if (owners?.has(organisationOf(team)) !== false) reads.delete(team);
  };
  const hasLeft = (name: string, person: Account["id"]) => {
    const since = left.get(`${name} ${person}`);
    return since !== undefined && now() - since < BELIEVED_MS;
  };
  const membersOf = async (client: Client, names: readonly string[]): Promise<Members> => {
    const all = await shownIn(client, names);
    const known = new Map([...all.known].map(([name, list]) => [name, list.filter(({ id }) => !hasLeft(name, id))]));
    const gone = [...left.keys()].filter((key) => names.includes(partsOf(key)[0]) && hasLeft(...partsOf(key)));
    return { ...all, known, key: [all.key, ...gone].join(",") };
  };
  const shownIn = async (client: Client, names: readonly string[]): Promise<Members> => {
    // Where teams are named, each decision asks whether another process has heard of a change since.
    if (names.length > 0) {
      const { count, owners } = await shared.since(forgotten);
      forget(owners);
      forgotten = count;
    }
    const answers = await Promise.all(names.map(async (name) => ({ name, read: await read(client, name) })));
    const known = new Map(answers.flatMap(({ name, read: { members } }) => (members ? [[name, members]] : [])));
    const unread = answers.flatMap(({ name, read: { members, why } }) => (members ? [] : [`${name}: ${why}`]));
    const unreadNames = answers.flatMap(({ name, read: { members } }) => (members ? [] : [name]));
    return { known, unread, unreadNames, key: answers.map(({ read: { version } }) => version).join(",") };
  };
  const teamsOf = ({ organisation, team }: MembershipTold): readonly string[] => {
    const owner = organisation.toLowerCase();
    if (team !== null) return [`${owner}/${team.toLowerCase()}`];
    return [...reads.keys()].filter((name) => organisationOf(name) === owner);
  };
  return {
    membersOf: (client, holdings) => membersOf(client, [...new Set(holdings.map(({ team }) => team.toLowerCase()))]),
    async unshown(client, told) {
      const asked = told.map((one) => ({ one, names: teamsOf(one) }));
      const { known } = await shownIn(client, [...new Set(asked.flatMap(({ names }) => names))]);
      for (const [key, since] of left) if (now() - since >= BELIEVED_MS) left.delete(key);
      for (const { one, names: theirs } of asked)
        for (const name of theirs) {
          const isShown = known.get(name)?.some(({ id }) => id === one.person);
          // However long GitHub's list lags: who left does not go on approving (R5).
          if (!one.isIn && isShown === true) left.set(`${name} ${one.person}`, now());
          else if (one.isIn || isShown === false) left.delete(`${name} ${one.person}`);
        }
      return asked.flatMap(({ one: { person, isIn }, names: theirs }) =>
        theirs.flatMap((name): readonly Unshown[] => {
          const members = known.get(name);
          if (members === undefined || members.some(({ id }) => id === person) === isIn) return [];
          const what = `that account ${person} is ${isIn ? "" : "no longer "}in ${name}`;
          return [{ key: `${name} ${person} ${isIn ? "in" : "out"}`, what, otherChange: false }];
        }),
      );
    },
    forget: shared.next,
  };
}

function partsOf(key: string): [name: string, person: number] {
  const [name = "", person = ""] = key.split(" ");
  return [name, Number(person)];
}

function organisationOf(team: string): string {
  return team.split("/", 1)[0] ?? "";
}

async function readTeam(client: Client, team: string, at: number): Promise<Omit<Read, "version">> {
  const [organisation = "", slug = ""] = team.split("/");
  const members: Account[] = [];
  try {
    for (let page = 1; ; page += 1) {
      const path = `/orgs/${encodeURIComponent(organisation)}/teams/${encodeURIComponent(slug)}/members`;
      const answer = await client.rest("GET", `${path}?per_page=${A_PAGE}&page=${page}`);
      const view = parsed(membersView, answer.data, "a team's members");
      for (const { login, id, type } of view) members.push({ login, id, type: type === "Bot" ? "Bot" : "User" });
      if (isLastPage(answer, view.length)) return { at, members, why: "" };
    }
  } catch (error) {
    // Both last until somebody acts: the app's permission, or the team's name in the registry.
    if (error instanceof Forbidden && !error.retryable)
      return { at, members: null, why: "the app may not read members of teams" };
    if (error instanceof Gone) return { at, members: null, why: "there is no such team, or the app may not see it" };
    // One team that GitHub fails to tell of makes its members unknown, and stops nothing else (R87).
    if (!(error instanceof Transient)) throw error;
    return { at: at - BELIEVED_MS + FAILED_MS, members: null, why: FAILED };
  }
}
