/** GitHub's log of what it sent to this app, newest first: what was sent, how it was received, and how to get it again (R31). */

import { z } from "zod";
import { type Instant, instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { isLastingAnswer } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";

export interface LoggedDelivery {
  /** The id of this attempt; another attempt at the same delivery has the same `guid` and its own id. */
  readonly id: string;
  /** `X-GitHub-Delivery`. */
  readonly guid: string;
  readonly event: string;
  /** By GitHub's clock. */
  readonly at: Instant;
}

/** As its webhook brought it. */
interface DeliveredEvent {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  /** `X-GitHub-Event`. */
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface LogPage {
  readonly deliveries: readonly LoggedDelivery[];
  /** `null`: there is nothing older. */
  readonly next: string | null;
}

const itemView = z
  .looseObject({
    id: z.union([z.number(), z.string()]),
    guid: z.string().max(200),
    delivered_at: z.string().refine((iso) => !Number.isNaN(Date.parse(iso))),
    event: z.string(),
  })
  .transform(({ id, guid, event, delivered_at }) => ({ id: String(id), guid, event, at: instant(delivered_at) }));

/** `cursor` null: the newest. Throws Gone where the server keeps no such log. */
export async function readLog(app: Client, cursor: string | null): Promise<LogPage> {
  const from = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
  const { data, link } = await app.rest("GET", `/app/hook/deliveries?per_page=100${from}`, { longIds: true });
  // An entry of another shape is left out; it must not keep the others from being found (R52).
  const deliveries = parsed(z.array(z.unknown()), data, "the app's deliveries").flatMap((item) => {
    const entry = itemView.safeParse(item);
    return entry.success ? [entry.data] : [];
  });
  const next = cursorOf(link ?? null);
  return { deliveries, next: next === cursor ? null : next };
}

/** `<https://…?per_page=100&cursor=v1_12>; rel="next", <…>; rel="…"` */
export function cursorOf(link: string | null): string | null {
  const url = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(link ?? "")?.[1];
  if (url === undefined) return null;
  return new URLSearchParams(url.slice(url.indexOf("?"))).get("cursor");
}

const detailView = z.looseObject({
  event: z.string(),
  request: z.looseObject({ payload: z.record(z.string(), z.unknown()) }),
});

/** `null`: GitHub no longer returns it, or not in full. */
export async function readDelivery(app: Client, { id, guid }: LoggedDelivery): Promise<DeliveredEvent | null> {
  try {
    const { data } = await app.rest("GET", `/app/hook/deliveries/${encodeURIComponent(id)}`);
    const view = detailView.safeParse(data);
    return view.success ? { id: guid, name: view.data.event, payload: view.data.request.payload } : null;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** For one delivery; the others are returned all the same. */
export function isRefusal(error: unknown): boolean {
  return isLastingAnswer(error);
}
