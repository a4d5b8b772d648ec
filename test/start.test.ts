import { createHmac, randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readEnvironment } from "../src/environment/environment.ts";
import { startSandbox } from "../src/sandbox/start.ts";
import { createLog } from "../src/shared/log.ts";
import { type Rung, startRung } from "../src/start.ts";
import { aPullEvent } from "./server/webhook/an-event.ts";
import { aDatabase } from "./support/a-database.ts";
import { aPrivateKey } from "./support/a-key.ts";
import { silent } from "./support/each-database.ts";

const secret = "a secret of this test";

function anEnvironment(host: string) {
  const credentials = { APP_ID: "4242", PRIVATE_KEY: aPrivateKey, WEBHOOK_SECRET: secret };
  const reading = readEnvironment({ ...credentials, GHE_HOST: host, GHE_PROTOCOL: "http", PORT: "0" }, () => "");
  if (reading.kind === "faulty") throw new Error(reading.faults.join());
  return reading.environment;
}

function signed(payload: object): RequestInit {
  const body = JSON.stringify(payload);
  const headers = {
    "x-github-event": "pull_request",
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
  return { method: "POST", headers, body };
}

async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

const soon = { timeout: 60_000, interval: 50 };

describe("starting the bot", () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function started(options: Parameters<typeof startRung>[0]): Promise<Rung> {
    const rung = await startRung(options);
    closing.push(() => rung.close());
    return rung;
  }

  it("without GitHub: not ready, and says why; webhooks are stored all the same", async () => {
    const rung = await started({
      environment: anEnvironment("127.0.0.1:1"),
      credentials: { appId: 4242, privateKey: aPrivateKey, webhookSecrets: [secret] },
      openDatabase: aDatabase,
      log: silent,
    });
    await vi.waitFor(
      async () => expect(await rung.notReadyReasons()).toEqual([expect.stringContaining("check APP_ID")]),
      soon,
    );
    expect((await fetch(`${rung.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${rung.url}/healthz`)).status).toBe(200);
    const answer = await fetch(rung.webhookUrl, signed(aPullEvent("opened")));
    expect(answer.status).toBe(202);
    await vi.waitFor(async () => expect(await rung.queue.stats()).toMatchObject({ waiting: 1, running: 0 }), soon);
  }, 120_000);

  it("R88: a webhook while the database is being opened is refused, and logged without a stack", async () => {
    const port = await aFreePort();
    const lines: string[] = [];
    const log = createLog("info", { write: (line: string) => void lines.push(line) });
    const { promise, resolve } = Promise.withResolvers<void>();
    const starting = startRung({
      environment: { ...anEnvironment("127.0.0.1:1"), port },
      credentials: { appId: 4242, privateKey: aPrivateKey, webhookSecrets: [secret] },
      openDatabase: async () => {
        await promise;
        return await aDatabase();
      },
      log,
    });
    const url = `http://127.0.0.1:${port}/api/github/webhooks`;
    const statusOf = async () => (await fetch(url, signed(aPullEvent("opened")))).status;
    await vi.waitFor(async () => expect(await statusOf()).toBe(503), soon);
    const told = lines.filter((line) => line.includes("not open yet"));
    expect(told).not.toEqual([]);
    expect(told.filter((line) => line.includes("stack"))).toEqual([]);
    resolve();
    const rung = await starting;
    closing.push(() => rung.close());
    expect(await statusOf()).toBe(202);
  }, 120_000);

  it("with GitHub: ready, until it is closed", async () => {
    const sandbox = await startSandbox();
    closing.push(() => sandbox.close());
    const rung = await startRung({
      environment: { ...anEnvironment(sandbox.host), host: "127.0.0.1" },
      credentials: { appId: sandbox.appId, privateKey: sandbox.privateKey, webhookSecrets: [sandbox.webhookSecret] },
      openDatabase: aDatabase,
      log: silent,
    });
    await vi.waitFor(async () => expect((await fetch(`${rung.url}/readyz`)).status).toBe(200), soon);
    await rung.close();
    await expect(fetch(`${rung.url}/readyz`)).rejects.toThrow();
  }, 120_000);

  it("without a database: rejects, and leaves the port free", async () => {
    const environment = anEnvironment("127.0.0.1:1");
    const failed = startRung({
      environment,
      credentials: { appId: 4242, privateKey: aPrivateKey, webhookSecrets: [secret] },
      openDatabase: () => Promise.reject(new Error("the folder is in use")),
      log: silent,
    });
    await expect(failed).rejects.toThrow("the folder is in use");
  });
});
