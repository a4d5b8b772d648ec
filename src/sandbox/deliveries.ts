/** One delivery of a webhook, the settings for future ones, and how the control API shows one. */

import type { DeliveryEntry } from "./control-model.ts";
import type { Installation } from "./world/model.ts";

/** What happens to the deliveries to come; the counts are used up. */
export interface DeliverySettings {
  /** Not handed over, as when the bot is down: in the log as failed. */
  drop: number;
  /** Not even in the log. */
  lose: number;
  /** Sent twice. */
  double: number;
  /** Sent after the one that follows. */
  reorder: number;
  /** How many are in flight at once; 1 keeps them in order. */
  concurrency: number;
  paused: boolean;
}

export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: Installation | null;
  readonly repositoryId: number | null;
  readonly body: string;
  readonly redelivery: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly entry: DeliveryEntry;
  at: number;
  /** `null` until it was answered or failed; 0 when there was no answer. */
  status: number | null;
  statusText: string;
  milliseconds: number;
  response: string;
}

export function shown(delivery: Delivery): DeliveryEntry {
  return {
    ...delivery.entry,
    status: delivery.status,
    ms: delivery.status === null ? null : Math.round(delivery.milliseconds),
  };
}
