/** What GitHub tells somebody who is signed in, with their own token. */

import { z } from "zod";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Forbidden, Gone } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";

const userView = z.object({ login: z.string() });

/** The login of the token's owner. */
export async function readOwnLogin(client: Client): Promise<string> {
  const { data } = await client.rest("GET", "/user");
  return parsed(userView, data, "the account of a token").login;
}

const idView = z.object({ id: z.number() });

/** The repository's id; `null`: they may not see it, or it is not there. */
export async function readVisibleRepository(client: Client, { owner, name }: RepositoryName): Promise<number | null> {
  const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  try {
    const { data } = await client.rest("GET", path);
    return parsed(idView, data, "a repository").id;
  } catch (error) {
    // 403: an organisation that wants its own sign-in first, or a token that was taken back. All of them see nothing.
    if (error instanceof Gone || error instanceof Forbidden) return null;
    throw error;
  }
}
