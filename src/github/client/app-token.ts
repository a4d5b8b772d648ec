/** The app's own credential: a JWT of at most ten minutes, signed with its private key. */

import { createPrivateKey, type KeyObject, sign } from "node:crypto";

/** A signature is as much work as the rest of a request: one serves a tenth of the time for which GitHub takes it. */
const SERVES_MS = 60_000;

/**
 * Reads the key once; the result signs with it, given epoch ms. Throws if it is no RSA key. (@octokit/auth-app imports the key anew for
 * every token, which sometimes fails in Node 24; see `keyOf`.)
 */
export function appTokens(appId: number, privateKey: string): (now: number) => string {
  const key = keyOf(privateKey);
  const header = encoded({ alg: "RS256", typ: "JWT" });
  let last: { readonly token: string; readonly at: number } | null = null;
  const signed = (now: number) => {
    // A minute back: GitHub refuses tokens from its future.
    const issued = Math.floor(now / 1000) - 60;
    const content = `${header}.${encoded({ iat: issued, exp: issued + 600, iss: appId })}`;
    return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
  };
  return (now) => {
    // What was signed by a clock that has been set back since lies in GitHub's future.
    const serves = last !== null && now >= last.at && now < last.at + SERVES_MS;
    if (!serves || last === null) last = { token: signed(now), at: now };
    return last.token;
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/**
 * Node 24 lets an earlier, unrelated OpenSSL error (a broken TLS connection's) surface when a key is read. The failure takes that
 * error with it; a key that is really faulty fails again.
 */
function keyOf(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    return createPrivateKey(pem);
  }
}
