/** Who knows the changed files, by who wrote and reviewed their last changes; and how that is worded. */

import { code } from "../../shared/markdown.ts";
import { byPerson, type Person } from "../../shared/person-sets.ts";
import type { ReviewerFacts } from "./reviewer-facts.ts";

interface Knowledge {
  /** How often they wrote or reviewed a change of these paths. */
  readonly touches: number;
  readonly wrote: readonly { readonly path: string; readonly times: number }[];
  readonly reviewed: readonly { readonly path: string; readonly times: number }[];
}

export interface Experts {
  of(person: Person): Knowledge;
  /** 0: does not know them; 1: touched them once or twice; 2: more often. Finer ranks would ask the same people always. */
  tier(person: Person): 0 | 1 | 2;
}

const NOTHING: Knowledge = { touches: 0, wrote: [], reviewed: [] };

export function experts({ histories }: Pick<ReviewerFacts, "histories">): Experts {
  const touches = histories.flatMap(({ path, touches: list }) => list.map((touch) => ({ path, touch })));
  const people = Map.groupBy(touches, ({ touch }) => touch.id ?? touch.login.toLowerCase());
  const known = byPerson(
    [...people.values()].flatMap((list) => {
      const person = list[0]?.touch;
      return person === undefined ? [] : [[person, knowledge(list)] as const];
    }),
  );
  const of = (person: Person) => known.get(person) ?? NOTHING;
  return {
    of,
    tier: (person) => {
      const { touches: count } = of(person);
      return count === 0 ? 0 : count < 3 ? 1 : 2;
    },
  };
}

type Touched = readonly {
  readonly path: string;
  readonly touch: { readonly wrote: number; readonly reviewed: number };
}[];

function knowledge(list: Touched): Knowledge {
  const wrote = list.map(({ path, touch }) => ({ path, times: touch.wrote })).filter(({ times }) => times > 0);
  const reviewed = list.map(({ path, touch }) => ({ path, times: touch.reviewed })).filter(({ times }) => times > 0);
  return { touches: sum(wrote) + sum(reviewed), wrote, reviewed };
}

/** "wrote `pkg/a.go`", "reviewed these files 6 times"; empty for somebody who does not know them. */
export function knowledgeText({ wrote, reviewed }: Knowledge): readonly string[] {
  return [...said("wrote", "changed", wrote), ...said("reviewed", "reviewed", reviewed)];
}

function said(once: string, often: string, touched: Knowledge["wrote"]): readonly string[] {
  const [first, ...more] = touched;
  if (first === undefined) return [];
  const times = sum(touched);
  const what = more.length > 0 ? "these files" : code(first.path);
  return [times === 1 ? `${once} ${what}` : `${often} ${what} ${times} times`];
}

function sum(touched: Knowledge["wrote"]): number {
  return touched.reduce((total, { times }) => total + times, 0);
}
