/** Asks GitHub for as little as possible, to learn whether it answers and what time its clock shows. */

import type { Instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";

/** As the app itself: this is in no installation's budget. */
export async function ping(app: Client): Promise<void> {
  await app.rest("GET", "/app");
}

/** By GitHub's clock, asked at an account that has to be there; `null`: the answer bore no time. */
export async function readTime(client: Client, login: string): Promise<Instant | null> {
  return (await client.rest("GET", `/users/${encodeURIComponent(login)}`)).at;
}
