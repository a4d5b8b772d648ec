/** `rung seen [ROLE]`: when each holder of a role was last seen, and what keeps those who were not from being proposed. Nothing is written. */

import type { Client } from "../github/client/client.ts";
import { GitHubError } from "../github/client/errors.ts";
import { measure } from "../github/read/measure.ts";
import { readTime } from "../github/read/ping.ts";
import { type LookEntry, type LookFacts, look } from "../promotions/inactivity/look.ts";
import type { PersonSight } from "../promotions/inactivity/sight.ts";
import { sightScope } from "../promotions/inactivity/sight-scope.ts";
import { measuresOfPerson, type WatchedPerson, watchedPeople } from "../promotions/inactivity/watched-people.ts";
import type { MeasurePlan } from "../promotions/measure/measure-types.ts";
import { measurePlan } from "../promotions/measure/plan.ts";
import { roleNamed } from "../promotions/nominee.ts";
import type { Measured } from "../promotions/promotion-types.ts";
import type { RoleInactivity } from "../registry/inactivity/inactivity-key.ts";
import { inactivityRules } from "../registry/inactivity/rules.ts";
import { indexed } from "../registry/registry-index.ts";
import type { Registry, RoleDefinition } from "../registry/registry-types.ts";
import { undefinedName } from "../registry/undefined-name.ts";
import { DAY_MS } from "../shared/duration.ts";
import type { Instant } from "../shared/names.ts";
import { byPerson } from "../shared/person-sets.ts";
import { registryFile } from "./checkout.ts";
import { type Ending, type Io, type Machine, misused, readOr } from "./command.ts";
import { readTextOf, wholeRegistry } from "./registry-file.ts";
import { type SeenReport, seenJson, seenText } from "./seen/report.ts";
import { asPerson } from "./sign-in.ts";
import { unanswered } from "./unanswered.ts";

/** A role of which the registry says nothing counts as most ladders count. */
const USUAL = "12mo";
/** After so many people in a row of whom GitHub told nothing the others are not asked about. */
const MAX_FAILURES = 3;

interface Asked {
  readonly role: string | null;
  readonly owner: string;
  readonly for: string | null;
  readonly "as-of": Instant | null;
  readonly registry: string | null;
  readonly extends: string | null;
  readonly json: boolean;
}

export async function run(
  { role: roleAsked, owner, for: after, "as-of": asOf, registry: named, extends: extended, json }: Asked,
  io: Io,
  { env }: Machine,
): Promise<Ending> {
  const file = registryFile(io, named);
  const whole = wholeRegistry(io, file, extended);
  if (whole === null) return 1;
  const ladder = whole.roles.map(({ name }) => name);
  const role = roleAsked === null ? null : roleNamed(roleAsked, ladder);
  if (roleAsked !== null && role === null) return misused(undefinedName("role", roleAsked, ladder));
  const person = asPerson(env);
  if ("problem" in person) return person;
  const { client, webUrl } = person;
  try {
    // GitHub's clock counts, not this machine's.
    const present = (await readTime(client, owner)) ?? Date.now();
    // The whole day counts.
    const now = asOf === null ? present : asOf + DAY_MS - 1;
    const registry = judgedBy(whole, role, after);
    const sights = await sightsOf(client, registry, { owner, now, isPast: now < present });
    const facts = { text: readOr(io, file) ?? "", read: readTextOf(file), owner, sights: byPerson(sights), now };
    const report: SeenReport = { ...looked(registry, whole, facts), owner, now, webUrl };
    io.out(json ? seenJson(report) : seenText(report));
    const isWhole = report.entries.every(({ looked: all }) => all.every(({ sight }) => sight.kind !== "unknown"));
    return isWhole ? 0 : 1;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    io.err(`GitHub did not answer, so nothing can be said: ${unanswered(error)}`);
    return 1;
  }
}

/** Every role that is asked about, each with what the registry says of it, or with the time that was typed. */
function judgedBy(registry: Registry, role: string | null, after: string | null): Registry {
  const usual: RoleInactivity = { after: after ?? USUAL, notice: null, to: "emeritus", min: 1, area: false };
  const rules = inactivityRules(registry);
  return {
    ...registry,
    roles: registry.roles.map(({ inactivity, ...one }) => {
      if (role !== null && one.name !== role) return one;
      return {
        ...one,
        inactivity: inactivity === undefined ? usual : { ...inactivity, after: after ?? inactivity.after },
      };
    }),
    // What would be proposed is told where the file itself proposes.
    inactivity: registry.sources.length > 1 ? { ...rules, mode: "advise" } : rules,
  };
}

/** Roles of which the registry says nothing have no guards, and keep nobody else from being proposed. */
function looked(
  registry: Registry,
  written: Registry,
  facts: Pick<LookFacts, "text" | "read" | "owner" | "sights" | "now">,
): Pick<SeenReport, "entries" | "quietRoles"> {
  const ruled = new Set(written.roles.flatMap(({ name, inactivity }) => (inactivity === undefined ? [] : [name])));
  const lookAt = (isMeant: (role: string) => boolean) =>
    look({
      ...facts,
      registry: { ...registry, roles: registry.roles.map((role) => (isMeant(role.name) ? role : withoutRule(role))) },
      away: byPerson<never>([]),
      open: [],
      past: [],
      leaving: [],
      isFirst: false,
    });
  const own = lookAt((role) => ruled.has(role));
  const others = lookAt((role) => !ruled.has(role));
  const free = others.entries.map(
    (entry): LookEntry => (entry.state.kind === "held" ? { ...entry, state: QUIET } : entry),
  );
  return { entries: [...own.entries, ...free], quietRoles: own.quietRoles };
}

const QUIET = { kind: "quiet" } as const;

function withoutRule({ inactivity: _, ...role }: RoleDefinition): RoleDefinition {
  return role;
}

interface When {
  readonly owner: string;
  readonly now: Instant;
  /** What was done later is left out. */
  readonly isPast: boolean;
}

async function sightsOf(
  client: Client,
  registry: Registry,
  { owner, now, isPast }: When,
): Promise<readonly (readonly [WatchedPerson, PersonSight])[]> {
  const scope = { ...sightScope(indexed(registry), { owner, now, talk: [] }), ...(isPast ? { until: now } : {}) };
  const sights: (readonly [WatchedPerson, PersonSight])[] = [];
  let failures = 0;
  for (const person of watchedPeople(registry)) {
    const measures = measuresOfPerson(person, owner);
    const found = failures < MAX_FAILURES ? await asked(client, person, measurePlan(measures, person, scope)) : FAILED;
    failures = typeof found === "string" ? failures + 1 : 0;
    const measured =
      typeof found === "string"
        ? new Map(measures.map(({ key }): [string, Measured] => [key, { known: false, why: found }]))
        : found;
    sights.push([person, { delivered: null, measured }]);
  }
  return sights;
}

const FAILED = "GitHub did not answer for those before, so it was not asked";

/** Why, where nothing was told. */
async function asked(
  client: Client,
  person: WatchedPerson,
  plan: MeasurePlan,
): Promise<ReadonlyMap<string, Measured> | string> {
  try {
    return await measure(client, plan);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return `GitHub did not answer for ${person.login}: ${error.message}`;
  }
}
