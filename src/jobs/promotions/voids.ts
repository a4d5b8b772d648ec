/** Closes the registry's change of a promotion that is void: its issue was transferred after it had passed (R46). */
import { z } from "zod";
import { Gone } from "../../github/client/errors.ts";
import { parsed } from "../../github/read/graphql-pages.ts";
import type { VoidComment } from "../../promotions/promotion-memory.ts";
import { carriedPlace, unsealCarried } from "../../promotions/pull-marker.ts";
import type { RegistryPull } from "../../promotions/stages.ts";
import { isElsewhere } from "../../promotions/void-status.ts";
import { fullName } from "../../shared/names.ts";
import type { PromotionJobContext } from "./promotion-job-context.ts";
import { closed } from "./registry-pull.ts";

export async function abandoned(context: PromotionJobContext, voids: readonly VoidComment[]): Promise<void> {
  for (const { id, claimed } of voids) {
    if (claimed === null || claimed.stage.stage !== "registry-change" || !isElsewhere(claimed, context.facts)) continue;
    if (await carries(context, claimed.stage.pull, id)) await closed(context, claimed.stage.pull);
  }
}

const pullView = z.object({
  state: z.string(),
  body: z.string().nullish(),
  head: z.object({ ref: z.string() }),
  base: z.object({ repo: z.object({ id: z.number() }) }),
});

/** The pull request's own signed line decides: what the comment claims of it is no proof. */
async function carries(
  { parts }: PromotionJobContext,
  { repository, number }: RegistryPull,
  id: string,
): Promise<boolean> {
  try {
    const { data } = await parts.client.rest("GET", `/repos/${fullName(repository)}/pulls/${number}`);
    const { state, body, head, base } = parsed(pullView, data, "a pull request");
    const carried = unsealCarried(body ?? "", carriedPlace(base.repo.id, head.ref), parts.keys);
    return state === "open" && carried?.nomination === id;
  } catch (error) {
    if (error instanceof Gone) return false;
    throw error;
  }
}
