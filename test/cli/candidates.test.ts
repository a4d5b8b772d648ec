import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { registryText } from "../../src/sandbox/kusionstack.ts";
import { history, registryBeforeNomination } from "../../src/sandbox/kusionstack-history.ts";
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

async function candidates(...args: readonly string[]) {
  const out: string[] = [];
  const io = {
    ...{ cwd: "/", readFile: () => registryBeforeNomination(registryText()) },
    ...{ out: (line: string) => out.push(line), err: (line: string) => out.push(line) },
  };
  const env = { GITHUB_TOKEN: sandbox.personalToken("SparkYuan"), GHE_HOST: sandbox.host, GHE_PROTOCOL: "http" };
  return { code: await rung(["candidates", ...args], io, noBot, env), out: out.join("\n") };
}

describe("rung candidates", () => {
  it("tells who meets what machines count, and who does not hold the role already", async () => {
    const { code, out } = await candidates("contributor", "--owner", "KusionStack", "--area", "kusion", "--json");
    expect(code).toBe(0);
    const told = JSON.parse(out);
    expect(told.candidates.map(({ login }: { login: string }) => login).sort()).toEqual([
      "hoangndst",
      "jemshad",
      "octo-fan",
    ]);
    expect(told.truncated).toBe(false);
  });

  it("shows nobody who is short", async () => {
    const { out } = await candidates("approvers", "--owner", "KusionStack");
    expect(out).toBe(
      "0 of 3 people without that role who had pull requests merged lately meet what machines count for approvers.",
    );
  });

  it("says how it is used", async () => {
    expect(await candidates("approvers")).toMatchObject({ code: 2 });
    expect((await candidates("king", "--owner", "KusionStack")).out).toContain(
      'role "king" is not defined; defined are ',
    );
    expect((await candidates("approvers", "--owner", "KusionStack", "--area", "moon")).out).toContain(
      'area "moon" is not defined; defined are ',
    );
  });
});

describe("rung candidates --all", () => {
  it("tells everybody's own next role with the words that nominate, by login", async () => {
    const { code, out } = await candidates("--all", "--owner", "KusionStack", "--json");
    expect(code).toBe(0);
    const told = JSON.parse(out);
    const logins = told.candidates.map(({ login }: { login: string }) => login);
    expect(logins).toEqual(logins.toSorted((a: string, b: string) => a.localeCompare(b)));
    expect(told).toMatchObject({ since: null, truncated: false, unknown: [] });
    expect(told.candidates.map(({ say }: { say: string }) => say)).toMatchInlineSnapshot(`
      [
        "/promote @hoangndst contributor everywhere",
        "/promote @jemshad contributor everywhere",
        "/promote @octo-fan contributor everywhere",
      ]
    `);
  });

  it("looks at those who had something merged since the day", async () => {
    const { out } = await candidates("--all", "--owner", "KusionStack", "--since", "2099-01-01");
    expect(out).toBe(
      "0 of 0 people with a next role who had pull requests merged since 2099-01-01 meet what machines count for it.",
    );
  });

  it("takes a role or --all, not both and not neither", async () => {
    expect(await candidates("--owner", "KusionStack")).toMatchObject({ code: 2 });
    expect(await candidates("approvers", "--all", "--owner", "KusionStack")).toMatchObject({ code: 2 });
    expect(await candidates("--all", "--area", "kusion", "--owner", "KusionStack")).toMatchObject({ code: 2 });
  });
});
