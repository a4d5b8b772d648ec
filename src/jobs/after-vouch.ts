/** Looks at the open pull requests of somebody who was vouched for: they are no newcomer any more. */

import { vouch } from "../commands/vouch.ts";
import { openOfVouched } from "../database/vouches.ts";
import type { Answer } from "../model/answer.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import { VOUCHED } from "../triage/reviewers/due.ts";
import type { JobParts } from "./job-parts.ts";

export async function lookAfterVouch(
  { db, enqueue }: Pick<JobParts, "db" | "enqueue">,
  facts: PullFacts | IssueFacts,
  done: {
    readonly notes: readonly ReadNote[];
    readonly acts: ReadonlyMap<string, Answer>;
    readonly installationId: number;
  },
): Promise<void> {
  const { notes, acts, installationId } = done;
  const vouchedAt = notes.flatMap((note) => (note.kind === "said" && note.calls.some(isVouch) ? [note.at] : []));
  if (vouchedAt.length === 0 || ![...acts.values()].some(({ kind }) => kind === "told")) return;
  const { repository } = facts;
  const theirs = await openOfVouched(db, repository.id, vouchedAt);
  const own = facts.kind === "pull" && facts.state === "open" ? [facts.number] : [];
  const { owner, name, id } = repository;
  const jobs = [...new Set([...own, ...theirs])].map((number) => ({
    installationId,
    subject: { kind: "pull" as const, repository: { owner, name, id }, number },
    cause: VOUCHED,
    notes: [],
  }));
  if (jobs.length > 0) await enqueue(jobs);
}

const isVouch = ({ name }: { readonly name: string }) => name === vouch.name;
