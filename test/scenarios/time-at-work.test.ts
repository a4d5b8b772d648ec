/** The world of npm start with its bot, and months that pass there: who is not seen is asked, who stepped aside comes back. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { LOOK_TITLE } from "../../src/registry/inactivity/rules.ts";
import { kusionStackAtWork, publishLists } from "../../src/sandbox/kusionstack-at-work.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import type { Pull, Repo, Subject } from "../../src/sandbox/world/model.ts";
import { pullComparison, pullsOf } from "../../src/sandbox/world/pulls.ts";
import type { Rung } from "../../src/start.ts";
import { aRung, quiet } from "../support/a-rung.ts";

let sandbox: Sandbox;
let world: PlayedWorld;
let home: Repo;
let rung: Rung;

beforeAll(async () => {
  world = kusionStackAtWork();
  home = world.repo("KusionStack/.github");
  sandbox = await startSandbox({ world });
  publishLists(world);
  rung = await aRung(sandbox);
  await rung.firstLook;
  await quiet(sandbox, rung);
});

afterAll(async () => {
  await rung.close();
  await sandbox.close();
});

const issue = () => [...home.subjects.values()].find(({ title }) => title === LOOK_TITLE);
const open = (): readonly Pull[] =>
  pullsOf(home).filter(({ state, headRef }) => state === "open" && headRef.startsWith("rung/"));
const titles = () => open().map(({ title }) => title);
const check = ({ headSha }: Pull) => home.checkRuns.get(headSha)?.at(-1);
const lastWord = ({ comments }: Subject) => comments.findLast(({ author }) => author.login === "rung[bot]")?.body ?? "";
const soon = { timeout: 60_000 };
const pass = async (span: string) => {
  await sandbox.control.moveClock(span);
  await rung.queue.runDueNow();
};
/** The issue names the day of the next look, so it is another one after each. */
const lookedAfter = async (span: string) => {
  const before = issue()?.body;
  await pass(span);
  await expect.poll(() => issue()?.body, soon).not.toBe(before);
  await quiet(sandbox, rung);
};

it("one of its maintainers was not seen for a year, and the first look only tells so", () => {
  const told = (issue()?.body ?? "").split("\n").filter((line) => line.startsWith("- "));
  expect(told).toEqual([
    expect.stringMatching(/^- \*\*Yangyang96\*\*, maintainer of kusion: last seen on 7 April 2025/),
  ]);
  expect(titles()).toEqual([]);
});

it("three months later they are asked, alone, with the lists in the same change; two weeks later it may be merged", async () => {
  await lookedAfter("3mo");
  const [pull, ...others] = open();
  if (pull === undefined) throw new Error("nobody was asked");
  expect([pull.title, pull.draft, others.length]).toEqual(["Ask Yangyang96 whether to become emeritus", true, 0]);
  const files = pullComparison(world, pull).files.map(({ path }) => path);
  expect(files.toSorted()).toEqual([".github/CODEOWNERS", "MAINTAINERS.md", "roles.yaml"]);
  await pass("2w");
  await expect.poll(() => pull.draft, soon).toBe(false);
  await quiet(sandbox, rung);
  world.as("SparkYuan").approve(pull);
  await quiet(sandbox, rung);
  expect(check(pull)?.conclusion).toBe("success");
});

it("whoever answers `/stay` stays, and the next look leaves them in peace", async () => {
  const [pull] = open();
  if (pull === undefined) throw new Error("nothing is open");
  world.as("Yangyang96").comment(pull, "/stay");
  await quiet(sandbox, rung);
  expect(pull.state).toBe("closed");
  expect(lastWord(pull)).toContain("**Yangyang96 stays.**");
  await lookedAfter("3mo");
  expect(titles()).toEqual([]);
});

it("who stepped aside comes back with `/return`, by one maintainer's approval", async () => {
  const talk = world.as("octo-alum").openIssue({ repo: "KusionStack/kusion", title: "I have time again" });
  world.as("octo-alum").comment(talk, "/return");
  await quiet(sandbox, rung);
  expect(lastWord(talk)).toMatch(/The registry's change is KusionStack\/\.github#\d+/);
  const [back] = open();
  if (back === undefined) throw new Error("nothing is open");
  world.as("wu8685").approve(back);
  await quiet(sandbox, rung);
  expect(check(back)?.conclusion).toBe("success");
});
