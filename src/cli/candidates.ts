/** `rung candidates`: everyone recently active who now meets the measurable criteria of a role. Nothing is written. */

import type { Client } from "../github/client/client.ts";
import { GitHubError } from "../github/client/errors.ts";
import { readActivePeople } from "../github/read/active-people.ts";
import { measure } from "../github/read/measure.ts";
import { evaluate } from "../promotions/evaluate-promotion.ts";
import type { LeafResult } from "../promotions/leaf-result.ts";
import { countedRepositories, measurePlan, registryScope } from "../promotions/measure/plan.ts";
import { roleNamed, ruleFor } from "../promotions/nominee.ts";
import { imagined } from "../promotions/progress.ts";
import { covers } from "../promotions/promotion-people.ts";
import type { Person, PromotionRule } from "../promotions/promotion-types.ts";
import { measuresOf } from "../promotions/rule.ts";
import { indexed, type RegistryIndex } from "../registry/registry-index.ts";
import { undefinedName } from "../registry/undefined-name.ts";
import type { Instant } from "../shared/names.ts";
import { accountOf } from "../shared/people.ts";
import { everybodyText, findEverybody } from "./candidates/everybody.ts";
import { registryFile } from "./checkout.ts";
import { type Ending, type Io, type Machine, misused } from "./command.ts";
import { wholeRegistry } from "./registry-file.ts";
import { asPerson } from "./sign-in.ts";
import { unanswered } from "./unanswered.ts";

/** Authors of the pull requests merged last: those are looked at, and so many of them are counted. */
const MAX_PEOPLE = 60;

interface Asked {
  readonly role: string | null;
  /** Everybody's own next role. */
  readonly all: boolean;
  readonly since: Instant | null;
  readonly owner: string;
  readonly area: string | null;
  readonly registry: string | null;
  readonly extends: string | null;
  readonly json: boolean;
}

export async function run(
  { role, all, since, owner, area, registry, extends: extended, json }: Asked,
  io: Io,
  { env }: Machine,
): Promise<Ending> {
  const index = registryOf(registry, extended, io);
  if (index === null) return 1;
  const question = all ? null : questionOf({ role, area, owner, since }, index);
  if (question !== null && !("rule" in question)) return question;
  if (all && (role !== null || area !== null))
    return misused("--all is of everybody's own next role: leave ROLE and --area out");
  const person = asPerson(env);
  if ("problem" in person) return person;
  const { client } = person;
  try {
    const found = question === null ? null : await candidates(client, question);
    const everyone = question === null ? await findEverybody(client, { index, owner, since }) : null;
    const told = found === null ? (everyone === null ? "" : everybodyText(everyone)) : text(found);
    io.out(json ? JSON.stringify(found ?? everyone, null, 2) : told);
    return 0;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    io.err(`GitHub did not answer in full, so nothing can be said: ${unanswered(error)}`);
    return 1;
  }
}

function questionOf(
  { role: roleAsked, area: areaAsked, owner, since }: Pick<Asked, "role" | "area" | "owner" | "since">,
  index: RegistryIndex,
) {
  if (roleAsked === null) return misused("name a role, or take --all for everybody's own next role");
  const ladder = index.registry.roles.map(({ name }) => name);
  const role = roleNamed(roleAsked, ladder);
  const area = areaAsked === null ? null : index.areaNamed(areaAsked);
  const rule = role === null ? null : ruleFor(role, { registry: index.registry, index });
  if (index.registry.roles.some(({ name, closed }) => name === role && closed === true))
    return misused(`nobody is promoted to ${role ?? ""} (promotion: false)`);
  if (role === null) return misused(undefinedName("role", roleAsked, ladder));
  if (rule === null) return misused(`the criteria for ${role} have faults, which \`rung check\` shows`);
  if (areaAsked !== null && area === null) return misused(undefinedName("area", areaAsked, index.areaNames()));
  return { index, owner, role, areas: area === null ? [] : [area.name], rule, since };
}

function registryOf(named: string | null, extended: string | null, io: Io): RegistryIndex | null {
  const whole = wholeRegistry(io, registryFile(io, named), extended);
  return whole === null ? null : indexed(whole);
}

interface Question {
  readonly index: RegistryIndex;
  readonly owner: string;
  readonly role: string;
  readonly areas: readonly string[];
  readonly rule: PromotionRule;
  readonly since: Instant | null;
}

interface Candidate extends Person {
  readonly meets: boolean;
  readonly criteria: readonly { readonly asked: string; readonly state: string; readonly figure: string }[];
}

interface Candidates {
  readonly role: string;
  readonly areas: readonly string[];
  /** Those who meet everything that machines count. */
  readonly candidates: readonly Candidate[];
  readonly others: readonly Candidate[];
  /** People were left out: more are active than are looked at. */
  readonly truncated: boolean;
}

async function candidates(client: Client, question: Question): Promise<Candidates> {
  const active = await readActivePeople(client, question.owner, question.since);
  const without = active.people.filter((person) => !holds(person, question));
  const all: Candidate[] = [];
  for (const person of without.slice(0, MAX_PEOPLE)) all.push(await judged(client, person, active.now, question));
  const { role, areas } = question;
  return {
    role,
    areas,
    candidates: all.filter(({ meets }) => meets),
    others: all.filter(({ meets }) => !meets),
    truncated: active.truncated || without.length > MAX_PEOPLE,
  };
}

function holds(person: Person, { index, role, areas }: Question): boolean {
  const held = index.rolesOf(accountOf(person)).filter((holding) => index.atLeast(holding.role, role));
  if (areas.length === 0) return held.length > 0;
  return areas.every((area) => held.some((holding) => covers(index, holding, area)));
}

async function judged(client: Client, person: Person, now: number, question: Question): Promise<Candidate> {
  const { index, owner, role, areas, rule } = question;
  const repositories = countedRepositories(index.registry);
  const plan = measurePlan(measuresOf(rule.criterion, { owner, role, areas }), person, {
    owner,
    ...registryScope(index),
    now,
    own: [],
  });
  // Told by the search just now: whose name it is need not be asked again.
  const names = new Map(person.id === null ? [] : [[person.id, person.login]]);
  const measured = await measure(client, plan, names);
  const nomination = imagined({ person, role, areas, rule, now });
  const facts = { nomination, words: [], measured, measuredAt: now, index, owner, repositories, now, clearSince: null };
  const { leaves, measured: meets } = evaluate(facts);
  return { ...person, meets, criteria: leaves.filter(isCounted).map(row) };
}

function isCounted({ standing }: LeafResult): boolean {
  return standing.state !== "waiting";
}

function row({ wording, standing }: LeafResult) {
  return { asked: wording, state: standing.state, figure: standing.figure };
}

function text({ role, areas, candidates: found, others, truncated }: Candidates): string {
  const what = `${role}${areas.length === 0 ? "" : ` of ${areas.join(", ")}`}`;
  const lines = found.flatMap((one) => [
    one.login,
    ...one.criteria.map(({ asked, figure }) => `  ${figure}: ${asked}`),
  ]);
  const head = `${found.length} of ${found.length + others.length} people without that role who had pull requests merged lately ${found.length === 1 ? "meets" : "meet"} what machines count for ${what}.`;
  const rest = truncated ? ["More people are active than were looked at; those merged last were."] : [];
  return [head, ...lines, ...rest].join("\n");
}
