/** Whom the quickest way prefers, by what is known of people here. Pure. */

import { samePerson } from "../shared/people.ts";
import type { Person } from "../shared/person-sets.ts";
import { absences } from "./ineligibility.ts";
import type { Blocker, Preferences } from "./quickest.ts";
import type { GateContext, Tally } from "./tally.ts";
import { isEndedByChange } from "./uncounted-reasons.ts";
import type { AreaVerdict } from "./verdict-types.ts";

/** Whom the quickest way names first, and whom last. */
export function preferences({ areas, failures }: Tally, context: GateContext): Preferences {
  const { facts, index, record } = context;
  const { asked = [], refused = [] } = record.reviewing ?? {};
  const absent = absences(context);
  const isAway = (who: Person) => absent.some((one) => samePerson(one, who));
  const top = index.registryApprovers(facts.repository);
  return {
    blockers: blockersOf(areas).map((blocker) => ({ ...blocker, isAway: isAway(blocker) })),
    dismissers: top.filter((one) => !isAway(one) && !samePerson(one, facts.author)).map(({ login }) => login),
    earlier: failures.flatMap(({ word, reason }) =>
      word.by !== null && isEndedByChange(reason) ? [word.by.login] : [],
    ),
    asked: asked.filter(({ replaced }) => replaced !== true).map(({ login }) => login),
    refused,
  };
}

function blockersOf(areas: readonly AreaVerdict[]): readonly Omit<Blocker, "isAway">[] {
  const words = areas.flatMap((area) => area.blockedBy.map(({ login, id }) => ({ login, id, area: area.area })));
  return [...Map.groupBy(words, ({ login, id }) => `${id ?? login}`).values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{ login: first.login, id: first.id, areas: [first, ...more].map(({ area }) => area) }],
  );
}
