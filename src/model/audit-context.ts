/** What the audit entries of one run have in common: the subject, the cause, the decision, and the digest of the facts. */

import { fullName, type RepositoryName } from "../shared/names.ts";
import type { AuditCause, AuditEntry } from "./audit-entry.ts";

export interface AuditContext {
  readonly repository: RepositoryName & { readonly id: number };
  readonly number: number | null;
  readonly headSha: string | null;
  /** Asked, like the digest, only where there is something to enter. */
  readonly cause: () => AuditCause;
  /** `null`: nothing is decided, as on issues. */
  readonly decided: (() => Decision) | null;
  readonly digest: () => string;
}

interface Decision {
  readonly state: string;
  readonly why: readonly string[];
}

export function auditEntry(
  context: AuditContext,
  what: string,
  detail: AuditEntry["detail"],
  why: readonly string[] = [],
): AuditEntry {
  const { repository, number, headSha } = context;
  return {
    repository: fullName(repository),
    repositoryId: repository.id,
    number,
    headSha,
    cause: context.cause(),
    what,
    detail,
    why,
    digest: context.digest(),
  };
}
