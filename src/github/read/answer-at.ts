/** Reads an address of GitHub's that answers with one thing, or with nothing because it may not exist. */

import type { z } from "zod";
import type { Client } from "../client/client.ts";
import { Gone } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";

/** What the address answers; `null`: there is nothing that this app may see. */
export async function readOptional<T>(
  client: Client,
  path: string,
  view: z.ZodType<T>,
  what: string,
): Promise<T | null> {
  try {
    const { data } = await client.rest("GET", path);
    return parsed(view, data, what);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}
