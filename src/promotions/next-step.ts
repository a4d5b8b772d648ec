/**
 * What happens next in a promotion, derived from its state alone: the status comment, the reminder and the page say the same. Only
 * people who can act now are named. Pure; inert Markdown.
 */

import { code, escapeMarkdown } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import { joinList } from "../shared/people.ts";
import { ableAmong, awayText, namesOf } from "./able-people.ts";
import { commandHere, promoteText } from "./nomination-text.ts";
import { leavesOf } from "./promotion-context.ts";
import { pullLink } from "./promotion-links.ts";
import type { PromotionFacts } from "./promotion-types.ts";
import type { Review } from "./review.ts";
import type { RegistryChange } from "./stages.ts";

export interface NextPlace {
  /** GitHub's address for browsers, without a slash at its end. */
  readonly webUrl: string;
  /** Teams whose members could not be read. */
  readonly unreadTeams: readonly string[];
  /** Its issue is closed. */
  readonly isResting: boolean;
  /** The branch that a change of the registry is merged into; empty: not known. */
  readonly registryBranch: string;
}

const MAX_CLAUSES = 6;

/** Whole sentences; empty where it has ended. */
export function nextStep(review: Review, place: NextPlace): string {
  const { facts } = review;
  const { stage, trouble } = review.record;
  switch (stage.stage) {
    case "done":
    case "withdrawn":
    case "declined":
    case "expired":
    case "void":
      return "";
    case "registry-change":
      return approvalText(stage, facts, place);
    case "unopposed":
      if (trouble === null) return "The registry's change is opened next.";
      return `It is tried again every hour. Whoever may change the registry can also make this change by hand; ${commandHere(facts, "/withdraw")} ends the promotion.`;
    case "nominated":
    case "measured":
    case "sponsored":
      return undecidedText(review, place);
    default:
      return unreachable(stage);
  }
}

function undecidedText(review: Review, { isResting, unreadTeams }: NextPlace): string {
  const { evaluation, facts } = review;
  if (isResting)
    return `This issue is closed, so the promotion rests: reopening it lets it go on, and ${commandHere(facts, "/withdraw")} ends it.`;
  if (unreadTeams.length > 0) return "It goes on by itself once the members of these teams can be read.";
  if (evaluation.met && review.unwanted) return wantedText(facts);
  if (evaluation.met) return "It is counted once more, and then the registry's change is opened.";
  const clauses = evaluation.next.length > 0 ? evaluation.next : [`Still missing: ${evaluation.missing.join("; ")}`];
  const after = !evaluation.clear ? [] : [review.unwanted ? wantedText(facts) : "Then the registry's change is opened"];
  return [...clauses.slice(0, MAX_CLAUSES), ...after].map((text) => sentence(text, facts)).join(" ");
}

/** What an undecided promotion waits for first, as a sentence that needs none before it; `null`: nothing. Inert. */
export function firstStep({ evaluation, facts }: Review): string | null {
  const [first] = evaluation.next;
  return first === undefined ? null : sentence(first, facts);
}

/** Begun with a capital, unless somebody's name begins it. */
function sentence(text: string, { nomination, words }: PromotionFacts): string {
  const [first = ""] = text.split(/[\s,;:]/, 1);
  const isName = [nomination.candidate, ...words.map(({ by }) => by)].some(
    ({ login }) => escapeMarkdown(login) === first,
  );
  return `${isName ? first.charAt(0) : text.charAt(0).toUpperCase()}${text.slice(1)}${/[.:]$/.test(text) ? "" : "."}`;
}

/** People closed its registry change, and nothing that was said before opens it again. */
function wantedText(facts: PromotionFacts): string {
  const { nomination } = facts;
  const commands = [
    ...(leavesOf(nomination, "sponsors").length > 0 ? [commandHere(facts, "/sponsor")] : []),
    ...(leavesOf(nomination, "vote").length > 0 ? [commandHere(facts, "/vote", "yes")] : []),
    ...(leavesOf(nomination, "acceptance").length > 0 ? [commandHere(facts, "/accept")] : []),
  ];
  const anew = `${commandHere(facts, "/withdraw")} ends this promotion, and ${code(promoteText(facts.nomination))} then starts a new one`;
  if (commands.length === 0) return `People closed its registry change. ${anew}.`;
  return `People closed its registry change, so somebody whose part it is must want it again and comment ${joinList(commands, "or")}. ${anew}.`;
}

/** The gate of the registry's repository says who may approve it, and how many must. */
function approvalText({ pull }: RegistryChange, facts: PromotionFacts, { webUrl, registryBranch }: NextPlace): string {
  const { index } = facts;
  const link = pullLink(pull, webUrl);
  const { there, away } = ableAmong(index.registryApprovers(pull.repository), facts);
  const chains = index.areaPathsOf(pull.repository, "");
  const min = Math.max(1, ...chains.map((chain) => index.neededFor(chain, registryBranch).min));
  const absent = away.length === 0 ? "" : ` (${awayText(away, facts)})`;
  const who =
    there.length >= min
      ? `${min === 1 ? "" : `${min} of `}${namesOf(there, there.length === min ? "and" : "or", facts)}`
      : there.length > 0
        ? `${min} people, and only ${namesOf(there, "and", facts)} can now${absent}`
        : `somebody who may, and nobody who may is there${absent}`;
  return `${link} waits to be approved by ${who}, and then to be merged. Closing it unmerged opens the question again.`;
}
