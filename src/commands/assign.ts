/** `/assign [@user…]` puts people in charge of an issue or pull request; nobody named: oneself. */
import { actAnswer, barred, refused } from "./act-answer.ts";
import type { Command } from "./model.ts";
import { isOnlyOneself, namedIn } from "./named-people.ts";

export const assign: Command = {
  name: "assign",
  aliases: [],
  group: "review",
  usage: "/assign [@user…]",
  summary: "Assigns people, or yourself where you name nobody.",
  who: "anyone for themselves; the author and anyone with a role for others",
  may: "anyone",
  examples: ["/assign", "/assign @hoangndst, @jemshad", "/unassign @hoangndst"],
  on: ["pull", "issue"],
  cancelForms: ["/unassign", "/remove-assign"],
  behind: "names",
  act(call, acting) {
    const named = namedIn(call.words, acting);
    const may = isOnlyOneself(named, acting) ? "anyone" : "author-or-any-role";
    const bar = barred({ name: assign.name, may }, acting);
    if (bar !== null) return bar;
    const notes = named.teams.length === 0 ? named.notes : [...named.notes, NO_TEAMS];
    if (named.people.length === 0) return refused(notes.join(" "));
    return { kind: "act", act: { kind: "assign", off: call.cancel, people: named.people, notes } };
  },
  decide: actAnswer,
};

const NO_TEAMS = "GitHub assigns people, not teams; on a pull request `/cc` asks a team to review.";
