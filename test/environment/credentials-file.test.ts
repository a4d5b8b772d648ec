import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { credentialsAt, tryWriting, writeCredentials } from "../../src/environment/credentials-file.ts";
import { aPrivateKey } from "../support/a-key.ts";
import { environment, faults, reading } from "./a-reading.ts";

const other = aPrivateKey.trim();
const file = {
  ...{ github: "https://ghe.example.net", app_id: 7, slug: "r", client_id: "c", client_secret: "cs" },
  ...{ webhook_secret: "the secret in the file", private_key: aPrivateKey },
};
const path = "/srv/credentials.json";
const read = (env: Record<string, string>, parts: object = file) =>
  environment({ CREDENTIALS_PATH: path, ...env }, { [path]: JSON.stringify(parts) });
const told = (env: Record<string, string>, text: string) =>
  faults({ CREDENTIALS_PATH: path, ...env }, { [path]: text });

describe("beside the file of credentials the environment wins, one value at a time", () => {
  it.each([
    [{ WEBHOOK_SECRET: "the new secret, as long" }, { app: { appId: 7, webhookSecrets: ["the new secret, as long"] } }],
    [
      { WEBHOOK_SECRET: "the new secret, as long", WEBHOOK_SECRET_PREVIOUS: "the secret in the file" },
      { app: { appId: 7, webhookSecrets: ["the new secret, as long", "the secret in the file"] } },
    ],
    [{ PRIVATE_KEY: other }, { app: { appId: 7, privateKey: other, webhookSecrets: ["the secret in the file"] } }],
    [{ APP_ID: "7" }, { app: { appId: 7, webhookSecrets: ["the secret in the file"] } }],
    [{ GHE_PROTOCOL: "http" }, { webUrl: "http://ghe.example.net" }],
    [{ GHE_HOST: "GHE.example.net:443" }, { webUrl: "https://ghe.example.net" }],
    [{ CLIENT_ID: "Iv1.a", CLIENT_SECRET: "b" }, { page: { signIn: { clientId: "Iv1.a", clientSecret: "b" } } }],
  ])("%j", (env, expected) => {
    expect(read(env)).toMatchObject(expected);
  });

  it("a key's file, too", () => {
    const files = { [path]: JSON.stringify({ ...file, private_key: "none" }), "new.pem": aPrivateKey };
    const env = { CREDENTIALS_PATH: path, PRIVATE_KEY_PATH: "new.pem" };
    expect(environment(env, files).app).toMatchObject({ appId: 7, privateKey: aPrivateKey.trim() });
  });

  it("parts of two apps are never mixed, and why the file is not used is told", () => {
    const mixed = reading({ CREDENTIALS_PATH: path, APP_ID: "8" }, { [path]: JSON.stringify(file) });
    expect(mixed).toMatchObject({ kind: "faulty", warnings: [expect.stringContaining(path)] });
  });

  it("what the environment tells need not be in the file; what neither has is named", () => {
    const { webhook_secret: _, ...half } = file;
    expect(read({ WEBHOOK_SECRET: "the new secret, as long" }, half).app).toMatchObject({ appId: 7 });
    expect(told({}, JSON.stringify(half))).toEqual([
      expect.stringContaining("credentials: webhook_secret cannot be read"),
    ]);
    const cut = JSON.stringify(file).slice(0, 200);
    expect(told({}, cut)).toEqual([
      expect.stringMatching(/^\/srv\/credentials\.json does not hold .* app_id, private_key/),
    ]);
    expect(told({}, cut).join()).not.toContain("the secret in the file");
  });
});

describe("writing it", () => {
  const aPath = () => {
    const folder = mkdtempSync(join(tmpdir(), "rung-credentials-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return join(folder, "credentials.json");
  };
  const mine = {
    ...{ github: "https://github.com", appId: 7, slug: "r", clientId: "c", clientSecret: "cs" },
    ...{ webhookSecret: "w", privateKey: "k" },
  };

  it("a file that was half written is no credentials: it is moved aside; another app's never is", () => {
    const at = aPath();
    expect(credentialsAt(at)).toBe("none");
    writeFileSync(at, '{"github": "https://gith');
    expect(credentialsAt(at)).toBe("broken");
    writeCredentials(at, mine);
    expect(credentialsAt(at)).toBe("there");
    expect(readFileSync(`${at}.broken`, "utf8")).toBe('{"github": "https://gith');
    expect(() => writeCredentials(at, { ...mine, appId: 8 })).toThrow("EEXIST");
    expect(readdirSync(join(at, "..")).sort()).toEqual(["credentials.json", "credentials.json.broken"]);
  });

  it("trying it leaves nothing behind, and fails where a file stands for the folder", () => {
    const at = aPath();
    tryWriting(at);
    expect(readdirSync(join(at, ".."))).toEqual([]);
    writeFileSync(at, "");
    expect(() => tryWriting(join(at, "credentials.json"))).toThrow(/EEXIST|ENOTDIR/);
  });
});
