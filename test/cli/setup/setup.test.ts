import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { rung } from "../../../src/cli/rung.ts";
import { appNeeds, grantNeeds, manifestFor, ownAppNeeds } from "../../../src/cli/setup/app-manifest.ts";
import { choicesFrom } from "../../../src/cli/setup/choices.ts";
import { oneTime } from "../../../src/cli/setup/one-time.ts";
import { parsedCredentials, writeCredentials } from "../../../src/environment/credentials-file.ts";
import { readEnvironment } from "../../../src/environment/environment.ts";
import { aSandbox } from "../../sandbox/a-sandbox.ts";
import { aPrivateKey } from "../../support/a-key.ts";
import { noBot } from "../no-bot.ts";

const PUBLIC = "https://rung.kusionstack.example/api/github/webhooks";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rung-setup-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function aSetup(...args: string[]) {
  const sandbox = await aSandbox();
  const folder = aFolder();
  const env = { GHE_HOST: sandbox.host, GHE_PROTOCOL: "http", DATA_DIR: folder };
  const out: string[] = [];
  const io = {
    out: (text: string) => out.push(text),
    err: (text: string) => out.push(text),
    readFile: () => "",
    cwd: "/",
  };
  let shown: (link: string) => void = () => {};
  const link = new Promise<string>((resolve) => {
    shown = resolve;
  });
  const heard = (text: string) => {
    out.push(text);
    shown(/http:\S+/.exec(text)?.[0] ?? "");
  };
  const ended = rung(["setup", ...args], { ...io, out: heard }, noBot, env);
  return { sandbox, folder, env, out, io, ended, link: await link, path: join(folder, "credentials.json") };
}

/** A browser: keeps the cookie, follows nothing by itself. */
function aBrowser() {
  let cookie = "";
  return async (url: string, form?: Record<string, string>, more: Record<string, string> = {}) => {
    const headers = { cookie, ...more };
    const init = form === undefined ? { headers } : { method: "POST", body: new URLSearchParams(form), headers };
    const response = await fetch(url, { ...init, redirect: "manual" });
    cookie = response.headers.get("set-cookie")?.split(";", 1)[0] ?? cookie;
    return {
      status: response.status,
      location: response.headers.get("location") ?? "",
      headers: response.headers,
      text: await response.text(),
    };
  };
}

function unescaped(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** What the page would send on to GitHub. */
function formOf(text: string) {
  const action = unescaped(/action="([^"]+)"/.exec(text)?.[1] ?? "");
  return { action, manifest: unescaped(/name="manifest" value="([^"]+)"/.exec(text)?.[1] ?? "") };
}

