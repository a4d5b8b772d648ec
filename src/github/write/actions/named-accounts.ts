/** Why GitHub would not take somebody for a task. */
import { z } from "zod";
import { escapeMarkdown } from "../../../shared/markdown.ts";
import type { Client } from "../../client/client.ts";
import { Declined, Gone } from "../../client/errors.ts";
import { parsed } from "../../read/graphql-pages.ts";

const userView = z.object({ login: z.string(), type: z.string() });

/** More names than this are not looked up one by one. */
export const MAX_LOOKUPS = 5;

/** A sentence about one login that was not taken; `otherwise`: what it means where the account is an ordinary one. Inert. */
export async function whyNot(client: Client, login: string, otherwise: string): Promise<string> {
  const name = escapeMarkdown(login);
  try {
    const { data } = await client.rest("GET", `/users/${encodeURIComponent(login)}`);
    const { type } = parsed(userView, data, "an account");
    return type === "User" ? `${name} ${otherwise}.` : `${name} is no person's account.`;
  } catch (error) {
    if (error instanceof Gone) return `GitHub knows nobody called ${name}.`;
    if (error instanceof Declined) return `${name} ${otherwise}.`;
    throw error;
  }
}
