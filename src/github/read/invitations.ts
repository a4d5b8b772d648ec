/** Whom an organisation invited lately, by GitHub's own lists: what remains of its daily limit then depends on nobody's memory. */

import { z } from "zod";
import { type Instant, instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { parsed } from "./graphql-pages.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

interface SentInvitation {
  /** `null`: sent to an e-mail address. */
  readonly login: string | null;
  readonly sentAt: Instant;
}

const invitationsView = z.array(z.object({ login: z.string().nullish(), created_at: z.string() }));

/** More pages of invitations than this are not read. */
const MAX_PAGES = 10;

/** Waiting and failed ones sent since then; accepted or withdrawn ones are in no list. `null`: there are too many to read. */
export async function invitationsSince(
  client: Client,
  owner: string,
  since: Instant,
): Promise<readonly SentInvitation[] | null> {
  const found: SentInvitation[] = [];
  for (const list of ["invitations", "failed_invitations"]) {
    for (let page = 1; ; page += 1) {
      if (page > MAX_PAGES) return null;
      const path = `/orgs/${encodeURIComponent(owner)}/${list}?per_page=${A_PAGE}&page=${page}`;
      const answer = await client.rest("GET", path);
      const view = parsed(invitationsView, answer.data, "the organisation's invitations");
      found.push(...view.map(({ login = null, created_at }) => ({ login, sentAt: instant(created_at) })));
      if (isLastPage(answer, view.length)) break;
    }
  }
  return found.filter(({ sentAt }) => sentAt >= since);
}
