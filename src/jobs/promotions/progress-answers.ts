/** Measures the people whom `/role` asks about, each for their next role. */

import { type OpenNomination, openNominations } from "../../database/nominations.ts";
import { canPromoteIn } from "../../github/read/can-promote.ts";
import { threadPlace } from "../../model/job.ts";
import { isJudgedHere } from "../../promotions/authority.ts";
import { countedRepositories } from "../../promotions/measure/plan.ts";
import { ruleFor } from "../../promotions/nominee.ts";
import { imagined, nextAreas, nextRole, type OpenHere, progressText } from "../../promotions/progress.ts";
import type { Nomination, PromotionFacts } from "../../promotions/promotion-types.ts";
import { personNamed } from "../../shared/name-list.ts";
import { type Account, fullName, type LoginKey, loginKey } from "../../shared/names.ts";
import { accountOf, samePerson } from "../../shared/people.ts";
import type { Figures } from "../figure-memory.ts";
import type { Accounts } from "./account-lookup.ts";
import { measureFigures, remembered, scopeText } from "./figures.ts";
import { isHiddenFrom } from "./hidden-place.ts";
import { contextFor, type PromotionJobContext, webUrlOf } from "./promotion-job-context.ts";

/** Each may take a request. */
const MAX_OPEN = 5;
/** Each takes one or two requests, and anybody may ask. */
const MAX_ASKED = 3;

/** By login; `null` for people who were not asked about, or are too many at once. */
export async function progressFor(
  context: PromotionJobContext,
  accounts: Accounts,
): Promise<(login: string) => string | null> {
  const texts = new Map<LoginKey, string>();
  for (const [login, by] of askedAbout(context)) {
    if (texts.size >= MAX_ASKED) break;
    const found = accounts.find(login);
    if (typeof found === "string") continue;
    const text = await textAbout(context, { person: { login: found.login, id: found.id }, by }, accounts);
    if (text !== null) texts.set(loginKey(login), text);
  }
  return (login) => texts.get(loginKey(login)) ?? null;
}

/** By login, who asked. */
function askedAbout({ work }: PromotionJobContext): ReadonlyMap<string, Account> {
  const names = work.notes.flatMap((note) => {
    if (note.kind !== "said") return [];
    const calls = note.calls.filter(({ name }) => name === "role");
    return calls.map(({ words }) => [personNamed(words, note.by)?.login ?? note.by.login, note.by] as const);
  });
  return new Map(names);
}

interface AskedAbout {
  readonly person: { readonly login: string; readonly id: number | null };
  readonly by: Account;
}

/** `null`: enough was measured for the person who asks for a while. */
async function textAbout(
  context: PromotionJobContext,
  { person, by }: AskedAbout,
  accounts: Accounts,
): Promise<string | null> {
  const { index, facts } = context;
  const held = index.rolesOf(accountOf(person));
  const here = index.areaPathsOf(facts.repository, "").flatMap(({ areas }) => areas.slice(0, 1));
  const areas = nextAreas(index.registry, held, { next: nextRole(index.registry, held), here });
  // What comes next is told as the registry that would judge it has it (R45).
  const judging = contextFor(context, areas);
  const { registry } = judging.index;
  const { owner } = facts.repository;
  const role = nextRole(registry, held);
  const rule = role === null ? null : ruleFor(role, { registry, index: judging.index }, areas);
  const open = await openOf(context, person);
  const base = { person, index, open, webUrl: webUrlOf(facts, context.parts), scope: scopeText(registry, owner) };
  if (role === null || rule === null) return progressText({ ...base, next: null });
  const nomination = imagined({ person, role, areas, rule, now: facts.readAt });
  // What was counted by another registry answers other questions.
  const id = `role ${loginKey(person.login)} ${registry.sources.map(({ oid }) => oid).join()}`;
  const figures = fresh(judging, id) ?? (await countedFor(judging, by, { ...nomination, id }, accounts));
  if (figures === null) return null;
  const next: PromotionFacts = {
    nomination,
    words: [],
    ...figures,
    index: judging.index,
    owner,
    now: facts.readAt,
    clearSince: null,
    repositories: countedRepositories(registry),
  };
  return progressText({ ...base, next });
}

/** The person's own, wherever they live, if readers here may know of them; those on closed issues are suspended. */
async function openOf(
  { parts, facts, index }: PromotionJobContext,
  person: AskedAbout["person"],
): Promise<readonly OpenHere[]> {
  const all = await openNominations(parts.db, facts.repository.owner);
  const isOwn = (one: OpenNomination) => samePerson(one.candidate, person) && isJudgedHere(index.registry, one);
  const own = all.filter(isOwn).slice(0, MAX_OPEN);
  const here = fullName(facts.repository).toLowerCase();
  const visible = await Promise.all(
    own.map(async (one) => {
      const isHere = one.repository.toLowerCase() === here && one.number === facts.number;
      if (isHere) return [one];
      if (await isHiddenFrom(facts.repository, one.repository, parts.db)) return [];
      return (await canPromoteIn(parts.client, one.repository, one.number)) ? [one] : [];
    }),
  );
  return visible.flat().map(({ role, areas, url, shown }) => {
    const [stands = ""] = (shown?.bodyMarkdown ?? "").split("\n\n");
    return { role, areas, url, stands };
  });
}

/** Counting costs several requests, and figures change by the week. */
const FRESH_MS = 10 * 60_000;

function fresh(context: PromotionJobContext, id: string): Figures | null {
  const known = remembered(context, id);
  if (known === null || known.failed || context.facts.readAt - known.measuredAt >= FRESH_MS) return null;
  return known;
}

/** Measurings an hour that somebody without a role may cause, and somebody with one. */
const MAX_MEASURED = { stranger: 6, holder: 60 };

async function countedFor(context: PromotionJobContext, by: Account, nomination: Nomination, accounts: Accounts) {
  const { index, facts, parts } = context;
  const what = `${threadPlace(facts)} ${nomination.id} ${facts.readAt}`;
  const most = index.holdsAnyRole(by) ? MAX_MEASURED.holder : MAX_MEASURED.stranger;
  if (!parts.budgets.measures.take(by, what, facts.readAt, most)) return null;
  return await measureFigures(context, nomination, accounts.names);
}
