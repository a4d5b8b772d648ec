/** The answer of a route, before it becomes HTTP. */

import type { Json } from "../render/accounts.ts";

export interface Answer {
  readonly status: number;
  /** Absent: no body. */
  readonly body?: unknown;
  /** Instead of `body`: text or bytes as they are. */
  readonly raw?: { readonly type: string; readonly data: Buffer };
  readonly headers?: Readonly<Record<string, string>>;
  /** For the journal: what was written, in words. */
  readonly wrote?: string;
}

export function ok(body: unknown, wrote?: string): Answer {
  return wrote === undefined ? { status: 200, body } : { status: 200, body, wrote };
}

export function created(body: Json, wrote: string): Answer {
  return { status: 201, body, wrote };
}

export function gone(wrote: string): Answer {
  return { status: 204, wrote };
}
