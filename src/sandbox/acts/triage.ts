/** State, labels, people and base of issues and pull requests. */

import { userJson } from "../render/accounts.ts";
import { labelJson } from "../render/repositories.ts";
import { issueJson, pullJson } from "../render/subjects.ts";
import { teamJson } from "../render/teams.ts";
import type { Actor, Label, Pull, Subject, Team } from "../world/model.ts";
import { invalid, Refusal } from "../world/refusal.ts";
import { type Acting, happened, may, need, tell, touched } from "./acting.ts";
import { tellEdited } from "./talk.ts";

/** Announces an action of `issues` or `pull_request`, whichever the subject is. */
function announce(act: Acting, subject: Subject, action: string, more: Record<string, unknown> = {}): void {
  const name = subject.kind === "pull" ? "pull_request" : "issues";
  tell(act, name, action, { repo: subject.repo, subject }, () => ({
    ...(subject.kind === "pull"
      ? { number: subject.number, pull_request: pullJson(act.world, subject) }
      : { issue: issueJson(act.world, subject) }),
    ...more,
  }));
}

/** Puts a label on; one that the repository lacks is made, as GitHub's API does for writers. */
export function addLabel(act: Acting, subject: Subject, name: string): void {
  need(act, subject.repo, "triage", "label");
  const label = subject.repo.labels.get(name.toLowerCase()) ?? newLabel(act, subject, name);
  if (subject.labels.includes(label)) return;
  subject.labels.push(label);
  happened(act, subject, "labeled", { label });
  announce(act, subject, "labeled", { label: labelJson(act.world, label) });
}

function newLabel(act: Acting, subject: Subject, name: string): Label {
  const label = act.world.addLabel(subject.repo, name);
  tell(act, "label", "created", { repo: subject.repo }, () => ({ label: labelJson(act.world, label) }));
  return label;
}

/** Throws a 404 where the label is not on the subject. */
export function removeLabel(act: Acting, subject: Subject, name: string): void {
  need(act, subject.repo, "triage", "take labels off");
  const at = subject.labels.findIndex((label) => label.name.toLowerCase() === name.toLowerCase());
  const [label] = at < 0 ? [] : subject.labels.splice(at, 1);
  if (label === undefined) throw new Refusal(404, "Label does not exist");
  happened(act, subject, "unlabeled", { label });
  announce(act, subject, "unlabeled", { label: labelJson(act.world, label) });
}

export function close(act: Acting, subject: Subject, reason: "completed" | "not_planned" = "completed"): void {
  if (subject.author !== act.actor) need(act, subject.repo, "triage", "close");
  if (subject.state === "open") end(act, subject, reason);
}

/** Closes it as a consequence of something else that they may do. */
export function end(act: Acting, subject: Subject, reason: "completed" | "not_planned" = "completed"): void {
  subject.state = "closed";
  subject.stateReason = subject.kind === "issue" ? reason : null;
  subject.closedAt = act.world.clock.now();
  subject.closedBy = act.actor;
  happened(act, subject, "closed", { reason: subject.stateReason });
  announce(act, subject, "closed");
}

export function reopen(act: Acting, subject: Subject): void {
  if (subject.author !== act.actor) need(act, subject.repo, "triage", "reopen");
  if (subject.state === "open") return;
  if (subject.kind === "pull" && subject.merged !== null)
    throw invalid("PullRequest", "state", "state cannot be changed.");
  if (subject.kind === "pull" && act.world.tip(subject.headRepo, subject.headRef) === undefined)
    throw invalid("PullRequest", "state", `state cannot be changed. The ${subject.headRef} branch has been deleted.`);
  subject.state = "open";
  subject.stateReason = subject.kind === "issue" ? "reopened" : null;
  subject.closedAt = null;
  subject.closedBy = null;
  happened(act, subject, "reopened");
  announce(act, subject, "reopened");
}

/** Locks the conversation, or unlocks it. */
export function setLocked(act: Acting, subject: Subject, locked: boolean): void {
  need(act, subject.repo, "write", "lock the conversation");
  if (subject.locked === locked) return;
  subject.locked = locked;
  happened(act, subject, locked ? "locked" : "unlocked");
  announce(act, subject, locked ? "locked" : "unlocked");
}

export function setDraft(act: Acting, pull: Pull, draft: boolean): void {
  if (pull.author !== act.actor) need(act, pull.repo, "write", "change the draft state");
  if (pull.draft === draft) return;
  pull.draft = draft;
  happened(act, pull, draft ? "convert_to_draft" : "ready_for_review");
  announce(act, pull, draft ? "converted_to_draft" : "ready_for_review");
}

