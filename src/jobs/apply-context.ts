/** The context of a job for the one writer of effects. */

import type { ApplyContext } from "../github/write/apply.ts";
import type { AuditContext } from "../model/audit-context.ts";
import type { JobParts } from "./job-parts.ts";

/** What a job may add for its own writing. */
interface Writing extends Partial<Pick<ApplyContext, "surelyNew" | "rewrite">> {
  readonly repositoryId: number;
  readonly audit: AuditContext;
}

type WritingParts = Pick<
  JobParts,
  "client" | "db" | "log" | "appId" | "key" | "checkMemory" | "memory" | "lacksPermission"
>;

export function applyContext(
  { client, db, log, appId, key, checkMemory, memory, lacksPermission }: WritingParts,
  { repositoryId, audit, surelyNew = false, rewrite = false }: Writing,
): ApplyContext {
  const writing = { repositoryId, audit, surelyNew, rewrite };
  return { client, db, log, appId, key, checkMemory, doing: memory.doing, lacksPermission, ...writing };
}
