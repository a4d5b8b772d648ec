/** Where the lists of REST end: decided by GitHub's `Link` header, since a page may hold less than it could. */
import type { RestAnswer } from "../client/client.ts";

/** GitHub gives no more at once. */
export const A_PAGE = 100;

/**
 * GitHub leaves out of a page what is hidden, and another server may give fewer at once than were asked for. Only where no `Link` came along
 * does a page that is not full tell that nothing follows. `came`: how many were on the page.
 */
export function isLastPage({ link }: Pick<RestAnswer, "link">, came: number): boolean {
  return link == null ? came < A_PAGE : !/\brel="?next\b/.test(link);
}
