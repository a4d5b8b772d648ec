import { createServer } from "node:https";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convertCode } from "../../../src/cli/setup/conversion.ts";
import { readEnvironment } from "../../../src/environment/environment.ts";
import { type Proxies, proxiesOf } from "../../../src/environment/proxy-environment.ts";
import { openGitHub } from "../../../src/github/client/client.ts";
import { Transient } from "../../../src/github/client/errors.ts";
import { httpTransport } from "../../../src/github/client/transport.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start.ts";
import { createLog } from "../../../src/shared/log.ts";
import { startRung } from "../../../src/start.ts";
import { aMemory } from "../../support/a-memory.ts";
import { aProxy, type TestProxy } from "../../support/a-proxy.ts";
import { quiet } from "../../support/a-rung.ts";

/** Of ghe.test, which no name server knows, for a hundred years; for this test alone. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGrxdU2DJMaRH12xt
cwRdSo/rjTpdRgg1NFFaNeq8xOShRANCAAQVpXxtiOOntzNAy74KIBuIy1q2kubz
HjVnf2Ynsg1Z3yDq2MY+zbWZBarlE7NnB9ogGhcKTy3Vp/2D8anJ1S1a
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBkTCCATigAwIBAgIUc7603A79jNzBgkQq/gtCBfGNwlgwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIZ2hlLnRlc3QwIBcNMjYxMTI5MTkxODIzWhgPMjEyNjExMDUx
OTE4MjNaMBMxETAPBgNVBAMMCGdoZS50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEFaV8bYjjp7czQMu+CiAbiMtatpLm8x41Z39mJ7INWd8g6tjGPs21mQWq
5ROzZwfaIBoXCk8t1af9g/GpydUtWqNoMGYwHQYDVR0OBBYEFBxegaIv/EaEsl/+
1902rUqjebmLMB8GA1UdIwQYMBaAFBxegaIv/EaEsl/+1902rUqjebmLMA8GA1Ud
EwEB/wQFMAMBAf8wEwYDVR0RBAwwCoIIZ2hlLnRlc3QwCgYIKoZIzj0EAwIDRwAw
RAIgKIodoibGwYGb0Na4b9h5T7CC8c0WZ0rmCCZK7stjpqECID4XZPNXAtElKHVm
j6s9lVLsudC/Wuinta/FtLj6TZ7z
-----END CERTIFICATE-----`;

/** As the environment gives them. */
function set(env: Record<string, string>): Proxies {
  const found = proxiesOf(env);
  if (found === null) throw new Error("none is set");
  return found;
}

const portOf = (address: unknown) => new URL(`http://${address}`).port;

describe("https through a proxy", () => {
  const server = createServer({ key, cert }, (request, response) => response.end(`${request.method} ${request.url}`));
  let proxy: TestProxy;
  const own = getCACertificates("default");
  let port = 0;
  beforeAll(async () => {
    setDefaultCACertificates([...own, cert]);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
    proxy = await aProxy(port);
  });
  afterAll(async () => {
    setDefaultCACertificates([...own]);
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });

  it("goes through a tunnel that is kept, with the proxy's password, to a host that only the proxy can name", async () => {
    const transport = httpTransport(set({ https_proxy: proxy.url.replace("://", "://me:hunter%21two@") }));
    for (const path of ["/one", "/two"]) {
      const answer = await transport.send({
        method: "GET",
        url: new URL(`https://ghe.test${path}`),
        headers: {},
        body: null,
      });
      expect([answer.status, answer.text]).toEqual([200, `GET ${path}`]);
    }
    transport.close();
    expect(proxy.asked).toEqual(["CONNECT ghe.test:443"]);
    expect(proxy.given).toEqual([`Basic ${Buffer.from("me:hunter!two").toString("base64")}`]);
  });

  it("what NO_PROXY names is asked directly", async () => {
    const before = proxy.asked.length;
    const transport = httpTransport(set({ https_proxy: proxy.url, no_proxy: "localhost,127.0.0.0/8" }));
    // By its address it has no certificate here: that it was reached is enough.
    const url = new URL(`https://127.0.0.1:${port}/`);
    await expect(transport.send({ method: "GET", url, headers: {}, body: null })).rejects.toThrow(/127\.0\.0\.1/);
    transport.close();
    expect(proxy.asked).toHaveLength(before);
  });

  it.each([
    ["https://ghe.test/x", 407, /via http:\/\/127\.0\.0\.1:\d+\/: HTTP\/1\.1 407/],
    ["http://ghe.test/x", 407, /the proxy asks for a user and a password \(407\)/],
    ["https://ghe.test/x", 403, /tunnel to ghe\.test:443 via .* 403/],
  ])("%s: a proxy that answers %d is named, without its password", async (url, status, words) => {
    const refusing = await aProxy(port, status);
    const address = refusing.url.replace("://", "://me:hunter2@");
    const transport = httpTransport(set({ https_proxy: address, http_proxy: address }));
    const failed = await transport
      .send({ method: "GET", url: new URL(url), headers: {}, body: null })
      .catch((error: unknown) => error);
    transport.close();
    await refusing.close();
    expect(failed).toBeInstanceOf(Transient);
    expect(String(failed)).toMatch(words);
    expect(String(failed)).not.toContain("hunter2");
  });

  it("a faulty address fails every request of a command with a sentence; nothing is asked directly", async () => {
    const transport = httpTransport(set({ HTTPS_PROXY: "socks5://proxy" }));
    const send = transport.send({ method: "GET", url: new URL("https://ghe.test/"), headers: {}, body: null });
    await expect(send).rejects.toThrow(/^HTTPS_PROXY is not the address of an HTTP proxy/);
  });
});

