/** Whether somebody can be asked to review now, or is away, busy by their status on GitHub, or has enough reviews open. */

import { absenceOf } from "../../gate/ineligibility.ts";
import type { Absence } from "../../model/absence.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { counted } from "../../shared/counted.ts";
import { day } from "../../shared/dates.ts";
import type { Person } from "../../shared/person-sets.ts";
import type { ReviewerFacts, Unavailable } from "./reviewer-facts.ts";

/** `null`: they can be asked. */
export function unavailable(
  person: Person,
  { facts, index, known }: { readonly facts: PullFacts; readonly index: RegistryIndex; readonly known: ReviewerFacts },
): Unavailable | null {
  const status = known.statuses.get(person);
  if (status === "absent" || status === "unnamed") return { kind: status };
  const absence = absenceOf(person, { facts, index, away: known.away });
  if (absence !== null) return { kind: "away", absence };
  if (status === "busy") return { kind: "busy" };
  const open = known.loads.get(person) ?? 0;
  return open >= index.registry.reviews.maxOpen ? { kind: "full", open } : null;
}

/** "is away until 2 December 2026". */
export function whyNot(why: Unavailable): string {
  switch (why.kind) {
    case "away":
      return `is ${awayText(why.absence)}`;
    case "busy":
      return "is busy by their status on GitHub";
    case "full":
      return `has ${counted(why.open, "open review")}`;
    case "absent":
      return "is no account on GitHub";
    case "unnamed":
      return "has another name on GitHub, which it did not tell";
  }
}

/** "away until 2 December 2026". */
export function awayText({ until }: Absence): string {
  return until === null ? "away" : `away until ${day(until)}`;
}
