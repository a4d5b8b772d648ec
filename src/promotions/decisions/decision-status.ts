/** The one status comment of a decision. Pure; people's text is inert. */

import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import { itemsAtMost } from "../../shared/counted.ts";
import { day, moment } from "../../shared/dates.ts";
import { durationText } from "../../shared/duration.ts";
import { code, escapeMarkdown, linkTarget } from "../../shared/markdown.ts";
import { unreachable } from "../../shared/names.ts";
import { joinList, samePerson } from "../../shared/people.ts";
import { shareText } from "../../shared/share.ts";
import { inPlaces, whoText } from "../promotion-people.ts";
import type { Person } from "../promotion-types.ts";
import { VOID_TEXT } from "../record-marker.ts";
import type { VoidComment } from "../status-memory.ts";
import type { Objection, ObjectionState } from "../voting/objecting.ts";
import { askedOfGroup, wantedYes } from "../voting/tally.ts";
import type { VoteState } from "../voting/vote-state.ts";
import type { DecisionRecord, DecisionStatement, UncountedStatement } from "./decision.ts";
import { decisionLine, withoutDecisionRecord } from "./decision-marker.ts";
import { usesOf } from "./decision-statements.ts";
import { placeOfDecision, whoDecides } from "./electorate.ts";
import type { DecisionReview } from "./judge-decision.ts";

interface DecisionShown {
  /** What commands must name to be about it where something else could be meant: " technical"; empty: nothing. */
  readonly address: string;
  /** Reviews count, since it is on a pull request. */
  readonly onPull: boolean;
  /** Comments since it was opened whose edited text contains a command, and whose original text is not known. */
  readonly edited?: readonly { readonly by: string; readonly url: string }[];
  /** Anything else people should know, each a sentence, inert; such as that the change it is about was changed since. */
  readonly notes?: readonly string[];
}

/** Longer lists help nobody. */
const MAX_LINES = 20;
const MAX_NAMES = 30;

