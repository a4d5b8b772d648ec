/** What the world of npm start shows of conditions from its start on. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { kusionStackAtWork } from "../../src/sandbox/kusionstack-at-work.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { pullsOf } from "../../src/sandbox/world/pulls.ts";
import type { Rung } from "../../src/start.ts";
import { aRung, quiet } from "../support/a-rung.ts";

const soon = { timeout: 60_000, interval: 100 };
let sandbox: Sandbox;
let world: PlayedWorld;
let rung: Rung;

beforeAll(async () => {
  world = kusionStackAtWork();
  sandbox = await startSandbox({ world });
  rung = await aRung(sandbox);
  await rung.firstLook;
  await quiet(sandbox, rung);
});
afterAll(async () => {
  await rung.close();
  await sandbox.close();
});

function pullOf(title: RegExp): Pull {
  const found = pullsOf(world.repo("KusionStack/kusion")).find((pull) => title.test(pull.title));
  if (found === undefined) throw new Error(`no pull request ${title}`);
  return found;
}
const reportOf = (pull: Pull) => {
  const run = pull.repo.checkRuns.get(pull.headSha)?.at(-1);
  return `${run?.title}\n${run?.summary}\n${run?.text}`;
};
const saidOn = (pull: Pull) => pull.comments.map(({ body }) => body).join("\n");

it("R73: a bot's own update of the module's files is merged by itself; where somebody committed to one, the report names the commit", async () => {
  await expect.poll(() => pullOf(/cobra/).merged !== null, soon).toBe(true);
  const mixed = pullOf(/x\/sync/);
  expect(mixed.merged).toBeNull();
  await expect
    .poll(() => reportOf(mixed), soon)
    .toContain(`commit \`${mixed.headSha.slice(0, 7)}\` was written by hoangndst`);
  // Nobody was needed before that.
  await expect.poll(() => mixed.requestedReviewers.length, soon).toBeGreaterThan(0);
});

it("a newcomer's pull request awaits a vouch, and people who are known do not", async () => {
  const theirs = pullOf(/correct a link/);
  await expect.poll(() => saidOn(theirs), soon).toContain("`/vouch @octo-newt`");
  expect(theirs.requestedReviewers).toEqual([]);
  expect(saidOn(pullOf(/retry apply/))).not.toContain("/vouch");
  world.as("hoangndst").comment(theirs, "/vouch");
  await expect.poll(() => theirs.requestedReviewers.length, soon).toBeGreaterThan(0);
});