describe("rung setup", () => {
  it("leads from the link through GitHub's page to a file of credentials that the next start reads", async () => {
    const { sandbox, link, ended, out, path, env } = await aSetup("--organization", "KusionStack", "--name", "Ladder");
    const browse = aBrowser();
    const { origin } = new URL(link);
    expect(await browse(link)).toMatchObject({ status: 303, location: "/setup" });
    const asking = await browse(`${origin}/setup`);
    expect(asking.text).toContain('value="KusionStack"');
    expect(asking.headers.get("content-security-policy")).toContain("default-src 'none'");
    const told = await browse(`${origin}/setup`, { webhook_url: "localhost", organization: "a b", name: "" });
    expect([told.status, told.text.match(/<li>/g)?.length]).toEqual([422, 3]);
    const sent = await browse(`${origin}/setup`, {
      webhook_url: "https://rung.kusionstack.example",
      organization: "KusionStack",
      name: "Ladder",
    });
    const { action, manifest } = formOf(sent.text);
    expect(action).toContain(`${sandbox.url}/organizations/KusionStack/settings/apps/new?state=`);
    expect(JSON.parse(manifest)).toEqual(
      manifestFor(ownAppNeeds(), { name: "Ladder", webhookUrl: PUBLIC, redirectUrl: `${origin}/setup/done` }),
    );
    const back = await browse(action, { manifest, confirm: "yes" });
    const done = await browse(back.location);
    expect(done.text).toContain("ladder is registered");
    expect(await ended).toBe(0);

    expect(statSync(path).mode & 0o777).toBe(0o600);
    const credentials = parsedCredentials(readFileSync(path, "utf8"));
    const reading = readEnvironment(env, (file) => readFileSync(file, "utf8"));
    expect(reading).toMatchObject({
      kind: "read",
      environment: {
        app: { kind: "app", appId: credentials?.appId, webhookSecrets: [credentials?.webhookSecret] },
        webUrl: sandbox.url,
      },
    });
    // What is missing, in plain words: it is installed nowhere yet, and nothing listens at its address.
    const said = out.join("\n");
    expect(said).toContain("has every permission that Rung needs");
    expect(said).toMatch(/FAIL {2}app ladder: is installed nowhere.*\n.*\/apps\/ladder\/installations\/new/);
    expect(said).toMatch(/nothing answers at https:\/\/rung\.kusionstack\.example/);
    // R27: in no page and no line of output.
    const secrets = [credentials?.clientSecret, credentials?.webhookSecret, credentials?.privateKey.slice(40, 90)];
    for (const secret of secrets) {
      expect(secret?.length).toBeGreaterThan(30);
      expect(said + done.text + sent.text).not.toContain(secret);
    }
    expect(
      await rung(
        ["setup"],
        { out: (text) => out.push(text), err: (text) => out.push(text), readFile: () => "", cwd: "/" },
        noBot,
        env,
      ),
    ).toBe(1);
    expect(out.at(-1)).toContain("is there already");
  });

  it("--access: the same manifest with members: write, what that is for, and that two switches are still to be set", async () => {
    const { link, ended, out } = await aSetup("--access", "--organization", "KusionStack", "--name", "Ladder");
    const browse = aBrowser();
    const { origin } = new URL(link);
    await browse(link);
    expect((await browse(`${origin}/setup`)).text).toContain("<code>members: write</code>");
    const sent = await browse(`${origin}/setup`, { webhook_url: PUBLIC, organization: "KusionStack", name: "Ladder" });
    const { action, manifest } = formOf(sent.text);
    const names = { name: "Ladder", webhookUrl: PUBLIC, redirectUrl: `${origin}/setup/done` };
    const plain = manifestFor(ownAppNeeds(), names);
    expect(plain.default_permissions.members).toBe("read");
    const more = { ...plain.default_permissions, members: "write" };
    expect(JSON.parse(manifest)).toEqual({ ...plain, default_permissions: more });
    const back = await browse(action, { manifest, confirm: "yes" });
    expect((await browse(back.location)).text).toContain("ACCESS=grant");
    expect(await ended).toBe(0);
    const said = out.join("\n");
    expect(said).toContain("has every permission that Rung needs");
    expect(said).not.toContain("holds more than Rung needs");
    expect(said).toContain("ACCESS=grant and a registry says mode: grant");
  });

  it("tells before anything is registered that the credentials could not be written, or that GHE_HOST is no host", async () => {
    const folder = aFolder();
    writeFileSync(join(folder, "file"), "");
    const err: string[] = [];
    const io = { out: () => {}, err: (text: string) => err.push(text), readFile: () => "", cwd: "/" };
    expect(await rung(["setup"], io, noBot, { DATA_DIR: join(folder, "file") })).toBe(1);
    expect(err).toEqual([expect.stringMatching(/^DATA_DIR is \S+: .* \((?:EEXIST|ENOTDIR)\)\. /)]);
    expect(await rung(["setup"], io, noBot, { DATA_DIR: folder, GHE_HOST: "https://ghe.example.org/" })).toBe(1);
    expect(err[1]).toContain("GHE_HOST=ghe.example.org.");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("looks again whether it can write when the form is sent, and takes half of a file for none", async () => {
    const { link, folder, path } = await aSetup();
    const { origin } = new URL(link);
    const browse = aBrowser();
    await browse(link);
    const form = { webhook_url: "https://rung.kusionstack.example", organization: "", name: "Ladder" };
    writeFileSync(path, '{"github": ');
    expect((await browse(`${origin}/setup`, form)).status).toBe(200);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "");
    const refused = await browse(`${origin}/setup`, form);
    expect([refused.status, refused.text]).toEqual([
      500,
      expect.stringContaining("Nothing is registered yet: DATA_DIR is"),
    ]);
  });

  it("the link opens once, and only for whoever opened it", async () => {
    const { link, path } = await aSetup();
    const { origin } = new URL(link);
    const [first, second] = [aBrowser(), aBrowser()];
    expect((await second(`${origin}/setup?token=${"A".repeat(43)}`)).status).toBe(403);
    expect((await second(`${origin}/setup`)).status).toBe(403);
    expect((await first(link)).status).toBe(303);
    expect((await second(link)).status).toBe(403);
    expect((await first(`${origin}/setup`)).status).toBe(200);
    expect((await second(`${origin}/setup`, {}, { cookie: "rung_setup=guess" })).status).toBe(403);
    expect(existsSync(path)).toBe(false);
  });

  it("a page of another name, or another page's form, drives nothing (DNS rebinding, cross-site requests)", async () => {
    const { link } = await aSetup();
    const { origin, port, pathname, search } = new URL(link);
    const status = await new Promise<number | undefined>((resolve) => {
      const headers = { host: `rung.attacker.example:${port}` };
      request({ host: "127.0.0.1", port, path: pathname + search, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    expect(status).toBe(421);
    const browse = aBrowser();
    expect((await browse(link)).status).toBe(303);
    const form = { webhook_url: PUBLIC, organization: "", name: "Rung" };
    expect((await browse(`${origin}/setup`, form, { origin: "https://attacker.example" })).status).toBe(403);
    expect((await browse(`${origin}/setup`, form, { origin })).status).toBe(200);
  });

  it("GitHub's answer counts with its state alone, once; a code that GitHub does not know stores nothing", async () => {
    const { link, path } = await aSetup();
    const { origin } = new URL(link);
    const browse = aBrowser();
    await browse(link);
    expect((await browse(`${origin}/setup/done?code=abc&state=`)).status).toBe(403);
    const sent = await browse(`${origin}/setup`, { webhook_url: PUBLIC, organization: "", name: "Rung 2" });
    const state = new URL(formOf(sent.text).action).searchParams.get("state");
    expect((await browse(`${origin}/setup/done?code=abc&state=wrong`)).status).toBe(403);
    expect(await browse(`${origin}/setup/done?code=abc&state=${state}`)).toMatchObject({
      status: 502,
      text: expect.stringContaining("answered 404"),
    });
    expect((await browse(`${origin}/setup/done?code=abc&state=${state}`)).status).toBe(403);
    expect(existsSync(path)).toBe(false);
  });

  it("used wrongly: exit 2", async () => {
    const io = { out: () => {}, err: () => {}, readFile: () => "", cwd: "/" };
    expect(await rung(["setup", "--port", "x"], io, noBot, {})).toBe(2);
    expect(await rung(["setup", "--webhok-url", "x"], io, noBot, {})).toBe(2);
  });
});

describe("the parts of set-up", () => {
  it("app.yml: every permission and event has its reason, and the manifest asks for exactly them", () => {
    const needs = ownAppNeeds();
    expect([...needs.permissions, ...needs.events].filter(({ why }) => why === "")).toEqual([]);
    const granting = grantNeeds(needs);
    expect(granting.permissions.filter((need) => !needs.permissions.includes(need))).toEqual([
      { name: "members", access: "write", why: expect.stringContaining("ACCESS=grant") },
    ]);
    expect(granting.permissions).toHaveLength(needs.permissions.length);
    const made = appNeeds(
      "name: A\nurl: https://a.b\ndescription: c\npublic: false\ndefault_permissions:\n  issues: write # one\ndefault_events:\n  - issues # two\n",
    );
    expect(made).toMatchObject({
      permissions: [{ name: "issues", access: "write", why: "one" }],
      events: [{ name: "issues", why: "two" }],
    });
    expect(
      manifestFor(made, { name: "B", webhookUrl: PUBLIC, redirectUrl: "http://127.0.0.1:1/setup/done" }),
    ).toMatchObject({
      default_permissions: { issues: "write" },
      default_events: ["issues"],
      public: false,
    });
  });

  it("a one-time secret is good once, and a wrong guess does not use it up", () => {
    const secret = oneTime();
    expect([secret.use("guess"), secret.use(secret.value), secret.use(secret.value)]).toEqual([false, true, false]);
  });

  it("a public address carries no password, and keeps a path of its own", () => {
    expect(choicesFrom({ webhookUrl: "https://u:p@h.example", organization: "", name: "R" })).toMatchObject({
      kind: "faulty",
    });
    expect(choicesFrom({ webhookUrl: "https://h.example/hook", organization: "", name: "R" })).toMatchObject({
      choices: { webhookUrl: "https://h.example/hook" },
    });
  });

  it("the file of credentials: the environment wins, another GitHub or a faulty file is told without its text", () => {
    const folder = aFolder();
    const path = join(folder, "credentials.json");
    const credentials = {
      github: "https://ghe.example.net",
      appId: 7,
      slug: "r",
      clientId: "c",
      clientSecret: "cs",
      webhookSecret: "the secret in the file",
      privateKey: aPrivateKey,
    };
    writeCredentials(path, credentials);
    expect(() => writeCredentials(path, credentials)).toThrow("EEXIST");
    const read = (env: Record<string, string>) =>
      readEnvironment({ DATA_DIR: folder, ...env }, (file) => readFileSync(file, "utf8"));
    expect(read({})).toMatchObject({
      environment: {
        app: { appId: 7, webhookSecrets: ["the secret in the file"] },
        apiUrl: "https://ghe.example.net/api/v3",
      },
    });
    expect(read({ WEBHOOK_SECRET_PREVIOUS: "the old one of before" })).toMatchObject({
      environment: { app: { webhookSecrets: ["the secret in the file", "the old one of before"] } },
    });
    expect(read({ APP_ID: "8", PRIVATE_KEY: aPrivateKey, WEBHOOK_SECRET: "a long secret of mine" })).toMatchObject({
      environment: { app: { appId: 8 }, webUrl: "https://github.com" },
    });
    // Parts of two apps are never mixed.
    expect(read({ APP_ID: "8" })).toMatchObject({
      kind: "faulty",
      faults: [expect.stringContaining("PRIVATE_KEY"), expect.stringContaining("WEBHOOK_SECRET")],
    });
    expect(read({ GHE_HOST: "other.example.net" })).toMatchObject({
      faults: [expect.stringContaining("holds an app of ghe.example.net")],
    });
    expect(read({ CREDENTIALS_PATH: join(folder, "gone.json") })).toMatchObject({
      faults: expect.arrayContaining([expect.stringContaining("ENOENT")]),
    });
    rmSync(path);
    writeFileSync(path, '{"private_key": "hunter2"}');
    const faulty = JSON.stringify(read({}));
    expect(faulty).toContain("does not hold an app's credentials");
    expect(faulty).not.toContain("hunter2");
  });

  it("secrets in files of their own: the webhook's, and the database's password", () => {
    const files: Record<string, string> = {
      "/run/hook": "the secret from a file\n",
      "/run/db": "p@ss/word\n",
      "/run/empty": "\n",
    };
    const readFile = (path: string) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error("none"), { code: "ENOENT" });
      return text;
    };
    const app = { APP_ID: "7", PRIVATE_KEY: aPrivateKey };
    const database = { DATABASE_URL: "postgres://rung@postgres:5432/rung", DATABASE_PASSWORD_PATH: "/run/db" };
    expect(readEnvironment({ ...app, ...database, WEBHOOK_SECRET_PATH: "/run/hook" }, readFile)).toMatchObject({
      environment: {
        app: { webhookSecrets: ["the secret from a file"] },
        databaseUrl: "postgres://rung:p%40ss%2Fword@postgres:5432/rung",
      },
    });
    expect(readEnvironment({ ...app, WEBHOOK_SECRET_PATH: "/run/empty" }, readFile)).toMatchObject({
      faults: [expect.stringContaining("/run/empty, which is empty")],
    });
  });
});
