/** An issue's job: its commands are answered, and its promotions advance. */

import { noGoodRegistry } from "../commands/replies/no-good-registry.ts";
import { forgetOpenDecisions } from "../database/community-decisions.ts";
import { saveNominations } from "../database/nominations.ts";
import type { Governing } from "../github/read/governing-registry.ts";
import { readIssue } from "../github/read/read-subject.ts";
import type { RegistryHead } from "../github/read/registry-head.ts";
import { unshown, unshownSubject, withAwaited } from "../github/read/unshown.ts";
import { apply } from "../github/write/apply.ts";
import { reconcile } from "../github/write/reconcile.ts";
import type { IssueFacts } from "../model/facts.ts";
import { type JobSubject, threadPlace } from "../model/job.ts";
import { lookAfterInvite } from "./access/after-invite.ts";
import { actionStep } from "./action-step.ts";
import { unanswered } from "./answered-statements.ts";
import { answersOnce } from "./answers-once.ts";
import { applyContext } from "./apply-context.ts";
import { auditContextOf } from "./audit/audit-context.ts";
import { unsureUntil } from "./catching-up.ts";
import { issueConversation } from "./decide.ts";
import { decisionStep } from "./decisions/decision-step.ts";
import { answersIn, isDecisionsCall, issueDecisions } from "./decisions/issue-decisions.ts";
import type { JobParts } from "./job-parts.ts";
import { ARCHIVED, SPEECHLESS, waitForRepository, waitForReturn } from "./lasting-failures.ts";
import { applyThere, isSpeechless, owedThere } from "./locked-conversation.ts";
import { ownNotes } from "./own-notes.ts";
import { LateReading } from "./patience.ts";
import { isByNumber, schedulePromotion } from "./promotions/again.ts";
import { concealedThere, promotionStep } from "./promotions/promotion-step.ts";
import type { Work } from "./read-notes.ts";

type IssueSubject = Extract<JobSubject, { kind: "issue" }>;

export async function processIssue(parts: JobParts, subject: IssueSubject, work: Work): Promise<void> {
  const read = await readIssueOf(parts, subject);
  const notes = [...(await parts.toldLately(subject)), ...work.notes];
  const late =
    read === "absent" ? unshownSubject(notes, "issue") : unshown(read.facts, notes, { record: null, inline: false });
  // Where people did something that was told as done to an issue, it is one, and only too new to be shown.
  if (read === "absent" && late.length === 0 && isByNumber(work)) return await asPull(parts, subject, work);
  const wait = parts.patience.waitFor(work, late);
  if (wait !== null) throw new LateReading(wait, late);
  if (read === "absent") {
    await forgetOpen(parts, subject);
    return await waitForRepository(parts.client, subject.repository, work);
  }
  if (read.facts.repository.archived) return waitForReturn(ARCHIVED, work);
  const { registryHead: head } = read;
  const facts = withAwaited(read.facts, late);
  await parts.memory.seen(facts.readAt);
  const governing = await parts.registries.governing(parts.client, head, facts.readAt);
  await parts.repositoryNotes.seen(head, work.installationId, governing);
  if (governing.kind === "good") await writeIssue(parts, { facts, head, governing, work, told: notes });
  if (governing.kind === "broken") await answerUngoverned(parts, { facts, governing, work });
}

interface Ungoverned {
  readonly facts: IssueFacts;
  readonly governing: Extract<Governing, { readonly kind: "broken" }>;
  readonly work: Work;
}

/** Nothing goes on without a registry, and whoever says something is told. */
async function answerUngoverned(parts: JobParts, { facts, governing, work }: Ungoverned): Promise<void> {
  const { client, db, bot, budgets } = parts;
  const since = await parts.memory.since(facts.readAt);
  const notes = await unanswered(work.notes, { client, db, bot, facts, since });
  const said = noGoodRegistry(facts, notes, bot, governing);
  if (said.length === 0) return;
  const answers = await answersOnce({ db, facts, notes, index: null, bot, budgets }, said);
  const standing = { checks: new Map(), comments: facts.comments.items, botLogin: bot.login };
  work.signal.throwIfAborted();
  const audit = auditContextOf(work, facts, null, null);
  const context = applyContext(parts, { repositoryId: facts.repository.id, audit, surelyNew: true });
  const applying = { ...context, wrote: ownNotes(parts, work) };
  const outcomes = await applyThere({ parts, facts, work }, reconcile(answers, standing), applying);
  if (isSpeechless(outcomes)) waitForReturn(SPEECHLESS, work);
}

