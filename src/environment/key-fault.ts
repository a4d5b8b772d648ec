/**
 * Whether a text is a private key as GitHub gives it to an app: RSA, at least 2048 bits, not encrypted. GitHub refuses what any other
 * key signs.
 */

import { createPrivateKey, type KeyObject } from "node:crypto";

/** GitHub's keys have this many bits. */
const LEAST_BITS = 2_048;
const REMEDY = "Use the .pem file that GitHub gave you: the app's settings page, Private keys, Generate a private key.";

/** How other kinds of files begin, the likeliest first. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN ENCRYPTED PRIVATE KEY-----|(?:^|\n)Proc-Type: 4,ENCRYPTED/,
    "is encrypted with a passphrase, which Rung has not",
  ],
  [/-----BEGIN (?:[A-Z]+ )?PUBLIC KEY-----|^ssh-|---- BEGIN SSH2 PUBLIC/, "is a public key"],
  [/-----BEGIN OPENSSH PRIVATE KEY-----|PuTTY-User-Key-File/, "is a key for SSH"],
  [/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE/, "is a certificate"],
  [/-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----/, "is a request for a certificate"],
  [/-----BEGIN PGP /, "is a key for PGP"],
  [/^\s*\{/, "is JSON"],
];

/**
 * `null`: none; otherwise the words that follow its name in a sentence. Never the text itself, nor the parser's words, which may quote
 * it (R27).
 */
export function keyFault(pem: string): string | null {
  const other = OTHERS.find(([shape]) => shape.test(pem));
  if (other !== undefined) return `${other[1]}, not the private key of a GitHub App. ${REMEDY}`;
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    const isBegun = pem.includes("-----BEGIN") && !pem.includes("-----END");
    return isBegun
      ? `ends before its key does, so it is not a private key in PEM form. ${REMEDY}`
      : "is not a private key in PEM form. Use the .pem file that GitHub gave you, with its line breaks.";
  }
  if (key.asymmetricKeyType !== "rsa")
    return `is a key of type ${key.asymmetricKeyType ?? "unknown"}, and GitHub takes RSA keys alone. ${REMEDY}`;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < LEAST_BITS) return `is an RSA key of ${bits} bits, and GitHub's have ${LEAST_BITS}. ${REMEDY}`;
  return null;
}
