import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { aWorld } from "../sandbox/a-sandbox.ts";
import { noBot } from "./no-bot.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ world: aWorld({ registry: null }) });
});
afterAll(() => sandbox.close());

const folder = mkdtempSync(join(tmpdir(), "rung-sign-in-"));

async function init(env: Readonly<Record<string, string>>, repository = "KusionStack/kusion") {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const io = { cwd: folder, readFile: (path: string) => readFileSync(path, "utf8"), out: say, err: say };
  const code = await rung(["init", repository], io, noBot, {
    GHE_HOST: sandbox.host,
    GHE_PROTOCOL: "http",
    ...env,
  });
  return { code, said: said.join("\n") };
}

const asApp = () => ({ APP_ID: `${sandbox.appId}` });

describe("a command that asks GitHub as the app", () => {
  it("reads the key as the bot does: its text, its text in base64, or the path of its file", async () => {
    const path = join(folder, "key.pem");
    writeFileSync(path, sandbox.privateKey);
    const spellings = [
      { PRIVATE_KEY: sandbox.privateKey },
      { PRIVATE_KEY: Buffer.from(sandbox.privateKey).toString("base64") },
      { PRIVATE_KEY_PATH: path },
    ];
    for (const key of spellings) expect((await init({ ...asApp(), ...key })).code).toBe(0);
  });

  it("takes what `rung setup` stored where nothing else is set, at the GitHub it is of", async () => {
    const stored = join(folder, "stored.json");
    const app = {
      github: sandbox.url,
      app_id: sandbox.appId,
      slug: "rung",
      client_id: "x",
      client_secret: "x",
      webhook_secret: sandbox.webhookSecret,
      private_key: sandbox.privateKey,
    };
    writeFileSync(stored, JSON.stringify(app));
    expect((await init({ GHE_HOST: "", GHE_PROTOCOL: "", CREDENTIALS_PATH: stored })).code).toBe(0);
  });

  it.each([
    ["a key that is none", { PRIVATE_KEY: "nonsense" }, "PRIVATE_KEY is not a private key in PEM form"],
    ["a number that is none", { APP_ID: "Iv1.abc", PRIVATE_KEY: "" }, 'APP_ID is "Iv1.abc", which is not a positive'],
    ["no key", { PRIVATE_KEY: "" }, "PRIVATE_KEY and PRIVATE_KEY_PATH are not set"],
    ["a host with a scheme", { GITHUB_TOKEN: "t", GHE_HOST: "http://h" }, "Give the host alone: GHE_HOST=h and GHE_P"],
  ])("R88: %s is told as a fault of the settings, in words", async (_, env, fault) => {
    expect(await init({ ...asApp(), ...env })).toEqual({ code: 2, said: expect.stringContaining(fault) });
  });

  it("says of a repository where the app is not installed that it may be that", async () => {
    expect(await init({ ...asApp(), PRIVATE_KEY: sandbox.privateKey }, "KusionStack/nothing")).toEqual({
      code: 1,
      said: "KusionStack/nothing is not there, or not for these credentials to see (an app sees what it is installed on)",
    });
  });
});
