/** The decisions for a list of decisions: those that have ended, once it is certain that all of them are known. */

import { knownDecisions } from "../../database/community-decisions.ts";
import { findReading } from "../../database/readings.ts";
import { findRepository } from "../../database/repositories.ts";
import type { RegistryHead } from "../../github/read/registry-head.ts";
import type { ShownDecision } from "../../model/decision-data.ts";
import type { Job, RepositoryRef } from "../../model/job.ts";
import { publishedRepositories } from "../../registry/publishing/plan.ts";
import type { PublishedDecision } from "../../registry/publishing/published-decision.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { isoDay } from "../../shared/dates.ts";
import { fullName, sameName } from "../../shared/names.ts";
import type { JobParts } from "../job-parts.ts";
import { homeOf } from "../reading-watch.ts";
import { DECISIONS } from "../reading-watches.ts";

/** Whether the registry publishes a list of decisions anywhere. */
function publishesDecisions({ publish = [] }: Pick<Registry, "publish">): boolean {
  return publish.some(({ as }) => as === "decisions");
}

/**
 * The content of a list for a repository. Absent: it is not known whether all decisions are known, so nothing is written. Nothing from a
 * private repository appears in a public one's list (R62).
 */
export async function publishedDecisions(
  { db }: Pick<JobParts, "db">,
  { registry, head }: { readonly registry: Registry; readonly head: RegistryHead },
): Promise<readonly PublishedDecision[] | null> {
  if (!publishesDecisions(registry)) return null;
  const home = homeOf(registry, head);
  const reading = home === null ? null : await findReading(db, { repositoryId: home.id, subject: DECISIONS });
  if (home === null || reading === null || reading.wholeAt === null) return null;
  const all = await Promise.all(
    registry.sources.map(({ repository }) => knownDecisions(db, { registry: fullName(repository).toLowerCase() })),
  );
  return all.flat().flatMap((one) => publishedDecision(one, !head.own.repository.private));
}

/** A decision that was cancelled was none. */
function publishedDecision(one: ShownDecision, isPublic: boolean): readonly PublishedDecision[] {
  const { state, endedAt, openedAt, kind, text, url, repository, number, votes } = one;
  if (endedAt === null || (state !== "accepted" && state !== "declined") || (one.private && isPublic)) return [];
  return [
    {
      name: `${repository}#${number}`,
      url,
      kind,
      text,
      outcome: state,
      openedAt: isoDay(openedAt),
      endedAt: isoDay(endedAt),
      votes: votes === null ? null : { yes: votes.yes, no: votes.no, abstained: votes.abstained },
    },
  ];
}

/** Looks at each repository into which the registry publishes, since a decision has ended. */
export async function sendDecisionLists(
  { db, enqueue }: Pick<JobParts, "db" | "enqueue">,
  registry: Registry,
  {
    repositories,
    installationId,
  }: { readonly repositories: readonly RepositoryRef[]; readonly installationId: number },
): Promise<void> {
  if (!publishesDecisions(registry)) return;
  const [own] = registry.sources;
  const jobs: Job[] = [];
  for (const name of publishedRepositories(registry)) {
    const owner = own?.repository.owner ?? "";
    const isNamed = (one: { readonly name: string }) => sameName(one.name, name);
    const found = repositories.find(isNamed) ?? (await findRepository(db, { owner, name }));
    if (found === null || found === undefined) continue;
    const repository = { owner: found.owner, name: found.name, id: found.id };
    jobs.push({ installationId, subject: { kind: "publishing", repository }, cause: "decision.ended", notes: [] });
  }
  if (jobs.length > 0) await enqueue(jobs);
}
