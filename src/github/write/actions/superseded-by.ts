/**
 * Lines are acted on when their webhooks arrive, which may be long afterwards or out of order. Whatever a later line has already changed
 * is left alone: in the end everything is as if each line had been acted on when it was written. Pure.
 */

import { labelsNamed } from "../../../commands/labels-named.ts";
import type { CommandAction, CommandActionEffect } from "../../../model/command-effect.ts";
import { loginKey, unreachable } from "../../../shared/names.ts";
import type { Aspect, OwnEvents } from "../../read/own-events.ts";

/** `events`, in which whatever one of the `later` acts moves, or people moved back since, counts as done already. */
export function supersededBy(events: OwnEvents, later: readonly CommandAction[]): OwnEvents {
  if (later.length === 0 && !events.again) return events;
  return {
    ...events,
    happened: (aspect, target, on) =>
      events.happened(aspect, target, on) ||
      events.undone(aspect, target, on) ||
      later.some((act) => moves(act, aspect, target)),
  };
}

/** Whether an earlier line moved this the other way a moment ago: a reading that shows it as the line wants it may lag (R37). */
export function movedOtherwise(
  { act, earlier }: Pick<CommandActionEffect, "act" | "earlier">,
  target: Target,
): boolean {
  const last = earlier.findLast((one) => moves(one, target.aspect, target.name));
  return last !== undefined && "off" in last && "off" in act && last.off !== act.off;
}

interface Target {
  readonly aspect: Aspect;
  readonly name: string;
}

/** Whether the action is about this, in either direction. */
function moves(act: CommandAction, aspect: Aspect, target: string): boolean {
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
    case "invite":
    case "quiet":
    case "vouch":
      return false;
    default:
      return unreachable(act);
  }
}
