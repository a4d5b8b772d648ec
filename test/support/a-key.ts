/** A private key for tests that start the app; made once a process. */

import { generateKeyPairSync } from "node:crypto";

export const aPrivateKey: string = generateKeyPairSync("rsa", {
  modulusLength: 2_048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
}).privateKey;
