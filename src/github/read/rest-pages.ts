/** Where the lists of REST end: decided by GitHub's `Link` header, since a page may hold less than it could. */

import type { RestAnswer } from "../client/client.ts";

/** GitHub returns no more at once. */
export const A_PAGE = 100;

/**
 * GitHub leaves hidden items out of a page, and another server may return fewer than were asked for. Only if there is no `Link` header
 * does a page that is not full mean that nothing follows. `came`: how many were on the page.
 */
export function isLastPage({ link }: Pick<RestAnswer, "link">, came: number): boolean {
  return link == null ? came < A_PAGE : !/\brel="?next\b/.test(link);
}