describe("the whole bot behind a proxy, GHE_PROTOCOL=http", () => {
  let sandbox: Sandbox;
  let proxy: TestProxy;
  beforeAll(async () => {
    sandbox = await startSandbox();
    proxy = await aProxy(Number(portOf(sandbox.host)));
  });
  afterAll(async () => {
    await sandbox.close();
    await proxy.close();
  });

  function anEnvironment() {
    const { appId, privateKey: PRIVATE_KEY, webhookSecret: WEBHOOK_SECRET } = sandbox;
    const app = {
      APP_ID: String(appId),
      PRIVATE_KEY,
      WEBHOOK_SECRET,
      CLIENT_ID: "client",
      CLIENT_SECRET: "a client's secret",
    };
    const env = { ...app, GHE_HOST: "ghe.test", GHE_PROTOCOL: "http", HTTP_PROXY: proxy.url, PORT: "0" };
    const reading = readEnvironment(env, () => "");
    if (reading.kind === "faulty") throw new Error(reading.faults.join());
    return reading.environment;
  }

  it("judges a pull request, and its page's sign-in asks through it; the log names it once", async () => {
    const lines: string[] = [];
    const { appId, privateKey, webhookSecret } = sandbox;
    const rung = await startRung({
      environment: anEnvironment(),
      credentials: { appId, privateKey, webhookSecrets: [webhookSecret] },
      openDatabase: aMemory,
      log: createLog("info", { write: (line) => lines.push(line) }),
    });
    sandbox.setWebhookUrl(rung.webhookUrl);
    const pull = sandbox.world
      .as("octo-fan")
      .openPull({ repo: "KusionStack/kusion", title: "x", files: { "main.go": "package x\n" } });
    await quiet(sandbox, rung);
    expect(proxy.asked).toContain("POST http://ghe.test/api/graphql");
    expect(
      proxy.asked.some((one) => one.startsWith("POST http://ghe.test/api/v3/repos/KusionStack/kusion/check-runs")),
    ).toBe(true);
    expect(pull.number).toBeGreaterThan(0);
    const begun = await fetch(`${rung.url}/_page/sign-in`, { redirect: "manual" });
    const cookie = begun.headers
      .getSetCookie()
      .map((line) => line.split(";", 1)[0])
      .join("; ");
    const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state");
    await fetch(`${rung.url}/_page/callback?code=c&state=${state}`, { headers: { cookie } });
    expect(proxy.asked).toContain("POST http://ghe.test/login/oauth/access_token");
    await rung.close();
    expect(lines.filter((line) => line.includes("GitHub is asked through a proxy"))).toHaveLength(1);
  }, 120_000);

  it("set-up trades its code through it", async () => {
    const proxies = set({ http_proxy: proxy.url });
    const told = await convertCode({
      code: "c0de",
      apiUrl: "http://ghe.test/api/v3",
      proxies,
      github: "http://ghe.test",
    });
    expect(told.kind).toBe("failed");
    expect(proxy.asked).toContain("POST http://ghe.test/api/v3/app-manifests/c0de/conversions");
  });

  it("without one the same host is not reached", async () => {
    const { apiUrl, graphqlUrl } = anEnvironment();
    const github = openGitHub({ apiUrl, graphqlUrl, appId: sandbox.appId, privateKey: sandbox.privateKey });
    await expect(github.appIdentity()).rejects.toThrow(/ghe\.test|ENOTFOUND|EAI_AGAIN/);
    github.close();
  });
});
