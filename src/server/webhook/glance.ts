/**
 * The sender and the kind of an event, read from the beginning and the end of its text: half of all deliveries are echoes of what Rung
 * did itself, and need no more. GitHub writes the action first, and the sender after everything that is long. Pure.
 */

import { type Envelope, envelopeView } from "./payload-views.ts";

/** No text of anybody's looks so in JSON: there each of its quotes has a backslash before it. */
const SENDER = ',"sender":{';
const ACTION = /^\{"action":"([a-z0-9_]{1,80})",/;
/** Longer than an action, and than all that follows the sender. */
const MAX_BEGINNING = 120;
const MAX_END = 8_192;

/**
 * `null`: it has to be parsed completely. The body is signed and assumed to be JSON: if its end becomes an object once a brace is put
 * before it, it belongs to no inner object. What it says about the repository is left out.
 */
export function glance(body: Buffer): Envelope | null {
  const at = body.lastIndexOf(SENDER);
  if (at < 0 || body.length - at > MAX_END) return null;
  const [, action] = ACTION.exec(body.toString("latin1", 0, MAX_BEGINNING)) ?? [];
  if (action === undefined) return null;
  try {
    const { sender, installation }: Partial<Envelope> = JSON.parse(`{${body.toString("utf8", at + 1)}`);
    return envelopeView.safeParse({ action, sender, installation }).data ?? null;
  } catch {
    return null;
  }
}
