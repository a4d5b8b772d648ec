/** Where the app is installed. */

import { z } from "zod";
import { fullName, type RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { parsed } from "./graphql-pages.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

const installationsView = z.array(z.object({ id: z.number(), suspended_at: z.string().nullish() }));

/** Ids of the installations that are not suspended. */
export async function readInstallations(app: Client): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await app.rest("GET", `/app/installations?per_page=${A_PAGE}&page=${page}`);
    const view = parsed(installationsView, answer.data, "the app's installations");
    ids.push(...view.filter(({ suspended_at }) => !suspended_at).map(({ id }) => id));
    if (isLastPage(answer, view.length)) return ids;
  }
}

const installationView = z.object({ id: z.number() });

/** The installation that covers the repository. Throws Gone where none does. */
export async function readInstallationOf(app: Client, repository: RepositoryName): Promise<number> {
  const { data } = await app.rest("GET", `/repos/${fullName(repository)}/installation`);
  return parsed(installationView, data, "an installation").id;
}
