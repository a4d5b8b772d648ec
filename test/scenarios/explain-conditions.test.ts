/** `rung explain` of pull requests that conditions ask more or less of: it says what the check says. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { noBot } from "../cli/no-bot.ts";
import { aStage, checkOn, KUSION, REGISTRY, type Stage } from "./stage.ts";

const CONDITIONS = REGISTRY.replace(
  "approval: {",
  'approval: { when: [{ lines: 3, min: 2 }, { author: newcomers, from: maintainers }, { author: deps, only: ["**/go.sum"], min: 0 }],',
).concat('bots: { deps: ["dependabot[bot]"] }\nnewcomers: { reviews: after-vouch }\n');

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: CONDITIONS });
  stage.world.addActor("newt", {});
});
afterAll(() => stage.close());

async function opened(login: string, files: Readonly<Record<string, string>>, draft = false): Promise<Pull> {
  const pull = stage.world.as(login).openPull({ repo: KUSION, title: "x", files, draft });
  await stage.settled();
  return pull;
}

/** What it prints; nothing is written. */
async function explained(pull: Pull): Promise<string> {
  const lines: string[] = [];
  const io = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text) };
  const env = {
    GITHUB_TOKEN: stage.sandbox.personalToken("octo-fan"),
    GHE_HOST: stage.sandbox.host,
    GHE_PROTOCOL: "http",
  };
  stage.requests();
  const args = ["explain", `${KUSION}#${pull.number}`];
  expect(await rung(args, { ...io, readFile: () => "", cwd: "" }, noBot, env)).toBe(0);
  expect(stage.requests().filter((request) => /^(POST|PATCH|PUT|DELETE|mutation)/.test(request))).toEqual([]);
  return lines.join("\n");
}

/** The lines of the check that are about conditions, and its title. */
function saidByCheck(pull: Pull): readonly string[] {
  const run = checkOn(stage, pull);
  const about = /\*\*Conditions\*\*\n((?:- .*\n?)+)/.exec(run?.summary ?? "")?.[1] ?? "";
  return [run?.title ?? "", ...about.split("\n").filter(Boolean)];
}

it("says what a raise asks for, and why it fits", async () => {
  const pull = await opened("jemshad", { "a.go": "1\n2\n3\n4\n" });
  const text = await explained(pull);
  expect(text).toContain("More is asked, 2 approvals: 4 lines change, which is 3 or more.");
  for (const line of saidByCheck(pull)) expect(text).toContain(line);
});

it("says that fewer are asked of a bot, or what ends that", async () => {
  const lowered = await opened("dependabot[bot]", { "go.sum": "a v1\n" });
  const text = await explained(lowered);
  expect(text).toContain("Fewer are asked, no approval instead of the usual");
  for (const line of saidByCheck(lowered)) expect(text).toContain(line);
  const other = await opened("dependabot[bot]", { "x/go.sum": "a v1\n", "main.go": "x\n" });
  const ended = await explained(other);
  expect(ended).toContain("Not fewer, though `deps` may need only no approval: `main.go` is none of the files");
  for (const line of saidByCheck(other)) expect(ended).toContain(line);
});

it("says what is asked because of a newcomer, and that reviewers wait for a vouch, of a draft as well", async () => {
  const pull = await opened("newt", { "b.go": "1\n" });
  const text = await explained(pull);
  expect(text).toContain("More is asked, approvals from maintainers or above: newt is new here");
  expect(text).toContain("**Reviewers** are asked once anyone with a role here has written `/vouch @newt`");
  for (const line of saidByCheck(pull)) expect(text).toContain(line);
  const draft = await explained(await opened("newt", { "c.go": "1\n" }, true));
  expect(draft).toContain(
    "Reviewers are asked once it is ready and anyone with a role here has written `/vouch @newt`",
  );
});
