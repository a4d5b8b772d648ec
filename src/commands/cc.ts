/** `/cc [@user or @org/team…]` asks people and teams to review; nobody named: oneself. */
import { loginKey } from "../names.ts";
import { actAnswer, barred, refused, thisSubject } from "./act-answer.ts";
import type { Command } from "./model.ts";
import { namedIn } from "./named-people.ts";
import { onlyOnPulls } from "./word.ts";

export const cc: Command = {
  name: "cc",
  aliases: [],
  group: "review",
  usage: "/cc [@user or @org/team…]",
  summary: "Asks people or teams to review, or yourself where you name nobody.",
  who: "anyone",
  may: "anyone",
  examples: ["/cc @hoangndst @jemshad", "/cc @KusionStack/kusion-engine-dev", "/uncc @jemshad"],
  on: ["pull"],
  cancelForms: ["/uncc", "/remove-cc"],
  behind: "names",
  act(call, acting) {
    const { facts } = acting;
    if (facts.kind === "issue") return refused(onlyOnPulls("cc"));
    const bar = barred(cc, acting);
    if (bar !== null) return bar;
    if (facts.state !== "open") return refused(`${thisSubject(acting)} is ${facts.state}: nobody needs to review it.`);
    const named = namedIn(call.words, acting);
    const isAuthor = (name: string) => facts.author !== null && loginKey(name) === loginKey(facts.author.login);
    const people = call.cancel ? named.people : named.people.filter((name) => !isAuthor(name));
    const notes = people.length === named.people.length ? named.notes : [...named.notes, AUTHOR];
    if (people.length === 0 && named.teams.length === 0) return refused(notes.join(" "));
    return { kind: "act", act: { kind: "request", off: call.cancel, people, teams: named.teams, notes } };
  },
  decide: actAnswer,
};

const AUTHOR = "GitHub does not let the author of a pull request review it.";
