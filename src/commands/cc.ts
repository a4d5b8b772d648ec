/** `/cc [@user or @org/team…]` asks people and teams to review; without a name, oneself. */

import { awaitsVouch } from "../gate/conditions/newcomer.ts";
import type { ConversationEntry } from "../model/conversation.ts";
import type { PullFacts } from "../model/facts.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { loginKey } from "../shared/names.ts";
import { unvouchedText } from "../triage/reviewers/lines.ts";
import { actAnswer, barred, refused, thisSubject } from "./act-answer.ts";
import type { Command } from "./command.ts";
import { isOnlyOneself, type Named, namedIn, people as names } from "./named-people.ts";
import { hasRoleHere } from "./power.ts";
import { onlyOnPulls } from "./statement-answer.ts";

export const cc: Command = {
  name: "cc",
  group: "review",
  usage: "/cc [@user or @org/team…]",
  summary: "Asks people or teams to review, or yourself where you name nobody.",
  who: "anyone for a few people; teams, and more people, by anyone with a role; taken back for oneself, else by the author and anyone with a role",
  may: "anyone",
  examples: ["/cc @hoangndst @jemshad", "/cc @KusionStack/kusion-engine-dev", "/uncc @jemshad"],
  on: "pull",
  cancelForms: ["/uncc", "/remove-cc"],
  behind: "names",
  action(call, acting) {
    const { facts } = acting;
    if (facts.kind === "issue") return refused(onlyOnPulls("cc"));
    const bar = barred(cc, acting);
    if (bar !== null) return bar;
    if (facts.state !== "open") return refused(`${thisSubject(acting)} is ${facts.state}: nobody needs to review it.`);
    const asked = namedIn(call.words, acting);
    if (call.cancel && !isOnlyOneself(asked, acting)) {
      const others = barred({ name: "uncc", may: "author-or-any-role" }, acting);
      if (others !== null) return others;
    }
    const isBounded = !call.cancel && !hasRoleHere(acting);
    const isOthers = !isOnlyOneself(asked, acting);
    const holdsAnyRole: RegistryIndex["holdsAnyRole"] = (one) => acting.index.rolesOf(one).length > 0;
    if (isBounded && isOthers && awaitsVouch(facts, { registry: acting.registry, holdsAnyRole }))
      return refused(unvouchedText(facts.author));
    const named = isBounded ? withinBounds(asked) : asked;
    const isAuthor = (name: string) => facts.author !== null && loginKey(name) === loginKey(facts.author.login);
    const people = call.cancel ? named.people : named.people.filter((name) => !isAuthor(name));
    const notes = people.length === named.people.length ? named.notes : [...named.notes, AUTHOR];
    if (people.length === 0 && named.teams.length === 0) return refused(notes.join(" "));
    return { kind: "act", act: { kind: "request", off: call.cancel, people, teams: named.teams, notes } };
  },
  decide: actAnswer,
};

/** The people whom this command asked to review in one utterance, whatever happened to it: logins as written. */
export function namedByCc({ calls, by: speaker }: ConversationEntry, facts: PullFacts): readonly string[] {
  return calls.flatMap(({ name, cancel, words }) =>
    name === cc.name && !cancel ? namedIn(words, { facts, speaker }).people : [],
  );
}

/** How many people somebody without a role may ask for in a line: GitHub itself would not let them ask anybody (R43). */
const MAX_BY_ANYONE = 3;

function withinBounds({ people, teams, notes }: Named): Named {
  const left = people.slice(MAX_BY_ANYONE);
  const teamless =
    teams.length === 0
      ? []
      : ["Whole teams are asked to review by people with a role in this repository, so no team was asked."];
  const fewer =
    left.length === 0
      ? []
      : [
          `Without a role here I ask ${MAX_BY_ANYONE} people a line, so ${names(left)} ${left.length === 1 ? "was" : "were"} left out.`,
        ];
  return { people: people.slice(0, MAX_BY_ANYONE), teams: [], notes: [...notes, ...teamless, ...fewer] };
}

const AUTHOR = "GitHub does not let the author of a pull request review it.";
