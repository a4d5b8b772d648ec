/** Asks GitHub for as little as there is, to learn whether it answers and what time it is there. */
import type { Client } from "../client/client.ts";

/** As the app itself: this is in no installation's budget. */
export async function ping(app: Client): Promise<void> {
  await app.rest("GET", "/app");
}
