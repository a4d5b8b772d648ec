/** Makes the names of GitHub's two APIs one: GraphQL says `dependabot`, REST and webhooks `dependabot[bot]`. */

import { z } from "zod";
import { bareLogin } from "../../model/own-comment.ts";
import type { Account } from "../../shared/names.ts";

export const actorView = z
  .object({ __typename: z.string(), login: z.string(), databaseId: z.number().nullish() })
  .nullable();

/** `null` stays null: a deleted account. Mannequins, organisations and whatever comes next are "Other" and never count. */
export function accountOf(actor: z.infer<typeof actorView>): Account | null {
  if (actor === null) return null;
  const id = actor.databaseId ?? null;
  if (actor.__typename === "Bot") return { login: botLogin(actor.login), id, type: "Bot" };
  // A login with brackets cannot belong to a person; a server that calls it a user is not believed.
  if (actor.login.endsWith("[bot]")) return { login: actor.login, id, type: "Bot" };
  return { login: actor.login, id, type: actor.__typename === "User" ? "User" : "Other" };
}

function botLogin(login: string): string {
  return login.endsWith("[bot]") ? login : `${login}[bot]`;
}

/** Whether REST means the app itself: a person may be called as the app is, without the brackets. */
export function isAppItself(
  user: { readonly login: string; readonly type?: string | undefined } | null | undefined,
  botLogin: string,
): boolean {
  if (user == null || user.type === "User" || bareLogin(user.login) !== bareLogin(botLogin)) return false;
  return user.type === "Bot" || user.login.endsWith("[bot]");
}
