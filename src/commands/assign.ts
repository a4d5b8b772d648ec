/** `/assign [@user…]` assigns people to an issue or pull request; without a name, oneself. */

import { actAnswer, barred, refused, thisSubject } from "./act-answer.ts";
import type { Command } from "./command.ts";
import { isOnlyOneself, namedIn } from "./named-people.ts";
import { hasRoleHere } from "./power.ts";

export const assign: Command = {
  name: "assign",
  group: "review",
  usage: "/assign [@user…]",
  summary: "Assigns people, or yourself where you name nobody.",
  who: "anyone for themselves; the author and anyone with a role for others; on what is closed, anyone with a role",
  may: "anyone",
  examples: ["/assign", "/assign @hoangndst, @jemshad", "/unassign @hoangndst"],
  cancelForms: ["/unassign", "/remove-assign"],
  behind: "names",
  action(call, acting) {
    const named = namedIn(call.words, acting);
    const may = isOnlyOneself(named, acting) ? "anyone" : "author-or-any-role";
    const bar = barred({ name: assign.name, may }, acting);
    if (bar !== null) return bar;
    // Who is assigned when something is closed counts as who resolved it, so nobody gives themselves that afterwards (R43, R48).
    if (acting.facts.state !== "open" && !call.cancel && !hasRoleHere(acting))
      return refused(
        `${thisSubject(acting)} is ${acting.facts.state}, and whom it is assigned to then is for people with a role in this repository. Nothing was changed.`,
      );
    const notes = named.teams.length === 0 ? named.notes : [...named.notes, NO_TEAMS];
    if (named.people.length === 0) return refused(notes.join(" "));
    return { kind: "act", act: { kind: "assign", off: call.cancel, people: named.people, notes } };
  },
  decide: actAnswer,
};

const NO_TEAMS = "GitHub assigns people, not teams; on a pull request `/cc` asks a team to review.";
