/** An issue's job: commands said on it are answered, and its promotions go on. */

import { unshown, unshownSubject } from "../github/read/late-readings.ts";
import { readIssue } from "../github/read/read-subject.ts";
import { apply } from "../github/write/apply.ts";
import { reconcile } from "../github/write/reconcile.ts";
import type { JobSubject } from "../model/job.ts";
import { actionStep } from "./action-step.ts";
import { unanswered } from "./answered-statements.ts";
import { answersOnce } from "./answers-once.ts";
import { applyContext } from "./apply-context.ts";
import { auditContextOf } from "./audit/audit-context.ts";
import { issueConversation } from "./decide.ts";
import type { JobParts } from "./job-parts.ts";
import { ownNotes } from "./own-notes.ts";
import { LateReading } from "./patience.ts";
import { isAboutPromotions, lookAgainLater } from "./promotions/again.ts";
import { concealedThere, promotionStep } from "./promotions/promotion-step.ts";
import type { Work } from "./read-notes.ts";

type IssueSubject = Extract<JobSubject, { kind: "issue" }>;

export async function processIssue(parts: JobParts, subject: IssueSubject, work: Work): Promise<void> {
  const { client, registries, bot } = parts;
  const registryRepo = registries.companionOf(subject.repository.id);
  const registryTexts = registries.isNew(subject.repository.id);
  const read = await readIssue(client, subject.repository, subject.number, {
    registryRepo,
    registryTexts,
    ...(parts.sizes && { sizes: parts.sizes }),
  });
  // A registry's pull request tells of a number alone, which may be a pull request's.
  if (read === "absent" && isAboutPromotions(work)) return await asPull(parts, subject, work);
  const told = [...(await parts.toldLately(subject)), ...work.notes];
  const late =
    read === "absent"
      ? unshownSubject(work.notes, "issue")
      : unshown(read.facts, told, { record: null, inline: false });
  const wait = parts.patience.waitFor(work, late);
  if (wait !== null) throw new LateReading(wait, late);
  if (read === "absent" || read.facts.repository.archived) return;
  await parts.memory.seen(read.facts.readAt);
  const governing = await registries.governing(client, read.registryHead, read.facts.readAt);
  await parts.repositoryNotes.seen(read.registryHead, work.installationId, governing);
  if (governing.kind !== "good") return;
  const { facts, registryHead: head } = read;
  const { index } = governing;
  const turn = await promotionStep({ parts, facts, governing, head, work });
  const since = await parts.memory.since(facts.readAt);
  const notes = await unanswered(work.notes, { client, db: parts.db, bot, facts, since });
  const acting = { parts, facts, index, verdict: null, work: { ...work, notes }, since, pull: null };
  const { answers: acts } = await actionStep(acting);
  const became = { acts, teamsUnread: governing.unreadTeams.length > 0, ...(turn && { promotions: turn.answers }) };
  const said = issueConversation(facts, index, notes, bot, became);
  const answers = await answersOnce({ db: parts.db, facts, notes, index, bot, budgets: parts.budgets }, said);
  const wanted = [...(turn?.effects ?? []), ...concealedThere({ parts, facts }, turn), ...answers];
  const standing = { checks: new Map(), comments: facts.comments.items, botLogin: bot.login };
  work.signal.throwIfAborted();
  const audit = auditContextOf(work, facts, index, null);
  const context = applyContext(parts, { repositoryId: facts.repository.id, audit, surelyNew: true });
  await apply(reconcile(wanted, standing), { ...context, wrote: ownNotes(parts, work) });
  if (turn !== null) await lookAgainLater(parts, work, turn.dueAt, facts.readAt);
}

async function asPull(parts: JobParts, { repository, number }: IssueSubject, work: Work): Promise<void> {
  const { installationId } = work;
  await parts.enqueue([
    { installationId, subject: { kind: "pull", repository, number }, cause: "promotion", notes: [] },
  ]);
}
