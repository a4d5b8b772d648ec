/** Rung's remarks on the pull request of a registry change that others have altered. Pure; people's text is inert. */

import type { RegistryPullNoteEffect } from "../model/effect.ts";
import { code, escapeMarkdown, linkTarget } from "../shared/markdown.ts";
import type { RepositoryName } from "../shared/names.ts";
import { promoteText } from "./nomination-text.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import type { Review } from "./review.ts";
import { isOpen, type RegistryPull } from "./stages.ts";

export interface Noting {
  readonly pull: RegistryPull;
  /** Where the promotion is discussed. */
  readonly subject: RepositoryName & { readonly number: number };
  readonly botLogin: string;
}

/** Somebody else has pushed to its branch: it is theirs now, and no longer Rung's. */
export function foreignNote({ nomination, url }: PromotionRecord, noting: Noting): RegistryPullNoteEffect {
  const talk = talkLink(noting.subject, url);
  const text = `**Somebody else has pushed to this branch.** What this pull request changes now is theirs, and no longer only what was decided in ${talk}; I leave it as it is. Whoever may approve changes of the registry looks at it as a whole and merges it, or closes it: then the question is open again in ${talk}, and I start from a clean branch.`;
  return noteOf(noting, `${nomination.id}/foreign-${noting.pull.number}`, text, false);
}

/** `after`: the present state of the promotion, which is the reason for closing the pull request. */
export function closingNote(after: Review, noting: Noting): RegistryPullNoteEffect {
  const { nomination, url } = after.record;
  const anew = `${code(promoteText(nomination))} starts a new promotion at any time.`;
  const next = isOpen(after.record.stage)
    ? "Once all of it is met again, I open a new pull request."
    : after.record.stage.stage === "done"
      ? ""
      : anew;
  const text = `**Closed:** ${closingReason(after, talkLink(noting.subject, url))}. ${next}`.trimEnd();
  return noteOf(noting, `${nomination.id}/closed-${noting.pull.number}`, text, true);
}

function closingReason({ record, evaluation }: Review, talk: string): string {
  const { stage } = record;
  switch (stage.stage) {
    case "withdrawn":
      return `${escapeMarkdown(stage.by.login)} has withdrawn the promotion in ${talk}`;
    case "declined":
    case "void":
      return `the promotion in ${talk} has ended: ${stage.why}`;
    case "done":
      return `the registry gives this role already, so nothing is left to change; see ${talk}`;
    default:
      return `what was decided in ${talk} no longer holds, since this is missing now: ${missingNow(evaluation)}`;
  }
}

/** Each thing that is missing, with its state. Time that has to pass is mentioned only if nothing else is missing. */
export function missingNow({ pending }: Review["evaluation"]): string {
  const ofPeople = pending.filter(({ standing }) => standing.onlyTime !== true);
  return (ofPeople.length > 0 ? ofPeople : pending)
    .map(({ wording, standing }) => `${wording} (${standing.figure})`)
    .join("; ");
}

/** The registry already says what the pull request was opened for, whoever changed it. `id`: of the comment that asked for it. */
export function alreadyNote(id: string, noting: Noting): RegistryPullNoteEffect {
  const text = "**Closed:** the registry says this already, so nothing is left to change.";
  return noteOf(noting, `${id}/closed-${noting.pull.number}`, text, true);
}

/** The promotion lives nowhere any more that it could be followed: its issue was transferred. */
export function abandonedNote(id: string, noting: Noting): RegistryPullNoteEffect {
  const text =
    "**Closed:** the issue of this promotion was transferred, and a promotion lives only where it was nominated. `/promote @user role` starts a new one there.";
  return noteOf(noting, `${id}/closed-${noting.pull.number}`, text, true);
}

function noteOf({ pull, botLogin }: Noting, to: string, text: string, closes: boolean): RegistryPullNoteEffect {
  return { kind: "registry-pull-note", repository: pull.repository, number: pull.number, to, text, closes, botLogin };
}

function talkLink({ owner, name, number }: Noting["subject"], url: string): string {
  return `[${escapeMarkdown(`${owner}/${name}#${number}`)}](${linkTarget(url)})`;
}
