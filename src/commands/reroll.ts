/** `/reroll` asks somebody else to review. */
import { loginKey } from "../names.ts";
import type { Holder } from "../roles/model.ts";
import type { PullFacts } from "../snapshot/facts.ts";
import { actAnswer, barred, refused, thisSubject } from "./act-answer.ts";
import type { Acting, Command } from "./model.ts";
import { onlyOnPulls } from "./word.ts";

export const reroll: Command = {
  name: "reroll",
  aliases: ["auto-cc"],
  group: "review",
  usage: "/reroll",
  summary: "Asks somebody else who can review this, or says that there is nobody.",
  who: "the author and anyone with a role",
  may: "author-or-any-role",
  examples: ["/reroll"],
  on: ["pull"],
  cancelForms: [],
  act(_call, acting) {
    const { facts, registry, speaker } = acting;
    if (facts.kind === "issue") return refused(onlyOnPulls("reroll"));
    const bar = barred(reroll, acting);
    if (bar !== null) return bar;
    if (facts.state !== "open") return refused(`${thisSubject(acting)} is ${facts.state}: nobody needs to review it.`);
    const reviewers = facts.reviews.items.map(({ author }) => author);
    const apart = [facts.author, speaker, ...reviewers].flatMap((account) => account?.login ?? []);
    const candidates = fitting(acting, facts).map((holder) => ({ ...holder, away: isAway(holder, acting) }));
    return { kind: "act", act: { kind: "reroll", candidates, apart, maxOpen: registry.reviews.maxOpen } };
  },
  decide: actAnswer,
};

/** Whoever can approve what still waits for it; else whoever may be asked to review the areas touched. */
function fitting({ verdict, index, registry }: Acting, facts: PullFacts): readonly Holder[] {
  const open = verdict?.areas.filter((area) => area.missing > 0).flatMap((area) => area.candidates) ?? [];
  if (open.length > 0) return once(open);
  const paths = facts.files.items.length === 0 ? [""] : facts.files.items.map(({ path }) => path);
  const chains = new Map(paths.map((path) => index.chainOf(facts.repository, path)).map((chain) => [chain.key, chain]));
  return once([...chains.values()].flatMap((chain) => index.approversOf(chain, registry.reviews.from)));
}

function once(holders: readonly Holder[]): readonly Holder[] {
  return [...new Map(holders.map((holder) => [loginKey(holder.login), holder])).values()];
}

/** By the registry: until the day it names begins. */
function isAway({ login, id }: Holder, { index, facts }: Acting): boolean {
  return index
    .rolesOf({ login, id, type: "User" })
    .some(({ away }) => away === true || (away !== null && facts.readAt < Date.parse(`${away}T00:00:00Z`)));
}
