/**
 * Half of the invitations that GitHub lets a young organisation send in a day, counted by GitHub's own lists as well as by what Rung
 * remembers.
 */

import type { StoredGrant } from "../../database/access-grants.ts";
import { DAY_MS } from "../../shared/duration.ts";
import { type Instant, loginKey } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, isLastingAnswer } from "../client/errors.ts";
import { invitationsSince } from "../read/invitations.ts";

/** GitHub accepts 50 in 24 hours from an organisation that is young or pays nothing, otherwise 500; people need some of them, too. */
export const MAX_INVITATIONS_A_DAY = 25;

export interface InvitationBudget {
  /** Whether one more may be sent, which is then counted as sent. Asks GitHub the first time; if it does not tell, none may. */
  take(login: string): Promise<boolean>;
}

export function invitationBudget(
  { client, owner, now }: { readonly client: Client; readonly owner: string; readonly now: Instant },
  earlier: readonly StoredGrant[],
): InvitationBudget {
  let sent: Set<string> | null | undefined;
  return {
    async take(login) {
      if (sent === undefined) sent = await sentToday(client, owner, now, earlier);
      if (sent === null || sent.size >= MAX_INVITATIONS_A_DAY) return false;
      sent.add(loginKey(login));
      return true;
    },
  };
}

/** One entry for each; `null`: nobody knows. */
async function sentToday(
  client: Client,
  owner: string,
  now: Instant,
  earlier: readonly StoredGrant[],
): Promise<Set<string> | null> {
  const listed = await invitationsSince(client, owner, now - DAY_MS).catch((error: unknown) => {
    if (isLastingAnswer(error) && !(error instanceof Declined)) return null;
    throw error;
  });
  if (listed === null) return null;
  // What was begun and not ended may have been sent.
  const own = earlier.filter(
    ({ begunAt, outcome }) => begunAt >= now - DAY_MS && (outcome === null || outcome.kind === "invited"),
  );
  const names = listed.map(({ login }, at) => (login === null ? `e-mail ${at}` : loginKey(login)));
  return new Set([...names, ...own.map(({ login }) => loginKey(login))]);
}
