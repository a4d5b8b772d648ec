/** Whether the issue or pull request of a promotion still exists. */

import { z } from "zod";
import type { Client } from "../client/client.ts";
import { readOptional } from "./answer-at.ts";

const issueView = z.object({
  state: z.string(),
  pull_request: z.unknown().optional(),
  number: z.number().optional(),
  repository_url: z.string().optional(),
});

/** Whether promotions can go on there: on an open issue, or on a pull request. `repository`: `owner/name`. */
export async function canPromoteIn(client: Client, repository: string, number: number): Promise<boolean> {
  const found = await readOptional(client, `/repos/${repository}/issues/${number}`, issueView, "an issue");
  if (found === null) return false;
  const { state, pull_request: pull, number: at = number, repository_url: url } = found;
  // One that was transferred answers under its new address: what was nominated there is void (R46).
  const place = `/repos/${repository}`.toLowerCase();
  const isThere = at === number && (!url || new URL(url).pathname.toLowerCase().endsWith(place));
  return isThere && (state === "open" || pull !== undefined);
}
