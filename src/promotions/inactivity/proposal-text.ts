/** What a proposal says to the person it is about, and to those who merge: kind, short, and with the way back. Pure. */

import type { RegistryChangeEffect } from "../../model/effect.ts";
import { type InactivityRules, TO_EMERITUS } from "../../registry/inactivity/inactivity-key.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { day, isoDay, moment } from "../../shared/dates.ts";
import { durationText } from "../../shared/duration.ts";
import { code, escapeMarkdown, linkTarget, oneLine } from "../../shared/markdown.ts";
import { type Instant, type RepositoryName, sameName } from "../../shared/names.ts";
import { joinList } from "../../shared/people.ts";
import { singular } from "../../shared/singular.ts";
import type { Person } from "../promotion-types.ts";
import { branchName } from "../registry-change.ts";
import { guardText } from "./guard-text.ts";
import { editOf } from "./joint-guards.ts";
import type { NewProposal } from "./look.ts";
import type { ProposalState } from "./proposal-state.ts";
import { lastText, lookedText, NOT_TO_BE_SEEN, placesText } from "./sight-text.ts";

interface ProposalPlace {
  readonly owner: string;
  readonly registry: Registry;
  readonly repository: RepositoryName;
  readonly path: string;
  readonly defaultBranch: string;
  readonly rules: InactivityRules;
  readonly webUrl: string;
  readonly botLogin: string;
}

interface ProposalWriting {
  readonly proposal: NewProposal;
  readonly place: ProposalPlace;
  /** When it is opened, as far as is known then. */
  readonly now: Instant;
  /** When the look found it: the same at every try, and perhaps long ago. */
  readonly foundAt: Instant;
  /** When the notice ends. */
  readonly until: Instant;
  /** Whether the person is notified; once. */
  readonly mention: boolean;
}

/** The pull request as it is opened; it is a draft, and its marker is still to be added. */
export function proposalChange(writing: ProposalWriting): RegistryChangeEffect {
  const { proposal, place, now, foundAt } = writing;
  const title = proposalTitle(proposal);
  return {
    kind: "registry-change",
    repository: place.repository,
    path: place.path,
    base: place.defaultBranch,
    botLogin: place.botLogin,
    branch: proposalBranch(proposal.person, foundAt),
    title,
    edit: editOf(proposal, place.registry, now),
    message: `${title}\n\nNot seen since ${proposal.last === null ? "the beginning of what GitHub tells" : isoDay(proposal.last.at)}.`,
    body: proposalBody(writing),
  };
}

/** Named after the day of the look: a later proposal of the same person gets another branch. */
export function proposalBranch(person: Person, foundAt: Instant): string {
  return branchName("retire", [person.login, isoDay(foundAt)]);
}

export function isProposalBranch(branch: string): boolean {
  return branch.startsWith(branchName("retire", [""]));
}

function proposalTitle({ person, holdings }: Pick<NewProposal, "person" | "holdings">): string {
  const [first] = holdings;
  const to = first?.to ?? TO_EMERITUS;
  const isOne = holdings.every((one) => one.to === to);
  const where = !isOne ? "step aside" : to === TO_EMERITUS ? "become emeritus" : `go on as ${singular(to)}`;
  return oneLine(`Ask ${person.login} whether to ${where}`);
}

function proposalBody({ proposal, place, until, mention }: ProposalWriting): string {
  const { person, looked, last, holdings } = proposal;
  const { owner, rules, webUrl } = place;
  const name = escapeMarkdown(person.login);
  const to = [...new Set(holdings.map((one) => one.to))];
  const after = to.includes(TO_EMERITUS)
    ? "listed as emeritus, with thanks"
    : `${joinList(
        to.map((role) => escapeMarkdown(singular(role))),
        "or",
      )} from then on`;
  const since = last === null ? "as far back as GitHub tells" : `since ${day(last.at)}`;
  return [
    `${mention ? `@${person.login}` : `**${name}**`}, you have not been seen in ${escapeMarkdown(owner)} ${since}, and after such a time the registry asks whether somebody wants to go on as ${placesText(holdings)}. It is a question, and any answer is fine. Thank you for all that you did here.`,
    [
      "**Your answer is a comment here:**",
      `- \`/stay\`: nothing changes, no reason is needed, and nobody asks again for ${durationText(rules.pause)}.`,
      `- \`/step-down\`: you are ${after}, without waiting. ${returnText(rules)}`,
      `- or do anything else in ${escapeMarkdown(owner)}: when you are seen, this closes by itself.`,
    ].join("\n"),
    `Without an answer people may merge this from **${moment(until)}** on, not before.`,
    ["**What was seen**", ...looked.map((one) => `- ${lookedText(one, webUrl)}`)].join("\n"),
    `**What cannot be seen:** ${NOT_TO_BE_SEEN}. Whoever holds the same role and knows of such work says ${code(`/stay @${person.login} why`)}, once in a row. Nothing that is said here counts as activity.`,
    ...peersText(proposal, place),
  ].join("\n\n");
}

