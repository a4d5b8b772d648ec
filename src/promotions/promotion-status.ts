/** The one status comment of a promotion. Pure; people's text is inert. */

import type { Utterance } from "../model/facts.ts";
import { itemsAtMost } from "../shared/counted.ts";
import { moment } from "../shared/dates.ts";
import { code, escapeMarkdown, linkTarget } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import { criteriaTable } from "./criteria-table.ts";
import { type NextPlace, nextStep } from "./next-step.ts";
import { aPlaceText, placeText, promoteText } from "./nomination-text.ts";
import { pullLink } from "./promotion-links.ts";
import { commandOf, withdrawnObjectionLines } from "./promotion-statements.ts";
import { expiryOf, type PromotionStatement } from "./promotion-types.ts";
import { nominationLine, withoutPromotionRecord } from "./record-marker.ts";
import type { Review } from "./review.ts";
import { isOpen } from "./stages.ts";

interface StatusShown extends NextPlace {
  readonly review: Review;
  readonly edited: readonly Utterance[];
  /** "the repositories of KusionStack", inert. */
  readonly scope: string;
  readonly privateUncounted: number;
  /** The address that numbers link to; absent: `webUrl`, empty: they are not links. */
  readonly numbersUrl?: string;
}

const MAX_LINES = 30;

/** With its hidden first line, without the sealed last one. */
export function promotionStatus(shown: StatusShown): string {
  const text = statusWith(shown);
  // The record wants its place, too: where there are very many, plain numbers say the same.
  return text.length <= MAX_TEXT_LENGTH ? text : statusWith({ ...shown, numbersUrl: "" });
}

/** GitHub takes 65,536 characters, and the sealed record up to half of them. */
const MAX_TEXT_LENGTH = 32_000;

function statusWith(shown: StatusShown): string {
  const { review, webUrl } = shown;
  const { record, evaluation } = review;
  const { nomination } = record;
  const parts = [
    `### Promotion: ${escapeMarkdown(nomination.candidate.login)} to ${placeText(nomination)}`,
    headline(shown),
    criteriaTable(evaluation.leaves, {
      webUrl,
      numbersUrl: shown.numbersUrl ?? webUrl,
      isOpen: isOpen(record.stage),
    }).join("\n"),
    uncountedLines(shown),
    withdrawnLines(review.words),
    nextLine(shown),
    footer(shown),
  ].filter((part) => part !== "");
  return `${nominationLine(nomination.id)}\n${parts.join("\n\n")}`;
}

function headline(shown: StatusShown): string {
  const { record } = shown.review;
  const { stage } = record;
  const rebuilt = record.rebuilt
    ? " What this comment remembered was lost or changed by somebody; it was made anew from what was said here, as far as that is unedited."
    : "";
  const isAgain = isOpen(stage) && stage.stage !== "registry-change" && stage.reopenedAt !== null;
  const closing = isAgain ? `The registry's change was closed without being merged on ${moment(stage.reopenedAt)}` : "";
  const again = isAgain
    ? ` ${stage.stage === "unopposed" ? closing : (record.trouble ?? closing)}, so the question is open again: sponsors and votes given before then do not count for it.`
    : "";
  return `${stageText(shown)}${rebuilt}${again}`;
}

function stageText(shown: StatusShown): string {
  const { record } = shown.review;
  const { stage, nomination } = record;
  const name = escapeMarkdown(nomination.candidate.login);
  switch (stage.stage) {
    case "nominated":
    case "measured":
    case "sponsored":
      return openText(shown);
    case "unopposed":
      return record.trouble === null
        ? `**Everything asked for is met** since ${moment(stage.passedAt)}.`
        : `**Everything asked for is met** since ${moment(stage.passedAt)}, but I could not change the registry: ${record.trouble}.`;
    case "registry-change":
      return `**Everything asked for is met** since ${moment(stage.passedAt)}. The registry's change is ${pullLink(stage.pull, shown.webUrl)}.${record.trouble === null ? "" : ` Mind that ${record.trouble}.`}`;
    case "done": {
      const how =
        stage.pull === null ? "the registry says so already" : `${pullLink(stage.pull, shown.webUrl)} is merged`;
      const lapsed =
        stage.lapsed.length === 0
          ? ""
          : ` When it was merged, this no longer held; the merge stands: ${stage.lapsed.join("; ")}.`;
      return `**Done:** ${name} is ${aPlaceText(nomination)} since ${moment(stage.at)}; ${how}.${lapsed}`;
    }
    case "withdrawn":
      return `**Withdrawn** by ${escapeMarkdown(stage.by.login)} on ${moment(stage.at)}. ${code(promoteText(nomination))} starts a new one at any time.`;
    case "declined":
      return `**Declined** on ${moment(stage.at)}: ${stage.why}. ${code(promoteText(nomination))} starts a new one at any time.`;
    case "expired":
      return `**Expired** on ${moment(stage.at)} without having passed. ${code(promoteText(nomination))} starts a new one at any time.`;
    case "void":
      return `**Void** since ${moment(stage.at)}: ${stage.why}. ${code(promoteText(nomination))} starts a new one.`;
    default:
      return unreachable(stage);
  }
}

