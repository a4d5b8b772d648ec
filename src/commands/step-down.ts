/** `/step-down [role] [area…]` opens the change of the registry that takes one's own role away. */

import { cannotTake, refused } from "../promotions/promotion-context.ts";
import type { Holding } from "../registry/registry-types.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import { singular } from "../shared/singular.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";
import { roleAndAreasIn } from "./role-and-areas.ts";

export const stepDown: Command = {
  name: "step-down",
  group: "roles",
  usage: "/step-down [role] [area…]",
  summary: "Opens the registry's change that takes your role away, or part of it. Closing that unmerged takes it back.",
  who: "anyone with a role, for themselves",
  may: "any-role",
  examples: ["/step-down", "/step-down approver kusion"],
  behind: "names",
  forPromotion(call, context) {
    const { index, speaker } = context;
    const held = index.rolesOf(speaker);
    if (held.length === 0)
      return refused(cannotTake(call, speaker, "they hold no role in this registry by their own name"));
    const named = roleAndAreasIn(call.words, "from", context);
    if (named.kind === "unknown") return refused(named.text);
    const { role, areas } = named;
    const meant = held.filter(
      (holding) =>
        (role === null || holding.role === role) &&
        (areas.length === 0 || holding.areas.some((area) => areas.includes(area))),
    );
    if (meant.length > 0) return isAll(meant, held, areas) ? ALL : { kind: "step-down", role, areas };
    const has = held.map(
      (holding) =>
        `${escapeMarkdown(singular(holding.role))}${holding.areas.length === 0 ? "" : ` of ${joinList(holding.areas.map(escapeMarkdown), "and")}`}`,
    );
    return refused(
      `${escapeMarkdown(speaker.login)} does not hold that, so there is nothing to step down from; held is ${joinList(has, "and")}.`,
    );
  },
  decide: promotionAnswer,
};

/** However it is worded, giving everything back is one change. */
const ALL = { kind: "step-down", role: null, areas: [] } as const;

function isAll(meant: readonly Holding[], held: readonly Holding[], areas: readonly string[]): boolean {
  if (meant.length < held.length) return false;
  return (
    areas.length === 0 || held.every((one) => one.areas.length > 0 && one.areas.every((area) => areas.includes(area)))
  );
}