/** On a deleted issue nothing can continue, and the same may be asked for elsewhere. */
async function forgetOpen({ db }: JobParts, { repository, number }: IssueSubject): Promise<void> {
  await forgetOpenDecisions(db, { repositoryId: repository.id, number });
  await saveNominations(db, { owner: repository.owner, subjectKey: threadPlace({ repository, number }) }, new Map());
}

function readIssueOf({ client, registries, sizes }: JobParts, { repository, number }: IssueSubject) {
  const registryRepo = registries.companionOf(repository.id);
  const registryTexts = registries.isNew(repository.id);
  return readIssue(client, repository, number, { registryRepo, registryTexts, ...(sizes && { sizes }) });
}

interface IssueWriting {
  readonly facts: IssueFacts;
  readonly head: RegistryHead;
  readonly governing: Extract<Governing, { readonly kind: "good" }>;
  readonly work: Work;
  /** Everything known to have been said lately, whichever process handled it. */
  readonly told: Work["notes"];
}

async function writeIssue(parts: JobParts, { facts, head, governing, work, told }: IssueWriting): Promise<void> {
  const { client, db, bot, budgets } = parts;
  const { index } = governing;
  const here = await issueDecisions(parts, { facts, governing, work, told });
  const decisions = await decisionStep({ parts, facts, registry: index.registry, work }, here);
  const isDecisions = isDecisionsCall(here);
  const promotions = await promotionStep({ parts, facts, governing, head, work, told, ...isDecisions });
  const since = await parts.memory.since(facts.readAt);
  const notes = await unanswered(work.notes, { client, db, bot, facts, since });
  const acting = { parts, facts, index, verdict: null, work: { ...work, notes }, since, pull: null };
  const { answers: acts } = await actionStep(acting);
  await lookAfterInvite(parts, facts, { notes, acts, installationId: work.installationId });
  const conversation = await issueConversation(facts, index, notes, bot, {
    acts,
    teamsUnread: governing.unreadTeams.length > 0,
    ...answersIn(promotions, decisions),
  });
  const answers = await answersOnce({ db, facts, notes, index, bot, budgets }, conversation);
  const ofQuestions = [...(decisions?.effects ?? []), ...(promotions?.effects ?? [])];
  const owed = await owedThere({ parts, facts, work }, answers);
  const wanted = [...ofQuestions, ...concealedThere({ parts, facts }, ofQuestions), ...answers, ...owed];
  const standing = { checks: new Map(), comments: facts.comments.items, botLogin: bot.login };
  work.signal.throwIfAborted();
  const audit = auditContextOf(work, facts, index, null);
  const context = applyContext(parts, { repositoryId: facts.repository.id, audit, surelyNew: true });
  const applying = { ...context, wrote: ownNotes(parts, work) };
  await apply(decisions?.first ?? [], applying);
  const outcomes = await applyThere({ parts, facts, work }, reconcile(wanted, standing), applying);
  const dueAt = [promotions?.dueAt ?? null, decisions?.dueAt ?? null].filter((at) => at !== null);
  const due = [...dueAt, ...unsureUntil(facts, told)];
  const isAsked = promotions !== null || decisions !== null;
  if (isAsked) await schedulePromotion(parts, work, due.length === 0 ? null : Math.min(...due), facts.readAt);
  if (isSpeechless(outcomes)) waitForReturn(SPEECHLESS, work);
}

async function asPull(parts: JobParts, { repository, number }: IssueSubject, work: Work): Promise<void> {
  const { installationId } = work;
  await parts.enqueue([
    { installationId, subject: { kind: "pull", repository, number }, cause: "promotion", notes: [] },
  ]);
}
