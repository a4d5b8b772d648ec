/** What `/stay` does: the person's own statement, somebody's statement for them, or an answer why not. Pure. */

import type { RegistryIndex } from "../../registry/registry-index.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { accountOf, samePerson } from "../../shared/people.ts";
import { placeText } from "../nomination-text.ts";
import { covers } from "../promotion-people.ts";
import type { Person } from "../promotion-types.ts";
import type { OpenProposal, PastProposal } from "./proposal.ts";

interface StayAsked {
  readonly by: Person;
  /** Whom they name; `null`: nobody. */
  readonly named: Person | null;
  readonly why: string;
  /** The proposal on whose pull request it was said; `null`: it was said somewhere else. */
  readonly proposal: Pick<OpenProposal, "person" | "holdings"> | null;
  readonly index: RegistryIndex;
  readonly past: readonly PastProposal[];
}

type StayDecision =
  | { readonly kind: "stayed" }
  | { readonly kind: "vouched" }
  /** `text`: the answer. Inert. */
  | { readonly kind: "refused"; readonly text: string };

export const NO_PROPOSAL =
  "`/stay` is said on the pull request that asks somebody whether to go on, and this is none, so there is nothing to keep.";

/** Where it is said on a proposal that is none any more. */
export function tooLateText(person: Person, state: "closed" | "merged"): string {
  const name = escapeMarkdown(person.login);
  return state === "merged"
    ? `This is merged already, so \`/stay\` comes too late here. \`/return\`, said by ${name}, tells the way back.`
    : `This is closed already, and changes nothing for ${name}.`;
}

export function stayDecision(asked: StayAsked): StayDecision {
  const { by, named, why, proposal, past } = asked;
  if (proposal === null) return refused(NO_PROPOSAL);
  const { person } = proposal;
  const name = escapeMarkdown(person.login);
  if (named !== null && !samePerson(named, person))
    return refused(`This is about ${name}, and ${escapeMarkdown(named.login)} is not asked anything here.`);
  if (samePerson(by, person)) return { kind: "stayed" };
  const vouching = code(`/stay @${person.login} why`);
  if (named === null)
    return refused(`This is about ${name}. Whoever holds the same role and knows of their work says ${vouching}.`);
  if (!maySpeakFor(asked, proposal))
    return refused(
      `I cannot take that from ${escapeMarkdown(by.login)}: for ${name} somebody speaks who is ${proposal.holdings.map(placeText).join(" or ")}, too. ${name} says \`/stay\` without any reason.`,
    );
  if (why.trim() === "") return refused(`Say what you know of, as in ${vouching}: others read it here.`);
  if (wasVouchedLast(person, past))
    return refused(
      `Somebody vouched for ${name} the last time, and not twice in a row: now ${name} has to say \`/stay\`, and needs no reason.`,
    );
  return { kind: "vouched" };
}

function refused(text: string): StayDecision {
  return { kind: "refused", text };
}

/** Whether they hold the same role, or one above that includes it, in one of the same places. */
function maySpeakFor({ by, index }: StayAsked, { holdings }: Pick<OpenProposal, "holdings">): boolean {
  const own = index.rolesOf(accountOf(by));
  return holdings.some(({ role, areas }) => {
    const fitting = own.filter((held) => index.atLeast(held.role, role));
    return areas.length === 0
      ? fitting.length > 0
      : areas.some((area) => fitting.some((held) => covers(index, held, area)));
  });
}

/** Whether their last proposal ended because somebody else spoke for them. */
function wasVouchedLast(person: Person, past: readonly PastProposal[]): boolean {
  const own = past.filter((one) => samePerson(one.person, person)).toSorted((a, b) => a.endedAt - b.endedAt);
  return own.at(-1)?.end === "vouched";
}
