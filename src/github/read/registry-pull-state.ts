/** The state of a pull request that changes a registry, for the promotion that it carries out. */

import { z } from "zod";
import type { RegistryPull } from "../../promotions/stages.ts";
import { fullName, type Instant, instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { readOptional } from "./answer-at.ts";

const pullView = z.object({
  state: z.string(),
  body: z.string().nullish(),
  merged_at: z.string().nullish(),
  closed_at: z.string().nullish(),
  head: z.object({ ref: z.string() }),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.number() }) }),
});

export interface RegistryPullRead {
  readonly state: "open" | "merged" | "closed";
  /** When it was merged or closed; `null`: it is open, or GitHub does not say. */
  readonly endedAt: Instant | null;
  readonly body: string;
  /** The branch that it comes from. */
  readonly head: string;
  /** The branch that it goes into. */
  readonly base: string;
  readonly baseRepositoryId: number;
}

/** `null`: it is not there any more. */
export async function readRegistryPull(
  client: Client,
  { repository, number }: RegistryPull,
): Promise<RegistryPullRead | null> {
  const found = await readOptional(
    client,
    `/repos/${fullName(repository)}/pulls/${number}`,
    pullView,
    "a pull request",
  );
  if (found === null) return null;
  const { merged_at: mergedAt, closed_at: closedAt, head, base, body } = found;
  const ended = mergedAt ?? (found.state === "open" ? null : closedAt);
  return {
    state: mergedAt ? "merged" : found.state === "open" ? "open" : "closed",
    endedAt: ended ? instant(ended) : null,
    body: body ?? "",
    head: head.ref,
    base: base.ref,
    baseRepositoryId: base.repo.id,
  };
}
