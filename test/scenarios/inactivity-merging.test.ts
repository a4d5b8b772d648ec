/** Between the end of a notice and the merge: whoever was seen meanwhile is not moved, however it is merged. */

import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { aQuietStage, type QuietStage } from "./quiet-stage.ts";

const ACTIVE = [
  "hoangndst",
  "jemshad",
  "adohe",
  "wu8685",
  "ffforest",
  "riven-blade",
  "jakezhu9",
  "octo-fan",
  "Eikykun",
];
const REGISTRY = `areas: { kusion: { repos: [kusion] } }
roles: { contributors: {}, approvers: { inactivity: 12mo }, maintainers: {} }
maintainers: [SparkYuan, liu-hm19]
approvers: [${ACTIVE.join(", ")}, elliotxx, howieyuen, zoumo]
emeritus: []
inactivity: { mode: propose, most: 3 }
`;

let quiet: QuietStage;
const wrong: string[] = [];
beforeAll(async () => {
  quiet = await aQuietStage(REGISTRY);
  quiet.stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  await quiet.later(92, ACTIVE);
  await quiet.look();
  await quiet.later(15, ACTIVE);
  for (const pull of quiet.proposals()) {
    await vi.waitFor(() => expect(pull.draft).toBe(false), soon);
    quiet.stage.world.as("SparkYuan").approve(pull);
  }
  await quiet.stage.settled();
});
afterAll(async () => {
  await quiet.stage.close();
  expect(wrong, "GitHub's own description").toEqual([]);
});

const soon = { timeout: 60_000 };
const of = (login: string): Pull => {
  const found = quiet.proposals().find(({ title }) => title.startsWith(`Ask ${login} `));
  if (found === undefined) throw new Error(`${login} was not asked`);
  return found;
};
/** They do something of which no delivery tells. */
function unheard(login: string): void {
  quiet.stage.sandbox.deliver({ lose: 1 });
  quiet.stage.world.as(login).comment(quiet.talk, "I am here.");
}

it("as long as it may be merged, whoever is seen is asked no longer at once, by what a delivery tells", async () => {
  expect(quiet.asked()).toEqual(["elliotxx", "howieyuen", "zoumo"]);
  expect(quiet.checkOf(of("elliotxx"))).toMatch(/^success: /);
  quiet.stage.world.as("elliotxx").comment(quiet.talk, "Back again.");
  await expect.poll(() => of("elliotxx").state, soon).toBe("closed");
  await quiet.stage.settled();
  expect(of("elliotxx").body).toContain("**elliotxx was seen**");
  expect(of("elliotxx").merged).toBeNull();
});

it("a merge queue asks before it merges: whoever was seen by then is not moved, and the failing search keeps it shut", async () => {
  const pull = of("howieyuen");
  const { world, sandbox } = quiet.stage;
  quiet.home.protections.set("main", {
    requiredChecks: [...(quiet.home.protections.get("main")?.requiredChecks ?? [])],
    mergeQueue: true,
  });
  expect(quiet.checkOf(pull)).toMatch(/^success: /);
  unheard("howieyuen");
  sandbox.faults.add({ kind: "status", status: 502, match: "query Measure", times: 2 });
  world.as("SparkYuan").enqueue(pull);
  await expect.poll(() => pull.state, soon).toBe("closed");
  await quiet.stage.settled();
  expect(pull.merged).toBeNull();
  quiet.home.protections.set("main", {
    requiredChecks: [...(quiet.home.protections.get("main")?.requiredChecks ?? [])],
    mergeQueue: false,
  });
});

it("`/merge` asks first, too, and orders nothing for whoever was seen", async () => {
  const pull = of("zoumo");
  expect(quiet.checkOf(pull)).toMatch(/^success: /);
  unheard("zoumo");
  quiet.stage.world.as("SparkYuan").comment(pull, "/merge");
  await quiet.stage.settled();
  expect([pull.state, pull.merged]).toEqual(["closed", null]);
  const said = pull.comments.filter(({ author }) => author.login === "rung[bot]").map(({ body }) => body);
  expect(said.at(-1)).toContain("closed");
});

it("where nothing is heard of somebody it is asked again every few hours, as long as it may be merged", async () => {
  await quiet.later(92, ACTIVE);
  // Paused by nobody's word: they were seen, and a year later they are asked again.
  await quiet.later(280, ACTIVE);
  await quiet.look();
  await quiet.later(15, ACTIVE);
  const [pull] = quiet.proposals().filter(({ state }) => state === "open");
  if (pull === undefined) throw new Error("nobody was asked");
  await expect.poll(() => pull.draft, soon).toBe(false);
  await quiet.stage.settled();
  // GitHub's readings show a moment later what was written, so there is one more look soon.
  quiet.stage.requests();
  await quiet.later(0, []);
  await expect.poll(() => quiet.stage.requests(), soon).toContain("query Measure");
  await quiet.stage.settled();
  unheard(/^Ask (\S+)/.exec(pull.title)?.[1] ?? "");
  await quiet.later(1, []);
  await expect.poll(() => pull.state, soon).toBe("closed");
});
