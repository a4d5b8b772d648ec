import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { noBot } from "../cli/no-bot.ts";
import { aStage, KUSION, REGISTRY, type Stage, verdictOn } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY.replace("approval: {", "approval: { contributors-count: false,") });
});
afterAll(() => stage.close());

async function explained(...args: string[]) {
  const lines: string[] = [];
  const io = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text) };
  const env = {
    GITHUB_TOKEN: stage.sandbox.personalToken("octo-fan"),
    GHE_HOST: stage.sandbox.host,
    GHE_PROTOCOL: "http",
  };
  const code = await rung(["explain", ...args], { ...io, readFile: () => "", cwd: "" }, noBot, env);
  return { code, text: lines.join("\n") };
}

describe("rung explain", () => {
  it("says what the check says, and writes nothing", async () => {
    const pull = stage.world.as("octo-fan").openPull({ repo: KUSION, title: "x", files: { "main.go": "package x\n" } });
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
    stage.requests();
    const { code, text } = await explained(`${KUSION}#${pull.number}`);
    expect(text).toContain("Needs 1 approval: kusion");
    expect(text).toContain("Nothing: GitHub shows all of it.");
    expect(code).toBe(0);
    expect(stage.requests().filter((request) => /^(POST|PATCH|PUT|DELETE|mutation)/.test(request))).toEqual([]);
  });

  it("tells a pull request that is not there, and a word that is none", async () => {
    expect((await explained(`${KUSION}#999`)).code).toBe(1);
    expect((await explained("kusion")).code).toBe(2);
  });

  it("R2: someone who committed to it does not count where contributors do not", async () => {
    const pull = stage.world
      .as("octo-fan")
      .openPull({ repo: KUSION, title: "y", files: { "y.go": "package y\n" }, author: "hoangndst" });
    await stage.settled();
    stage.world.as("hoangndst").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress/);
    stage.world.as("SparkYuan").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^success/);
  });
});
