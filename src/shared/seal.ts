/** Signed, hidden lines of comments: what Rung must remember where only GitHub keeps it (R26). */

import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { sameSignature } from "./constant-time.ts";

type OpenedSeal =
  | { readonly kind: "none" }
  /** Something that looks like such a line and is not one that Rung wrote there. */
  | { readonly kind: "tampered" }
  | { readonly kind: "ok"; readonly payload: string };

/** `name` says what is remembered, `context` where: a line copied elsewhere is invalid there. `payload`: base64url. */
export function sealedLine(name: string, payload: string, context: string, key: Uint8Array): string {
  return `<!-- rung:${name} v1 ${payload}.${signature(name, payload, context, key)} -->`;
}

/** Reads the last such line of a text. `keys`: the present one first, then those it may still be signed with. */
export function openedLine(
  name: string,
  body: string,
  context: string,
  keys: readonly Uint8Array[],
  longest: number,
): OpenedSeal {
  // Rung writes it last; what people's words in the visible text look like is no matter.
  const match = [...body.matchAll(new RegExp(`<!-- rung:${name} v1 ([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]{43}) -->`, "g"))];
  const last = match.at(-1);
  if (last === undefined) return { kind: remains(name).test(body) ? "tampered" : "none" };
  const [, payload = "", given = ""] = last;
  if (payload.length > longest) return { kind: "tampered" };
  if (!keys.some((key) => sameSignature(signature(name, payload, context, key), given))) return { kind: "tampered" };
  return { kind: "ok", payload };
}

/**
 * What remains of a line that somebody changed: its name, or its payload and signature. Searched only from the beginning of a run of
 * characters, since a comment may be one run of 65,536.
 */
function remains(name: string): RegExp {
  const sealed =
    "(?<![A-Za-z0-9_-])(?:[A-Za-z0-9_-]{40,}\\.[A-Za-z0-9_-]{20,}|[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{40,})";
  return new RegExp(`rung:${name}|${sealed}`);
}

/** Node also accepts bytes as a key, but converts them each time, which costs more than signing. */
const keys = new WeakMap<Uint8Array, KeyObject>();

function keyOf(bytes: Uint8Array): KeyObject {
  const key = keys.get(bytes) ?? createSecretKey(bytes);
  keys.set(bytes, key);
  return key;
}

function signature(name: string, payload: string, context: string, key: Uint8Array): string {
  return createHmac("sha256", keyOf(key)).update(`rung:${name} v1\n${context}\n${payload}`).digest("base64url");
}
