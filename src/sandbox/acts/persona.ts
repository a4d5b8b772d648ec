/** Everything a person (or an app) can do, as methods: `world.as("octo-fan").comment(pull, "/approve")`. */

import type {
  Actor,
  App,
  CheckRun,
  CheckSuite,
  Comment,
  Installation,
  Invitation,
  Issue,
  Permission,
  Pull,
  QueueEntry,
  Reaction,
  ReactionContent,
  Repo,
  Review,
  ReviewComment,
  Subject,
  Team,
} from "../world/model.ts";
import { notFound } from "../world/refusal.ts";
import type { NewTeam, World } from "../world/world.ts";
import { type Acting, need } from "./acting.ts";
import * as administration from "./administration.ts";
import { moveBranch } from "./branches.ts";
import { type CheckFields, createCheck, rerequestCheck, rerequestSuite, updateCheck } from "./checks.ts";
import { commitEdit, type Edit, type FileEdits } from "./commits.ts";
import * as membership from "./membership.ts";
import { disableAutoMerge, enableAutoMerge, merge } from "./merge.ts";
import type { MergeMethod } from "./merge-commit.ts";
import { type NewIssue, type NewPull, openFrom, openIssue, openPull, type PullFrom } from "./opening.ts";
import { forcePush, push, pushCommit, rebase, touch, updateBranch } from "./pushing.ts";
import { enqueue, leaveQueue } from "./queue.ts";
import * as talk from "./talk.ts";
import * as teams from "./teams.ts";
import * as triage from "./triage.ts";

/** Each method is one act: the clock ticks, the state changes, webhooks follow. A `Refusal` is thrown for what GitHub refuses. */
export class Persona {
  readonly #act: Acting;

  constructor(world: World, actor: Actor, viaApp: App | null) {
    this.#act = { world, actor, viaApp };
  }

  get actor(): Actor {
    return this.#act.actor;
  }

