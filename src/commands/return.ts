/**
 * `/return [role] [area…]` opens the change that gives somebody listed as emeritus their role back (promotions/inactivity/returning.ts).
 */
import { roleNamed } from "../promotions/nominee.ts";
import { refused } from "../promotions/promotion-context.ts";
import { code } from "../shared/markdown.ts";
import { namesIn } from "../shared/name-list.ts";
import { joinList } from "../shared/people.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const comeBack: Command = {
  name: "return",
  aliases: [],
  group: "roles",
  usage: "/return [role] [area…]",
  summary: "Opens the registry's change that gives you back what you held before you became emeritus.",
  who: "whoever the registry lists as emeritus, for themselves",
  may: "anyone",
  concerns: "emeritus",
  examples: ["/return", "/return approver kusion"],
  on: ["pull", "issue"],
  cancelForms: [],
  behind: "names",
  forPromotion(call, { registry, index }) {
    const ladder = registry.roles.map(({ name }) => name);
    let role: string | null = null;
    const areas: string[] = [];
    for (const word of namesIn(call.words)) {
      const asRole: string | null = role === null ? roleNamed(word, ladder) : null;
      const area = index.areaNamed(word);
      if (asRole !== null) role = asRole;
      else if (area !== null) areas.push(area.name);
      else if (!/^(to|as|in|of|the|for|and)$/i.test(word)) {
        const known = [...ladder, ...index.areaNames()].map((name) => code(name));
        return refused(
          `I know no role or area ${code(word.slice(0, 60))}, so nothing was changed. There are ${joinList(known, "and", 30)}.`,
        );
      }
    }
    return { kind: "return", role, areas };
  },
  decide: promotionAnswer,
};
