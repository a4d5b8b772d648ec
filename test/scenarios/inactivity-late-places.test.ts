/** A place that becomes free long after a look: the person asked then gets the full notice, and is told when it ends. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { moment } from "../../src/shared/dates.ts";
import { aQuietStage, type QuietStage } from "./quiet-stage.ts";

const DAY = 86_400_000;
const ACTIVE = ["SparkYuan", "liu-hm19", "ffforest", "hoangndst", "jemshad", "adohe", "wu8685", "howieyuen", "zoumo"];
const REGISTRY = `areas: { kusion: { repos: [kusion] } }
roles: { contributors: {}, approvers: { inactivity: 12mo }, maintainers: {} }
maintainers: [SparkYuan, liu-hm19, ffforest]
approvers: [hoangndst, jemshad, adohe, wu8685, howieyuen, zoumo, elliotxx, healthjyk]
emeritus: []
inactivity: { mode: propose, every: 6mo, notice: 14d, most: 1, keep: { approvers: 2 } }
`;

let quiet: QuietStage;
beforeAll(async () => {
  quiet = await aQuietStage(REGISTRY);
});
afterAll(() => quiet.stage.close());

it("R72: the notice is told and kept from when it was opened, however old the look is", async () => {
  await quiet.later(185, ACTIVE);
  await quiet.look();
  const [first] = quiet.proposals();
  expect(quiet.asked()).toEqual(["elliotxx"]);
  await quiet.later(10, ACTIVE);
  if (first === undefined) throw new Error("nobody was asked");
  quiet.stage.world.as("elliotxx").comment(first, "/stay");
  await quiet.stage.settled();
  await quiet.later(30, ACTIVE);
  await quiet.look();
  expect(quiet.asked()).toEqual(["healthjyk"]);
  const second = quiet.proposals().at(-1);
  if (second === undefined) throw new Error("nobody was asked");
  // The text is written a moment before GitHub dates it, which may be the minute before.
  const told = [0, 60_000].map((ms) => `people may merge this from **${moment(second.createdAt - ms + 14 * DAY)}** on`);
  expect(told.filter((text) => second.body.includes(text))).not.toEqual([]);
  expect(quiet.checkOf(second)).toMatch(/^in_progress: Not before/);
  const day = new Date(second.createdAt).toISOString().slice(0, 10);
  const { git } = quiet.stage.world;
  const text = git.text(git.filesAt(second.headSha).get("roles.yaml") ?? "");
  expect(text).toContain(`until: ${day}`);
});