const STATE_TEXTS = {
  opposed: "Stopped",
  short: "Not yet",
  unknown: "Cannot tell yet",
  waiting: "Waiting",
  met: "Everything asked for is met; it is measured once more before it passes",
} as const;

function openText({ review, unreadTeams }: StatusShown): string {
  const { evaluation } = review;
  if (unreadTeams.length > 0)
    return `**Cannot tell yet:** who may take part cannot be told without the members of ${unreadTeams.map(escapeMarkdown).join("; ")}.`;
  const what = evaluation.missing;
  if (evaluation.met && review.unwanted)
    return "**Waiting:** everything asked for is met, and nobody has asked for it again.";
  const list =
    what.length === 0
      ? ""
      : `: ${what.slice(0, 4).join("; ")}${what.length > 4 ? `; and ${what.length - 4} more` : ""}`;
  return `**${STATE_TEXTS[evaluation.state]}${list}.**`;
}

function uncountedLines({ review, edited, unreadTeams }: StatusShown): string {
  // Whether somebody holds a role is not known without their team.
  const uncounted = unreadTeams.length > 0 ? [] : review.evaluation.uncounted;
  const words = uncounted.map(
    ({ word, reason }) =>
      `- ${escapeMarkdown(word.by.login)}, [${code(commandOf(word))}](${linkTarget(word.url)}): ${reason}`,
  );
  const changed = edited.map(
    ({ author, url }) =>
      `- ${escapeMarkdown(author?.login ?? "ghost")}, [an edited comment](${linkTarget(url)}): what it said at first is not known; say it in a new comment`,
  );
  const refused = (review.record.refused ?? []).map(
    ({ by, said, url, reason }) => `- ${escapeMarkdown(by.login)}, [${code(said)}](${linkTarget(url)}): ${reason}`,
  );
  const lines = [...words, ...refused, ...changed];
  if (lines.length === 0 || !isOpen(review.record.stage)) return "";
  return ["**Did not count**", "", ...itemsAtMost(lines, MAX_LINES)].join("\n");
}

function withdrawnLines(words: readonly PromotionStatement[]): string {
  const lines = withdrawnObjectionLines(words, 200);
  return lines.length === 0 ? "" : ["**Objections withdrawn**", "", ...itemsAtMost(lines, MAX_LINES)].join("\n");
}

function nextLine(shown: StatusShown): string {
  const next = nextStep(shown.review, shown);
  return next === "" ? "" : [`**Next:** ${next}`, ...expiryLine(shown)].join("\n");
}

/** A passed promotion waits for people who merge, and a suspended one for somebody who reopens it. */
function expiryLine({ review, isResting }: StatusShown): readonly string[] {
  const { stage, nomination } = review.record;
  const isUndecided = stage.stage === "nominated" || stage.stage === "measured" || stage.stage === "sponsored";
  if (!isUndecided || isResting) return [];
  return [`Without having passed it expires on ${moment(expiryOf(nomination))}.`];
}

function footer({ review, scope, privateUncounted }: StatusShown): string {
  const { nomination, measured, measuredAt } = review.record;
  const nominated = `[Nominated](${linkTarget(review.record.url)}) by ${escapeMarkdown(nomination.nominator.login)} on ${moment(nomination.at)}.`;
  if (measured.length === 0) return nominated;
  const hidden = privateUncounted === 0 ? "" : `; ${privateUncounted} in private repositories not counted`;
  return `${nominated}\nMeasured on ${moment(measuredAt)} over ${scope}${hidden}.`;
}

/** Compares what people see, whatever the time at which the same figures were counted. */
export function sameStatus(one: string, other: string): boolean {
  return visible(one) === visible(other);
}

function visible(body: string): string {
  return withoutPromotionRecord(body.replace(/\r\n?/g, "\n"))
    .split("\n")
    .map((line) => line.replace(/^Measured on .*? over /, "Measured over "))
    .join("\n")
    .trimEnd();
}