/** "Within 2 years `/return` brings you back, with the approval of 1 maintainer." */
export function returnText({ return: rules }: Pick<InactivityRules, "return">): string {
  if (rules === null) return "Whoever comes back is promoted again, as everybody is.";
  const { within, from, min } = rules;
  const who = min === 1 ? `1 ${escapeMarkdown(singular(from))}` : `${min} ${escapeMarkdown(from)}`;
  const when = within === null ? "Whenever you like," : `Within ${durationText(within)}`;
  return `${when} \`/return\` brings you back, with the approval of ${who}.`;
}

/** Who else has the same role there: named, not notified. */
function peersText({ person, holdings }: NewProposal, { registry }: ProposalPlace): readonly string[] {
  const roles = new Set(holdings.map(({ role }) => role));
  const areas = new Set(holdings.flatMap((one) => one.areas));
  const peers = registry.people.filter(
    (held) =>
      roles.has(held.role) &&
      !sameName(held.login, person.login) &&
      (areas.size === 0 || held.areas.length === 0 || held.areas.some((area) => areas.has(area))),
  );
  const names = [...new Set(peers.map(({ login }) => escapeMarkdown(login)))];
  return names.length === 0 ? [] : [`The same role is held by ${joinList(names, "and", 10)}.`];
}

/** Three days before the end: the one reminder. */
export function reminderText(person: Person, until: Instant, mention: boolean): string {
  const name = mention ? `@${person.login}` : `**${escapeMarkdown(person.login)}**`;
  return `${name}, people may merge this from ${moment(until)} on. \`/stay\` keeps everything as it is, \`/step-down\` agrees.`;
}

interface ProposalCheck {
  /** Shut: the check must not succeed. */
  readonly isShut: boolean;
  readonly title: string;
  /** Inert Markdown. */
  readonly text: string;
}

/** The text of the check on the proposal (R72). */
export function proposalCheck(state: ProposalState, person: Person): ProposalCheck {
  const name = escapeMarkdown(person.login);
  switch (state.kind) {
    case "waiting":
      return {
        isShut: true,
        title: oneLine(`Not before ${day(state.until)}, unless ${person.login} agrees`),
        text: `**Not before ${moment(state.until)}**, unless ${name} says \`/step-down\` here. Until then nothing opens it: no approval, and not that it is no draft.`,
      };
    case "unclear":
      return {
        isShut: true,
        title: oneLine(`Cannot tell whether ${person.login} was seen since`),
        text: `**The notice is over, and it cannot be told whether ${name} was seen since:** ${escapeMarkdown(state.why)}. It is asked again by itself.`,
      };
    case "ready":
      return {
        isShut: false,
        title: state.why === "agreed" ? oneLine(`${person.login} agreed`) : "The notice is over",
        text:
          state.why === "agreed"
            ? `**${name} agreed**, so people may merge this.`
            : `**The notice is over** and ${name} was not seen since, so people may merge this. \`/stay\` still keeps everything as it is.`,
      };
    case "seen":
    case "held":
    case "gone":
      return { isShut: true, title: "Nothing is proposed any more", text: `${endedText(state, person, "")}` };
    default:
      return state;
  }
}

/** The check where people changed the hidden line. */
export const UNREADABLE = {
  title: "Cannot tell when the notice ends",
  text: "**Its hidden line was changed**, so it cannot be told when the notice ends. Close it; the next look asks anew.",
};

/** Why it closes without having been merged. */
export function endedText(
  state: Extract<ProposalState, { kind: "seen" | "held" | "gone" }>,
  person: Person,
  webUrl: string,
): string {
  const name = escapeMarkdown(person.login);
  switch (state.kind) {
    case "seen":
      return `**${name} was seen** (${lastText(state.last, [], webUrl)}), so this closes, and nothing changes.`;
    case "held":
      return `This closes, and nothing changes: ${guardText(state.guard)}.`;
    case "gone":
      return `The registry lists ${name} otherwise by now, so this closes.`;
    default:
      return state;
  }
}

/** The reply on the proposal after `/stay`, whoever said it. */
export function stayedText(
  person: Person,
  by: { readonly login: string; readonly url: string } | null,
  until: Instant,
): string {
  const name = escapeMarkdown(person.login);
  const who =
    by === null
      ? `${name} stays`
      : `[${escapeMarkdown(by.login)}](${linkTarget(by.url)}) vouches for ${name}, who stays`;
  return `**${who}.** This closes, nothing changes, and nobody asks again before ${day(until)}.`;
}

/** The reply after `/step-down` there. */
export function agreedText(rules: InactivityRules): string {
  return `People may merge this now, since you agreed. Thank you for the work. ${returnText(rules)}`;
}
