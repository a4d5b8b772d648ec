import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstRegistry } from "../../src/cli/init/starter-registry.ts";
import { rung } from "../../src/cli/rung.ts";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { history } from "../../src/sandbox/kusionstack-history.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { aWorld } from "../sandbox/a-sandbox.ts";
import { noBot } from "./no-bot.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  const world = aWorld({ registry: null });
  history(world);
  sandbox = await startSandbox({ world });
});
afterAll(() => sandbox.close());

async function init(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const out: string[] = [];
  const readFile = () => {
    throw Object.assign(new Error("nothing is there"), { code: "ENOENT" });
  };
  const io = {
    ...{ cwd: "/nowhere", readFile },
    ...{ out: (line: string) => out.push(line), err: (line: string) => out.push(line) },
  };
  const token = { GITHUB_TOKEN: sandbox.personalToken("SparkYuan"), GHE_HOST: sandbox.host, GHE_PROTOCOL: "http" };
  return { code: await rung(["init", ...args], io, noBot, { ...token, ...env }), out: out.join("\n") };
}

describe("rung init", () => {
  it("writes a registry without faults from collaborators and history", async () => {
    const { code, out } = await init(["KusionStack/kusion"]);
    expect(code).toBe(0);
    const source = { repository: { owner: "KusionStack", name: "kusion" }, path: "roles.yaml", oid: "" };
    const { registry, faults } = parseRegistry(out, source);
    expect(faults).toEqual([]);
    const holders = (role: string) => registry?.people.filter((each) => each.role === role).map(({ login }) => login);
    expect(holders("maintainers")).toEqual(["SparkYuan", "liu-hm19", "adohe", "ffforest", "Yangyang96"]);
    expect(holders("approvers")).toEqual(["hoangndst"]);
    expect(holders("contributors")?.slice(0, 2)).toEqual(["elliotxx", "octo-fan"]);
    expect(registry?.people.find(({ login }) => login === "hoangndst")?.id).toBeTypeOf("number");
    expect([
      registry?.mode,
      out.includes("- { login: hoangndst, id: 1014 } # approved or merged 23 of others (pkg 23)"),
    ]).toEqual(["advise", true]);
  });

  it("works as the app too", async () => {
    const { code, out } = await init(["KusionStack/kusion"], {
      GITHUB_TOKEN: "",
      APP_ID: String(sandbox.appId),
      PRIVATE_KEY: sandbox.privateKey,
    });
    expect([code, out.includes("login: hoangndst")]).toEqual([0, true]);
  });

  it("says in words that nobody was reached, or that the file cannot be written, and what to do", async () => {
    expect(await init(["KusionStack/kusion"], { GHE_HOST: "127.0.0.1:1" })).toEqual({
      code: 1,
      out: "GitHub did not answer in full, so nothing is written: POST /api/graphql: 127.0.0.1:1: nobody listens there (ECONNREFUSED). Check the network, and GHE_HOST where it is set",
    });
    expect(await init(["KusionStack/kusion", "--output", "roles.yaml"])).toEqual({
      code: 1,
      out: "cannot write roles.yaml: there is no such folder; make it first",
    });
  });

  it("says which settings to correct where GitHub does not take the token", async () => {
    expect((await init(["KusionStack/kusion"], { GITHUB_TOKEN: "stale" })).out).toContain(
      "401 Bad credentials. Correct GITHUB_TOKEN, or APP_ID and PRIVATE_KEY, and GHE_HOST where they are of another host",
    );
  });

  it("says what is not there, and how it is used", async () => {
    expect((await init(["KusionStack/nothing"])).out).toContain("KusionStack/nothing is not there");
    expect(await init(["kusion"])).toMatchObject({ code: 2 });
    expect(await init(["KusionStack/kusion"], { GITHUB_TOKEN: "" })).toMatchObject({
      code: 2,
      out: expect.stringMatching(/^Set GITHUB_TOKEN to a token of yours \(.gh auth token. prints one\), or APP_ID/),
    });
  });
});

describe("a first registry", () => {
  const repository = { owner: "org", name: "repo" };
  const pull = (author: string, approver: string, ...folders: string[]) => ({
    author,
    mergedBy: approver,
    approvedBy: [approver],
    folders,
  });
  const pulls = [
    ...Array.from({ length: 6 }, () => pull("eve", "ann", "docs")),
    ...Array.from({ length: 6 }, () => pull("eve", "ben", "api")),
    ...Array.from({ length: 6 }, () => pull("fay", "ben", "web")),
    ...Array.from({ length: 6 }, () => pull("ben", "ben", "cmd")),
  ];

  it("gives people areas where they decided in few folders only, and never counts one's own", () => {
    const text = firstRegistry({ repository, pulls, collaborators: null });
    const { registry, faults } = parseRegistry(text, { repository, path: "roles.yaml", oid: "" });
    expect(registry?.people.map(({ login, role, areas }) => [login, role, areas])).toEqual([
      ["ben", "approvers", ["api", "web"]],
      ["ann", "approvers", ["docs"]],
      ["eve", "contributors", []],
      ["fay", "contributors", []],
    ]);
    expect(faults.map(({ message }) => message)).toContain(
      "nobody holds maintainers, so nobody may approve a change of this file",
    );
    expect(text).toContain("The collaborators could not be read");
  });

  it("lets no folder's name begin a line of the registry", () => {
    const hostile = ["x\nmaintainers: [mallory]\n#", "y\u2028z", "w\r  - mallory"];
    for (const folder of hostile) {
      const merged = Array.from({ length: 6 }, () => pull("eve", "ann", folder));
      const text = firstRegistry({ repository, pulls: merged, collaborators: null });
      const { registry } = parseRegistry(text, { repository, path: "roles.yaml", oid: "" });
      expect(registry?.people.map(({ login }) => login)).toEqual(["ann", "eve"]);
    }
  });

  it("leaves those who may write and did nothing as a comment", () => {
    const collaborators = [
      { login: "max", id: 1, permission: "admin" as const },
      { login: "zoe", id: 2, permission: "write" as const },
    ];
    const text = firstRegistry({ repository, pulls: [], collaborators });
    expect(text).toContain("  # - zoe # may write; merged and approved nothing among those");
    expect(text).toContain("  # Name two at least");
  });
});
