/** Lists of REST that are read completely or not at all: half a list is no list (R67). */

import { z } from "zod";
import type { Unread, UnreadWhy, WholeOrUnread } from "../../registry/access/access-world.ts";
import type { Client } from "../client/client.ts";
import { Forbidden, Gone, isUnanswered } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

/** More than GitHub lets anybody have of anything that is listed here. */
const MAX_PAGES = 200;

const numbered = z.array(z.object({ id: z.union([z.int(), z.string()]).nullish() }));

/** `path` with a query or without one. */
export async function readWholeOrUnread<View extends z.ZodType>(
  client: Client,
  path: string,
  view: View,
): Promise<WholeOrUnread<readonly z.output<View>[]>> {
  return await orUnread(async () => {
    const found: z.output<View>[] = [];
    const ids = new Set<number | string>();
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const joint = path.includes("?") ? "&" : "?";
      const answer = await client.rest("GET", `${path}${joint}per_page=${A_PAGE}&page=${page}`);
      const items = parsed(z.array(view), answer.data, path);
      for (const { id } of parsed(numbered, answer.data, path)) {
        // What moved to a later page pushed something else to an earlier one.
        if (id != null && ids.has(id)) return unread("failed", "it changed while it was read");
        if (id != null) ids.add(id);
      }
      found.push(...items);
      if (isLastPage(answer, items.length)) return { kind: "known", value: found };
    }
    return unread("failed", `GitHub lists more than ${A_PAGE * MAX_PAGES}`);
  });
}

/** GitHub's limits and refused tokens are rethrown, so that the caller waits; every other failure makes this part unread. */
async function orUnread<Value>(reading: () => Promise<WholeOrUnread<Value>>): Promise<WholeOrUnread<Value>> {
  try {
    return await reading();
  } catch (error) {
    const why = whyUnread(error);
    if (why === null) throw error;
    return unread(why, error instanceof Error ? error.message : "");
  }
}

export function whyUnread(error: unknown): UnreadWhy | null {
  if (!isUnanswered(error)) return null;
  if (error instanceof Forbidden) return error.retryable ? null : "forbidden";
  return error instanceof Gone ? "forbidden" : "failed";
}

export function unread(why: UnreadWhy, detail: string): Unread {
  return { kind: "unread", why, detail };
}
