/**
 * The audit in plain words. It keeps a verdict's reasons and causes in short forms that never change ("engine: waiting, 0 of 1",
 * "sweep.round"), for those who search it; people read these words instead. Pure.
 */

import type { Decision } from "../../database/decisions.ts";
import type { AreaVerdict, UncountedReason } from "../../gate/verdict-types.ts";

/** `audit/why.ts` writes them; anything in another form is already a sentence. */
const AREA = /^((?:#\d+: )?)(.+): (approved|waiting|blocked|nobody-needed|nobody-can), (\d+) of (\d+)(?: by (.+))?$/s;
const UNCOUNTED = /^((?:#\d+: )?)not counted: (.+): ([a-z-]+)$/s;

export function plainReason(line: string): string {
  const area = AREA.exec(line);
  if (area !== null) {
    const [, part = "", name = "", state = "", has = "", needed = "", by = ""] = area;
    return `${part}${areaSentence(name, state, Number(has), Number(needed))}${by === "" ? "" : `; approved by ${by}`}`;
  }
  const uncounted = UNCOUNTED.exec(line);
  if (uncounted === null) return line;
  const [, part = "", what = "", kind = ""] = uncounted;
  return `${part}Did not count: ${what}: ${reasonText(kind)}`;
}

function areaSentence(area: string, state: string, has: number, needed: number): string {
  return isAreaState(state) ? AREA_STATES[state](area, approvals(needed), `${has} of ${needed}`) : area;
}

function approvals(count: number): string {
  return `${count} ${count === 1 ? "approval" : "approvals"}`;
}

const AREA_STATES: Readonly<Record<AreaVerdict["state"], (area: string, needed: string, figure: string) => string>> = {
  approved: (area) => `${area} is approved`,
  waiting: (area, needed, figure) => `${area} needs ${needed} and has ${figure}`,
  blocked: (area) => `changes are requested in ${area}`,
  "nobody-needed": (area) => `${area} needs nobody's approval`,
  "nobody-can": (area, needed) => `${area} needs ${needed}, and nobody can give that`,
};

function isAreaState(state: string): state is AreaVerdict["state"] {
  return Object.hasOwn(AREA_STATES, state);
}

const REASONS: Readonly<Record<UncountedReason["kind"], string>> = {
  author: "is the author",
  contributor: "wrote or pushed commits of it",
  "contributors-unknown": "it cannot be told who wrote and pushed every commit",
  bot: "is a bot",
  "deleted-account": "the account is gone",
  "no-role": "has no role in this registry",
  "other-area": "holds other areas",
  "role-too-low": "the role is not high enough here",
  edited: "was edited, and an edited text may not say what it said when it was given",
  forgotten: "what it said when it was given is not remembered in full",
  withdrawn: "was withdrawn",
  dismissed: "was dismissed",
  superseded: "the same person has since asked for changes",
  lapsed: "a later push changed what was approved",
  "head-unknown": "which commit it was about cannot be known",
  "base-changed": "the base has moved since, and the diff with it",
  "base-unknown": "where the base was then cannot be known",
  "unknown-area": "names an area that the registry does not have",
  "untouched-area": "names an area that is not touched here",
  "changes-requested-without-role": "blocks nothing, since they may not approve here",
};

function reasonText(kind: string): string {
  const found: Readonly<Record<string, string>> = REASONS;
  return (Object.hasOwn(REASONS, kind) ? found[kind] : undefined) ?? kind.replaceAll("-", " ");
}

/** What Rung did without an event of GitHub's, by the names that the audit has for it, as half sentences. */
const LOOKS: Readonly<Record<string, string>> = {
  "sweep.round": "Rung looked again, as it does regularly",
  sweep: "Rung looked again, as it does regularly",
  "first.look": "Rung looked for the first time",
  "first.sweep": "Rung looked for the first time",
  "first.settling": "Rung saw to what is not the check, after its first look",
  "access.look": "Rung looked at who has access, as it does regularly",
  "inactivity.look": "Rung looked at who was not seen lately",
  "inactivity.seen": "somebody who is asked whether to go on was seen",
  "growth.look": "Rung looked at who may be ready for the next role",
  "decisions.look": "Rung looked for decisions that are open",
  start: "Rung started",
  later: "Rung looked again at a time it had set",
  own: "something Rung did itself",
  promotion: "a promotion went on",
  "promotion.due": "the time of a promotion or a decision was up",
  "promotion.rules": "the registry changed",
  registry: "the registry changed",
  "registry.seen": "the registry changed",
  "registry.first": "there was a registry for the first time",
  base: "the base branch moved",
  twin: "another pull request with the same head changed",
  pull: "a pull request changed",
  "merge-group": "the merge queue took it up",
};

/** GitHub's events by their names, likewise. */
const EVENTS: Readonly<Record<string, string>> = {
  "merge_group.checks_requested": "the merge queue took it up",
  push: "a push",
  "pull_request.opened": "the pull request was opened",
  "pull_request.reopened": "the pull request was opened again",
  "pull_request.closed": "the pull request was closed",
  "pull_request.edited": "the pull request's text or base was changed",
  "pull_request.synchronize": "a push to the pull request",
  "pull_request.ready_for_review": "the pull request is ready for review",
  "pull_request.converted_to_draft": "the pull request became a draft",
  "pull_request.labeled": "a label was put on",
  "pull_request.unlabeled": "a label was taken off",
  "pull_request.assigned": "somebody was assigned",
  "pull_request.unassigned": "somebody was no longer assigned",
  "pull_request.review_requested": "a review was asked for",
  "pull_request.review_request_removed": "a review was no longer asked for",
  "pull_request_review.submitted": "a review",
  "pull_request_review.edited": "a review was changed",
  "pull_request_review.dismissed": "a review was dismissed",
  "pull_request_review_comment.created": "a comment on the code",
  "pull_request_review_comment.edited": "a comment on the code was changed",
  "pull_request_review_comment.deleted": "a comment on the code was deleted",
  "issue_comment.created": "a comment",
  "issue_comment.edited": "a comment was changed",
  "issue_comment.deleted": "a comment was deleted",
  "check_run.rerequested": "the check was asked for again",
  "check_suite.rerequested": "the checks were asked for again",
};

/** The cause of a decision: a line as somebody wrote it, or an event in plain words. */
export function causeText({ what }: NonNullable<Decision["after"]>): string {
  return causeWords(what);
}

/** A name that is not known here is shown as it is. */
export function causeWords(what: string): string {
  const event = Object.hasOwn(EVENTS, what) ? EVENTS[what] : undefined;
  return ownLook(what) ?? event ?? what.replace(/[._-]+/g, " ");
}

/** `null`: it is an event of GitHub's, or not known here. */
export function ownLook(what: string): string | null {
  return (Object.hasOwn(LOOKS, what) ? LOOKS[what] : undefined) ?? null;
}
