/** Lists of REST that are read to their end or not at all: half a list is no list (R67). */
import { z } from "zod";
import type { Known, UnreadWhy } from "../../registry/access/access-world.ts";
import type { Client } from "../client/client.ts";
import { Forbidden, GitHubError, Gone, RateLimited } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";

const A_PAGE = 100;
/** More than GitHub lets anybody have of anything that is listed here. */
const MAX_PAGES = 200;

/** `path` with a query or without one. */
export async function wholeList<View extends z.ZodType>(
  client: Client,
  path: string,
  view: View,
): Promise<Known<readonly z.output<View>[]>> {
  return await orUnread(async () => {
    const found: z.output<View>[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const joint = path.includes("?") ? "&" : "?";
      const { data } = await client.rest("GET", `${path}${joint}per_page=${A_PAGE}&page=${page}`);
      const items = parsed(z.array(view), data, path);
      found.push(...items);
      if (items.length < A_PAGE) return { kind: "known", value: found };
    }
    return unread("failed", `GitHub lists more than ${A_PAGE * MAX_PAGES}`);
  });
}

/** GitHub's limits and refused tokens are for whoever asks to wait for; every other failure makes this part unread. */
async function orUnread<Value>(reading: () => Promise<Known<Value>>): Promise<Known<Value>> {
  try {
    return await reading();
  } catch (error) {
    const why = whyUnread(error);
    if (why === null) throw error;
    return unread(why, error instanceof Error ? error.message : "");
  }
}

export function whyUnread(error: unknown): UnreadWhy | null {
  if (!(error instanceof GitHubError) || error instanceof RateLimited) return null;
  if (error instanceof Forbidden) return error.retryable ? null : "forbidden";
  return error instanceof Gone ? "forbidden" : "failed";
}

export function unread(why: UnreadWhy, detail: string): Extract<Known<never>, { readonly kind: "unread" }> {
  return { kind: "unread", why, detail };
}
