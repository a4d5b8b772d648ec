/** What all audit entries of one run have in common: the subject, the cause, the decision, and the digest of the facts. */

import type { Verdict } from "../../gate/verdict-types.ts";
import type { AuditContext } from "../../model/audit-context.ts";
import type { AuditCause } from "../../model/audit-entry.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { once } from "../../shared/once.ts";
import type { Work } from "../read-notes.ts";
import { factsDigest } from "./facts-digest.ts";
import { whyOf } from "./why.ts";

/** Nobody looks at more of them, and a crowded run must not make a large row. */
const MAX_DELIVERIES = 10;
const MAX_LINES = 10;
const MAX_LINE_LENGTH = 200;

/** For an issue or a pull request. `verdict` is `null` if none was reached; `beside`: the other inputs of the decision. */
export function auditContextOf(
  work: Pick<Work, "deliveries" | "notes" | "attempt">,
  facts: PullFacts | IssueFacts,
  index: RegistryIndex | null,
  verdict: Verdict | null,
  beside: unknown = null,
): AuditContext {
  const { owner, name, id } = facts.repository;
  return {
    repository: { owner, name, id },
    number: facts.number,
    headSha: facts.kind === "pull" ? facts.head.sha : null,
    cause: once(() => causeOf(work)),
    decided: verdict === null ? null : () => ({ state: verdict.state.kind, why: whyOf(verdict) }),
    digest: once(() => factsDigest({ facts, registry: index?.registry.sources ?? null, beside })),
  };
}

/** For a merge queue's commit: passed if all its parts are. */
export function groupContext(
  work: Pick<Work, "deliveries" | "notes" | "attempt">,
  group: { readonly repository: AuditContext["repository"]; readonly headSha: string },
  parts: readonly { readonly number: number; readonly verdict: Verdict }[],
  facts: readonly PullFacts[],
): AuditContext {
  return {
    ...group,
    number: null,
    cause: once(() => causeOf(work)),
    decided: () => ({
      state: [...new Set(parts.map(({ verdict }) => verdict.state.kind))].join(", "),
      why: parts.flatMap(({ number, verdict }) => whyOf(verdict).map((line) => `#${number}: ${line}`)),
    }),
    digest: once(() => factsDigest(facts)),
  };
}

/** For a commit about which nothing is decided any more. */
export function commitContext(
  work: Pick<Work, "deliveries" | "notes" | "attempt">,
  { repository, headSha }: Pick<AuditContext, "repository"> & { readonly headSha: string },
): AuditContext {
  const { owner, name, id } = repository;
  return {
    repository: { owner, name, id },
    number: null,
    headSha,
    cause: once(() => causeOf(work)),
    decided: null,
    digest: once(() => factsDigest({ repository: id, headSha })),
  };
}

/** For a repository; `facts`: the inputs of the decision. */
export function repositoryContext(
  work: Pick<Work, "deliveries" | "notes" | "attempt">,
  { owner, name, id }: AuditContext["repository"],
  facts: unknown,
): AuditContext {
  return {
    repository: { owner, name, id },
    number: null,
    headSha: null,
    cause: once(() => causeOf(work)),
    decided: null,
    digest: once(() => factsDigest(facts)),
  };
}

export function causeOf({ deliveries, notes, attempt }: Pick<Work, "deliveries" | "notes" | "attempt">): AuditCause {
  return {
    deliveries: deliveries
      .slice(0, MAX_DELIVERIES)
      .map(({ id, cause, actor }) => ({ id, cause, actor: actor ?? null })),
    total: deliveries.length,
    // Only of as many texts as the lines could come from: a crowded run's may be hundreds, of thousands of lines each (R53).
    said: notes.filter(hasCommands).slice(0, MAX_LINES).flatMap(commandsSaid).slice(0, MAX_LINES),
    attempt,
  };
}

type Said = Extract<ReadNote, { readonly kind: "said" }>;

function hasCommands(note: ReadNote): note is Said {
  return note.kind === "said" && note.calls.length > 0;
}

function commandsSaid(note: Said): AuditCause["said"] {
  const lines = note.text.split(/\r\n|\r|\n/);
  return note.calls.slice(0, MAX_LINES).map(({ line }) => ({
    by: note.by.login,
    line: (lines[line - 1] ?? "").trim().slice(0, MAX_LINE_LENGTH),
  }));
}
