import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../src/environment/environment.ts";
import { secretsOf } from "../../src/environment/secrets-of.ts";
import { aPrivateKey } from "../support/a-key.ts";

const credentials = { APP_ID: "4242", PRIVATE_KEY: aPrivateKey, WEBHOOK_SECRET: "a long random text of ours" };

function noFile(path: string): string {
  throw Object.assign(new Error(`no such file ${path}`), { code: "ENOENT" });
}

function read(env: Record<string, string>, readFile: (path: string) => string = noFile) {
  const reading = readEnvironment(env, readFile);
  if (reading.kind !== "read") throw new Error(reading.faults.join("\n"));
  return reading.environment;
}

function faults(env: Record<string, string>, readFile: (path: string) => string = noFile): readonly string[] {
  const reading = readEnvironment(env, readFile);
  return reading.kind === "faulty" ? reading.faults : [];
}

describe("the environment", () => {
  it("empty: the sandbox, on loopback, with every default", () => {
    expect(read({})).toEqual({
      app: { kind: "sandbox" },
      apiUrl: "https://api.github.com",
      graphqlUrl: "https://api.github.com/graphql",
      webUrl: "https://github.com",
      host: "127.0.0.1",
      port: 3_000,
      logLevel: "info",
      databaseUrl: null,
      dataDir: "./data",
      registryRepo: ".github",
      readyMaxLag: 600_000,
      auditDays: 400,
      production: false,
      access: "watch",
      upkeep: {
        recoveryMs: 300_000,
        onceMoreMs: 15_000,
        recoveryRequests: 500,
        sweepMs: 3_600_000,
        sweepRequests: 1_000,
      },
      page: { base: "", signIn: null },
    });
  });

  it("R31: how often and how much is looked for what webhooks did not tell", () => {
    const set = { RECOVERY_INTERVAL: "2s", RECOVERY_REQUESTS: "7", SWEEP_INTERVAL: "4h", SWEEP_REQUESTS: "9" };
    expect(read(set).upkeep).toEqual({
      recoveryMs: 2_000,
      onceMoreMs: 15_000,
      recoveryRequests: 7,
      sweepMs: 14_400_000,
      sweepRequests: 9,
    });
    for (const off of ["0", "off", "OFF"]) expect(read({ SWEEP_INTERVAL: off }).upkeep?.sweepMs).toBeNull();
    const wrong = { RECOVERY_INTERVAL: "0", SWEEP_INTERVAL: "1 hour", RECOVERY_REQUESTS: "0", SWEEP_REQUESTS: "many" };
    expect(faults(wrong).map((fault) => fault.split(" ")[0])).toEqual([
      "RECOVERY_INTERVAL",
      "RECOVERY_REQUESTS",
      "SWEEP_INTERVAL",
      "SWEEP_REQUESTS",
    ]);
    expect(faults({ RECOVERY_INTERVAL: "90d" })).toHaveLength(1);
  });

  it("the page: on unless switched off; people sign in where both credentials are set, half of them is an error", () => {
    const oauth = { CLIENT_ID: "Iv1.a", CLIENT_SECRET: "shh-its-secret" };
    expect(read({ ...credentials, ...oauth }).page).toEqual({
      base: "",
      signIn: { clientId: "Iv1.a", clientSecret: "shh-its-secret" },
    });
    expect(read({ ...credentials, ...oauth, PAGE: "off" }).page).toBeUndefined();
    expect(faults({ ...credentials, PAGE: "no" })).toEqual(['PAGE is "no". It can be on or off.']);
    expect(faults({ ...credentials, CLIENT_ID: "Iv1.a" })).toEqual([
      expect.stringContaining("CLIENT_SECRET is not set"),
    ]);
    const half = faults({ ...credentials, CLIENT_SECRET: "shh-its-secret" });
    expect(half).toEqual([expect.stringContaining("CLIENT_ID is not set")]);
    expect(half.join()).not.toContain("shh");
  });

  it.each(["Production", "prod", "PRODUCTION "])("NODE_ENV=%s is production as well", (NODE_ENV) => {
    expect(faults({ NODE_ENV })).toEqual([expect.stringContaining("NODE_ENV is production")]);
  });

  it("without credentials in production: an error, never the sandbox", () => {
    expect(faults({ NODE_ENV: "production" })).toEqual([expect.stringContaining("NODE_ENV is production")]);
  });

  it("with some credentials: the missing ones are named, never the sandbox", () => {
    expect(faults({ APP_ID: "1" })).toEqual([
      expect.stringContaining("PRIVATE_KEY and PRIVATE_KEY_PATH are not set"),
      expect.stringContaining("WEBHOOK_SECRET is not set"),
    ]);
    expect(faults({ WEBHOOK_SECRET: "long enough to be one" })).toHaveLength(2);
    expect(faults({ GHE_HOST: "ghe.example.org" })).toHaveLength(3);
    expect(faults({ WEBHOOK_SECRET_PREVIOUS: "long enough to be one" })).toHaveLength(3);
  });

  it("a private key may have its line breaks written as two letters, be Base64, or lie in a file", () => {
    const oneLine = { ...credentials, PRIVATE_KEY: aPrivateKey.replaceAll("\n", "\\n") };
    const base64 = { ...credentials, PRIVATE_KEY: Buffer.from(aPrivateKey).toString("base64") };
    const { PRIVATE_KEY: _, ...rest } = credentials;
    const inFile = read({ ...rest, PRIVATE_KEY_PATH: "key.pem" }, () => aPrivateKey);
    const expected = {
      kind: "app",
      appId: 4242,
      privateKey: aPrivateKey.trim(),
      webhookSecrets: ["a long random text of ours"],
    };
    expect(read(oneLine).app).toEqual(expected);
    expect(read(base64).app).toEqual(expected);
    expect(inFile.app).toEqual(expected);
  });

  it("R27: a key that cannot be read is told without its text", () => {
    const [fault, ...more] = faults({
      ...credentials,
      PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
    });
    expect(fault).toContain("PRIVATE_KEY is not a private key");
    expect(fault).not.toContain("c2VjcmV0");
    expect(more).toEqual([]);
    const { PRIVATE_KEY: _, ...rest } = credentials;
    expect(faults({ ...rest, PRIVATE_KEY_PATH: "gone.pem" })).toEqual([
      expect.stringContaining("gone.pem, which cannot be read (ENOENT)"),
    ]);
  });

  it("R22: an empty or default secret is refused, the previous one's too", () => {
    expect(faults({ ...credentials, WEBHOOK_SECRET: " " })).toEqual([
      expect.stringContaining("WEBHOOK_SECRET is not set"),
    ]);
    expect(faults({ ...credentials, WEBHOOK_SECRET: "Development" })).toEqual([
      expect.stringContaining("well-known default"),
    ]);
    expect(faults({ ...credentials, WEBHOOK_SECRET_PREVIOUS: "development" })).toEqual([
      expect.stringContaining("WEBHOOK_SECRET_PREVIOUS is a well-known default"),
    ]);
  });

  it.each(["x", "hunter2", "nineteen characters"])(
    "R63: a webhook's secret like %s is refused, old or new",
    (short) => {
      for (const name of ["WEBHOOK_SECRET", "WEBHOOK_SECRET_PREVIOUS"]) {
        const told = faults({ ...credentials, [name]: short });
        expect(told).toEqual([expect.stringContaining(`${name} is shorter than 20 characters`)]);
        expect(told.join()).not.toContain(` ${short} `);
      }
    },
  );

  it("R22: two secrets while one is rotated, the current one first", () => {
    const app = read({ ...credentials, WEBHOOK_SECRET_PREVIOUS: "the old text, as long" }).app;
    expect(app).toMatchObject({ webhookSecrets: ["a long random text of ours", "the old text, as long"] });
  });

  it("another GitHub server: its REST and GraphQL addresses", () => {
    expect(read({ ...credentials, GHE_HOST: "127.0.0.1:4000", GHE_PROTOCOL: "http" })).toMatchObject({
      apiUrl: "http://127.0.0.1:4000/api/v3",
      graphqlUrl: "http://127.0.0.1:4000/api/graphql",
      webUrl: "http://127.0.0.1:4000",
    });
    expect(read({ ...credentials, GHE_HOST: "ghe.example.org" }).apiUrl).toBe("https://ghe.example.org/api/v3");
  });

  it("everything that is wrong is told at once, with what to do", () => {
    const told = faults({
      APP_ID: "Iv1.abc",
      PRIVATE_KEY: aPrivateKey,
      WEBHOOK_SECRET: "development",
      GHE_HOST: "https://ghe.example.org/",
      GHE_PROTOCOL: "ftp",
      PORT: "70000",
      LOG_LEVEL: "loud",
      DATABASE_URL: "mysql://root:hunter2@db/x",
      REGISTRY_REPO: "KusionStack/community",
    });
    expect(told.map((fault) => fault.split(" ")[0])).toEqual([
      "APP_ID",
      "WEBHOOK_SECRET",
      "GHE_PROTOCOL",
      "GHE_HOST",
      "PORT",
      "LOG_LEVEL",
      "DATABASE_URL",
      "REGISTRY_REPO",
    ]);
    expect(told.join()).not.toContain("hunter2");
  });

  it("READY_MAX_LAG is a span or off, AUDIT_DAYS a number of days", () => {
    expect(read({ READY_MAX_LAG: "90s", AUDIT_DAYS: "30" })).toMatchObject({ readyMaxLag: 90_000, auditDays: 30 });
    expect(read({ READY_MAX_LAG: "off" }).readyMaxLag).toBeNull();
    expect(faults({ READY_MAX_LAG: "soon", AUDIT_DAYS: "0" })).toEqual([
      expect.stringMatching(/^READY_MAX_LAG: "soon" is no duration/),
      expect.stringMatching(/^AUDIT_DAYS is "0"/),
    ]);
  });

  it("ACCESS is watch or grant, in any case; anything else is a fault, and keep is said not to be there yet", () => {
    for (const [written, meant] of Object.entries({ watch: "watch", grant: "grant", GRANT: "grant", " ": "watch" }))
      expect(read({ ACCESS: written }).access).toBe(meant);
    expect(faults({ ACCESS: "on" })).toEqual(['ACCESS is "on". It can be watch or grant.']);
    expect(faults({ ACCESS: "keep" })).toEqual([
      expect.stringMatching(/watch or grant\. keep, .* is not there yet\.$/),
    ]);
    const near = readEnvironment({ RUNG_ACCESS: "grant" }, noFile);
    expect(near.warnings).toEqual([expect.stringContaining("did you mean ACCESS?")]);
  });

  it("R27: what the log must never show is named: keys, secrets, and the database's password in both spellings", () => {
    const environment = read({ ...credentials, DATABASE_URL: "postgres://rung:p%40ss-word@db/rung" });
    const secrets = secretsOf(environment);
    expect(secrets).toEqual([aPrivateKey.trim(), "a long random text of ours", "p%40ss-word", "p@ss-word"]);
  });

  it("R63: so is whatever else in the environment is one, by its name", () => {
    const oauth = { CLIENT_ID: "Iv1.a", CLIENT_SECRET: "the secret of the app's sign-in" };
    const foreign = { PGPASSWORD: "of-the-driver", GITHUB_TOKEN: "of-a-workflow", PRIVATE_KEY_PATH: "/etc/rung.pem" };
    expect(secretsOf(read({ ...credentials, ...oauth }))).toContain(oauth.CLIENT_SECRET);
    const secrets = secretsOf(read(credentials), { ...credentials, ...oauth, ...foreign, PAGE: "off" });
    expect(secrets).toEqual(expect.arrayContaining([oauth.CLIENT_SECRET, foreign.PGPASSWORD, foreign.GITHUB_TOKEN]));
    expect(secrets).not.toContain(foreign.PRIVATE_KEY_PATH);
  });
});
