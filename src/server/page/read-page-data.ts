/** Reads the data of a view from the database. */

import type { Kysely } from "kysely";
import { awayAt, type StoredAbsence } from "../../database/absences.ts";
import { knownDecisions } from "../../database/community-decisions.ts";
import { recentDecisions } from "../../database/decisions.ts";
import { findReading } from "../../database/readings.ts";
import { brokenAmong } from "../../database/repositories.ts";
import { burdens, openRequests } from "../../database/review-requests.ts";
import type { Schema } from "../../database/schema.ts";
import { promotionsOnPage, pullOnPage, pullsInList, repositoryCounts } from "../../database/shown.ts";
import { type ShownPromotion, type ShownRegistry, shownAccess } from "../../model/page-data.ts";
import { fullName, type Instant, type RepositoryName } from "../../shared/names.ts";
import { concerning, foreignSources } from "./concerning.ts";
import type { Requested } from "./page-query.ts";
import type { ReadAccess } from "./views/access-view.ts";
import { MAX_DECISIONS } from "./views/decisions-view.ts";
import { type Home, homePage } from "./views/home-view.ts";
import type { AwayNow } from "./views/people-view.ts";
import type { PullPage } from "./views/pull-view.ts";
import type { Pulls } from "./views/pulls-view.ts";
import type { Governed, RepositoryFrame } from "./views/repository-view.ts";

type Db = Kysely<Schema>;

/** Which of these repositories the visitor may not see. */
export type HiddenFrom = (repositories: readonly RepositoryName[]) => Promise<readonly RepositoryName[]>;

/** With as much of its registry as concerns it, where other repositories' files are hidden from the visitor (R62). */
export async function asSeen(repository: Governed, hiddenFrom: HiddenFrom): Promise<Governed> {
  const foreign = foreignSources(repository.registry, repository);
  const hidden = foreign.length === 0 ? [] : await hiddenFrom(foreign);
  return { ...repository, registry: concerning(repository.registry, repository, hidden) };
}

/** For the repositories on that page of the list. */
export async function homeFigures(
  db: Db,
  asked: Pick<Home, "repositories" | "page">,
): Promise<Pick<Home, "counts" | "broken">> {
  const ids = homePage(asked).items.map(({ id }) => id);
  return { counts: await repositoryCounts(db, ids), broken: await brokenAmong(db, ids) };
}

export async function repositoryFrame(db: Db, repository: Governed): Promise<RepositoryFrame> {
  const counts = (await repositoryCounts(db, [repository.id])).get(repository.id);
  const access = (await accessOf(db, repository))?.shown?.count ?? null;
  const known = await communityDecisionsOf(db, repository);
  const votes = known.length === 0 ? null : known.filter(({ state }) => state === "open").length;
  return { repository, counts: { pulls: counts?.open ?? 0, promotions: counts?.promotions ?? 0, votes, access } };
}

/** `null`: the repository has no registry that says who should have access, or nothing was read for it yet. */
export async function accessOf(db: Db, { id }: Governed): Promise<ReadAccess | null> {
  const reading = await findReading(db, { repositoryId: id, subject: "access" });
  if (reading === null) return null;
  const { wholeAt, unread } = reading;
  return { wholeAt, unread, shown: shownAccess.safeParse(reading.shown).data ?? null };
}

export async function pullList(db: Db, repository: Governed): Promise<Pick<Pulls, "pulls" | "requested">> {
  const pulls = await pullsInList(db, repository.id);
  return { pulls, requested: requestsByPull(await openRequests(db, repository.id), spelling(repository.registry)) };
}

/** Who is away now, by what they said where the visitor may look. */
export async function awayNow(db: Db, repository: Governed, now: Instant, hiddenFrom: HiddenFrom): Promise<AwayNow> {
  const away = await saidWhereSeen(await awayAt(db, repository.owner, now), repository, hiddenFrom);
  return new Map(away.map(({ login, until }) => [login, until]));
}

/** Without what was said in repositories that the visitor may not see: a comment there appears on nobody else's page. */
async function saidWhereSeen(
  away: readonly StoredAbsence[],
  repository: RepositoryName,
  hiddenFrom: HiddenFrom,
): Promise<readonly StoredAbsence[]> {
  const own = fullName(repository).toLowerCase();
  const places = new Set(away.flatMap(({ saidIn }) => (saidIn === null ? [] : [saidIn.toLowerCase()])));
  places.delete(own);
  const named = [...places].flatMap((place) => {
    const [owner, name] = place.split("/");
    return owner === undefined || name === undefined ? [] : [{ owner, name }];
  });
  const hidden = new Set((await hiddenFrom(named)).map((one) => fullName(one).toLowerCase()));
  return away.filter(({ saidIn }) => saidIn !== null && !hidden.has(saidIn.toLowerCase()));
}

/** No pull request has this number, so that none is left out of the count. */
const NONE = 0;

export async function burdensOf(db: Db, { id }: Governed): ReturnType<typeof burdens> {
  return await burdens(db, id, NONE);
}

export async function decisionsOf(db: Db, repository: Governed): ReturnType<typeof recentDecisions> {
  return await recentDecisions(db, repository, MAX_DECISIONS);
}

/** The decisions in the repository itself, open ones first. */
export async function communityDecisionsOf(db: Db, { id }: Governed): ReturnType<typeof knownDecisions> {
  return await knownDecisions(db, { repositoryId: id });
}

/** Of one thread; empty: none is open there. */
export async function promotionsIn(db: Db, { id }: Governed, number: number): Promise<readonly ShownPromotion[]> {
  return (await promotionsOnPage(db, id)).filter((one) => one.number === number);
}

const MAX_HISTORY = 20;

/** `null`: no verdict of such a pull request is known. */
export async function pullPage(db: Db, repository: Governed, number: number): Promise<PullPage | null> {
  const pull = await pullOnPage(db, repository.id, number);
  if (pull === null) return null;
  const requests = requestsByPull(await openRequests(db, repository.id), spelling(repository.registry));
  const decisions = await recentDecisions(db, repository, MAX_HISTORY, number);
  return { repository, pull, requested: requests.get(number) ?? [], decisions };
}

function requestsByPull(
  requests: readonly { readonly number: number; readonly login: string }[],
  spelled: (login: string) => string,
): Requested {
  const byPull = Map.groupBy(requests, ({ number }) => number);
  return new Map([...byPull].map(([number, those]) => [number, those.map(({ login }) => spelled(login))]));
}

/** Requests are kept by folded login; people are shown as the registry spells them. */
function spelling(registry: ShownRegistry): (login: string) => string {
  const people = registry.kind === "good" ? registry.people : [];
  const named = new Map(people.map(({ login }) => [login.toLowerCase(), login]));
  return (login) => named.get(login) ?? login;
}
