/** `/quiet`: nobody is told for a year that one may be ready for the next role. */
import { mayUse } from "../gate/permission.ts";
import { code } from "../shared/markdown.ts";
import { actAnswer, refused } from "./act-answer.ts";
import type { Command } from "./command.ts";

export const quiet: Command = {
  name: "quiet",
  aliases: [],
  group: "roles",
  usage: "/quiet",
  summary: "Leaves you out, for a year, where Rung tells who may be ready for the next role.",
  who: "anyone, for themselves",
  may: "anyone",
  examples: ["/quiet", "/quiet cancel"],
  on: ["pull", "issue"],
  cancelForms: ["/quiet cancel", "/unquiet"],
  behind: "remarks",
  action(call, acting) {
    const allowed = mayUse(quiet, acting);
    if (!allowed.ok) return refused(`${allowed.text} Nothing was changed.`);
    if (acting.registry.growth === undefined)
      return refused(
        `This registry tells nobody of the next role (it has no ${code("growth")}), so there is nothing to leave you out of.`,
      );
    if (acting.speaker.id === null) return refused("GitHub does not tell who you are, so nothing was changed.");
    return { kind: "act", act: { kind: "quiet", off: call.cancel } };
  },
  decide: actAnswer,
};
