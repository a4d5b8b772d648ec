import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import { aPrivateKey } from "../support/a-key.ts";
import { credentials, environment, faults } from "./a-reading.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const encryption = { format: "pem", cipher: "aes-256-cbc", passphrase: "shh" } as const;
const pem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();

const keys: readonly (readonly [string, string, string])[] = [
  ["an EC key", pem(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey), "type ec"],
  ["an Ed25519 key", pem(generateKeyPairSync("ed25519").privateKey), "type ed25519"],
  ["an RSA-PSS key", pem(generateKeyPairSync("rsa-pss", { modulusLength: 2_048 }).privateKey), "type rsa-pss"],
  ["an RSA key that is too short", pem(generateKeyPairSync("rsa", { modulusLength: 1_024 }).privateKey), "1024 bits"],
  ["a public key", rsa.publicKey.export({ type: "spki", format: "pem" }).toString(), "public key"],
  ["an encrypted key", rsa.privateKey.export({ type: "pkcs8", ...encryption }).toString(), "passphrase"],
  [
    "an encrypted key of the older form",
    rsa.privateKey.export({ type: "pkcs1", ...encryption }).toString(),
    "passphrase",
  ],
  ["a key for SSH", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----", "SSH"],
  ["a public key for SSH", "ssh-rsa AAAAB3Nza me@here", "public key"],
  ["a certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "certificate"],
  ["the file of credentials", '{"private_key": "hunter2"}', "JSON"],
  ["half of a key", aPrivateKey.slice(0, 900), "ends before"],
  ["any other text", "Iv1.8a61f9b3a7aba766", "not a private key in PEM form"],
];

describe("a private key that GitHub would refuse for ever is refused at the start, with what to do", () => {
  it.each(keys)("%s", (_, key, words) => {
    const { PRIVATE_KEY: __, ...app } = credentials;
    for (const told of [
      faults({ ...credentials, PRIVATE_KEY: key }),
      faults({ ...app, PRIVATE_KEY_PATH: "rung.pem" }, { "rung.pem": key }),
    ]) {
      expect(told).toEqual([expect.stringMatching(/^PRIVATE_KEY(?:_PATH)? .*Use the \.pem file that GitHub gave you/)]);
      expect(told.join()).toContain(words);
      for (const line of key.split("\n").filter((one) => one.length > 20 && !one.includes("-----")))
        expect(told.join()).not.toContain(line);
    }
  });

  it("an RSA key of GitHub's length is taken in both forms", () => {
    const pkcs1 = rsa.privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    for (const key of [aPrivateKey, pkcs1])
      expect(environment({ ...credentials, PRIVATE_KEY: key }).app).toMatchObject({ privateKey: key.trim() });
  });

  it("R27: a path for a key, a key or a secret for a path: told apart, and no secret is repeated", () => {
    expect(faults({ ...credentials, PRIVATE_KEY: "/etc/rung/rung.pem" })).toEqual([
      expect.stringContaining("Set PRIVATE_KEY_PATH"),
    ]);
    const { PRIVATE_KEY: _, WEBHOOK_SECRET, ...app } = credentials;
    const told = faults({
      ...app,
      PRIVATE_KEY_PATH: aPrivateKey.replaceAll("\n", "\\n"),
      WEBHOOK_SECRET_PATH: WEBHOOK_SECRET,
    });
    expect(told.join()).toContain("PRIVATE_KEY_PATH names what is no path");
    expect(told.join()).not.toContain(WEBHOOK_SECRET);
    expect(told.join()).not.toContain(aPrivateKey.slice(40, 80));
  });
});
