/**
 * A pull request that no registry governs: nothing is said there (R19). Where one did until now, nobody holds its roles any more (R5):
 * what was decided by it is taken back, and so is a merge that GitHub was asked for.
 */

import type { GitHubError } from "../github/client/errors.ts";
import type { PullRecord } from "../model/pull-record.ts";
import { applyContext } from "./apply-context.ts";
import { auditContextOf } from "./audit/audit-context.ts";
import type { Evaluation } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";
import { applyThere } from "./locked-conversation.ts";
import { endOrders, orderStep, withoutEnded } from "./orders.ts";
import { judgeGroupsAgain } from "./queued.ts";
import type { Work } from "./read-notes.ts";
import { withdrawUngoverned } from "./withdraw-checks.ts";

interface Ungoverned {
  readonly record: PullRecord;
  /** Why something may still be in force there; `null`: nothing is. */
  readonly failure: GitHubError | null;
}

/** `mayBeUnwritten`: the database may know of no check on the head although it has one. */
export async function leaveUngoverned(
  parts: JobParts,
  own: Evaluation,
  work: Work,
  mayBeUnwritten: boolean,
): Promise<Ungoverned> {
  const { facts } = own;
  const audit = auditContextOf(work, facts, null, null);
  const applying = applyContext(parts, { repositoryId: facts.repository.id, audit });
  const orders = await orderStep(parts, own, work);
  const unended = orders.failure ?? (await endOrders(parts, own, orders, applying));
  const commit = { repository: facts.repository, headSha: facts.head.sha };
  const unwithdrawn = await withdrawUngoverned(parts, commit, work, mayBeUnwritten && !own.withoutChecks);
  await judgeGroupsAgain(parts, own, work);
  if (unended !== null) return { record: orders.record, failure: unended };
  if (orders.said.length > 0) await applyThere({ parts, facts, work }, orders.said, applying);
  return { record: withoutEnded(orders.record), failure: unwithdrawn };
}
