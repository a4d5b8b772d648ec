/** The app's own credential: a JWT of at most ten minutes, signed with its private key. */
import { createPrivateKey, type KeyObject, sign } from "node:crypto";

/**
 * Reads the key once and signs with it, given epoch ms. Throws for what is no RSA key. (@octokit/auth-app imports the key anew for
 * every token, which Node 24 fails now and then; see `keyOf`.)
 */
export function appTokens(appId: number, privateKey: string): (now: number) => string {
  const key = keyOf(privateKey);
  const header = encoded({ alg: "RS256", typ: "JWT" });
  return (now) => {
    // A minute back: GitHub refuses tokens from its future.
    const issued = Math.floor(now / 1000) - 60;
    const content = `${header}.${encoded({ iat: issued, exp: issued + 600, iss: appId })}`;
    return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
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
