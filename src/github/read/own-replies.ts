/** The app's own answers among comments, found by their hidden marker. */

import { z } from "zod";
import type { RegistryPullNoteEffect } from "../../model/effect.ts";
import { replyMarker } from "../../model/own-comment.ts";
import type { Client } from "../client/client.ts";
import { isAppItself } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

const commentsView = z.array(
  z.object({
    body: z.string().nullish(),
    user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  }),
);

/** This many pages of comments are searched for one that an earlier try made. */
const MAX_PAGES = 5;

/** Whether the app has answered `to` among the comments at that path, as far as they are searched. */
export async function hasOwnReply(
  client: Client,
  path: string,
  { to, botLogin }: Pick<RegistryPullNoteEffect, "to" | "botLogin">,
): Promise<boolean> {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await client.rest("GET", `${path}?per_page=${A_PAGE}&page=${page}`);
    const comments = parsed(commentsView, answer.data, "comments");
    if (comments.some(({ body, user }) => isAppItself(user, botLogin) && body?.startsWith(replyMarker(to))))
      return true;
    if (isLastPage(answer, comments.length)) return false;
  }
  return false;
}
