/** A look as data that another thread can be sent, and the facts that are made of it there. Pure. */

import { type ByPerson, byPerson } from "../../shared/person-sets.ts";
import type { Person } from "../promotion-types.ts";
import type { Announced } from "./guard.ts";
import type { ReadRegistry } from "./joint-guards.ts";
import { type Look, type LookFacts, look } from "./look.ts";
import { type Again, lookAgain } from "./look-again.ts";
import type { OpenProposal } from "./proposal.ts";
import type { PersonSight } from "./sight.ts";

type Listed<T> = readonly (readonly [Person, T])[];

/** The text is sent beside it. */
export interface AskedLook extends Omit<LookFacts, "text" | "read" | "sights" | "away"> {
  readonly sights: Listed<PersonSight>;
  readonly away: Listed<Announced>;
}

interface Text {
  readonly text: string;
  readonly read: ReadRegistry;
}

/** Whoever was seen is left out of the entries: of them nothing is told. */
export function answeredLook(asked: AskedLook, text: Text): Look {
  const { entries, ...rest } = look(factsOf(asked, text));
  return { ...rest, entries: entries.filter(({ state }) => state.kind !== "seen") };
}

export function answeredAgain(asked: AskedLook, own: OpenProposal, text: Text): Again {
  return lookAgain(factsOf(asked, text), own);
}

function factsOf(asked: AskedLook, text: Text): LookFacts {
  const found = <T>(listed: Listed<T>): ByPerson<T> => byPerson(listed);
  return { ...asked, ...text, sights: found(asked.sights), away: found(asked.away) };
}
