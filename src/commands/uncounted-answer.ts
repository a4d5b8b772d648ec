/** Why a statement did not count, for the person who made it: what happened, why, what to do next (R8, R8a, R9a). */

import { baseThen, differing, lapse, sha } from "../gate/uncounted-reasons.ts";
import type { AreaVerdict, Uncounted, UncountedReason } from "../gate/verdict-types.ts";
import type { Answer } from "../model/answer.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import { joinList, roleWithArticle, singularRole } from "../shared/people.ts";
import type { CommandContext } from "./command.ts";

/** Enough to choose from; the check run has the rest. */
const MAX_AREAS = 20;

/** What a failed statement is about. */
interface Failed {
  /** `/approve` */
  readonly command: string;
  readonly uncounted: Uncounted;
  /** The areas it would have counted in, "approving `engine`". */
  readonly areas: readonly AreaVerdict[];
  /** The lowest role that the statement needs there. */
  readonly from: string;
  /** A sentence on who can give it, or empty. */
  readonly whoCan: string;
}

/** The answer to a statement that the verdict lists as uncounted; `quiet` if its speaker took it back or said something later. */
export function answerTo(failed: Failed, context: CommandContext): Answer {
  const { reason } = failed.uncounted;
  switch (reason.kind) {
    case "bot":
    case "deleted-account":
    case "withdrawn":
    case "dismissed":
    case "superseded":
    case "changes-requested-without-role":
      return { kind: "quiet" };
    case "author":
      return refused(failed, context, "the author's own word does not count", failed.whoCan);
    case "contributor":
      return refused(failed, context, CONTRIBUTOR, failed.whoCan);
    case "contributors-unknown":
      return refused(failed, context, CONTRIBUTORS_UNKNOWN, "The `rung` check says what is not known.");
    case "no-role":
      return refused(failed, context, takes(failed), `${failed.whoCan} A review helps them all the same.`.trim());
    case "other-area":
      return refused(failed, context, `${takes(failed)}, and they hold ${named(reason.holds)}`, failed.whoCan);
    case "role-too-low":
      return refused(failed, context, `${takes(failed)}, and they are ${roleWithArticle(reason.role)}`, failed.whoCan);
    case "edited":
      return { kind: "refused", text: editedText(failed.command) };
    case "forgotten":
      return { kind: "refused", text: forgottenText(failed.command) };
    case "head-unknown":
      return { kind: "refused", text: headUnknownText(failed.command) };
    case "lapsed":
      return { kind: "refused", text: lapsedText(failed, reason) };
    case "base-changed":
      return { kind: "refused", text: baseText(failed, reason) };
    case "base-unknown":
      return { kind: "refused", text: baseUnknownText(failed.command) };
    case "untouched-area":
      return { kind: "refused", text: untouchedAreaText(reason.words, context) };
    case "unknown-area":
      return { kind: "refused", text: unknownAreaText(reason.words, context) };
    default:
      return unreachable(reason);
  }
}

const CONTRIBUTOR = "they wrote or pushed commits of this pull request, and whoever did may not approve here";
const CONTRIBUTORS_UNKNOWN =
  "I cannot tell who wrote and pushed every commit of this pull request, and whoever did may not approve here";

function refused(failed: Failed, { speaker }: CommandContext, because: string, next: string): Answer {
  const text = `I cannot take \`${failed.command}\` from ${escapeMarkdown(speaker.login)}: ${because}. ${next}`;
  return { kind: "refused", text: text.trim() };
}

function takes({ command, areas, from }: Failed): string {
  if (areas.length === 0) return `it takes ${roleWithArticle(from)} or above`;
  const context = command === "/approve" ? "approving" : `\`${command}\` for`;
  const names = joinList(
    areas.map((area) => code(area.area)),
    "and",
  );
  return `${context} ${names} needs the role ${singularRole(from)} there`;
}

function named(areas: readonly string[]): string {
  return areas.length === 0
    ? "no area"
    : joinList(
        areas.map((area) => escapeMarkdown(area)),
        "and",
      );
}

function editedText(command: string): string {
  return `This \`${command}\` does not count: the comment was edited, and an edited comment may not say what it said. Write it again in a new comment.`;
}

function forgottenText(command: string): string {
  return `This \`${command}\` does not count: what took words of that time back is not remembered in full. Please say it again.`;
}

function headUnknownText(command: string): string {
  return `I cannot tell which commit this \`${command}\` was about: I do not know for certain which head stood at that moment. Please give it as a review (Files changed, then Review changes): a review names its commit.`;
}

function lapsedText({ command, uncounted }: Failed, reason: Extract<UncountedReason, { kind: "lapsed" }>): string {
  const given = uncounted.commit === null ? "" : ` was given on ${sha(uncounted.commit)} and`;
  return `This \`${command}\`${given} no longer holds: ${lapse(reason)}. Look at that change and say it again.`;
}

function baseText({ command }: Failed, reason: Extract<UncountedReason, { kind: "base-changed" }>): string {
  return `This \`${command}\` no longer holds: ${baseThen(reason)}, and ${differing(reason)}. Look at it again and say it anew.`;
}

function baseUnknownText(command: string): string {
  return `I cannot tell which diff this \`${command}\` was about: the base has moved since, and I do not know for certain where it stood at that moment. Please say it again.`;
}

function untouchedAreaText(words: readonly string[], { verdict }: CommandContext): string {
  const named = joinList(
    words.map((word) => code(word.slice(0, 60))),
    "or",
    3,
  );
  const touched = verdict?.areas.map((area) => code(area.area)) ?? [];
  const there = touched.length === 0 ? "" : ` It touches ${joinList(touched, "and", MAX_AREAS)}.`;
  return `This pull request touches nothing of ${named}, so this \`/approve\` changes nothing.${there}`;
}

function unknownAreaText(words: readonly string[], context: CommandContext): string {
  return `${unknownText(words)}, so this \`/approve\` changes nothing. ${areasText(context)}; \`/approve\` alone is for every area that this pull request touches.`;
}

/** Besides existing areas. */
export function unknownAreasText(words: readonly string[], context: CommandContext): string {
  return `${unknownText(words)}. ${areasText(context)}.`;
}

function unknownText(words: readonly string[]): string {
  const unknown = joinList(
    words.map((word) => code(word.slice(0, 60))),
    "or",
    3,
  );
  return `I know no area ${unknown}`;
}

function areasText({ index, verdict }: CommandContext): string {
  const touched = verdict?.areas.map((area) => area.area) ?? [];
  const areas = [...new Set([...touched, ...index.areaNames()])].map((area) => code(area));
  return areas.length === 0 ? "There are no areas here" : `There are ${joinList(areas, "and", MAX_AREAS)}`;
}
