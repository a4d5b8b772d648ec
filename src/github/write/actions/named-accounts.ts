/** Why GitHub would not accept somebody as assignee or reviewer. */

import { escapeMarkdown } from "../../../shared/markdown.ts";
import type { Client } from "../../client/client.ts";
import { findAccount } from "../../read/find-account.ts";

/** More names than this are not looked up one by one. */
export const MAX_LOOKUPS = 5;

/** A sentence about one login that was not accepted; `otherwise`: the explanation if the account is an ordinary one. Inert. */
export async function whyNot(client: Client, login: string, otherwise: string): Promise<string> {
  const name = escapeMarkdown(login);
  const account = await findAccount(client, login);
  if (account === "none") return `GitHub knows nobody called ${name}.`;
  return account === "unknown" || account.type === "User" ? `${name} ${otherwise}.` : `${name} is no person's account.`;
}
