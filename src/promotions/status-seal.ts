/**
 * How a status comment carries its record: packed into a signed, hidden line that is bound to its subject and its opening statement
 * (R26).
 */

import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { openedLine, sealedLine } from "../shared/seal.ts";

/** Pieces of the records. */
export const moment = z.int();
export const person = z.strictObject({ login: z.string(), id: z.int().nullable() });
export const elector = z.strictObject({ ...person.shape, affiliation: z.string().nullable() });
/** What every statement has. */
export const said = { key: z.string(), by: person, at: moment, url: z.string() };

type Unsealed<T> = { readonly kind: "tampered" } | { readonly kind: "ok"; readonly record: T };

export interface StatusSeal<T> {
  /** The hidden line for a record. */
  seal(record: T, context: string, key: Uint8Array): string;
  /** Reads a record out of a comment's text; a text without one is a tampered one. `keys`: the present one first. */
  unseal(body: string, context: string, keys: readonly Uint8Array[]): Unsealed<T>;
  /**
   * What the record in a text says, whoever signed it and for whatever place: to tell people where it comes from, never to act on.
   * `null`: it has none that can be read.
   */
  claimed(body: string): T | null;
  /** A text without its record. */
  without(body: string): string;
}

/** GitHub takes 65,536 characters a comment, and the visible text wants most of them. */
const MAX_PAYLOAD_LENGTH = 30_000;
const MAX_TEXT_LENGTH = 2_000_000;

/**
 * `shorter`: smaller versions of a record that is too long for a comment, ending with the smallest; never without a statement that
 * counts.
 */
export function statusSeal<T>(
  name: string,
  schema: z.ZodType<T>,
  shorter: (record: T) => readonly [T, T],
): StatusSeal<T> {
  const line = new RegExp(`<!-- rung:${name} v1 ([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]{43} -->`, "g");
  const atTheEnd = new RegExp(`\\n+<!-- rung:${name} v1 [^>]*-->\\s*$`);
  return {
    seal(record, context, key) {
      let payload = packed(record);
      for (const form of shorter(record)) if (payload.length > MAX_PAYLOAD_LENGTH) payload = packed(form);
      return sealedLine(name, payload, context, key);
    },
    unseal(body, context, keys) {
      const opened = openedLine(name, body, context, keys, 2 * MAX_PAYLOAD_LENGTH);
      if (opened.kind !== "ok") return { kind: "tampered" };
      const record = unpacked(opened.payload, schema);
      return record === null ? { kind: "tampered" } : { kind: "ok", record };
    },
    claimed(body) {
      const payload = [...body.matchAll(line)].at(-1)?.[1] ?? "";
      return payload === "" || payload.length > 2 * MAX_PAYLOAD_LENGTH ? null : unpacked(payload, schema);
    },
    without: (body) => body.replace(atTheEnd, ""),
  };
}

/** Where a record belongs: the subject, and what opened it there. */
export function statusContext(
  { repositoryId, number }: { readonly repositoryId: number; readonly number: number },
  id: string,
): string {
  return `${repositoryId}#${number} ${id}`;
}

/** The id that the first hidden line of a status comment names; `null` where somebody changed it beyond recognition. */
export function firstLineId(body: string, marker: string): string | null {
  if (!body.startsWith(marker)) return null;
  return (
    /^((?:comment|description|review|review-comment):\d+\/\d+(?:\.\d+)?) -->/.exec(body.slice(marker.length))?.[1] ??
    null
  );
}

function packed(record: unknown): string {
  return deflateRawSync(Buffer.from(JSON.stringify(record), "utf8"), { level: 9 }).toString("base64url");
}

/** The payload is signed, but perhaps by another version: what does not fit its shape is not trusted. */
function unpacked<T>(payload: string, schema: z.ZodType<T>): T | null {
  try {
    const bytes = inflateRawSync(Buffer.from(payload, "base64url"), { maxOutputLength: MAX_TEXT_LENGTH });
    return schema.safeParse(JSON.parse(bytes.toString("utf8"))).data ?? null;
  } catch (error) {
    // Bytes that are no deflated JSON.
    if (error instanceof Error) return null;
    throw error;
  }
}
