/**
 * What people are told in a separate comment when a promotion ends or loses its registry change: editing the status comment notifies
 * nobody. Each is said once, before the status comment records it. Pure; people's text is inert.
 */

import { moment } from "../shared/dates.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { samePerson } from "../shared/people.ts";
import { type NextPlace, nextStep } from "./next-step.ts";
import { aPlaceText, placeText, promoteText } from "./nomination-text.ts";
import { pullLink } from "./promotion-links.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import { expiryOf, type Nomination, type Person } from "./promotion-types.ts";
import { missingNow } from "./pull-notes.ts";
import type { Review } from "./review.ts";
import { isOpen, type Stage } from "./stages.ts";

interface Announcement {
  /** Identifies it for good, so that it is made once. */
  readonly to: string;
  readonly text: string;
}

/** `before`: what the status comment remembers. `null`: nothing happened that people must hear about. */
export function announcement(
  before: Pick<PromotionRecord, "stage" | "trouble">,
  after: Review,
  place: NextPlace,
): Announcement | null {
  const { stage, nomination } = after.record;
  if (!isOpen(before.stage)) return null;
  if (!isOpen(stage)) return ended(stage, after);
  const back = changeGone(before.stage, after, place);
  if (back !== null) return back;
  const { trouble } = after.record;
  if (stage.stage !== "unopposed" || trouble === null || before.trouble !== null) return null;
  const text = `${called([nomination.nominator])}: everything asked for is met for ${whatText(nomination)}, but I could not change the registry: ${trouble}. ${nextStep(after, place)}`;
  return { to: `${nomination.id}/trouble-${stage.passedAt}`, text };
}

/** When nothing has happened for a long time: once for each nomination. Subscribers are notified, and nobody is mentioned. */
export function reminderText(review: Review, place: NextPlace): string {
  const { nomination, stage } = review.record;
  const next = nextStep(review, place);
  const isDecided = stage.stage === "unopposed" || stage.stage === "registry-change";
  const ends = isDecided ? "" : ` Without having passed it expires on ${moment(expiryOf(nomination))}.`;
  const what = `The promotion of ${escapeMarkdown(nomination.candidate.login)} to ${placeText(nomination)}`;
  return `${what} has been waiting for a while. ${next}${ends}`;
}

function ended(stage: Exclude<Stage, { readonly reopenedAt: unknown }>, after: Review): Announcement | null {
  const { nomination } = after.record;
  const both = [nomination.candidate, nomination.nominator];
  const what = whatText(nomination);
  const anew = `${code(promoteText(nomination))} starts a new one at any time.`;
  const to = `${nomination.id}/${stage.stage}`;
  switch (stage.stage) {
    case "done":
      return {
        to,
        text: `Congratulations, ${called([nomination.candidate])}: you are ${aPlaceText(nomination)} now. Thank you for the work that led here.`,
      };
    case "withdrawn": {
      // Whoever withdrew it knows.
      const others = both.filter((person) => !samePerson(person, stage.by));
      if (others.length === 0) return null;
      return { to, text: `${called(others)}: ${escapeMarkdown(stage.by.login)} has withdrawn ${what}. ${anew}` };
    }
    case "declined":
      return {
        to,
        text: `${called(both)}: ${what} was ${stage.why.startsWith("declined") ? "" : "declined: "}${stage.why}. ${anew}`,
      };
    case "expired":
      return {
        to,
        text: `${called(both)}: ${what} expired on ${moment(stage.at)} without having passed. What was missing: ${missingNow(after.evaluation)}. ${anew}`,
      };
    default:
      return { to, text: `${called(both)}: ${what} is void, since ${stage.why}. ${anew}` };
  }
}

/** People closed its registry change, or Rung did, since what carried it is gone. */
function changeGone(before: Stage, after: Review, place: NextPlace): Announcement | null {
  const { stage, nomination, trouble } = after.record;
  if (!isOpen(stage) || !isOpen(before)) return null;
  const candidate = called([nomination.candidate]);
  const link = before.stage === "registry-change" ? pullLink(before.pull, place.webUrl) : "its pull request";
  const next = nextStep(after, place);
  if (stage.reopenedAt !== null && stage.reopenedAt !== before.reopenedAt) {
    const why = trouble ?? `the registry's change (${link}) was closed without being merged`;
    return {
      to: `${nomination.id}/reopened-${stage.reopenedAt}`,
      text: `${candidate}: ${why}, so the question is open again for ${whatText(nomination)}: sponsors and votes given before do not count for it. ${next}`,
    };
  }
  if (before.stage !== "registry-change" || stage.stage === "registry-change") return null;
  return {
    to: `${nomination.id}/closed-${before.pull.number}`,
    text: `${candidate}: I closed the registry's change (${link}) for ${whatText(nomination)}, since this is missing now: ${missingNow(after.evaluation)}. ${next}`,
  };
}

function whatText(nomination: Nomination): string {
  return `the promotion of ${escapeMarkdown(nomination.candidate.login)} to ${placeText(nomination)}`;
}

/** Each once, with `@`: it is about them. */
function called(people: readonly Person[]): string {
  const once = people.filter((person, at) => people.findIndex((other) => samePerson(other, person)) === at);
  return once
    .map(({ login }) => (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(login) ? `@${login}` : escapeMarkdown(login)))
    .join(", ");
}