export function retarget(act: Acting, pull: Pull, base: string): void {
  if (pull.author !== act.actor) need(act, pull.repo, "write", "retarget");
  const sha = act.world.tip(pull.repo, base);
  if (sha === undefined) throw invalid("PullRequest", "base");
  if (base === pull.baseRef) return;
  const changes = { base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } } };
  happened(act, pull, "base_ref_changed", { from: pull.baseRef, to: base });
  pull.baseRef = base;
  pull.baseSha = sha;
  touched(act, pull);
  tellEdited(act, pull, changes);
}

/** GitHub drops without a word those it cannot assign: people without access who took no part. Ten at most. */
export function assign(act: Acting, subject: Subject, people: readonly Actor[]): void {
  need(act, subject.repo, "triage", "assign");
  for (const who of people) {
    if (subject.assignees.includes(who) || subject.assignees.length >= 10) continue;
    const known = subject.author === who || subject.comments.some((one) => one.author === who);
    if (!known && !may({ ...act, actor: who, viaApp: null }, subject.repo, "triage")) continue;
    subject.assignees.push(who);
    happened(act, subject, "assigned", { who });
    announce(act, subject, "assigned", { assignee: userJson(act.world, who) });
  }
}

export function unassign(act: Acting, subject: Subject, people: readonly Actor[]): void {
  need(act, subject.repo, "triage", "unassign");
  for (const who of people) {
    const at = subject.assignees.indexOf(who);
    if (at < 0) continue;
    subject.assignees.splice(at, 1);
    happened(act, subject, "unassigned", { who });
    announce(act, subject, "unassigned", { assignee: userJson(act.world, who) });
  }
}

/** All or nobody, as GitHub does: a 422 names the author or people without access. */
export function requestReviews(act: Acting, pull: Pull, people: readonly Actor[]): void {
  if (pull.author !== act.actor) need(act, pull.repo, "triage", "request reviews");
  if (people.includes(pull.author)) throw new Refusal(422, "Review cannot be requested from pull request author.");
  for (const who of people) {
    const collaborator = who.type === "User" && may({ ...act, actor: who, viaApp: null }, pull.repo, "triage");
    if (!collaborator) {
      const why = "Reviews may only be requested from collaborators.";
      throw new Refusal(
        422,
        `${why} One or more of the users or teams you specified is not a collaborator of the repository.`,
      );
    }
  }
  for (const who of people) {
    if (pull.requestedReviewers.includes(who)) continue;
    pull.requestedReviewers.push(who);
    happened(act, pull, "review_requested", { who });
    announce(act, pull, "review_requested", { requested_reviewer: userJson(act.world, who) });
  }
}

/** A team of the repository's owner; it stays asked until one of its people reviews. */
export function requestTeamReviews(act: Acting, pull: Pull, slugs: readonly string[]): void {
  const teams = slugs.map((slug) => teamOf(act, pull, slug));
  for (const team of teams) {
    if (pull.requestedTeams.includes(team)) continue;
    pull.requestedTeams.push(team);
    happened(act, pull, "review_requested");
    announce(act, pull, "review_requested", { requested_team: teamJson(act.world, team) });
  }
}

export function unrequestTeamReviews(act: Acting, pull: Pull, slugs: readonly string[]): void {
  for (const slug of slugs) {
    const team = teamOf(act, pull, slug);
    const at = pull.requestedTeams.indexOf(team);
    if (at < 0) continue;
    pull.requestedTeams.splice(at, 1);
    happened(act, pull, "review_request_removed");
    announce(act, pull, "review_request_removed", { requested_team: teamJson(act.world, team) });
  }
}

function teamOf(act: Acting, pull: Pull, slug: string): Team {
  if (pull.author !== act.actor) need(act, pull.repo, "triage", "request reviews");
  const team = act.world.teams.find(
    (one) => one.organization === pull.repo.owner && one.slug.toLowerCase() === slug.toLowerCase(),
  );
  if (team !== undefined) return team;
  const why = "Reviews may only be requested from collaborators.";
  throw new Refusal(
    422,
    `${why} One or more of the teams you specified is not a collaborator of the ${pull.repo.name} repository.`,
  );
}

export function unrequestReviews(act: Acting, pull: Pull, people: readonly Actor[]): void {
  if (pull.author !== act.actor) need(act, pull.repo, "triage", "take back review requests");
  for (const who of people) {
    const at = pull.requestedReviewers.indexOf(who);
    if (at < 0) continue;
    pull.requestedReviewers.splice(at, 1);
    happened(act, pull, "review_request_removed", { who });
    announce(act, pull, "review_request_removed", { requested_reviewer: userJson(act.world, who) });
  }
}
