/** `/quiet`: for a year, nobody is told that the person may be ready for the next role. */

import { mayUse } from "../gate/permission.ts";
import { code } from "../shared/markdown.ts";
import { plainlyTyped } from "../shared/name-list.ts";
import { loginKey } from "../shared/names.ts";
import { actAnswer, refused } from "./act-answer.ts";
import type { ActionRequest, Command } from "./command.ts";
import { namedIn, people as names } from "./named-people.ts";

export const quiet: Command = {
  name: "quiet",
  group: "roles",
  usage: "/quiet",
  summary: "Leaves you out, for a year, where Rung tells who may be ready for the next role.",
  who: "anyone, for themselves",
  may: "anyone",
  examples: ["/quiet", "/quiet cancel"],
  cancelForms: ["/quiet cancel", "/unquiet"],
  behind: "remarks",
  action(call, acting) {
    const allowed = mayUse(quiet, acting);
    if (!allowed.ok) return refused(`${allowed.text} Nothing was changed.`);
    if (acting.registry.growth === undefined)
      return refused(
        `This registry tells nobody of the next role (it has no ${code("growth")}), so there is nothing to leave you out of.`,
      );
    const others = namedOthers(call.words, acting);
    if (others !== null)
      return refused(`${code("/quiet")} is for oneself, so ${others} can say it. Nothing was changed.`);
    if (acting.speaker.id === null) return refused("GitHub does not tell who you are, so nothing was changed.");
    return { kind: "act", act: { kind: "quiet", off: call.cancel } };
  },
  decide: actAnswer,
};

/** The people it names besides the speaker, as they are shown; `null`: nobody. Words without an `@` are a remark. */
function namedOthers(words: string, acting: ActionRequest): string | null {
  if (!plainlyTyped(words).includes("@")) return null;
  const others = namedIn(words, acting).people.filter((name) => loginKey(name) !== loginKey(acting.speaker.login));
  return others.length === 0 ? null : names(others);
}
