/**
 * Lines are acted on as their webhooks come, which may be long after, or out of order. What a later line has already moved is
 * left to it: in the end things stand as if each had been acted on when it was said. Pure.
 */
import { labelsNamed } from "../../../commands/labels-named.ts";
import type { Act } from "../../../model/command-effect.ts";
import { loginKey, unreachable } from "../../../shared/names.ts";
import type { Aspect, OwnDeeds } from "./own-events.ts";

/** `deeds`, in which whatever one of the `later` acts moves, or people moved back since, counts as done already. */
export function overtaken(deeds: OwnDeeds, later: readonly Act[]): OwnDeeds {
  if (later.length === 0 && !deeds.again) return deeds;
  return {
    ...deeds,
    did: (aspect, target, on) =>
      deeds.did(aspect, target, on) ||
      deeds.undone(aspect, target, on) ||
      later.some((act) => moves(act, aspect, target)),
  };
}

/** Whether the act is about this, whichever way it goes. */
function moves(act: Act, aspect: Aspect, target: string): boolean {
  switch (act.kind) {
    case "labels":
      return aspect === "label" && labelsNamed(act.words, act.prefix, [target]).found.length > 0;
    case "assign":
      return aspect === "assignee" && act.people.some((login) => loginKey(login) === loginKey(target));
    case "request":
      return aspect === "reviewer" && [...act.people, ...act.teams].some((name) => loginKey(name) === loginKey(target));
    case "state":
      return aspect === "closed";
    case "title":
      return aspect === "title";
    case "draft":
      return aspect === "draft";
    case "merge":
      return aspect === "merge";
    case "reroll":
    case "away":
      return false;
    default:
      return unreachable(act);
  }
}
