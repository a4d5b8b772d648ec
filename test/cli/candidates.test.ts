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
    expect((await candidates("king", "--owner", "KusionStack")).out).toContain('the ladder has no role "king"');
    expect((await candidates("approvers", "--owner", "KusionStack", "--area", "moon")).out).toContain(
      'there is no area "moon"',
    );
  });
});
