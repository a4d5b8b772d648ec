/** Has GitHub send a webhook delivery once more. */

import type { Client } from "../client/client.ts";
import { isRefusal, type LoggedDelivery } from "../read/delivery-log.ts";

/** `false`: GitHub would not. */
export async function redeliver(app: Client, { id }: LoggedDelivery): Promise<boolean> {
  try {
    await app.rest("POST", `/app/hook/deliveries/${encodeURIComponent(id)}/attempts`);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}
