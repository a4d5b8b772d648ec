/** Which of Rung's check runs GitHub has on a commit. */

import { z } from "zod";
import { isOwnCheckName } from "../../gate/check-name.ts";
import { type CurrentCheck, outcomeWord } from "../../model/current-check.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "./graphql-pages.ts";
import { isLastPage } from "./rest-pages.ts";

/** A run that GitHub is known to have. */
export interface CurrentRun extends CurrentCheck {
  readonly id: number;
}

const runsView = z.object({
  check_runs: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      status: z.string(),
      conclusion: z.string().nullish(),
      external_id: z.string().nullish(),
      app: z.object({ id: z.number() }).nullish(),
      output: z.object({ annotations_count: z.number().nullish() }).nullish(),
    }),
  ),
});

/** For one commit; further runs are not Rung's, which has only a few. */
const MAX_PAGES = 10;

/** The newest run of each of Rung's checks on the commit, by name, as GitHub has them. `appId` null: any app's. */
export async function newestRuns(
  client: Client,
  { repository, headSha }: { readonly repository: RepositoryName; readonly headSha: string },
  appId: number | null,
): Promise<ReadonlyMap<string, CurrentRun>> {
  const app = appId === null ? "" : `&app_id=${appId}`;
  const path = `${repositoryPath(repository)}/commits/${headSha}/check-runs?filter=latest${app}&per_page=100`;
  const newest = new Map<string, CurrentRun>();
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await client.rest("GET", page === 1 ? path : `${path}&page=${page}`);
    const runs = parsed(runsView, answer.data, "check runs").check_runs;
    for (const run of runs) {
      if (!isOwnCheckName(run.name) || (appId !== null && run.app?.id !== appId)) continue;
      if ((newest.get(run.name)?.id ?? 0) < run.id) newest.set(run.name, knownRun(run));
    }
    if (isLastPage(answer, runs.length)) break;
  }
  return newest;
}

function knownRun(run: z.infer<typeof runsView>["check_runs"][number]): CurrentRun {
  const outcome = run.status === "completed" ? (run.conclusion ?? "completed") : "waiting";
  const isAnnotated = (run.output?.annotations_count ?? 0) > 0;
  return { id: run.id, digest: run.external_id ?? "", outcome: outcomeWord(outcome, isAnnotated) };
}
