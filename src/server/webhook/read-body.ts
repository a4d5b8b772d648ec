/**
 * Reads requests' bodies within limits: for each one, for all that are being read at a time, and for the time a sender may take. Where
 * room runs out, the body that has not progressed for longest makes it: GitHub's webhooks arrive in one go, so no crowd of stalled
 * bodies takes their place (R53).
 */

import type { IncomingMessage } from "node:http";

type BodyReading =
  | { readonly kind: "read"; readonly body: Buffer }
  | { readonly kind: "too-large" }
  /** Too many large bodies at the same time: a later try finds room. */
  | { readonly kind: "no-room" }
  | { readonly kind: "too-slow" }
  | { readonly kind: "broken-off" };

export interface BodyBounds {
  /** Bytes of one body. */
  readonly limit: number;
  /** Bytes of all that are being read at a time. */
  readonly room: number;
  /** Milliseconds from the head of the request to the end of its body. */
  readonly withinMs: number;
  /** Milliseconds without a byte. */
  readonly stillMs: number;
}

interface BodyReader {
  /** The server takes care of the unread rest of a body, and ends the connection. */
  read(request: IncomingMessage): Promise<BodyReading>;
}

interface Reading {
  bytes: number;
  /** Of its last byte; ms, monotonic. */
  movedAt: number;
  end(reading: BodyReading): void;
}

/** Bodies that moved within this time are compared only by size. */
const SAME_MS = 100;

export function bodyReader(bounds: BodyBounds): BodyReader {
  const readings = new Set<Reading>();
  let held = 0;

  /** Ends those that stood still longest, and of those that move the largest, until the rest has room. */
  function makeRoom(): void {
    while (held > bounds.room) {
      const [worst] = [...readings].toSorted(
        (one, other) => stillness(other) - stillness(one) || other.bytes - one.bytes,
      );
      if (worst === undefined) return;
      worst.end({ kind: "no-room" });
    }
  }

  function stillness({ movedAt }: Reading): number {
    return Math.floor((performance.now() - movedAt) / SAME_MS);
  }

  function read(request: IncomingMessage): Promise<BodyReading> {
    return new Promise((resolve) => {
      const parts: Buffer[] = [];
      const still = setTimeout(() => reading.end({ kind: "too-slow" }), bounds.stillMs);
      const whole = setTimeout(() => reading.end({ kind: "too-slow" }), bounds.withinMs);
      const reading: Reading = {
        bytes: 0,
        movedAt: performance.now(),
        end: (outcome) => {
          if (!readings.delete(reading)) return;
          held -= reading.bytes;
          clearTimeout(still);
          clearTimeout(whole);
          request.off("data", take).off("end", ended).off("close", brokenOff);
          // Whatever else comes of it is dropped.
          request.resume();
          resolve(outcome);
        },
      };
      const take = (part: Buffer) => {
        parts.push(part);
        reading.bytes += part.length;
        reading.movedAt = performance.now();
        held += part.length;
        still.refresh();
        if (reading.bytes > bounds.limit) reading.end({ kind: "too-large" });
        else makeRoom();
      };
      const ended = () =>
        reading.end(request.complete ? { kind: "read", body: Buffer.concat(parts) } : { kind: "broken-off" });
      const brokenOff = () => reading.end({ kind: "broken-off" });
      readings.add(reading);
      request.on("data", take).once("end", ended).once("close", brokenOff);
      request.on("error", brokenOff);
    });
  }

  return {
    read: async (request) => {
      // Told beforehand, it need not be read at all.
      if (Number(request.headers["content-length"] ?? 0) > bounds.limit) return { kind: "too-large" };
      return await read(request);
    },
  };
}
