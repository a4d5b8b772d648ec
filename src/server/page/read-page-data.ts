/** Gathers what a view needs from the database. */
import type { Kysely } from "kysely";
import { type Away, awayAt } from "../../database/absences.ts";
import { recentDecisions } from "../../database/decisions.ts";
import type { StoredRepository } from "../../database/repositories.ts";
import { burdens, openRequests } from "../../database/review-requests.ts";
import type { Schema } from "../../database/schema.ts";
import { promotionsOnPage, pullOnPage, pullsOnPage } from "../../database/shown.ts";
import type { ShownRegistry } from "../../model/page-data.ts";
import { fullName, type Instant, type RepositoryName } from "../../shared/names.ts";
import { concerning, foreignSources } from "./concerning.ts";
import type { PullPage } from "./views/pulls-view.ts";
import type { RepositoryPage } from "./views/repository-view.ts";

type Db = Kysely<Schema>;

/** Which of these repositories the visitor may not see. */
export type HiddenFrom = (repositories: readonly RepositoryName[]) => Promise<readonly RepositoryName[]>;

/** With as much of its registry as concerns it, where other repositories' files are hidden from the visitor (R62). */
export async function asSeen(repository: Governed, hiddenFrom: HiddenFrom): Promise<Governed> {
  const foreign = foreignSources(repository.registry, repository);
  const hidden = foreign.length === 0 ? [] : await hiddenFrom(foreign);
  return { ...repository, registry: concerning(repository.registry, repository, hidden) };
}

export type Governed = StoredRepository & { readonly registry: ShownRegistry };

const MAX_DECISIONS = 20;
/** No pull request has this number, so that none is left out of the count. */
const NONE = 0;

/** `now`: for who is away. */
export async function repositoryPage(
  db: Db,
  repository: Governed,
  now: Instant,
  hiddenFrom: HiddenFrom,
): Promise<RepositoryPage> {
  const { id, owner } = repository;
  const pulls = await pullsOnPage(db, id);
  const spelled = spelling(repository.registry);
  const away = await saidWhereSeen(await awayAt(db, owner, now), repository, hiddenFrom);
  return {
    ...{ repository, pulls },
    requested: requestsByPull(await openRequests(db, id), spelled),
    promotions: await promotionsOnPage(db, id),
    burdens: await burdens(db, id, NONE),
    away: new Map(away.map(({ login, until }) => [login, until])),
    decisions: await recentDecisions(db, repository, MAX_DECISIONS),
  };
}

/** Without what was said in repositories that the visitor may not see: a comment there is for nobody else's page. */
async function saidWhereSeen(
  away: readonly Away[],
  repository: RepositoryName,
  hiddenFrom: HiddenFrom,
): Promise<readonly Away[]> {
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

/** `null`: no verdict of such a pull request is known. */
export async function pullPage(db: Db, repository: Governed, number: number): Promise<PullPage | null> {
  const pull = await pullOnPage(db, repository.id, number);
  if (pull === null) return null;
  const requests = requestsByPull(await openRequests(db, repository.id), spelling(repository.registry));
  const decisions = await recentDecisions(db, repository, MAX_DECISIONS, number);
  return { repository, pull, requested: requests.get(number) ?? [], decisions };
}

function requestsByPull(
  requests: readonly { readonly number: number; readonly login: string }[],
  spelled: (login: string) => string,
): ReadonlyMap<number, readonly string[]> {
  const byPull = new Map<number, string[]>();
  for (const { number, login } of requests) byPull.set(number, [...(byPull.get(number) ?? []), spelled(login)]);
  return byPull;
}

/** Requests are kept by folded login; people are shown as the registry spells them. */
function spelling(registry: ShownRegistry): (login: string) => string {
  const people = registry.kind === "good" ? registry.people : [];
  const named = new Map(people.map(({ login }) => [login.toLowerCase(), login]));
  return (login) => named.get(login) ?? login;
}
