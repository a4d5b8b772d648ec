/** Looks up one account by its login or its id. */

import { z } from "zod";
import type { AccountLookup } from "../../promotions/promotion-context.ts";
import type { Person } from "../../promotions/promotion-types.ts";
import type { Client } from "../client/client.ts";
import { Declined } from "../client/errors.ts";
import { readOptional } from "./answer-at.ts";

const accountView = z.object({ login: z.string(), id: z.number(), type: z.string().optional() });

/** Who bears a login now. */
export async function findAccount(client: Client, login: string): Promise<AccountLookup> {
  // GitHub's logins have no other characters; anything else would be another path.
  if (!/^[a-z0-9][a-z0-9_-]{0,99}(\[bot\])?$/i.test(login)) return "none";
  try {
    const found = await readOptional(client, `/users/${encodeURIComponent(login)}`, accountView, "an account");
    if (found === null) return "none";
    const { type } = found;
    return { login: found.login, id: found.id, type: type === "User" || type === "Bot" ? type : "Other" };
  } catch (error) {
    if (error instanceof Declined) return "unknown";
    throw error;
  }
}

/** The present login of somebody known by id, which may have been given away since (R50); `null`: the account cannot be found any more. */
export async function findPresentLogin(client: Client, { login, id }: Person): Promise<string | null> {
  // A server without the first route leaves the id to be held against the login's own.
  for (const path of [`/user/${id}`, `/users/${encodeURIComponent(login)}`]) {
    const found = await readOptional(client, path, accountView, "an account");
    if (found !== null && found.id === id) return found.login;
  }
  return null;
}