  #now(): Acting {
    this.#act.world.clock.tick();
    return this.#act;
  }

  openIssue(asked: NewIssue): Issue {
    return openIssue(this.#now(), asked);
  }
  openPull(asked: NewPull): Pull {
    return openPull(this.#now(), asked);
  }
  /** From a branch that exists; two pull requests from commits with one sha, for instance. */
  openPullFrom(asked: PullFrom): Pull {
    return openFrom(this.#now(), asked);
  }

  comment(subject: Subject, body: string): Comment {
    return talk.comment(this.#now(), subject, body);
  }
  editComment(comment: Comment, body: string): void {
    talk.editComment(this.#now(), comment, body);
  }
  deleteComment(comment: Comment): void {
    talk.deleteComment(this.#now(), comment);
  }
  edit(subject: Subject, to: { title?: string | undefined; body?: string | undefined }): void {
    talk.editSubject(this.#now(), subject, to);
  }
  review(
    pull: Pull,
    event: talk.NewReview["event"],
    body?: string,
    more: Omit<talk.NewReview, "event" | "body"> = {},
  ): Review {
    return talk.review(this.#now(), pull, { ...more, event, body });
  }
  approve(pull: Pull, body?: string): Review {
    return this.review(pull, "APPROVE", body);
  }
  requestChanges(pull: Pull, body: string): Review {
    return this.review(pull, "REQUEST_CHANGES", body);
  }
  /** An inline comment, alone or in answer to one; GitHub wraps it in a review of its own. */
  reviewComment(
    pull: Pull,
    asked: { path: string; line: number; body: string; replyTo?: ReviewComment },
  ): ReviewComment {
    const parent = talk.review(this.#now(), pull, { event: "COMMENT", body: "", comments: [asked] });
    const made = pull.reviewComments.find((one) => one.review === parent);
    if (made === undefined) throw notFound();
    return made;
  }
  editReview(review: Review, body: string): void {
    talk.editReview(this.#now(), review, body);
  }
  editReviewComment(comment: ReviewComment, body: string): void {
    talk.editReviewComment(this.#now(), comment, body);
  }
  deleteReviewComment(comment: ReviewComment): void {
    talk.deleteReviewComment(this.#now(), comment);
  }
  dismiss(review: Review, message = "No longer applies"): void {
    talk.dismissReview(this.#now(), review, message);
  }
  react(
    target: Comment | Review | ReviewComment | Subject,
    content: ReactionContent,
  ): { reaction: Reaction; fresh: boolean } {
    return talk.react(this.#now(), target, content);
  }

  push(pull: Pull, edit: Edit): string {
    return push(this.#now(), pull, edit);
  }
  touch(pull: Pull, path?: string): string {
    return touch(this.#now(), pull, path);
  }
  rebase(pull: Pull): string {
    return rebase(this.#now(), pull);
  }
  updateBranch(pull: Pull): string {
    return updateBranch(this.#now(), pull);
  }
  forcePush(pull: Pull, edit: Edit): string {
    return forcePush(this.#now(), pull, edit);
  }
  pushCommit(pull: Pull, sha: string): string {
    return pushCommit(this.#now(), pull, sha);
  }
  rename(pull: Pull, from: string, to: string): string {
    return push(this.#now(), pull, { renames: { [from]: to }, message: `Rename ${from} to ${to}` });
  }
  retarget(pull: Pull, base: string): void {
    triage.retarget(this.#now(), pull, base);
  }
  markReady(pull: Pull): void {
    triage.setDraft(this.#now(), pull, false);
  }
  convertToDraft(pull: Pull): void {
    triage.setDraft(this.#now(), pull, true);
  }

  close(subject: Subject, reason?: "completed" | "not_planned"): void {
    const act = this.#now();
    if (subject.kind === "pull") leaveQueue(act, subject, "closed");
    triage.close(act, subject, reason);
  }
  reopen(subject: Subject): void {
    triage.reopen(this.#now(), subject);
  }
  lock(subject: Subject): void {
    triage.setLocked(this.#now(), subject, true);
  }
  unlock(subject: Subject): void {
    triage.setLocked(this.#now(), subject, false);
  }
  label(subject: Subject, name: string): void {
    triage.addLabel(this.#now(), subject, name);
  }
  unlabel(subject: Subject, name: string): void {
    triage.removeLabel(this.#now(), subject, name);
  }
  assign(subject: Subject, ...logins: string[]): void {
    triage.assign(this.#now(), subject, this.#people(logins));
  }
  unassign(subject: Subject, ...logins: string[]): void {
    triage.unassign(this.#now(), subject, this.#people(logins));
  }
  requestReview(pull: Pull, ...logins: string[]): void {
    triage.requestReviews(this.#now(), pull, this.#people(logins));
  }
  unrequestReview(pull: Pull, ...logins: string[]): void {
    triage.unrequestReviews(this.#now(), pull, this.#people(logins));
  }
  requestTeamReview(pull: Pull, ...slugs: string[]): void {
    triage.requestTeamReviews(this.#now(), pull, slugs);
  }
  unrequestTeamReview(pull: Pull, ...slugs: string[]): void {
    triage.unrequestTeamReviews(this.#now(), pull, slugs);
  }
  #people(logins: readonly string[]): Actor[] {
    return logins.map((login) => this.#act.world.actor(login));
  }

  merge(
    pull: Pull,
    asked: { sha?: string | undefined; method?: MergeMethod | undefined; title?: string | undefined } = {},
  ): string {
    return merge(this.#now(), pull, asked);
  }
  enqueue(pull: Pull): QueueEntry {
    return enqueue(this.#now(), pull);
  }
  dequeue(pull: Pull): void {
    leaveQueue(this.#now(), pull, "manual");
  }
  enableAutoMerge(pull: Pull, method: MergeMethod = "squash"): void {
    enableAutoMerge(this.#now(), pull, method);
  }
  disableAutoMerge(pull: Pull): void {
    disableAutoMerge(this.#now(), pull);
  }

  /** Commits to a branch, which is made from the default one (or the empty repository's first) when it is not there. */
  commit(repo: Repo, branch: string, edit: Edit): string {
    const act = this.#now();
    need(act, repo, "write", "push");
    const from = act.world.tip(repo, branch) ?? act.world.tip(repo, repo.defaultBranch);
    if (from === undefined) throw notFound();
    const sha = commitEdit(act, from, edit);
    moveBranch(act, repo, branch, sha);
    return sha;
  }
  /** Points a branch at a commit; `null` deletes it. */
  setBranch(repo: Repo, branch: string, sha: string | null): void {
    const act = this.#now();
    need(act, repo, "write", "push");
    moveBranch(act, repo, branch, sha);
  }
  /** Commits a registry to the default branch; `null` deletes it. */
  pushRegistry(repo: Repo, text: string | null, path = "roles.yaml"): string {
    const files: FileEdits = { [path]: text };
    return this.commit(repo, repo.defaultBranch, {
      files,
      message: text === null ? `Remove ${path}` : `Update ${path}`,
    });
  }

  createCheck(repo: Repo, sha: string, name: string, fields: CheckFields = {}): CheckRun {
    return createCheck(this.#now(), repo, sha, name, fields);
  }
  updateCheck(run: CheckRun, fields: CheckFields): void {
    updateCheck(this.#now(), run, fields);
  }
  rerequest(check: CheckRun | CheckSuite): void {
    if (check.kind === "check") rerequestCheck(this.#now(), check);
    else rerequestSuite(this.#now(), check);
  }

  renameRepo(repo: Repo, name: string): void {
    administration.renameRepo(this.#now(), repo, name);
  }
  archive(repo: Repo, archived = true): void {
    administration.archiveRepo(this.#now(), repo, archived);
  }
  deleteRepo(repo: Repo): void {
    administration.deleteRepo(this.#now(), repo);
  }
  setDefaultBranch(repo: Repo, branch: string): void {
    administration.setDefaultBranch(this.#now(), repo, branch);
  }
  /** Who is no member of the organisation is invited. */
  addToTeam(team: Team, login: string, role: membership.TeamRole = "member"): "active" | "pending" {
    return membership.addToTeam(this.#now(), team, this.#act.world.anyone(login), role);
  }
  removeFromTeam(team: Team, login: string): void {
    membership.removeFromTeam(this.#now(), team, this.#act.world.anyone(login));
  }
  invite(organization: Actor, asked: membership.Asked): Invitation {
    return membership.invite(this.#now(), organization, asked);
  }
  acceptInvitation(organization: Actor): void {
    membership.acceptInvitation(this.#now(), organization);
  }
  declineInvitation(organization: Actor): void {
    membership.declineInvitation(this.#now(), organization);
  }
  cancelInvitation(organization: Actor, login: string): void {
    membership.cancelInvitation(this.#now(), organization, this.#act.world.actor(login));
  }
  expireInvitation(organization: Actor, login: string): void {
    membership.expireInvitation(this.#now(), organization, this.#act.world.actor(login));
  }
  setOrganizationRole(organization: Actor, login: string, role: "admin" | "member"): void {
    membership.setOrganizationRole(this.#now(), organization, this.#act.world.anyone(login), role);
  }
  removeFromOrganization(organization: Actor, login: string): void {
    membership.removeFromOrganization(this.#now(), organization, this.#act.world.actor(login));
  }
  createTeam(organization: Actor, name: string, more: NewTeam = {}): Team {
    return teams.createTeam(this.#now(), organization, name, more);
  }
  editTeam(team: Team, to: teams.TeamEdit): void {
    teams.editTeam(this.#now(), team, to);
  }
  deleteTeam(team: Team): void {
    teams.deleteTeam(this.#now(), team);
  }
  /** `none` takes the repository from the team. */
  giveTeam(team: Team, repo: Repo, permission: Permission): void {
    teams.giveTeam(this.#now(), team, repo, permission);
  }
  /** Directly, not through a team; `none` takes it. */
  giveCollaborator(repo: Repo, login: string, permission: Permission): void {
    teams.giveCollaborator(this.#now(), repo, this.#act.world.anyone(login), permission);
  }
  suspend(installation: Installation, suspended = true): void {
    administration.suspend(this.#now(), installation, suspended);
  }
  acceptPermissions(installation: Installation): void {
    administration.acceptPermissions(this.#now(), installation);
  }
  installOn(installation: Installation, repo: Repo): void {
    administration.selectRepo(this.#now(), installation, repo, true);
  }
  uninstallFrom(installation: Installation, repo: Repo): void {
    administration.selectRepo(this.#now(), installation, repo, false);
  }
}
