/** Measures a candidate on GitHub: the only place that makes requests to count for a promotion. */

import { z } from "zod";
import { measuredBy, openSearches, UNANSWERED } from "../../promotions/measure/counted.ts";
import type { Found, MeasurePlan } from "../../promotions/measure/measure-types.ts";
import type { Measured, Person } from "../../promotions/promotion-types.ts";
import type { Client } from "../client/client.ts";
import { Gone, Refused, Transient } from "../client/errors.ts";
import { failedOnce, type GraphAnswer } from "../client/graphql-answers.ts";
import { accountIdOf, pageOf, withPage } from "./measure-hits.ts";
import { type MeasureRequest, repositoryOf, requestsFor, type WantedPage } from "./measure-request.ts";

/** GitHub lists a thousand hits, a hundred a page. */
const MAX_ROUNDS = 11;
/** At most this many further pages are read; then the result says "at least". */
const MAX_REQUESTS = 25;

/** Logins by id, as GitHub told them; its owner decides how long a name is believed. */
export type LoginCache = Map<number, string>;

/**
 * Counts everything the plan asks for, by measure key. A candidate with an id is looked up by it, once for each `names`, since a login
 * may have been given away. Requests are made one after another. Whatever GitHub fails to answer is unknown; a limit, or GitHub being
 * down, throws, and the caller tries again. The search index may lag by minutes: measure again before the end.
 */
export async function measure(
  client: Client,
  plan: MeasurePlan,
  names: LoginCache = new Map(),
): Promise<ReadonlyMap<string, Measured>> {
  if (plan.searches.length === 0) return new Map();
  const login = await loginOf(client, plan.candidate, names);
  const found = new Map<number, Found>();
  const state: State = { requests: 0, login: login.login, mustBe: login.mustBe, repositories: new Map() };
  const measuring: Measuring = { client, plan, found, state };
  let wanted: readonly WantedPage[] = plan.searches.map((_, search) => ({ search, after: null }));
  for (let round = 0; round < MAX_ROUNDS && wanted.length > 0; round += 1) {
    if (!(await read(wanted, measuring))) return allUnknown(plan);
    wanted = furtherPages(plan, found);
  }
  return new Map(plan.measures.map((one) => [one.measure.key, measuredBy(one, plan, found, login.login)]));
}

interface State {
  requests: number;
  readonly login: string;
  /** Whether a repository exists, as far as that was asked. */
  readonly repositories: Map<string, boolean>;
  /** The id that the login must belong to; `null`: it is known to, or it does not matter. */
  mustBe: number | null;
}

interface Measuring {
  readonly client: Client;
  readonly plan: MeasurePlan;
  readonly found: Map<number, Found>;
  readonly state: State;
}

const userView = z.object({ login: z.string() });

/** The candidate's present login. If a server lacks that route, the id is compared with the login's own. */
async function loginOf(
  client: Client,
  { login, id }: Person,
  names: LoginCache,
): Promise<{ readonly login: string; readonly mustBe: number | null }> {
  if (id === null) return { login, mustBe: null };
  const known = names.get(id);
  if (known !== undefined) return { login: known, mustBe: null };
  try {
    const { data } = await client.rest("GET", `/user/${id}`);
    const now = userView.parse(data).login;
    names.set(id, now);
    return { login: now, mustBe: null };
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    return { login, mustBe: id };
  }
}

/** False if the login turns out to be somebody else's. */
async function read(wanted: readonly WantedPage[], measuring: Measuring): Promise<boolean> {
  const { client, plan, found, state } = measuring;
  const waiting = [...requestsFor(plan, wanted, state.login)];
  for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
    if (state.requests >= MAX_REQUESTS) return true;
    state.requests += 1;
    const answer = await answered(client, request);
    if ("apart" in answer) {
      waiting.unshift(...answer.apart.flatMap((pages) => requestsFor(plan, pages, state.login)));
      continue;
    }
    const { data, absent, refusals } = answer;
    const fields = fieldsOf(data);
    if (!isTheirs(answer, accountIdOf(fields[request.account]), { request, plan, state })) return false;
    for (const [alias, name] of Object.entries(request.repositories))
      if (absent.has(alias) && refusals?.has(alias) === true && !failedOnce(answer, alias))
        state.repositories.set(name, false);
    for (const [alias, page] of Object.entries(request.pages)) {
      const search = plan.searches[page.search];
      const place = search === undefined ? null : repositoryOf(search);
      if (place !== null && state.repositories.get(place) === false) {
        // Where nothing is, a search finds nothing, and says so as if there were nothing to find.
        found.set(page.search, { kind: "failed", why: goneText(place) });
        continue;
      }
      const more: Found = absent.has(alias)
        ? { kind: "failed", why: await reasonOf(page.search, refusals?.get(alias) ?? "", measuring) }
        : pageOf(fields[alias], plan.scope, state.login);
      found.set(page.search, withPage(found.get(page.search), more));
    }
  }
  return true;
}

