/** Writes a check in such a way that what is remembered of it is never wrongly believed; part of apply.ts, the only writer. */

import type { Kysely } from "kysely";
import { type CheckMemory, checkMemory } from "../../database/check-memory.ts";
import type { StandingBeside } from "../../database/merge-groups.ts";
import type { Schema } from "../../database/schema.ts";
import { CHECK_NAME } from "../../gate/check-name.ts";
import { type AuditContext, auditEntry } from "../../model/audit-context.ts";
import type { AuditEntry } from "../../model/audit-entry.ts";
import type { CheckEffect } from "../../model/effect.ts";
import { effectDetail } from "../../model/effect-detail.ts";
import type { Client } from "../client/client.ts";
import { type CurrentChecks, currentChecks } from "../read/standing-checks.ts";
import { writeRun } from "./check-runs.ts";
import { isCurrent } from "./reconcile.ts";

export interface CheckContext {
  readonly client: Client;
  readonly db: Kysely<Schema>;
  readonly repositoryId: number;
  /** The audit's context of the run that these effects belong to. */
  readonly audit: AuditContext;
  readonly appId: number;
  /**
   * A head just pushed and a first try: no run of ours can be there. Otherwise a run that the store does not know is looked up
   * before one is created, as an earlier try may have been killed between the write and its record.
   */
  readonly surelyNew: boolean;
  /** The process's; absent: only what the database says. */
  readonly checkMemory?: CheckMemory;
  /** The checks on the commit that is written, where this job has looked already. */
  readonly standing?: { readonly headSha: string; readonly checks: CurrentChecks };
  /** Somebody pressed "Re-run": GitHub waits for a write, whatever the present state. */
  readonly rewrite: boolean;
}

/**
 * Until the write is answered, nothing that is remembered of this check is believed, by anybody and whatever happens to this process
 * (R75). Returns what is asked about the pull request once its check is written.
 */
export async function writeCheck(check: CheckEffect, context: CheckContext): Promise<StandingBeside> {
  const memory = context.checkMemory ?? checkMemory(context.db);
  const known = (await standingOn(check, context, memory)).get(check.name) ?? null;
  const isFound = !context.rewrite && known !== null && isCurrent(check, known);
  const row = { repositoryId: context.repositoryId, headSha: check.headSha, name: check.name };
  if (!isFound) await memory.begin(row);
  const standing = isFound ? known : await writeRun(context.client, check, known);
  const entries = checkEntries(check, context.audit, { found: isFound });
  const { id: checkRunId, digest, outcome } = standing;
  return await memory.save({ ...row, checkRunId, digest, outcome }, entries, context.audit.number);
}

/** The decision is recorded with the check that has the app's name; a branch's own check says the same. `found`: GitHub had it. */
function checkEntries(
  check: CheckEffect,
  context: AuditContext,
  became: { readonly found: boolean },
): readonly AuditEntry[] {
  const decided = check.name === CHECK_NAME ? (context.decided?.() ?? null) : null;
  const written = auditEntry(context, "check", { ...effectDetail(check), headSha: check.headSha, ...became });
  return decided === null
    ? [written]
    : [auditEntry(context, "verdict", { state: decided.state }, decided.why), written];
}

async function standingOn(check: CheckEffect, context: CheckContext, memory: CheckMemory): Promise<CurrentChecks> {
  const { standing, client, appId, surelyNew, repositoryId } = context;
  if (standing?.headSha === check.headSha) return standing.checks;
  const repository = { ...check.repository, id: repositoryId };
  return await currentChecks({ client, memory, appId }, { repository, headSha: check.headSha }, { surelyNew });
}