/** The whole comment but the sealed line. */
export function decisionStatus(review: DecisionReview, shown: DecisionShown): string {
  const { record } = review;
  const { decision } = record;
  return [
    `${decisionLine(decision.id)}\n### Decision: ${escapeMarkdown(decision.rule.kind)}`,
    `> ${escapeMarkdown(decision.text)}`,
    openingText(record),
    ...(shown.notes ?? []),
    standingText(review),
    figuresTable(review),
    objectionsText(review),
    waitsText(review),
    whoMayText(review),
    nextText(review, shown),
    uncountedText(review, shown),
    `[Opened](${linkTarget(record.url)}) by ${escapeMarkdown(decision.opener.login)} on ${moment(decision.at)}.`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function openingText({ opening, rebuilt }: DecisionRecord): string {
  const told = [
    ...(opening === undefined
      ? []
      : [`The words that opened this were ${opening} since. What is decided is the text above, as it was said.`]),
    ...(rebuilt
      ? ["This comment was changed or removed by somebody and is made anew; the time people have began again."]
      : []),
  ];
  return told.join(" ");
}

/** First the outcome, or the state and when it ends. */
function standingText({ record, state, electors }: DecisionReview): string {
  const { stage } = record;
  switch (stage.stage) {
    case "accepted":
      return `**Accepted** on ${moment(stage.at)}${stage.tally === null ? ": nobody's objection stood." : "."}`;
    case "declined":
      return `**Declined** on ${moment(stage.at)}: ${stage.why}.`;
    case "cancelled":
      return `**Cancelled** by ${escapeMarkdown(stage.by.login)} on ${moment(stage.at)}: nothing is decided.`;
    case "open":
      return openText({ state, record, electors });
    default:
      return unreachable(stage);
  }
}

function openText({ state, record, electors }: Pick<DecisionReview, "state" | "record" | "electors">): string {
  if (record.rests === true) return RESTS;
  switch (state.kind) {
    case "unknown":
      return `**Open, and it cannot be told how it stands:** GitHub did not tell who is in ${state.teams.length === 0 ? "every team" : joinList(state.teams.map(escapeMarkdown), "and")}. Nothing is decided until it does.`;
    case "vote":
      return voteText(state.vote, state.ballot.end);
    case "lazy":
      return electors.length === 0 ? NOBODY_IS_SILENT : lazyText(state.objections, record);
    default:
      return unreachable(state);
  }
}

const RESTS =
  "**Open, and it rests:** this is closed, so no time passes and nothing is decided. When it is opened again, its time begins again.";

const NOBODY_IS_SILENT =
  "**Open:** nobody may decide it any more, and silence of nobody is no consent. It stays open until somebody of those who might decide holds the role again, or it is cancelled.";

function voteText(state: VoteState, end: number | null): string {
  const closes = end === null ? "It stays open until it passes or is cancelled." : `It ends on ${moment(end)}.`;
  switch (state.kind) {
    case "not-open":
      return `**Open:** votes count from ${moment(state.opens)} on. ${closes}`;
    case "nobody":
      return `**Open:** nobody may decide it any more, so it cannot be accepted. ${closes}`;
    case "vetoed":
      return `**Open:** a no stands, which is a veto here. ${closes}`;
    case "carried":
      return `**Open:** enough have voted yes. ${state.window ? `It ends on ${moment(state.until)}.` : `It stays open until ${moment(state.until)} at least.`}`;
    case "open":
      return `**Open:** ${state.possible ? "not enough have voted yes so far" : "the votes still to come cannot carry it; only votes given anew could, or fewer people who may vote"}. ${closes}`;
    case "passed":
    case "lost":
      return `**Open.** ${closes}`;
    default:
      return unreachable(state);
  }
}

function lazyText(state: ObjectionState, { decision }: DecisionRecord): string {
  if (state.kind === "opposed") return "**Open, stopped by an objection.** Silence decides nothing while it stands.";
  const window = "lazy" in decision.rule.how ? durationText(decision.rule.how.lazy.window) : "";
  if (state.end === null) return "**Open.**";
  const outvoted = state.outvoted.length === 0 ? "" : " The objection is outvoted.";
  return `**Open: silence is consent.** It is accepted on ${moment(state.end)}, unless somebody objects by then (${window}).${outvoted}`;
}

/** How each person voted, with links; only where votes decide. */
function figuresTable({ state, record }: DecisionReview): string {
  if (state.kind !== "vote") return "";
  const { ballot, figures } = state;
  const { rule } = record.decision;
  const asked = "vote" in rule.how ? askedOfGroup(rule.how.vote, ballot) : null;
  if (asked === null) return "";
  const by = (choice: "yes" | "no" | "abstain") =>
    ballot.counted.filter((word) => word.choice === choice).map((word) => saidBy(word.key, record));
  const needed = wantedYes(asked, figures);
  const cap = asked["employer-cap"] === undefined ? "" : ", after the employers' cap";
  const quorum =
    asked.quorum === undefined
      ? ""
      : `; quorum ${escapeMarkdown(shareText(asked.quorum))} of ${figures.eligible}, ${figures.yes + figures.no + figures.abstained} took part`;
  const silent = ballot.electors.filter((person) => !ballot.counted.some((word) => samePerson(word.by, person)));
  return [
    `| Yes: ${figures.yes} of ${needed} needed${cap} | No: ${figures.no} | Abstained: ${figures.abstained} | Not voted: ${silent.length} |`,
    "| --- | --- | --- | --- |",
    `| ${[by("yes"), by("no"), by("abstain"), silent.map(name)].map((names) => joinList(names, "and", MAX_NAMES)).join(" | ")} |`,
    ...(quorum === "" ? [] : ["", `${figures.eligible} may vote${quorum}.`]),
  ].join("\n");
}

function name({ login }: Person): string {
  return escapeMarkdown(login);
}

/** "[ann](…): why". */
function saidBy(key: string, { words }: DecisionRecord): string {
  const word = words.find((one) => one.key === key);
  if (word === undefined) return "";
  const why = "why" in word && word.why !== "" ? `: ${escapeMarkdown(word.why)}` : "";
  return `[${name(word.by)}](${linkTarget(word.url)})${why}`;
}

function objectionsText({ state }: DecisionReview): string {
  if (state.kind !== "lazy") return "";
  const { objections } = state;
  const standing = objections.kind === "opposed" ? objections.against : objections.outvoted;
  if (standing.length === 0) return "";
  const title = objections.kind === "opposed" ? "**Objections**" : "**Objections that were outvoted**";
  return [title, "", ...itemsAtMost(standing.map(objectionLine), MAX_LINES)].join("\n");
}

function objectionLine({ by, url, why }: Objection): string {
  return `- [${name(by)}](${linkTarget(url)}): ${escapeMarkdown(why)}`;
}

function waitsText({ delays }: DecisionReview): string {
  if (delays.length === 0) return "";
  const lines = delays.map(
    ({ word, by }) => `- [${name(word.by)}](${linkTarget(word.url)}): ${durationText(by)}${reasonOf(word)}`,
  );
  return ["**Asked to wait**", "", ...itemsAtMost(lines, MAX_LINES)].join("\n");
}

function reasonOf(word: DecisionStatement): string {
  return "why" in word && word.why !== "" ? `, ${escapeMarkdown(word.why)}` : "";
}

function whoMayText({ record, electors }: DecisionReview): string {
  const { decision, stage } = record;
  if (decision.electorate === null || stage.stage !== "open") return "";
  const who = `${whoText(whoDecides(decision.rule))}${inPlaces(placeOfDecision(decision.areas))}`;
  const gone = decision.electorate.filter((person) => !electors.some((one) => samePerson(one, person)));
  const left = gone.length === 0 ? "" : ` No longer: ${joinList(gone.map(name), "and", MAX_NAMES)}.`;
  if (electors.length === 0) return `Nobody decides: ${who} are asked, and nobody holds that.${left}`;
  return `**Who decides** (${who}, as of ${day(decision.at)}): ${joinList(electors.map(name), "and", MAX_NAMES)}.${left}`;
}

function nextText({ record, state }: DecisionReview, { address, onPull }: DecisionShown): string {
  const { decision, stage } = record;
  if (stage.stage !== "open") return "";
  const uses = usesOf(decision.rule);
  const command = (word: string, rest = "") => code(`/${word}${address}${rest === "" ? "" : ` ${rest}`}`);
  const isOpposed = state.kind === "lazy" && state.objections.kind === "opposed";
  const objecting = address === "" ? code("/object cancel") : code(`/unobject${address}`);
  const ways = [
    ...(uses.objections ? [`${command("object", "why")} stops it; ${objecting} takes an objection back`] : []),
    ...(uses.votes && !uses.objections
      ? [`${command("vote", "yes")}, ${command("vote", "no")} or ${command("vote", "abstain")}`]
      : []),
    ...(uses.votes && uses.objections ? [`${command("vote", "yes")} outvotes an objection`] : []),
    ...(uses.waits
      ? [`${command("wait", "why")} moves the end by ${durationText(decision.rule.wait ?? "1d")}, once a person`]
      : []),
  ];
  const reviews = !onPull
    ? ""
    : uses.objections
      ? " A review that requests changes is an objection."
      : " An approving review counts as yes, a request for changes as no.";
  const missing = isOpposed && state.objections.kind === "opposed" ? outvotingText(state.objections) : "";
  return `**How to speak:** ${ways.join("; ")}. Reactions do not count.${reviews}${missing}`;
}

function outvotingText({ outvoting }: Extract<ObjectionState, { kind: "opposed" }>): string {
  if (outvoting === null) return "";
  const { missing, who, where } = outvoting;
  return ` ${missing} more yes of ${whoText(who)}${inPlaces(where)} ${missing === 1 ? "outvotes" : "outvote"} the objection.`;
}

/** Heard, shown, and not counted. */
function uncountedText({ record, uncounted }: DecisionReview, { edited = [] }: DecisionShown): string {
  const words = [...record.heard, ...uncounted].map(heardLine);
  const changed = edited.map(
    ({ by, url }) =>
      `- [${escapeMarkdown(by)}](${linkTarget(url)}): the comment was edited, and what it said when it was made is not known`,
  );
  const lines = [...words, ...changed];
  if (lines.length === 0) return "";
  return ["**Heard, not counted**", "", ...itemsAtMost(lines, MAX_LINES)].join("\n");
}

function heardLine({ word, reason }: UncountedStatement): string {
  return `- [${name(word.by)}](${linkTarget(word.url)}), ${saidText(word)}: ${reason}`;
}

function saidText(word: DecisionStatement): string {
  switch (word.kind) {
    case "vote":
      return code(`/vote ${word.choice}`);
    case "object":
      return code(`/object${word.cancel ? " cancel" : ""}`);
    case "wait":
      return code("/wait");
    case "cancel":
      return code("/decide cancel");
    case "review":
      return word.state === "yes"
        ? "approving review"
        : word.state === "no"
          ? "changes requested"
          : "review, dismissed";
    default:
      return unreachable(word);
  }
}

/** The command that a statement was, for answers. */
export function commandOfStatement(word: DecisionStatement): string {
  return saidText(word);
}

/** The whole comment of a status that is not valid here (R46): it has no record, so that nothing said there counts for it. */
export function voidDecisionStatus(
  { id, claimed, isDouble }: VoidComment<DecisionRecord>,
  facts: PullFacts | IssueFacts,
): string {
  const title = claimed === null ? "### Decision" : `### Decision: ${escapeMarkdown(claimed.decision.rule.kind)}`;
  if (isDouble) return `${decisionLine(id)}\n### Decision\n\nIts status stands in another comment here.`;
  const why = claimed !== null && isDecidedElsewhere(claimed, facts) ? elsewhereText(claimed) : LOST;
  const ended = claimed !== null && claimed.stage.stage !== "open";
  const anew = claimed === null ? "/decide" : `/decide ${claimed.decision.rule.kind} …`;
  return `${decisionLine(id)}\n${title}\n\n${VOID_TEXT}${why}${ended ? "" : ` ${code(anew)} opens a new one here.`}`;
}

const LOST =
  "what this comment remembered was lost or changed by somebody, and there is nothing to make it anew from, so nothing said here counts for it.";

function elsewhereText({ place, url }: DecisionRecord): string {
  return `this was opened in [${escapeMarkdown(`${place.repository}#${place.number}`)}](${linkTarget(url)}) and lives only there, so nothing said here counts for it.`;
}

function isDecidedElsewhere({ place }: DecisionRecord, { repository, number }: PullFacts | IssueFacts): boolean {
  return place.repositoryId !== repository.id || place.number !== number;
}

/** Compares what people see. */
export function sameDecisionStatus(one: string, other: string): boolean {
  return visible(one) === visible(other);
}

function visible(body: string): string {
  return withoutDecisionRecord(body.replace(/\r\n?/g, "\n")).trimEnd();
}
