/** The audit: one entry for each decision and effect that changed something, with who caused it and why. */

import type { Instant } from "../shared/names.ts";

export interface AuditEntry {
  /** `owner/name` of the subject's repository. */
  readonly repository: string;
  readonly repositoryId: number;
  /** `null`: a merge queue's commit, which belongs to several. */
  readonly number: number | null;
  /** `null`: an issue has none. */
  readonly headSha: string | null;
  readonly cause: AuditCause;
  /** `verdict`, or the effect's kind. */
  readonly what: string;
  /** The details: the verdict's state, a check's outcome, the labels, the people. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** Short sentences. */
  readonly why: readonly string[];
  /** sha256 of the canonical facts (facts-digest.ts), in hexadecimal digits. */
  readonly digest: string;
}

/** What made Rung look: webhooks, what was said in them, or a look of its own (`sweep`, `start`, `later`). */
export interface AuditCause {
  /** The first of them that the run took along, at most `MAX_DELIVERIES`. */
  readonly deliveries: readonly CausingDelivery[];
  /** How many there were in all. */
  readonly total: number;
  /** Lines with commands, as written. */
  readonly said: readonly { readonly by: string; readonly line: string }[];
  /** 1 for the first try. */
  readonly attempt: number;
}

interface CausingDelivery {
  /** `X-GitHub-Delivery`, or an id of Rung's own. */
  readonly id: string;
  /** `pull_request.opened`, `sweep`. */
  readonly cause: string;
  /** The person who caused the event; `null`: nobody, or not told. */
  readonly actor: string | null;
}

export interface StoredEntry extends AuditEntry {
  readonly id: number;
  /** By the database's clock. */
  readonly at: Instant;
  readonly version: string;
}
