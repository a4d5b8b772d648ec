/**
 * What a visitor's cookies carry: encrypted and signed with keys that only this installation has, so that nothing about a session is
 * stored here, and any replica can read it.
 */

import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { z } from "zod";

/** Cookies of one purpose never pass for those of another. */
export type Purpose = "session" | "sign-in";

export interface Cookies {
  seal(purpose: Purpose, content: object): string;
  /** `null`: not ours, changed by somebody, or sealed with a secret that is no longer in use. */
  open(purpose: Purpose, cookie: string): unknown;
}

const NONCE = 12;
const TAG = 16;

/** The first secret seals; those before it, while they are rotated, still open. */
export function cookies(secrets: readonly [string, ...string[]]): Cookies {
  const keys = secrets.map(keyOf);
  const [first] = keys;
  if (first === undefined) throw new Error("there is no secret to seal cookies with");
  return {
    seal: (purpose, content) => seal(first, purpose, JSON.stringify(content)),
    open: (purpose, cookie) => {
      for (const key of keys) {
        const text = open(key, purpose, cookie);
        if (text !== null) return parsedOrNull(text);
      }
      return null;
    },
  };
}

/** A separate key: what the same secret seals for another purpose is not valid here. */
function keyOf(secret: string): Uint8Array {
  return createHash("sha256").update(`rung:page:${secret}`).digest();
}

function seal(key: Uint8Array, purpose: Purpose, text: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
}

function open(key: Uint8Array, purpose: Purpose, cookie: string): string | null {
  const bytes = Buffer.from(cookie, "base64url");
  if (bytes.length <= NONCE + TAG) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE)).setAAD(Buffer.from(purpose));
    decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    return `${decipher.update(bytes.subarray(NONCE + TAG), undefined, "utf8")}${decipher.final("utf8")}`;
  } catch {
    // Changed by somebody, or of another key: the caller hears that there is no session.
    return null;
  }
}

function parsedOrNull(text: string): unknown {
  return z.json().safeParse(JSON.parse(text)).data ?? null;
}

/** Somebody who signed in. The token is GitHub's for them and this app; it is nowhere but in their own cookie. */
export const sessionView = z.object({ login: z.string(), token: z.string(), until: z.number() });
export type Session = z.infer<typeof sessionView>;

/** A sign-in under way. */
export const signInView = z.object({ state: z.string(), verifier: z.string(), back: z.string(), until: z.number() });
