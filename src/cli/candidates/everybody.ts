/** `rung candidates --all`: everyone recently active who now meets the measurable criteria of their own next role. */

import type { Client } from "../../github/client/client.ts";
import { readActivePeople } from "../../github/read/active-people.ts";
import type { LoginCache } from "../../github/read/measure.ts";
import { measureStep } from "../../github/read/measure-step.ts";
import { growthRoles } from "../../promotions/growth/growth-roles.ts";
import { nextSteps } from "../../promotions/growth/next-steps.ts";
import { promoteText } from "../../promotions/nomination-text.ts";
import type { Person } from "../../promotions/promotion-types.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { isoDay } from "../../shared/dates.ts";
import { type Instant, loginKey } from "../../shared/names.ts";

/** So many people are measured. */
const MAX_PEOPLE = 60;

interface EverybodyAsked {
  readonly index: RegistryIndex;
  readonly owner: string;
  /** Who had a pull request merged since; `null`: the last ones that were merged. */
  readonly since: Instant | null;
}

interface Ready extends Person {
  readonly role: string;
  readonly areas: readonly string[];
  /** The words that nominate. */
  readonly say: string;
  readonly criteria: readonly { readonly asked: string; readonly state: string; readonly figure: string }[];
}

interface Everybody {
  readonly since: string | null;
  /** By login. */
  readonly candidates: readonly Ready[];
  /** Of whom it cannot be told. */
  readonly unknown: readonly (Person & { readonly role: string; readonly areas: readonly string[] })[];
  /** People who were measured. */
  readonly people: number;
  /** People were left out: more are active than are looked at. */
  readonly truncated: boolean;
}

export async function findEverybody(client: Client, { index, owner, since }: EverybodyAsked): Promise<Everybody> {
  const active = await readActivePeople(client, owner, since);
  const roles = growthRoles(index.registry, index.registry.growth ?? { roles: null });
  const sorted = active.people.toSorted((a, b) => (loginKey(a.login) < loginKey(b.login) ? -1 : 1));
  const asked = sorted
    .map((person) => ({ person, steps: nextSteps(person, index, roles) }))
    .filter(({ steps }) => steps.length > 0);
  const candidates: Ready[] = [];
  const unknown: Everybody["unknown"][number][] = [];
  for (const { person, steps } of asked.slice(0, MAX_PEOPLE)) {
    // Told by the search just now: whose name it is need not be asked again.
    const names: LoginCache = new Map(person.id === null ? [] : [[person.id, person.login]]);
    for (const step of steps) {
      const { meets, leaves } = await measureStep(
        client,
        step,
        { index, owner, now: active.now, publicOnly: false },
        names,
      );
      const { role, areas } = step;
      if (meets === null) unknown.push({ ...person, role, areas });
      if (meets !== true) continue;
      const say = promoteText({ candidate: person, role, areas });
      const criteria = leaves.map(({ wording, standing: { state, figure } }) => ({ asked: wording, state, figure }));
      candidates.push({ ...person, role, areas, say, criteria });
    }
  }
  return {
    since: since === null ? null : isoDay(since),
    candidates,
    unknown,
    people: Math.min(asked.length, MAX_PEOPLE),
    truncated: active.truncated || asked.length > MAX_PEOPLE,
  };
}

export function everybodyText({ since, candidates, unknown, people, truncated }: Everybody): string {
  const who = new Set(candidates.map(({ login }) => loginKey(login))).size;
  const when = since === null ? "lately" : `since ${since}`;
  const head = `${who} of ${people} people with a next role who had pull requests merged ${when} ${who === 1 ? "meets" : "meet"} what machines count for it.`;
  const lines = candidates.flatMap(({ login, role, areas, say, criteria }) => [
    `${login}: ${role}${areas.length === 0 ? "" : ` of ${areas.join(", ")}`}`,
    ...criteria.map(({ asked, figure }) => `  ${figure}: ${asked}`),
    `  ${say}`,
  ]);
  const open = [...new Set(unknown.map(({ login }) => login))];
  return [
    head,
    ...lines,
    ...(open.length === 0 ? [] : [`Cannot tell: ${open.join(", ")}.`]),
    ...(truncated ? ["More people are active than were looked at."] : []),
  ].join("\n");
}
