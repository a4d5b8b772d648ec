/** Measures a candidate on GitHub: the one place of a promotion's counting that makes requests. */
import { z } from "zod";
import type { Client } from "../../github/client.ts";
import { Gone } from "../../github/errors.ts";
import type { Measured, Person } from "../model.ts";
import { measuredBy, openSearches } from "./counted.ts";
import { accountIdOf, pageOf, withPage } from "./hits.ts";
import type { Found, MeasurePlan } from "./model.ts";
import { requestsFor, type WantedPage } from "./request.ts";

/** GitHub lists a thousand hits, a hundred a page. */
const MOST_ROUNDS = 11;
/** So many pages are read after the first ones; then what is known says "at least". */
const MOST_REQUESTS = 25;

/** Logins by id, as GitHub told; whoever keeps it decides how long a name is believed. */
export type LoginCache = Map<number, string>;

/**
 * Counts everything the plan asks for, by measure key. A candidate with an id is looked up by it, once for each `names`, since a
 * login may have been given away. Requests are made one after another. What GitHub fails to answer is unknown; a limit, or GitHub
 * being down, throws, and the caller tries again. The search index may lag behind by minutes: measure again before the end.
 */
export async function measure(
  client: Client,
  plan: MeasurePlan,
  names: LoginCache = new Map(),
): Promise<ReadonlyMap<string, Measured>> {
  if (plan.searches.length === 0) return new Map();
  const login = await loginOf(client, plan.candidate, names);
  const found = new Map<number, Found>();
  const state: State = { requests: 0, login: login.login, mustBe: login.mustBe };
  let wanted: readonly WantedPage[] = plan.searches.map((_, search) => ({ search, after: null }));
  for (let round = 0; round < MOST_ROUNDS && wanted.length > 0; round += 1) {
    if (!(await read(client, plan, wanted, found, state))) return allUnknown(plan);
    wanted = furtherPages(plan, found);
  }
  return new Map(plan.measures.map((one) => [one.measure.key, measuredBy(one, plan, found, login.login)]));
}

interface State {
  requests: number;
  readonly login: string;
  /** The id that the login must belong to; `null`: it is known to, or nobody asks. */
  mustBe: number | null;
}

const userView = z.object({ login: z.string() });

/** The candidate's login as it is now. A server without that route leaves the id to be held against the login's own. */
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

/** False when the login turns out to be somebody else's. */
async function read(
  client: Client,
  plan: MeasurePlan,
  wanted: readonly WantedPage[],
  found: Map<number, Found>,
  state: State,
): Promise<boolean> {
  for (const request of requestsFor(plan, wanted, state.login)) {
    if (state.requests >= MOST_REQUESTS) return true;
    state.requests += 1;
    const { data, absent } = await client.graph(request.query, request.variables);
    const fields = fieldsOf(data);
    if (state.mustBe !== null && accountIdOf(fields[request.account]) !== state.mustBe) return false;
    state.mustBe = null;
    for (const [alias, page] of Object.entries(request.pages)) {
      const more: Found = absent.has(alias) ? { kind: "failed" } : pageOf(fields[alias], plan.scope, state.login);
      found.set(page.search, withPage(found.get(page.search), more));
    }
  }
  return true;
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
  const why = `the account ${plan.candidate.login} is not the one nominated, and GitHub does not tell its present name`;
  return new Map(plan.measures.map(({ measure }) => [measure.key, { known: false, why }]));
}
