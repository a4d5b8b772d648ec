/** Reads a request's body within bounds: of the one request, and of all that are being read at a time. */
import type { IncomingMessage } from "node:http";

export type BodyReading =
  | { readonly kind: "read"; readonly body: Buffer }
  | { readonly kind: "too-large" }
  /** Too many large bodies at once: a later try finds room. */
  | { readonly kind: "no-room" }
  | { readonly kind: "broken-off" };

export interface BodyReader {
  read(request: IncomingMessage): Promise<BodyReading>;
}

/**
 * `limit` and `room` in bytes. What is not wanted of a body is read and dropped, so that the sender gets its answer instead of
 * a reset connection; the server's time limit ends those who never stop.
 */
export function bodyReader(limit: number, room: number): BodyReader {
  let held = 0;

  async function collect(request: IncomingMessage, hold: (bytes: number) => boolean): Promise<BodyReading> {
    const parts: Buffer[] = [];
    let size = 0;
    try {
      for await (const part of request.iterator({ destroyOnReturn: false })) {
        if (!Buffer.isBuffer(part)) return { kind: "broken-off" };
        size += part.length;
        if (size > limit) return { kind: "too-large" };
        if (!hold(part.length)) return { kind: "no-room" };
        parts.push(part);
      }
    } catch {
      // The sender went away or was too slow; there is nobody to answer.
      return { kind: "broken-off" };
    }
    return request.complete ? { kind: "read", body: Buffer.concat(parts) } : { kind: "broken-off" };
  }

  return {
    read: async (request) => {
      // Told beforehand, it need not be read at all.
      if (Number(request.headers["content-length"] ?? 0) > limit) {
        request.resume();
        return { kind: "too-large" };
      }
      let own = 0;
      try {
        return await collect(request, (bytes) => {
          own += bytes;
          held += bytes;
          return held <= room;
        });
      } finally {
        held -= own;
        request.resume();
      }
    },
  };
}
