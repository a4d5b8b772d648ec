/**
 * The guard that keeps somebody from being proposed, as a clause for people: the issue, the pull request and the command line say the
 * same. Inert.
 */

import { day } from "../../shared/dates.ts";
import { durationText } from "../../shared/duration.ts";
import { escapeMarkdown, linkTarget } from "../../shared/markdown.ts";
import { unreachable } from "../../shared/names.ts";
import { joinList, roleWithArticle } from "../../shared/people.ts";
import type { Guard } from "./guard.ts";

export function guardText(guard: Guard): string {
  switch (guard.kind) {
    case "away":
      return awayText(guard);
    case "stable":
      return `little happens in ${joinList(guard.areas.map(escapeMarkdown), "and", 10)} (\`stable\`), so silence says nothing`;
    case "new":
      return `${roleWithArticle(guard.role)} since ${guard.since}, which is less than ${durationText(guard.after)} ago`;
    case "paused":
      return `${guard.end === "vouched" ? "somebody vouched for them" : "it was said that they stay"} ([there](${linkTarget(guard.url)})), so nobody asks again before ${day(guard.until)}`;
    case "leaving":
      return `they give a role back by their own word ([#${guard.number}](${linkTarget(guard.url)}))`;
    case "unknown":
      return `of their entry in ${escapeMarkdown(guard.role)} it cannot be told: ${escapeMarkdown(guard.why)}`;
    case "project-quiet":
      return "more than half of a role was not seen: the project is quiet rather than its people";
    case "first-look":
      return "the first look after these rules changed only tells";
    case "switched-off":
      return "the registry proposes nobody any more (`inactivity: { mode: … }`)";
    case "keep":
      return `${escapeMarkdown(guard.role)} are to be ${guard.least} at least (\`keep\`)`;
    case "seats":
      return `${guard.text.charAt(0).toLowerCase()}${guard.text.slice(1)}`;
    case "quarter":
      return `a quarter of the ${escapeMarkdown(guard.role)} was proposed within ninety days`;
    case "last-approver":
      return `nobody else is named to approve ${escapeMarkdown(guard.area)}`;
    case "warning":
      return `the registry would then have a warning that it lacks now: ${escapeMarkdown(guard.message)}`;
    case "unwritable":
      return `the change cannot be written: ${escapeMarkdown(guard.why)}`;
    case "untried":
      return "in so large a registry one look tries the changes of some people only; a later look tries this one";
    case "most":
      return `${guard.most === 1 ? "1 proposal is" : `${guard.most} proposals are`} open, and no more are opened at once (\`most\`)`;
    default:
      return unreachable(guard);
  }
}

function awayText({ until, isOver }: Extract<Guard, { kind: "away" }>): string {
  if (until === null) return "away";
  return isOver ? `away until ${day(until)}, and the time counts from there` : `away until ${day(until)}`;
}
