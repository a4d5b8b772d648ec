/** Finds the subjects that carry the status comment of a promotion or a decision: these remain when the database is lost (R31). */

import type { z } from "zod";
import type { JobSubject } from "../../model/job.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { accountOf } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";
import { talkedAboutAnswer } from "./graphql-views.ts";
import { TALKED_ABOUT } from "./queries.ts";

/** The 500 open issues last touched, and 50 pull requests: one request for most repositories, ten at most. */
const MAX_PAGES = 10;
const MAX_PULLS = 50;

type Answer = z.output<typeof talkedAboutAnswer>["repository"];
type Talk = NonNullable<Answer>["issues"]["nodes"][number];

/** `markers`: how the bodies of such comments begin. */
export async function readPromoting(
  client: Client,
  repository: RepositoryName,
  { markers, botLogin }: { readonly markers: readonly string[]; readonly botLogin: string },
): Promise<readonly JobSubject[]> {
  const own = botLogin.toLowerCase();
  const isPromoting = ({ early, late }: Talk) =>
    [...early.nodes, ...late.nodes].some(
      ({ author, body }) =>
        markers.some((marker) => body.startsWith(marker)) && accountOf(author)?.login.toLowerCase() === own,
    );
  const found: JobSubject[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = { name: "TalkedAbout", text: TALKED_ABOUT, optional: ["repository"] };
    const { owner, name } = repository;
    const pulls: number = page === 0 ? MAX_PULLS : 1;
    const answer = await client.graph(query, { owner, name, after, pulls });
    const view: Answer = parsed(talkedAboutAnswer, answer.data, "issues").repository;
    if (!view) return found;
    const at = { owner: view.owner.login, name: view.name, id: view.databaseId };
    const those = (kind: "issue" | "pull", all: readonly Talk[]) =>
      all.filter(isPromoting).map(({ number }): JobSubject => ({ kind, repository: at, number }));
    found.push(...those("issue", view.issues.nodes));
    if (page === 0) found.push(...those("pull", view.pullRequests.nodes));
    after = view.issues.pageInfo.endCursor ?? null;
    if (!view.issues.pageInfo.hasNextPage || after === null) return found;
  }
  return found;
}
