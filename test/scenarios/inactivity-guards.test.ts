/** The guards with the real bot: half of a role quiet, an area's last approver, several proposals together, late and lost answers. */

import { afterEach, expect, it, onTestFinished } from "vitest";
import { exchangeFaults } from "../contract/github-description.ts";
import { emptied } from "../support/emptied.ts";
import { aQuietStage, type QuietStage } from "./quiet-stage.ts";

const ACTIVE = ["hoangndst", "jemshad", "adohe", "wu8685", "ffforest", "riven-blade", "jakezhu9"];
const soon = { timeout: 60_000 };
const wrong: string[] = [];
afterEach(() => expect(wrong.splice(0), "GitHub's own description").toEqual([]));

function registry(approvers: readonly string[], more = ""): string {
  return `areas:
  kusion: { repos: [kusion] }
  karpor: { repos: [karpor] }
  mesh: { repos: [controller-mesh] }
roles: { contributors: {}, approvers: { inactivity: 12mo }, maintainers: {} }
maintainers: [SparkYuan, liu-hm19]
approvers: [${approvers.join(", ")}]
emeritus: []
inactivity: { mode: propose, most: 3${more} }
`;
}

async function stageOf(text: string): Promise<QuietStage> {
  const quiet = await aQuietStage(text);
  quiet.stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  onTestFinished(() => quiet.stage.close());
  return quiet;
}

it("half of a role quiet: nobody is proposed any more, and who is asked already is asked no longer, also once the notice is over", async () => {
  const quiet = await stageOf(registry([...ACTIVE, "elliotxx"]));
  await quiet.later(92, ACTIVE);
  await quiet.look();
  expect(quiet.asked()).toEqual(["elliotxx"]);
  const [pull] = quiet.proposals();
  await quiet.later(15, ACTIVE);
  await expect.poll(() => pull?.draft, soon).toBe(false);
  // A year in which two of eight do anything.
  await quiet.later(370, ACTIVE.slice(0, 2));
  await quiet.look();
  await quiet.stage.settled();
  expect(quiet.told()).toContain("6 of 8");
  expect(quiet.asked()).toEqual([]);
  expect(pull?.merged).toBeNull();
});

it("an area's last approver is never asked, and of two who are the last together only one, also after a merge", async () => {
  const area = (login: string, name: string) => `{ login: ${login}, areas: [${name}] }`;
  const people = [
    ...ACTIVE.map((login) => area(login, "kusion")),
    area("elliotxx", "mesh"),
    area("howieyuen", "mesh"),
    area("zoumo", "karpor"),
  ];
  const quiet = await stageOf(registry(people));
  await quiet.later(92, ACTIVE);
  await quiet.look();
  expect(quiet.asked()).toEqual(["elliotxx"]);
  expect(quiet.told()).toContain("karpor");
  const [pull] = quiet.proposals();
  if (pull === undefined) throw new Error("nobody was asked");
  quiet.stage.world.as("elliotxx").comment(pull, "/step-down");
  await quiet.stage.settled();
  quiet.stage.world.as("SparkYuan").approve(pull);
  await quiet.stage.settled();
  quiet.stage.world.as("SparkYuan").merge(pull);
  await quiet.stage.settled();
  await quiet.later(92, ACTIVE);
  await quiet.look();
  expect([pull.state, quiet.asked()]).toEqual(["closed", []]);
});

it("several together never leave fewer than `keep`, with the database deleted between two looks", async () => {
  const quiet = await stageOf(
    registry([...ACTIVE, "elliotxx", "howieyuen", "zoumo", "Eikykun", "octo-fan"], ", keep: { approvers: 10 }"),
  );
  await quiet.later(92, ACTIVE);
  await quiet.look();
  const first = quiet.asked();
  expect(first).toHaveLength(2);
  await emptied(quiet.stage.rung.database);
  await quiet.look();
  await quiet.later(92, ACTIVE);
  await quiet.look();
  expect(quiet.asked()).toEqual(first);
});

it("answers that were lost open nothing twice and move nobody early; readings that lag close nothing twice", async () => {
  const quiet = await stageOf(registry([...ACTIVE, "elliotxx"]));
  const { sandbox, world } = quiet.stage;
  await quiet.later(92, ACTIVE);
  sandbox.faults.add({ kind: "status-after", status: 502, match: "POST /repos/KusionStack/.github/pulls", times: 1 });
  sandbox.faults.add({
    kind: "status-after",
    status: 502,
    match: "POST /repos/KusionStack/.github/git/refs",
    times: 1,
  });
  await quiet.look();
  await quiet.look();
  expect(quiet.proposals()).toHaveLength(1);
  const [pull] = quiet.proposals();
  if (pull === undefined) throw new Error("nobody was asked");
  expect(quiet.checkOf(pull)).toMatch(/^in_progress: Not before/);
  sandbox.setLag(1_500);
  sandbox.faults.add({
    kind: "status-after",
    status: 502,
    match: `PATCH /repos/KusionStack/.github/pulls/${pull.number}`,
    times: 1,
  });
  world.as("elliotxx").comment(pull, "/stay");
  await expect.poll(() => pull.state, soon).toBe("closed");
  await quiet.stage.settled();
  sandbox.setLag(0);
  await quiet.sweep();
  await quiet.look();
  const said = pull.comments.filter(({ body }) => body.includes("elliotxx stays"));
  expect([said.length, quiet.proposals().length, quiet.asked()]).toEqual([1, 1, []]);
});