/** Whether the login is the candidate's, as far as that has to be known. */
function isTheirs(
  answer: Exclude<Answered, { apart: unknown }>,
  id: number | null,
  { request, plan, state }: { readonly request: MeasureRequest; readonly plan: MeasurePlan; readonly state: State },
): boolean {
  const mustBeSomebody = plan.scope.anything === true;
  if (failedOnce(answer, request.account)) {
    // Where only the search was refused, its request tells nothing of the account either.
    if (answer.refusals?.has(request.account) === true && (state.mustBe !== null || mustBeSomebody))
      throw new Transient(`GitHub did not tell whose account ${state.login} is`);
    return true;
  }
  if (state.mustBe !== null && id !== state.mustBe) return false;
  // A search for a name that is nobody's finds nothing, as if there were nothing to find (R70).
  if (mustBeSomebody && id === null) return false;
  state.mustBe = null;
  return true;
}

type Answered =
  | (Omit<GraphAnswer, "refusals"> & { readonly refusals?: ReadonlyMap<string, string> | undefined })
  /** No part of it was answered because some were refused: to be asked apart. */
  | { readonly apart: readonly (readonly WantedPage[])[] };

/** `search` cannot be null in GitHub's schema, so a refused one empties the whole answer: it is asked separately from the others. */
async function answered(client: Client, { query, variables, pages, account }: MeasureRequest): Promise<Answered> {
  try {
    return await client.graph(query, variables);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { refusals, failed } = error;
    const all = Object.entries(pages);
    const refused = all.filter(([alias]) => refusals.has(alias));
    if (all.length === 1 && refused.length === 1)
      return {
        data: {},
        absent: new Set([...refusals.keys(), account]),
        refusals,
        failed: new Set([...failed, account]),
      };
    if (refused.length === 0) throw error;
    const others = all.filter(([alias]) => !refusals.has(alias)).map(([, page]) => page);
    return { apart: [...(others.length === 0 ? [] : [others]), ...refused.map(([, page]) => [page])] };
  }
}

/** GitHub's words for people and repositories that a search may not name: they do not exist, or the searcher may not see them. */
const UNSEARCHABLE = /cannot be searched|do(?:es)? not exist|permission to view/i;

/** For people: why a search has no answer. */
async function reasonOf(search: number, said: string, { client, plan, state }: Measuring): Promise<string> {
  if (!UNSEARCHABLE.test(said)) return UNANSWERED;
  const asked = plan.searches[search];
  const repository = asked === undefined ? null : repositoryOf(asked);
  if (repository !== null && !(await isThere(client, repository, state))) return goneText(repository);
  return `GitHub's search does not find what ${state.login} did (a private profile, or one that is hidden from search)`;
}

function goneText(repository: string): string {
  return `the registry's repository ${repository} does not exist, or this app may not see it`;
}

async function isThere(client: Client, repository: string, state: State): Promise<boolean> {
  const known = state.repositories.get(repository);
  if (known !== undefined) return known;
  let there = true;
  try {
    await client.rest("GET", `/repos/${repository}`);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    there = false;
  }
  state.repositories.set(repository, there);
  return there;
}

const fieldsView = z.record(z.string(), z.unknown());

function fieldsOf(data: unknown): Readonly<Record<string, unknown>> {
  const fields = fieldsView.safeParse(data);
  return fields.success ? fields.data : {};
}

function furtherPages(plan: MeasurePlan, found: ReadonlyMap<number, Found>): readonly WantedPage[] {
  const open = new Set(plan.measures.flatMap((one) => openSearches(one, plan, found)));
  return [...open].flatMap((search) => {
    const one = found.get(search);
    return one?.kind === "hits" && one.next !== null ? [{ search, after: one.next }] : [];
  });
}

function allUnknown(plan: MeasurePlan): ReadonlyMap<string, Measured> {
  const who = plan.scope.anything === true ? "that the registry means" : "nominated";
  const why = `the account ${plan.candidate.login} is not the one ${who}, and GitHub does not tell its present name`;
  return new Map(plan.measures.map(({ measure }) => [measure.key, { known: false, why }]));
}
